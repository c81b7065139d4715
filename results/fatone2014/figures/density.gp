# figure density of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot density.gp`, or as png with `gnuplot -e "target='png'" density.gp`.
# It reads ../data/density.csv, ../data/density_2.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'density' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'density.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08491; set rmargin at screen 0.87048; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [-0.008333333333333333:1.0083333333333333]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [-3:3.5]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−3' -3, '−2' -2, '−1' -1, '0' 0, '1' 1, '2' 2, '3' 3)
set palette defined (0 '#440154', 0.06667 '#481a6c', 0.1333 '#472f7d', 0.2 '#414487', 0.2667 '#39568c', 0.3333 '#31688e', 0.4 '#2a788e', 0.4667 '#23888e', 0.5333 '#1f988b', 0.6 '#22a884', 0.6667 '#35b779', 0.7333 '#54c568', 0.8 '#7ad151', 0.8667 '#a5db36', 0.9333 '#d2e21b', 1 '#fde725')
set cbrange [2.049373944879623e-08:0.6750124492654691]
set cbtics out nomirror scale tic,0.6*tic offset screen -shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6)
set colorbox vertical user origin screen 0.88993,0.12600 size screen 0.02083,0.78933 front noborder
set object rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#c4c4c4' fillstyle solid noborder # no value
set x2range [-0.008333333333333333:1.0083333333333333]
set y2range [-3:3.5]
set object rectangle from screen 0.67928,0.79089 to screen 0.86215,0.90200 front fillcolor rgb '#1a1a1a' fillstyle transparent solid 0.6 noborder
set arrow from screen 0.69039,0.86756 to screen 0.74039,0.86756 nohead linecolor rgb '#ffffff' linewidth 1 dashtype solid front
set arrow from screen 0.69039,0.86756 to screen 0.74039,0.86756 nohead linecolor rgb '#ffffff' linewidth 1 dashtype solid front
set arrow from screen 0.69039,0.86756 to screen 0.74039,0.86756 nohead linecolor rgb '#ffffff' linewidth 1 dashtype solid front
set arrow from screen 0.69039,0.86756 to screen 0.74039,0.86756 nohead linecolor rgb '#ffffff' linewidth 1 dashtype solid front
set arrow from screen 0.69039,0.86756 to screen 0.74039,0.86756 nohead linecolor rgb '#ffffff' linewidth 1 dashtype solid front
set arrow from screen 0.69039,0.86756 to screen 0.74039,0.86756 nohead linecolor rgb '#ffffff' linewidth 1 dashtype solid front
set label 'six agents' noenhanced at screen 0.75150,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#ffffff' front
set arrow from screen 0.69039,0.82533 to screen 0.74039,0.82533 nohead linecolor rgb '#D98C00' linewidth 3 dashtype (9,4) front
set label 'mean M' noenhanced at screen 0.75150,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#ffffff' front
set label 'The crowd over time' enhanced at screen 0.08491,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.47770,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'position' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'density m' noenhanced at screen 0.97049,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/density.csv' using 1:2:3 axes x2y2 with image notitle, \
     '../data/density_2.csv' using 1:2 with lines linecolor rgb '#ffffff' linewidth 1 dashtype solid notitle, \
     '../data/density_2.csv' using 1:3 with lines linecolor rgb '#ffffff' linewidth 1 dashtype solid notitle, \
     '../data/density_2.csv' using 1:4 with lines linecolor rgb '#ffffff' linewidth 1 dashtype solid notitle, \
     '../data/density_2.csv' using 1:5 with lines linecolor rgb '#ffffff' linewidth 1 dashtype solid notitle, \
     '../data/density_2.csv' using 1:6 with lines linecolor rgb '#ffffff' linewidth 1 dashtype solid notitle, \
     '../data/density_2.csv' using 1:7 with lines linecolor rgb '#ffffff' linewidth 1 dashtype solid notitle, \
     '../data/density_2.csv' using 8:9 with lines linecolor rgb '#D98C00' linewidth 3 dashtype (9,4) notitle
unset output
