# figure third of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot third.gp`, or as png with `gnuplot -e "target='png'" third.gp`.
# It reads ../data/third.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'third' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'third.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.07449; set rmargin at screen 0.47687; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set yrange [-0.779998923135651:1.1007546560265462]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.5' -0.5, '0.0' 0, '0.5' 0.5, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.25485,0.64350 to screen 0.47087,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.26285,0.77725 to screen 0.29885,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'seller' noenhanced at screen 0.30685,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.26285,0.72975 to screen 0.29885,0.72975 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'fast, hardly minds risk' noenhanced at screen 0.30685,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.26285,0.68225 to screen 0.29885,0.68225 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'third' noenhanced at screen 0.30685,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'inventories' enhanced at screen 0.07449,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27568,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Long after all' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/third.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/third.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/third.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.58149; set rmargin at screen 0.98387; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set yrange [-1.6226073017888936:0]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.5' -1.5, '−1.0' -1, '−0.5' -0.5, '0.0' 0)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'permanent impact on the price' enhanced at screen 0.58149,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.78268,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'cash per share' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/third.csv' using 1:5 with lines linecolor rgb '#808080' linewidth 2 dashtype solid notitle
unset multiplot
unset output
