# figure one-dealer of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot one-dealer.gp`, or as png with `gnuplot -e "target='png'" one-dealer.gp`.
# It reads ../data/one-dealer.csv, ../data/one-dealer_2.csv, ../data/one-dealer_3.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'one_dealer' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'one-dealer.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.06862; set rmargin at screen 0.84389; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [-0.0125:1.0125]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [0.1275:6.0725]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6)
set palette defined (0 '#163a6b', 0.08333 '#24599b', 0.1667 '#3d7dbd', 0.25 '#6aa2d3', 0.3333 '#9dc4e3', 0.4167 '#cfe1ee', 0.5 '#f5f3f0', 0.5833 '#f7dcc6', 0.6667 '#f2b78d', 0.75 '#e38d55', 0.8333 '#c9652c', 0.9167 '#a24216', 1 '#73290c')
set cbrange [-0.20647648011001385:0.20647648011001385]
set cbtics out nomirror scale tic,0.6*tic offset screen -shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.20' -0.2, '−0.15' -0.15, '−0.10' -0.1, '−0.05' -0.05, '0.00' 0, '0.05' 0.05, '0.10' 0.1, '0.15' 0.15, '0.20' 0.2)
set colorbox vertical user origin screen 0.86334,0.12600 size screen 0.02083,0.78933 front noborder
set object rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#c4c4c4' fillstyle solid noborder # no value
set x2range [-0.0125:1.0125]
set y2range [0.1275:6.0725]
set object rectangle from screen 0.65499,0.83311 to screen 0.83556,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set label '' at screen 0.69110,0.86756 point linecolor rgb '#333333' pointtype 7 pointsize 0.64 front
set label 'base case' noenhanced at screen 0.72721,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'One dealer: does pre-hedging help the client?' enhanced at screen 0.06862,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'permanent impact κ' noenhanced at screen 0.45626,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'decay of the transient impact β' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'change of the client'.q.'s cost' noenhanced at screen 0.97257,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.24018,0.13898 to screen 0.25633,0.16787 front fillcolor rgb '#f5f3f0' fillstyle solid noborder
set label '0' noenhanced at screen 0.24825,0.15343 center font 'DejaVu Sans,12' textcolor rgb '#1a1a1a' front
plot '../data/one-dealer.csv' using 1:2:3 axes x2y2 with image notitle, \
     '../data/one-dealer_2.csv' using ($1==0 ? $2 : NaN):3 with lines linecolor rgb '#1a1a1a' linewidth 1.1 notitle, \
     '../data/one-dealer_3.csv' using 1:2 with points linecolor rgb '#333333' pointtype 7 pointsize 0.64 notitle
unset output
