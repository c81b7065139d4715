# figure feedback of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot feedback.gp`, or as png with `gnuplot -e "target='png'" feedback.gp`.
# It reads ../data/feedback.csv, ../data/feedback_2.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,420 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'feedback' standalone
  tic = 0.476; lift = 11.2/420
} else {
  set terminal pngcairo size 2000,840 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/420
}
shift = 4.8/1000
set output 'feedback.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06276; set rmargin at screen 0.39020; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [-0.0125:1.0125]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [-0.005:0.405]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4)
set palette defined (0 '#440154', 0.06667 '#481a6c', 0.1333 '#472f7d', 0.2 '#414487', 0.2667 '#39568c', 0.3333 '#31688e', 0.4 '#2a788e', 0.4667 '#23888e', 0.5333 '#1f988b', 0.6 '#22a884', 0.6667 '#35b779', 0.7333 '#54c568', 0.8 '#7ad151', 0.8667 '#a5db36', 0.9333 '#d2e21b', 1 '#fde725')
set cbrange [0.2023959244259587:0.521174152423373]
set cbtics out nomirror scale tic,0.6*tic offset screen -shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.25' 0.25, '0.30' 0.3, '0.35' 0.35, '0.40' 0.4, '0.45' 0.45, '0.50' 0.5)
set colorbox vertical user origin screen 0.40420,0.13500 size screen 0.01500,0.70405 front noborder
set object rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#c4c4c4' fillstyle solid noborder # no value
set x2range [-0.0125:1.0125]
set y2range [-0.005:0.405]
set label 'A(t, z)' enhanced at screen 0.06276,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time t' noenhanced at screen 0.22648,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'variance z' noenhanced at screen 0.01775,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'cash per share²' noenhanced at screen 0.47111,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'The feedback along time and variance' enhanced at screen 0.01000,0.95190 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/feedback.csv' using 1:2:3 axes x2y2 with image notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57866; set rmargin at screen 0.97942; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [0:0.4]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.00' 0, '0.05' 0.05, '0.10' 0.1, '0.15' 0.15, '0.20' 0.2, '0.25' 0.25, '0.30' 0.3, '0.35' 0.35, '0.40' 0.4)
set yrange [0.18339131356125488:0.5381440497023927]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.20' 0.2, '0.25' 0.25, '0.30' 0.3, '0.35' 0.35, '0.40' 0.4, '0.45' 0.45, '0.50' 0.5)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.85613,0.14929 to screen 0.97342,0.40405 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.86413,0.36714 to screen 0.90013,0.36714 nohead linecolor rgb '#440154' linewidth 2 dashtype solid front
set label 't = 0' noenhanced at screen 0.90813,0.36714 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.86413,0.32190 to screen 0.90013,0.32190 nohead linecolor rgb '#414286' linewidth 2 dashtype solid front
set label 't = 0.5' noenhanced at screen 0.90813,0.32190 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.86413,0.27667 to screen 0.90013,0.27667 nohead linecolor rgb '#2b768e' linewidth 2 dashtype solid front
set label 't = 0.75' noenhanced at screen 0.90813,0.27667 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.86413,0.23143 to screen 0.90013,0.23143 nohead linecolor rgb '#21a486' linewidth 2 dashtype solid front
set label 't = 0.9' noenhanced at screen 0.90813,0.23143 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.86413,0.18619 to screen 0.90013,0.18619 nohead linecolor rgb '#6fcd58' linewidth 2 dashtype solid front
set label 't = 1' noenhanced at screen 0.90813,0.18619 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'sections' enhanced at screen 0.57866,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'variance z' noenhanced at screen 0.77904,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'A (cash per share²)' noenhanced at screen 0.52475,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/feedback_2.csv' using 1:2 with lines linecolor rgb '#440154' linewidth 2 dashtype solid notitle, \
     '../data/feedback_2.csv' using 1:3 with lines linecolor rgb '#414286' linewidth 2 dashtype solid notitle, \
     '../data/feedback_2.csv' using 1:4 with lines linecolor rgb '#2b768e' linewidth 2 dashtype solid notitle, \
     '../data/feedback_2.csv' using 1:5 with lines linecolor rgb '#21a486' linewidth 2 dashtype solid notitle, \
     '../data/feedback_2.csv' using 1:6 with lines linecolor rgb '#6fcd58' linewidth 2 dashtype solid notitle
unset multiplot
unset output
