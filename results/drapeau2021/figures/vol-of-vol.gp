# figure vol-of-vol of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot vol-of-vol.gp`, or as png with `gnuplot -e "target='png'" vol-of-vol.gp`.
# It reads ../data/vol-of-vol.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'vol_of_vol' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'vol-of-vol.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.08057; set rmargin at screen 0.47687; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1.2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1, '1.2' 1.2)
set yrange [0.24553361211963892:0.2554210411811038]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.246' 0.246, '0.248' 0.248, '0.250' 0.25, '0.252' 0.252, '0.254' 0.254)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'value of a unit' enhanced at screen 0.08057,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'volatility of the variance ν' noenhanced at screen 0.27872,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'A(0) (cash per share²)' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'The more random the variance, the more patient the agent' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/vol-of-vol.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57866; set rmargin at screen 0.98387; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1.2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1, '1.2' 1.2)
set yrange [0.162428440411843:0.25146722439454666]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.18' 0.18, '0.20' 0.2, '0.22' 0.22, '0.24' 0.24)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.58466,0.69100 to screen 0.80706,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set object rectangle from screen 0.59266,0.76225 to screen 0.62866,0.79225 front fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder
set label 'one standard deviation' noenhanced at screen 0.63666,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.59266,0.72975 to screen 0.62866,0.72975 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'mean' noenhanced at screen 0.63666,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'inventory left' enhanced at screen 0.57866,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'volatility of the variance ν' noenhanced at screen 0.78127,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/vol-of-vol.csv' using 1:3:4 with filledcurves fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/vol-of-vol.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle
unset multiplot
unset output
