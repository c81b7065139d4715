# figure crowd-of-buyers of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot crowd-of-buyers.gp`, or as png with `gnuplot -e "target='png'" crowd-of-buyers.gp`.
# It reads ../data/crowd-of-buyers.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,312 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'crowd_of_buyers' standalone
  tic = 0.476; lift = 11.2/312
} else {
  set terminal pngcairo size 1440,624 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/312
}
shift = 4.8/720
set output 'crowd-of-buyers.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.21163; set rmargin at screen 0.47256; set bmargin at screen 0.38365; set tmargin at screen 0.86506
set xrange [8.413951416451951:11885.022274370185]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{1}' 10, '10^{2}' 100, '10^{3}' 1000, '10^{4}' 10000, '' 9 1, '' 20 1, '' 30 1, '' 40 1, '' 50 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1, '' 200 1, '' 300 1, '' 400 1, '' 500 1, '' 600 1, '' 700 1, '' 800 1, '' 900 1, '' 2000 1, '' 3000 1, '' 4000 1, '' 5000 1, '' 6000 1, '' 7000 1, '' 8000 1, '' 9000 1)
set yrange [0.00111884317901124:0.07630565679617611]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('2·10^{−3}' 0.002, '5·10^{−3}' 0.005, '10^{−2}' 0.01, '2·10^{−2}' 0.02, '5·10^{−2}' 0.05, '' 0.003 1, '' 0.004 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1, '' 0.03 1, '' 0.04 1, '' 0.06 1, '' 0.07 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label '' at screen 0.23663,0.19071 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'given quotes' noenhanced at screen 0.27274,0.19071 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.23663,0.12981 point linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 front
set label '' at screen 0.23663,0.12981 point linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 front
set label 'own quotes' noenhanced at screen 0.27274,0.12981 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.21163,0.06891 to screen 0.26163,0.06891 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'prediction' noenhanced at screen 0.27274,0.06891 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'buyers' noenhanced at screen 0.34210,0.26010 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'deviation of the' noenhanced at screen 0.02465,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'average rate' noenhanced at screen 0.05174,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '(shares per unit' noenhanced at screen 0.07882,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'of time)' noenhanced at screen 0.10590,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Many buyers' enhanced at screen 0.01389,0.93526 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/crowd-of-buyers.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/crowd-of-buyers.csv' using 1:2 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/crowd-of-buyers.csv' using 1:3 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle, \
     '../data/crowd-of-buyers.csv' using 1:3 with points linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.64487; set rmargin at screen 0.98069; set bmargin at screen 0.38365; set tmargin at screen 0.86506
set xrange [12:80]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('20' 20, '40' 40, '60' 60, '80' 80)
set yrange [0:29.027572302127457]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '10' 10, '20' 20)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.65321,0.62468 to screen 0.79024,0.84583 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.66432,0.79615 to screen 0.71432,0.79615 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'exact' noenhanced at screen 0.72543,0.79615 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.66432,0.73526 to screen 0.71432,0.73526 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label '(33)' noenhanced at screen 0.72543,0.73526 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.66432,0.67436 to screen 0.71432,0.67436 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label '(37)' noenhanced at screen 0.72543,0.67436 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'shares that the mean' noenhanced at screen 0.81278,0.26010 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'trader must buy' noenhanced at screen 0.81278,0.19760 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'how far a' noenhanced at screen 0.53438,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'buyer may be' noenhanced at screen 0.56146,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'ahead (shares)' noenhanced at screen 0.58854,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/crowd-of-buyers.csv' using 5:6 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/crowd-of-buyers.csv' using 5:7 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/crowd-of-buyers.csv' using 5:8 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle
unset multiplot
unset output
