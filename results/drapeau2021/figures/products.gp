# figure products of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot products.gp`, or as png with `gnuplot -e "target='png'" products.gp`.
# It reads ../data/products.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,420 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'products' standalone
  tic = 0.476; lift = 11.2/420
} else {
  set terminal pngcairo size 2000,840 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/420
}
shift = 4.8/1000
set output 'products.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06721; set rmargin at screen 0.31400; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [0.33655805665807803:475.4008909748074]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '10' 10, '100' 100, '' 0.4 1, '' 0.5 1, '' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1, '' 2 1, '' 3 1, '' 4 1, '' 5 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 20 1, '' 30 1, '' 40 1, '' 50 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1, '' 200 1, '' 300 1, '' 400 1)
set yrange [1:200]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '2' 2, '5' 5, '10' 10, '20' 20, '50' 50, '100' 100, '200' 200, '' 3 1, '' 4 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 30 1, '' 40 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.07321,0.70571 to screen 0.23131,0.82476 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.08121,0.78786 to screen 0.11721,0.78786 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label '' at screen 0.09921,0.78786 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'plain' noenhanced at screen 0.12521,0.78786 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08121,0.74262 to screen 0.11721,0.74262 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label '' at screen 0.09921,0.74262 point linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 front
set label 'with a sample' noenhanced at screen 0.12521,0.74262 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '32 agents' enhanced at screen 0.06721,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'interaction λn' noenhanced at screen 0.19061,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'products' noenhanced at screen 0.01775,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'What the aggregate takes' enhanced at screen 0.01000,0.95190 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/products.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/products.csv' using 1:2 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/products.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/products.csv' using 1:3 every 1 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.40521; set rmargin at screen 0.65060; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [8.413951416451951:11885.022274370185]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{1}' 10, '10^{2}' 100, '10^{3}' 1000, '10^{4}' 10000, '' 9 1, '' 20 1, '' 30 1, '' 40 1, '' 50 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1, '' 200 1, '' 300 1, '' 400 1, '' 500 1, '' 600 1, '' 700 1, '' 800 1, '' 900 1, '' 2000 1, '' 3000 1, '' 4000 1, '' 5000 1, '' 6000 1, '' 7000 1, '' 8000 1, '' 9000 1)
set yrange [1:200]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '2' 2, '5' 5, '10' 10, '20' 20, '50' 50, '100' 100, '200' 200, '' 3 1, '' 4 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 30 1, '' 40 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'n agents' enhanced at screen 0.40521,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'agents n' noenhanced at screen 0.52791,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'products' noenhanced at screen 0.35575,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/products.csv' using 4:5 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/products.csv' using 4:5 every 1 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle

# panel 3
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.75201; set rmargin at screen 0.98839; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [7.498942093324558:1333521.432163324]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{2}' 100, '10^{4}' 10000, '10^{6}' 1000000, '' 8 1, '' 9 1, '' 20 1, '' 30 1, '' 40 1, '' 50 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1, '' 200 1, '' 300 1, '' 400 1, '' 500 1, '' 600 1, '' 700 1, '' 800 1, '' 900 1, '' 2000 1, '' 3000 1, '' 4000 1, '' 5000 1, '' 6000 1, '' 7000 1, '' 8000 1, '' 9000 1, '' 20000 1, '' 30000 1, '' 40000 1, '' 50000 1, '' 60000 1, '' 70000 1, '' 80000 1, '' 90000 1, '' 200000 1, '' 300000 1, '' 400000 1, '' 500000 1, '' 600000 1, '' 700000 1, '' 800000 1, '' 900000 1)
set yrange [0.0009177012334483746:365.34344146158685]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−3}' 0.001, '10^{−2}' 0.01, '10^{−1}' 0.1, '10^{0}' 1, '10^{1}' 10, '10^{2}' 100, '' 0.002 1, '' 0.003 1, '' 0.004 1, '' 0.005 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1, '' 0.02 1, '' 0.03 1, '' 0.04 1, '' 0.05 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1, '' 0.2 1, '' 0.3 1, '' 0.4 1, '' 0.5 1, '' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1, '' 2 1, '' 3 1, '' 4 1, '' 5 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 20 1, '' 30 1, '' 40 1, '' 50 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1, '' 200 1, '' 300 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.75801,0.70571 to screen 0.89031,0.82476 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.76601,0.78786 to screen 0.80201,0.78786 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label '' at screen 0.78401,0.78786 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'aggregate' noenhanced at screen 0.81001,0.78786 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.76601,0.74262 to screen 0.80201,0.74262 nohead linecolor rgb '#808080' linewidth 2 dashtype (2,4) front
set label '' at screen 0.78401,0.74262 point linecolor rgb '#808080' pointtype 5 pointsize 0.56 front
set label 'all rates' noenhanced at screen 0.81001,0.74262 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'memory' enhanced at screen 0.75201,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'agents n' noenhanced at screen 0.87020,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'MiB' noenhanced at screen 0.69375,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/products.csv' using 6:7 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/products.csv' using 6:7 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/products.csv' using 6:8 with lines linecolor rgb '#808080' linewidth 2 dashtype (2,4) notitle, \
     '../data/products.csv' using 6:8 every 1 with points linecolor rgb '#808080' pointtype 5 pointsize 0.56 notitle
unset multiplot
unset output
