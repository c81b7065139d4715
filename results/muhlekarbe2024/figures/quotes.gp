# figure quotes of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot quotes.gp`, or as png with `gnuplot -e "target='png'" quotes.gp`.
# It reads ../data/quotes.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'quotes' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'quotes.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.07449; set rmargin at screen 0.48300; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [-0.065:2.665]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2, '2.5' 2.5)
set yrange [-1:0.4]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.0' -1, '−0.8' -0.8, '−0.6' -0.6, '−0.4' -0.4, '−0.2' -0.2, '0.0' 0, '0.2' 0.2, '0.4' 0.4)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.29761,0.15675 to screen 0.47700,0.32925 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.30561,0.29050 to screen 0.34161,0.29050 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'with pre-hedging' noenhanced at screen 0.34961,0.29050 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.30561,0.24300 to screen 0.34161,0.24300 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'without' noenhanced at screen 0.34961,0.24300 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.32361,0.19550 point linecolor rgb '#00916A' pointtype 9 pointsize 0.72 front
set label '' at screen 0.32361,0.19550 point linecolor rgb '#00916A' pointtype 9 pointsize 0.72 front
set label 'stationary' noenhanced at screen 0.34961,0.19550 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'affine demand' enhanced at screen 0.07449,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'half spread δ' noenhanced at screen 0.27875,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'cash' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Which spread to quote' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/quotes.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/quotes.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/quotes.csv' using 4:5 with points linecolor rgb '#00916A' pointtype 9 pointsize 0.72 notitle, \
     '../data/quotes.csv' using 6:7 with points linecolor rgb '#00916A' pointtype 9 pointsize 0.72 notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.58149; set rmargin at screen 0.99000; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0.155:2.045]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set yrange [-0.3:0.4]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.3' -0.3, '−0.2' -0.2, '−0.1' -0.1, '0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'logistic demand' enhanced at screen 0.58149,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'half spread δ' noenhanced at screen 0.78575,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'cash' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/quotes.csv' using 8:9 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/quotes.csv' using 8:10 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/quotes.csv' using 11:12 with points linecolor rgb '#00916A' pointtype 9 pointsize 0.72 notitle
unset multiplot
unset output
