# figure crowd-of-buyers of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot crowd-of-buyers.gp`, or as png with `gnuplot -e "target='png'" crowd-of-buyers.gp`.
# It reads ../data/crowd-of-buyers.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'crowd_of_buyers' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'crowd-of-buyers.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.17602; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [8.413951416451951:11885.022274370185]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{1}' 10, '2·10^{1}' 20, '5·10^{1}' 50, '10^{2}' 100, '2·10^{2}' 200, '5·10^{2}' 500, '10^{3}' 1000, '2·10^{3}' 2000, '5·10^{3}' 5000, '10^{4}' 10000, '' 9 1, '' 30 1, '' 40 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1, '' 300 1, '' 400 1, '' 600 1, '' 700 1, '' 800 1, '' 900 1, '' 3000 1, '' 4000 1, '' 6000 1, '' 7000 1, '' 8000 1, '' 9000 1)
set yrange [0.00111884317901124:0.07630565679617611]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1.5·10^{−3}' 0.0015, '2·10^{−3}' 0.002, '3·10^{−3}' 0.003, '4·10^{−3}' 0.004, '5·10^{−3}' 0.005, '7·10^{−3}' 0.007, '10^{−2}' 0.01, '1.5·10^{−2}' 0.015, '2·10^{−2}' 0.02, '3·10^{−2}' 0.03, '4·10^{−2}' 0.04, '5·10^{−2}' 0.05, '7·10^{−2}' 0.07, '' 0.006 1, '' 0.008 1, '' 0.009 1, '' 0.06 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.70542,0.74867 to screen 0.97778,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set label '' at screen 0.74154,0.86756 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'given quotes' noenhanced at screen 0.77765,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.74154,0.82533 point linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 front
set label '' at screen 0.74154,0.82533 point linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 front
set label 'quotes of their own' noenhanced at screen 0.77765,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.71654,0.78311 to screen 0.76654,0.78311 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'prediction' noenhanced at screen 0.77765,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Finitely many buyers' enhanced at screen 0.17602,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'buyers' noenhanced at screen 0.58106,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'deviation of the average' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'rate (shares per unit of time)' noenhanced at screen 0.05174,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/crowd-of-buyers.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/crowd-of-buyers.csv' using 1:2 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/crowd-of-buyers.csv' using 1:3 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle, \
     '../data/crowd-of-buyers.csv' using 1:3 with points linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 notitle
unset output
