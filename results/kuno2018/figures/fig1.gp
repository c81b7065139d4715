# figure fig1 of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot fig1.gp`, or as png with `gnuplot -e "target='png'" fig1.gp`.
# It reads ../data/fig1.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig1' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'fig1.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.13827; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0.675:14.325]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('2' 2, '4' 4, '6' 6, '8' 8, '10' 10, '12' 12, '14' 14)
set yrange [-34887.78383910672:25948.880498637434]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−30 000' -30000, '−20 000' -20000, '−10 000' -10000, '0' 0, '10 000' 10000, '20 000' 20000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.14660,0.13933 to screen 0.51835,0.29267 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.15771,0.25822 to screen 0.20771,0.25822 nohead linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) front
set label '' at screen 0.18271,0.25822 point linecolor rgb '#0072B2' pointtype 9 pointsize 0.72 front
set label 'C = 0 (a saddle, no optimum)' noenhanced at screen 0.21882,0.25822 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.15771,0.21600 to screen 0.20771,0.21600 nohead linecolor rgb '#D55E00' linewidth 2 dashtype solid front
set label '' at screen 0.18271,0.21600 point linecolor rgb '#D55E00' pointtype 7 pointsize 0.64 front
set label 'C = 0.001, the impact' noenhanced at screen 0.21882,0.21600 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.15771,0.17378 to screen 0.20771,0.17378 nohead linecolor rgb '#00916A' linewidth 2 dashtype (2,4) front
set label '' at screen 0.18271,0.17378 point linecolor rgb '#00916A' pointtype 5 pointsize 0.56 front
set label 'C = 0.01' noenhanced at screen 0.21882,0.17378 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Best trades for three fees' enhanced at screen 0.13827,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'trade (14: off the exchange)' noenhanced at screen 0.56219,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares bought' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/fig1.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig1.csv' using 1:2 every 1 with points linecolor rgb '#0072B2' pointtype 9 pointsize 0.72 notitle, \
     '../data/fig1.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype solid notitle, \
     '../data/fig1.csv' using 1:3 every 1 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.64 notitle, \
     '../data/fig1.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (2,4) notitle, \
     '../data/fig1.csv' using 1:4 every 1 with points linecolor rgb '#00916A' pointtype 5 pointsize 0.56 notitle
unset output
