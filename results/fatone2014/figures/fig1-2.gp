# figure fig1-2 of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot fig1-2.gp`, or as png with `gnuplot -e "target='png'" fig1-2.gp`.
# It reads ../data/fig1-2.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 900,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig1_2' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 1800,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/900
set output 'fig1-2.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06973; set rmargin at screen 0.47430; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:0.7588047116296838]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.07640,0.69100 to screen 0.31505,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.08529,0.77725 to screen 0.12529,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'w = 0.9, buy and hold' noenhanced at screen 0.13418,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08529,0.72975 to screen 0.12529,0.72975 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'w = 0.1, short term' noenhanced at screen 0.13418,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 1: mean position M' enhanced at screen 0.06973,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27202,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01972,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Buy and hold, and short term' enhanced at screen 0.01111,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/fig1-2.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig1-2.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57751; set rmargin at screen 0.98208; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0.28700297015954523:1.4849058614912998]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1, '1.2' 1.2, '1.4' 1.4)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.58418,0.69100 to screen 0.82283,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.59307,0.77725 to screen 0.63307,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'w = 0.9, buy and hold' noenhanced at screen 0.64196,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.59307,0.72975 to screen 0.63307,0.72975 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'w = 0.1, short term' noenhanced at screen 0.64196,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 2: expected rate q' enhanced at screen 0.57751,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.77979,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares per time' noenhanced at screen 0.52750,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/fig1-2.csv' using 1:4 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig1-2.csv' using 1:5 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle
unset multiplot
unset output
