# figure fig5 of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot fig5.gp`, or as png with `gnuplot -e "target='png'" fig5.gp`.
# It reads ../data/fig5.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig5' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'fig5.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08491; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0:0.75]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7)
set yrange [-2.3709623936100974:11.158278565715746]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−2' -2, '0' 0, '2' 2, '4' 4, '6' 6, '8' 8, '10' 10)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.81589,0.74867 to screen 0.97778,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.82700,0.86756 to screen 0.87700,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'x* = −1' noenhanced at screen 0.88811,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.82700,0.82533 to screen 0.87700,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'x* = 0' noenhanced at screen 0.88811,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.82700,0.78311 to screen 0.87700,0.78311 nohead linecolor rgb '#00916A' linewidth 2 dashtype (2,4) front
set label 'x* = 1' noenhanced at screen 0.88811,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 5: the big trader'.q.'s position' enhanced at screen 0.08491,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.53551,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares left' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/fig5.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig5.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig5.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (2,4) notitle
unset output
