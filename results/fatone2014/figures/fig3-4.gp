# figure fig3-4 of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot fig3-4.gp`, or as png with `gnuplot -e "target='png'" fig3-4.gp`.
# It reads ../data/fig3-4.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 900,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig3_4' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 1800,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/900
set output 'fig3-4.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06973; set rmargin at screen 0.47430; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:1]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.33346,0.64350 to screen 0.46763,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.34234,0.77725 to screen 0.38234,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'ε = 0.25' noenhanced at screen 0.39123,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.34234,0.72975 to screen 0.38234,0.72975 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'ε = 0.5' noenhanced at screen 0.39123,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.34234,0.68225 to screen 0.38234,0.68225 nohead linecolor rgb '#00916A' linewidth 2 dashtype (2,4) front
set label 'ε = 0.75' noenhanced at screen 0.39123,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 3: w = 0.1' enhanced at screen 0.06973,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27202,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'variance' noenhanced at screen 0.01972,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'The weaker the herding, the wider the spread' enhanced at screen 0.01111,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/fig3-4.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig3-4.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig3-4.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57751; set rmargin at screen 0.98208; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:1]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.84123,0.15675 to screen 0.97541,0.32925 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.85012,0.29050 to screen 0.89012,0.29050 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'ε = 0.25' noenhanced at screen 0.89901,0.29050 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.85012,0.24300 to screen 0.89012,0.24300 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'ε = 0.5' noenhanced at screen 0.89901,0.24300 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.85012,0.19550 to screen 0.89012,0.19550 nohead linecolor rgb '#00916A' linewidth 2 dashtype (2,4) front
set label 'ε = 0.75' noenhanced at screen 0.89901,0.19550 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 4: w = 0.9' enhanced at screen 0.57751,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.77979,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'variance' noenhanced at screen 0.52750,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/fig3-4.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig3-4.csv' using 1:6 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig3-4.csv' using 1:7 with lines linecolor rgb '#00916A' linewidth 2 dashtype (2,4) notitle
unset multiplot
unset output
