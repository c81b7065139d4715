# figure crowd of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot crowd.gp`, or as png with `gnuplot -e "target='png'" crowd.gp`.
# It reads ../data/crowd.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,300 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'crowd' standalone
  tic = 0.476; lift = 11.2/300
} else {
  set terminal pngcairo size 1440,600 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/300
}
shift = 4.8/720
set output 'crowd.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06862; set rmargin at screen 0.46787; set bmargin at screen 0.27233; set tmargin at screen 0.85967
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:2.4229398306372896]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.06862,0.05167 to screen 0.11862,0.09167 front fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder
set label 'all traders' noenhanced at screen 0.12973,0.07167 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.25360,0.07167 to screen 0.30360,0.07167 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'mean' noenhanced at screen 0.31471,0.07167 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.26825,0.14383 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'inventory (shares)' noenhanced at screen 0.02465,0.56600 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'A hundred traders with penalties of their own' enhanced at screen 0.01389,0.93267 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/crowd.csv' using 1:2:3 with filledcurves fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/crowd.csv' using 1:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.64645; set rmargin at screen 0.97760; set bmargin at screen 0.27233; set tmargin at screen 0.85967
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1)
set yrange [-114.12959364306904:-35.444071949210354]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−100' -100, '−80' -80, '−60' -60, '−40' -40)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'time' noenhanced at screen 0.81202,0.14383 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'aggregate rate (shares' noenhanced at screen 0.53438,0.56600 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'per unit of time)' noenhanced at screen 0.56146,0.56600 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/crowd.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle
unset multiplot
unset output
