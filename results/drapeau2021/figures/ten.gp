# figure ten of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot ten.gp`, or as png with `gnuplot -e "target='png'" ten.gp`.
# It reads ../data/ten.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'ten' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'ten.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.07449; set rmargin at screen 0.48300; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:8]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6, '7' 7, '8' 8)
set yrange [-1.2:2.2]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.0' -1, '−0.5' -0.5, '0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0.5 to graph 1, first 0.5 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.34183,0.73850 to screen 0.47700,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set arrow from screen 0.34983,0.77725 to screen 0.38583,0.77725 nohead linecolor rgb '#0072B2' linewidth 1.5 dashtype solid front
set label 'ten agents' noenhanced at screen 0.39383,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'rising prices, b = 1' enhanced at screen 0.07449,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27875,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.43249,0.49387 to screen 0.47900,0.54275 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'b/(2a)' noenhanced at screen 0.47600,0.51831 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set label 'Ten different agents in a drift' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/ten.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:3 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:4 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:6 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:7 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:8 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:9 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:10 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:11 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.58149; set rmargin at screen 0.99000; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:8]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6, '7' 7, '8' 8)
set yrange [-1.2:2.2]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.0' -1, '−0.5' -0.5, '0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first -0.5 to graph 1, first -0.5 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set label 'falling prices, b = -1' enhanced at screen 0.58149,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.78575,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.85099,0.22728 to screen 0.89750,0.27615 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'b/(2a)' noenhanced at screen 0.87424,0.25172 center font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/ten.csv' using 1:12 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:13 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:14 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:15 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:16 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:17 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:18 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:19 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:20 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle, \
     '../data/ten.csv' using 1:21 with lines linecolor rgb '#0072B2' linewidth 1.5 dashtype solid notitle
unset multiplot
unset output
