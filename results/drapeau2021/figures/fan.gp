# figure fan of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot fan.gp`, or as png with `gnuplot -e "target='png'" fan.gp`.
# It reads ../data/fan.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,420 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fan' standalone
  tic = 0.476; lift = 11.2/420
} else {
  set terminal pngcairo size 2000,840 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/420
}
shift = 4.8/1000
set output 'fan.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06276; set rmargin at screen 0.47687; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:0.39331853457973165]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'variance' enhanced at screen 0.06276,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.26981,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'σ² (cash² per share² and time)' noenhanced at screen 0.01775,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Inventories follow the variance' enhanced at screen 0.01000,0.95190 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/fan.csv' using 1:2 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:3 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:4 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:5 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:6 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:7 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:8 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:9 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:10 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:11 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:12 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:13 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:14 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:15 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:16 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:17 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:18 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:19 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:20 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:21 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:22 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:23 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:24 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:25 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:26 with lines linecolor rgb '#D55E00' linewidth 2.5 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.56976; set rmargin at screen 0.98387; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:1.0579269233443789]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.80462,0.61524 to screen 0.97787,0.82476 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set object rectangle from screen 0.81262,0.77357 to screen 0.84862,0.80214 front fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder
set label 'nine tenths' noenhanced at screen 0.85662,0.78786 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.81262,0.74262 to screen 0.84862,0.74262 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set label '24 paths' noenhanced at screen 0.85662,0.74262 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81262,0.69738 to screen 0.84862,0.69738 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'mean' noenhanced at screen 0.85662,0.69738 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81262,0.65214 to screen 0.84862,0.65214 nohead linecolor rgb '#D55E00' linewidth 2.5 dashtype solid front
set label 'largest variance' noenhanced at screen 0.85662,0.65214 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'inventory of each agent' enhanced at screen 0.56976,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.77682,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.52475,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/fan.csv' using 1:27:28 with filledcurves fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/fan.csv' using 1:29 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:30 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:31 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:32 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:33 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:34 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:35 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:36 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:37 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:38 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:39 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:40 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:41 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:42 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:43 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:44 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:45 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:46 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:47 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:48 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:49 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:50 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:51 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:52 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/fan.csv' using 1:53 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fan.csv' using 1:54 with lines linecolor rgb '#D55E00' linewidth 2.5 dashtype solid notitle
unset multiplot
unset output
