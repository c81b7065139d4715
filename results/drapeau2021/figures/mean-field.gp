# figure mean-field of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot mean-field.gp`, or as png with `gnuplot -e "target='png'" mean-field.gp`.
# It reads ../data/mean-field.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'mean_field' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'mean-field.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06276; set rmargin at screen 0.47687; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:1.0550896638138432]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.30640,0.54850 to screen 0.47087,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.31440,0.77725 to screen 0.35040,0.77725 nohead linecolor rgb '#440154' linewidth 2 dashtype solid front
set label 'n = 1' noenhanced at screen 0.35840,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.31440,0.72975 to screen 0.35040,0.72975 nohead linecolor rgb '#414286' linewidth 2 dashtype solid front
set label 'n = 2' noenhanced at screen 0.35840,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.31440,0.68225 to screen 0.35040,0.68225 nohead linecolor rgb '#2b768e' linewidth 2 dashtype solid front
set label 'n = 5' noenhanced at screen 0.35840,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.31440,0.63475 to screen 0.35040,0.63475 nohead linecolor rgb '#21a486' linewidth 2 dashtype solid front
set label 'n = 20' noenhanced at screen 0.35840,0.63475 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.31440,0.58725 to screen 0.35040,0.58725 nohead linecolor rgb '#333333' linewidth 2 dashtype (9,4) front
set label 'infinitely many' noenhanced at screen 0.35840,0.58725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'mean inventory' enhanced at screen 0.06276,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.26981,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Towards infinitely many agents' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/mean-field.csv' using 1:2 with lines linecolor rgb '#440154' linewidth 2 dashtype solid notitle, \
     '../data/mean-field.csv' using 1:3 with lines linecolor rgb '#414286' linewidth 2 dashtype solid notitle, \
     '../data/mean-field.csv' using 1:4 with lines linecolor rgb '#2b768e' linewidth 2 dashtype solid notitle, \
     '../data/mean-field.csv' using 1:5 with lines linecolor rgb '#21a486' linewidth 2 dashtype solid notitle, \
     '../data/mean-field.csv' using 1:6 with lines linecolor rgb '#333333' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.58301; set rmargin at screen 0.99000; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [8.413951416451951:11885.022274370185]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{1}' 10, '10^{2}' 100, '10^{3}' 1000, '10^{4}' 10000, '' 9 1, '' 20 1, '' 30 1, '' 40 1, '' 50 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1, '' 200 1, '' 300 1, '' 400 1, '' 500 1, '' 600 1, '' 700 1, '' 800 1, '' 900 1, '' 2000 1, '' 3000 1, '' 4000 1, '' 5000 1, '' 6000 1, '' 7000 1, '' 8000 1, '' 9000 1)
set yrange [1.5224706303440434e-05:0.03594786967582235]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−4}' 0.0001, '10^{−3}' 0.001, '10^{−2}' 0.01, '' 2e-05 1, '' 3e-05 1, '' 4e-05 1, '' 5e-05 1, '' 6e-05 1, '' 7e-05 1, '' 8e-05 1, '' 9e-05 1, '' 0.0002 1, '' 0.0003 1, '' 0.0004 1, '' 0.0005 1, '' 0.0006 1, '' 0.0007 1, '' 0.0008 1, '' 0.0009 1, '' 0.002 1, '' 0.003 1, '' 0.004 1, '' 0.005 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1, '' 0.02 1, '' 0.03 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.81171,0.69100 to screen 0.98400,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set label '' at screen 0.83771,0.77725 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'largest distance' noenhanced at screen 0.86371,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81971,0.72975 to screen 0.85571,0.72975 nohead linecolor rgb '#808080' linewidth 2 dashtype (2,4) front
set label '0.231/n' noenhanced at screen 0.86371,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'distance from the limit' enhanced at screen 0.58301,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'agents n' noenhanced at screen 0.78651,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/mean-field.csv' using 9:10 with lines linecolor rgb '#808080' linewidth 2 dashtype (2,4) notitle, \
     '../data/mean-field.csv' using 7:8 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle
unset multiplot
unset output
