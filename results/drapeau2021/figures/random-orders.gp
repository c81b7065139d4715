# figure random-orders of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot random-orders.gp`, or as png with `gnuplot -e "target='png'" random-orders.gp`.
# It reads ../data/random-orders.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'random_orders' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'random-orders.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.09388; set rmargin at screen 0.31400; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [9.493421209505193:84.26888287638687]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' noenhanced ('10' 10, '20' 20, '40' 40, '80' 80)
set yrange [3.331845843674803e-06:0.0003550137809064468]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('5·10^{−6}' 5e-06, '10^{−5}' 1e-05, '2·10^{−5}' 2e-05, '5·10^{−5}' 5e-05, '10^{−4}' 0.0001, '2·10^{−4}' 0.0002, '' 4e-06 1, '' 6e-06 1, '' 7e-06 1, '' 8e-06 1, '' 9e-06 1, '' 3e-05 1, '' 4e-05 1, '' 6e-05 1, '' 7e-05 1, '' 8e-05 1, '' 9e-05 1, '' 0.0003 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'finite differences' enhanced at screen 0.09388,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time steps' noenhanced at screen 0.20394,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'error (cash per share²)' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Orders of three methods' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/random-orders.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/random-orders.csv' using 1:2 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.39631; set rmargin at screen 0.65200; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [7.7:20.3]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10' 10, '15' 15, '20' 20)
set yrange [0:12]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '2' 2, '4' 4, '6' 6, '8' 8, '10' 10, '12' 12)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'collocation' enhanced at screen 0.39631,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'degree' noenhanced at screen 0.52415,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'correct digits' noenhanced at screen 0.35575,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/random-orders.csv' using 3:4 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/random-orders.csv' using 3:4 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle

# panel 3
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.74638; set rmargin at screen 0.99000; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [1.8986842419010386:16.853776575277372]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' noenhanced ('2' 2, '4' 4, '8' 8, '16' 16)
set yrange [2.588797350703855e-05:0.011229795709035784]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('5·10^{−5}' 5e-05, '10^{−4}' 0.0001, '2·10^{−4}' 0.0002, '5·10^{−4}' 0.0005, '10^{−3}' 0.001, '2·10^{−3}' 0.002, '5·10^{−3}' 0.005, '10^{−2}' 0.01, '' 3e-05 1, '' 4e-05 1, '' 6e-05 1, '' 7e-05 1, '' 8e-05 1, '' 9e-05 1, '' 0.0003 1, '' 0.0004 1, '' 0.0006 1, '' 0.0007 1, '' 0.0008 1, '' 0.0009 1, '' 0.003 1, '' 0.004 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.82275,0.69100 to screen 0.98400,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.83075,0.77725 to screen 0.86675,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label '' at screen 0.84875,0.77725 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'error' noenhanced at screen 0.87475,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.83075,0.72975 to screen 0.86675,0.72975 nohead linecolor rgb '#808080' linewidth 2 dashtype (9,4) front
set label '' at screen 0.84875,0.72975 point linecolor rgb '#808080' pointtype 5 pointsize 0.56 front
set label 'standard error' noenhanced at screen 0.87475,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'regression Monte Carlo' enhanced at screen 0.74638,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time steps' noenhanced at screen 0.86819,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/random-orders.csv' using 5:6 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/random-orders.csv' using 5:6 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/random-orders.csv' using 5:7 with lines linecolor rgb '#808080' linewidth 2 dashtype (9,4) notitle, \
     '../data/random-orders.csv' using 5:7 every 1 with points linecolor rgb '#808080' pointtype 5 pointsize 0.56 notitle
unset multiplot
unset output
