# figure profit of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot profit.gp`, or as png with `gnuplot -e "target='png'" profit.gp`.
# It reads ../data/profit.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'profit' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'profit.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08717; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [-1.57:3.1699999999999995]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.5' -1.5, '−1.0' -1, '−0.5' -0.5, '0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2, '2.5' 2.5, '3.0' 3)
set yrange [0:1]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.63257,0.74867 to screen 0.97778,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.64368,0.86756 to screen 0.69368,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'trade, with pre-hedging' noenhanced at screen 0.70479,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.64368,0.82533 to screen 0.69368,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype solid front
set label 'no trade, with pre-hedging' noenhanced at screen 0.70479,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.64368,0.78311 to screen 0.69368,0.78311 nohead linecolor rgb '#0072B2' linewidth 2 dashtype (2,4) front
set label 'trade, without pre-hedging' noenhanced at screen 0.70479,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'What the dealer makes' enhanced at screen 0.08717,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'profit (cash)' noenhanced at screen 0.53664,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'density' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/profit.csv' using 1:2 with histeps linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/profit.csv' using 1:3 with histeps linecolor rgb '#D55E00' linewidth 2 dashtype solid notitle, \
     '../data/profit.csv' using 1:4 with histeps linecolor rgb '#0072B2' linewidth 2 dashtype (2,4) notitle
unset output
