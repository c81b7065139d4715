# figure sellers of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot sellers.gp`, or as png with `gnuplot -e "target='png'" sellers.gp`.
# It reads ../data/sellers.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'sellers' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'sellers.'.target
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
set yrange [0:1.0558600342164999]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.35465,0.54850 to screen 0.47087,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.36265,0.77725 to screen 0.39865,0.77725 nohead linecolor rgb '#440154' linewidth 2 dashtype solid front
set label 'alone' noenhanced at screen 0.40665,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.36265,0.72975 to screen 0.39865,0.72975 nohead linecolor rgb '#414286' linewidth 2 dashtype solid front
set label 'n = 2' noenhanced at screen 0.40665,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.36265,0.68225 to screen 0.39865,0.68225 nohead linecolor rgb '#2b768e' linewidth 2 dashtype solid front
set label 'n = 5' noenhanced at screen 0.40665,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.36265,0.63475 to screen 0.39865,0.63475 nohead linecolor rgb '#21a486' linewidth 2 dashtype solid front
set label 'n = 10' noenhanced at screen 0.40665,0.63475 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.36265,0.58725 to screen 0.39865,0.58725 nohead linecolor rgb '#6fcd58' linewidth 2 dashtype solid front
set label 'n = 100' noenhanced at screen 0.40665,0.58725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'the seller' enhanced at screen 0.06276,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.26981,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'One seller among n agents' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/sellers.csv' using 1:2 with lines linecolor rgb '#440154' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:3 with lines linecolor rgb '#414286' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:4 with lines linecolor rgb '#2b768e' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:5 with lines linecolor rgb '#21a486' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:6 with lines linecolor rgb '#6fcd58' linewidth 2 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.58149; set rmargin at screen 0.98387; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [-0.9855928487355274:0.055788274456728154]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.8' -0.8, '−0.6' -0.6, '−0.4' -0.4, '−0.2' -0.2, '0.0' 0)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set label 'all others together' enhanced at screen 0.58149,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.78268,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/sellers.csv' using 7:8 with lines linecolor rgb '#440154' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:9 with lines linecolor rgb '#414286' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:10 with lines linecolor rgb '#2b768e' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:11 with lines linecolor rgb '#21a486' linewidth 2 dashtype solid notitle, \
     '../data/sellers.csv' using 1:12 with lines linecolor rgb '#6fcd58' linewidth 2 dashtype solid notitle
unset multiplot
unset output
