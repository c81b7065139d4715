# figure count-map of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot count-map.gp`, or as png with `gnuplot -e "target='png'" count-map.gp`.
# It reads ../data/count-map.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'count_map' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'count-map.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08717; set rmargin at screen 0.97141; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0.1:0.5]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.10' 0.1, '0.15' 0.15, '0.20' 0.2, '0.25' 0.25, '0.30' 0.3, '0.35' 0.35, '0.40' 0.4, '0.45' 0.45, '0.50' 0.5)
set yrange [0.2:1]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.73119,0.74867 to screen 0.96308,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set object rectangle from screen 0.74230,0.85422 to screen 0.79230,0.88089 front fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder
set label 'three equilibria' noenhanced at screen 0.80341,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.74230,0.82533 to screen 0.79230,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'lower fold' noenhanced at screen 0.80341,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.74230,0.78311 to screen 0.79230,0.78311 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'upper fold' noenhanced at screen 0.80341,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'The number of equilibria' enhanced at screen 0.08717,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'noise σ' noenhanced at screen 0.52929,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'horizon T' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.64295,0.32833 to screen 0.79807,0.37178 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'one equilibrium' noenhanced at screen 0.64711,0.35006 left font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
plot '../data/count-map.csv' using 1:2:3 with filledcurves fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/count-map.csv' using 1:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/count-map.csv' using 1:5 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle
unset output
