# figure count-map of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot count-map.gp`, or as png with `gnuplot -e "target='png'" count-map.gp`.
# It reads ../data/count-map.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,488 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'count_map' standalone
  tic = 0.476; lift = 11.2/488
} else {
  set terminal pngcairo size 1440,976 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/488
}
shift = 4.8/720
set output 'count-map.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08717; set rmargin at screen 0.98611; set bmargin at screen 0.20635; set tmargin at screen 0.92193
set xrange [0.09100000000000001:0.46900000000000003]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.10' 0.1, '0.15' 0.15, '0.20' 0.2, '0.25' 0.25, '0.30' 0.3, '0.35' 0.35, '0.40' 0.4, '0.45' 0.45)
set yrange [0.28:0.92]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from screen 0.08717,0.08299 to screen 0.13717,0.08299 nohead linecolor rgb '#D55E00' linewidth 2 dashtype solid front
set label 'upper fold' noenhanced at screen 0.14828,0.08299 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08717,0.04406 to screen 0.13717,0.04406 nohead linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) front
set label 'lower fold' noenhanced at screen 0.14828,0.04406 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.47855,0.08299 point linecolor rgb '#333333' pointtype 7 pointsize 0.576 front
set label 'three equilibria, enumerated' noenhanced at screen 0.51466,0.08299 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.47855,0.04406 point linecolor rgb '#808080' pointtype 7 pointsize 0.448 front
set label '' at screen 0.47855,0.04406 point linecolor rgb '#ffffff' pointtype 7 pointsize 0.233 front
set label 'one' noenhanced at screen 0.51466,0.04406 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'The number of equilibria' enhanced at screen 0.08717,0.95861 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'noise σ' noenhanced at screen 0.53664,0.12736 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'horizon T' noenhanced at screen 0.02465,0.56414 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/count-map.csv' using 1:2:3 every ::0::15 with filledcurves fillcolor rgb '#D98C00' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/count-map.csv' using 1:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype solid notitle, \
     '../data/count-map.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) notitle, \
     '../data/count-map.csv' using 6:7 with points linecolor rgb '#333333' pointtype 7 pointsize 0.576 notitle, \
     '../data/count-map.csv' using 8:9 with points linecolor rgb '#808080' pointtype 7 pointsize 0.448 notitle, \
     '../data/count-map.csv' using 8:9 with points linecolor rgb '#ffffff' pointtype 7 pointsize 0.233 notitle
unset output
