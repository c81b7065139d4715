# figure orders of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot orders.gp`, or as png with `gnuplot -e "target='png'" orders.gp`.
# It reads ../data/orders.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'orders' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'orders.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.11794; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [1.8986842419010386:16.853776575277372]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' noenhanced ('2' 2, '4' 4, '8' 8, '16' 16)
set yrange [4.489912216698815e-15:0.4708754866864625]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−14}' 1e-14, '10^{−12}' 1e-12, '10^{−10}' 1e-10, '10^{−8}' 1e-08, '10^{−6}' 1e-06, '10^{−4}' 0.0001, '10^{−2}' 0.01, '' 1e-13 1, '' 1e-11 1, '' 1e-09 1, '' 1e-07 1, '' 1e-05 1, '' 0.001 1, '' 0.1 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.12627,0.13933 to screen 0.36992,0.33489 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.13738,0.30044 to screen 0.18738,0.30044 nohead linecolor rgb '#440154' linewidth 2 dashtype solid front
set label '' at screen 0.16238,0.30044 point linecolor rgb '#440154' pointtype 7 pointsize 0.64 front
set label '1 node, order 2' noenhanced at screen 0.19849,0.30044 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.13738,0.25822 to screen 0.18738,0.25822 nohead linecolor rgb '#3a548c' linewidth 2 dashtype solid front
set label '' at screen 0.16238,0.25822 point linecolor rgb '#3a548c' pointtype 7 pointsize 0.64 front
set label '2 nodes, order 4' noenhanced at screen 0.19849,0.25822 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.13738,0.21600 to screen 0.18738,0.21600 nohead linecolor rgb '#20958c' linewidth 2 dashtype solid front
set label '' at screen 0.16238,0.21600 point linecolor rgb '#20958c' pointtype 7 pointsize 0.64 front
set label '3 nodes, order 6' noenhanced at screen 0.19849,0.21600 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.13738,0.17378 to screen 0.18738,0.17378 nohead linecolor rgb '#6fcd58' linewidth 2 dashtype solid front
set label '' at screen 0.16238,0.17378 point linecolor rgb '#6fcd58' pointtype 7 pointsize 0.64 front
set label '4 nodes, order 8' noenhanced at screen 0.19849,0.17378 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Orders' enhanced at screen 0.11794,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'panels' noenhanced at screen 0.55202,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'largest error (shares)' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/orders.csv' using 1:2 with lines linecolor rgb '#440154' linewidth 2 dashtype solid notitle, \
     '../data/orders.csv' using 1:2 every 1 with points linecolor rgb '#440154' pointtype 7 pointsize 0.64 notitle, \
     '../data/orders.csv' using 1:3 with lines linecolor rgb '#3a548c' linewidth 2 dashtype solid notitle, \
     '../data/orders.csv' using 1:3 every 1 with points linecolor rgb '#3a548c' pointtype 7 pointsize 0.64 notitle, \
     '../data/orders.csv' using 1:4 with lines linecolor rgb '#20958c' linewidth 2 dashtype solid notitle, \
     '../data/orders.csv' using 1:4 every 1 with points linecolor rgb '#20958c' pointtype 7 pointsize 0.64 notitle, \
     '../data/orders.csv' using 1:5 with lines linecolor rgb '#6fcd58' linewidth 2 dashtype solid notitle, \
     '../data/orders.csv' using 1:5 every 1 with points linecolor rgb '#6fcd58' pointtype 7 pointsize 0.64 notitle
unset output
