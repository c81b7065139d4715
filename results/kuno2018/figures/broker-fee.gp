# figure broker-fee of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot broker-fee.gp`, or as png with `gnuplot -e "target='png'" broker-fee.gp`.
# It reads ../data/broker-fee.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'broker_fee' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'broker-fee.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.09728; set rmargin at screen 0.97141; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0:0.1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.00' 0, '0.01' 0.01, '0.02' 0.02, '0.03' 0.03, '0.04' 0.04, '0.05' 0.05, '0.06' 0.06, '0.07' 0.07, '0.08' 0.08, '0.09' 0.09, '0.10' 0.1)
set yrange [-36.27824478335186:99.98673088108247]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−20' -20, '0' 0, '20' 20, '40' 40, '60' 60, '80' 80)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 0.018754655427623376, graph 0 to first 0.018754655427623376, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.79927,0.13933 to screen 0.96308,0.20822 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.81038,0.17378 to screen 0.86038,0.17378 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label '-C*(R) Q' noenhanced at screen 0.87149,0.17378 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'The broker'.q.'s fee' enhanced at screen 0.09728,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'risk aversion R of the broker, 1/cash' noenhanced at screen 0.53435,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'fee, cash/share' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.26677,0.86300 to screen 0.38136,0.90644 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'R = 0.0188' noenhanced at screen 0.27094,0.88472 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/broker-fee.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle
unset output
