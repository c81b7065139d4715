# figure frequencies of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot frequencies.gp`, or as png with `gnuplot -e "target='png'" frequencies.gp`.
# It reads ../data/frequencies.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 900,460 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'frequencies' standalone
  tic = 0.476; lift = 11.2/460
} else {
  set terminal pngcairo size 1800,920 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/460
}
shift = 4.8/900
set output 'frequencies.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.06973; set rmargin at screen 0.98889; set bmargin at screen 0.11609; set tmargin at screen 0.91717
set xrange [0.3:8.7]
set xtics out nomirror scale 0,0 offset 0,screen lift-5./460 font 'DejaVu Sans,14' textcolor rgb '#262626' noenhanced ('Fig. 1' 1, 'Fig. 2' 2, 'Figs. 3, 4' 3, 'Figs. 5, 6,'."\n".'7: shape' 4, 'Fig. 5:'."\n".'buys first' 5, 'Figs. 5, 7:'."\n".'sells short' 6, 'Figs. 8, 9' 7, 'Figs. 10, 12' 8)
set yrange [0:1.05]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid noxtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'How often a figure tells the truth' enhanced at screen 0.06973,0.95609 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'share of random parameter sets' noenhanced at screen 0.01972,0.51663 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/frequencies.csv' using (($0+1)+0):2:(0.6204) with boxes fillcolor rgb '#0072B2' fillstyle solid noborder notitle, \
     '../data/frequencies.csv' using 3:4:5:6 with yerrorbars linecolor rgb '#333333' linewidth 1.2 pointtype 7 pointsize 0 notitle, \
     '../data/frequencies.csv' using 3:4 with points linecolor rgb '#333333' pointtype 5 pointsize 0.28 notitle, \
     '../data/frequencies.csv' using 3:4 with points linecolor rgb '#ffffff' pointtype 5 pointsize 0.146 notitle
unset output
