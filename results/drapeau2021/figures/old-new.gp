# figure old-new of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot old-new.gp`, or as png with `gnuplot -e "target='png'" old-new.gp`.
# It reads ../data/old-new.csv, ../data/old-new_2.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'old_new' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'old-new.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08717; set rmargin at screen 0.83538; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0:0.9]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9)
set yrange [0.02:2]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set palette defined (0 '#163a6b', 0.08333 '#24599b', 0.1667 '#3d7dbd', 0.25 '#6aa2d3', 0.3333 '#9dc4e3', 0.4167 '#cfe1ee', 0.5 '#f5f3f0', 0.5833 '#f7dcc6', 0.6667 '#f2b78d', 0.75 '#e38d55', 0.8333 '#c9652c', 0.9167 '#a24216', 1 '#73290c')
set cbrange [-0.22224009937842876:0.22224009937842876]
set cbtics out nomirror scale tic,0.6*tic offset screen -shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.20' -0.2, '−0.15' -0.15, '−0.10' -0.1, '−0.05' -0.05, '0.00' 0, '0.05' 0.05, '0.10' 0.1, '0.15' 0.15, '0.20' 0.2)
set colorbox vertical user origin screen 0.85482,0.12600 size screen 0.02083,0.78933 front noborder
set object rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#c4c4c4' fillstyle solid noborder # no value
set x2range [0:0.9]
set y2range [0.02:2]
set arrow from first 0.5, graph 0 to first 0.5, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) front
set object rectangle from screen 0.09550,0.83311 to screen 0.44404,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.10661,0.86756 to screen 0.15661,0.86756 nohead linecolor rgb '#333333' linewidth 2 dashtype solid front
set label 'λ*: first trade changes sign' noenhanced at screen 0.16772,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Long or short beside a seller' enhanced at screen 0.08717,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'cross impact θ' noenhanced at screen 0.46127,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'permanent impact λ' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'extreme inventory (shares)' noenhanced at screen 0.96406,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.50840,0.86300 to screen 0.56837,0.90644 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'θ = η' noenhanced at screen 0.51256,0.88472 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/old-new.csv' using 1:2:3 axes x2y2 with image notitle, \
     '../data/old-new_2.csv' using 1:2 with lines linecolor rgb '#333333' linewidth 2 dashtype solid notitle
unset output
