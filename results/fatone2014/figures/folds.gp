# figure folds of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot folds.gp`, or as png with `gnuplot -e "target='png'" folds.gp`.
# It reads ../data/folds.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'folds' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'folds.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.13038; set rmargin at screen 0.97760; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0.3:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [0.0007196741650202855:0.770466436920053]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−3}' 0.001, '2·10^{−3}' 0.002, '5·10^{−3}' 0.005, '10^{−2}' 0.01, '2·10^{−2}' 0.02, '5·10^{−2}' 0.05, '10^{−1}' 0.1, '2·10^{−1}' 0.2, '5·10^{−1}' 0.5, '' 0.0008 1, '' 0.0009 1, '' 0.003 1, '' 0.004 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1, '' 0.03 1, '' 0.04 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1, '' 0.3 1, '' 0.4 1, '' 0.6 1, '' 0.7 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.40324,0.12600 to screen 0.59212,0.91533 behind fillcolor rgb '#808080' fillstyle transparent solid 0.14 noborder
set object rectangle from screen 0.58950,0.74867 to screen 0.96926,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.60061,0.86756 to screen 0.65061,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'equilibria' noenhanced at screen 0.66172,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.62561,0.82533 point linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 front
set label '' at screen 0.62561,0.82533 point linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 front
set label 'T = 0.6' noenhanced at screen 0.66172,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.62561,0.78311 point linecolor rgb '#00916A' pointtype 5 pointsize 0.56 front
set label '' at screen 0.62561,0.78311 point linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 front
set label 'folds, by backward integration' noenhanced at screen 0.66172,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Three equilibria between two folds' enhanced at screen 0.13038,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'horizon T' noenhanced at screen 0.55399,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'terminal variance v(T)' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'three equilibria' noenhanced at screen 0.49768,0.88472 center font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/folds.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/folds.csv' using 3:4 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle, \
     '../data/folds.csv' using 3:4 with points linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 notitle, \
     '../data/folds.csv' using 5:6 with points linecolor rgb '#00916A' pointtype 5 pointsize 0.56 notitle, \
     '../data/folds.csv' using 5:6 with points linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 notitle
unset output
