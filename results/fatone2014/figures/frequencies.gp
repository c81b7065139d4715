# figure frequencies of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot frequencies.gp`, or as png with `gnuplot -e "target='png'" frequencies.gp`.
# It reads ../data/frequencies.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 900,563 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'frequencies' standalone
  tic = 0.476; lift = 11.2/563
} else {
  set terminal pngcairo size 1800,1126 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/563
}
shift = 4.8/900
set output 'frequencies.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.06973; set rmargin at screen 0.98889; set bmargin at screen 0.06252; set tmargin at screen 0.93233
set xrange [0.5:6.5]
set xtics out nomirror scale 0,0 offset 0,screen lift-5./563 font 'DejaVu Sans,14' textcolor rgb '#262626' noenhanced ('Fig. 1' 1, 'Fig. 2' 2, 'Fig. 5: concave' 3, 'Fig. 5: buys first' 4, 'Fig. 5: sells short' 5, 'Fig. 8' 6)
set yrange [0:1]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set grid noxtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'How often a figure tells the truth' enhanced at screen 0.06973,0.96412 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'share of random parameter sets' noenhanced at screen 0.01972,0.49742 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/frequencies.csv' using (($0+1)+0):2:(0.6204) with boxes fillcolor rgb '#0072B2' fillstyle solid noborder notitle
unset output
