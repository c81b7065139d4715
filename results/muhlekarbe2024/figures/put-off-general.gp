# figure put-off-general of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot put-off-general.gp`, or as png with `gnuplot -e "target='png'" put-off-general.gp`.
# It reads ../data/put-off-general.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'put_off_general' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'put-off-general.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06276; set rmargin at screen 0.48300; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1.3]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1, '1.2' 1.2)
set yrange [0:0.6152200761508086]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.06876,0.54850 to screen 0.27615,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.07676,0.77725 to screen 0.11276,0.77725 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set label 'eight paths, s₂ = 0.2' noenhanced at screen 0.12076,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.07676,0.72975 to screen 0.11276,0.72975 nohead linecolor rgb '#414286' linewidth 2 dashtype solid front
set label 'mean, s₂ = 0' noenhanced at screen 0.12076,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.07676,0.68225 to screen 0.11276,0.68225 nohead linecolor rgb '#2b768e' linewidth 2 dashtype solid front
set label 'mean, s₂ = 0.2' noenhanced at screen 0.12076,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.07676,0.63475 to screen 0.11276,0.63475 nohead linecolor rgb '#21a486' linewidth 2 dashtype solid front
set label 'mean, s₂ = 0.5' noenhanced at screen 0.12076,0.63475 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.07676,0.58725 to screen 0.11276,0.58725 nohead linecolor rgb '#6fcd58' linewidth 2 dashtype solid front
set label 'mean, s₂ = 1' noenhanced at screen 0.12076,0.58725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'inventory' enhanced at screen 0.06276,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27288,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'A client who looks at the price, in general' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/put-off-general.csv' using 1:2 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 1:3 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 1:4 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 1:5 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 1:6 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 1:7 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 1:8 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 1:9 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off-general.csv' using 10:11 with lines linecolor rgb '#414286' linewidth 2 dashtype solid notitle, \
     '../data/put-off-general.csv' using 10:12 with lines linecolor rgb '#2b768e' linewidth 2 dashtype solid notitle, \
     '../data/put-off-general.csv' using 10:13 with lines linecolor rgb '#21a486' linewidth 2 dashtype solid notitle, \
     '../data/put-off-general.csv' using 10:14 with lines linecolor rgb '#6fcd58' linewidth 2 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57866; set rmargin at screen 0.99000; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [-3.04875:-1.00125]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−3.0' -3, '−2.5' -2.5, '−2.0' -2, '−1.5' -1.5)
set yrange [0.020229468131206938:4.8124554128363295]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.05' 0.05, '0.1' 0.1, '0.2' 0.2, '0.5' 0.5, '1' 1, '2' 2, '' 0.03 1, '' 0.04 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1, '' 0.3 1, '' 0.4 1, '' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1, '' 3 1, '' 4 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.58466,0.59600 to screen 0.77436,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.59266,0.77725 to screen 0.62866,0.77725 nohead linecolor rgb '#440154' linewidth 2 dashtype solid front
set label 'λ = 0' noenhanced at screen 0.63666,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.59266,0.72975 to screen 0.62866,0.72975 nohead linecolor rgb '#3a548c' linewidth 2 dashtype solid front
set label 'λ = 0.4' noenhanced at screen 0.63666,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.59266,0.68225 to screen 0.62866,0.68225 nohead linecolor rgb '#20958c' linewidth 2 dashtype solid front
set label 'λ = 1.2' noenhanced at screen 0.63666,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.61066,0.63475 point linecolor rgb '#333333' pointtype 13 pointsize 0.78 front
set label '' at screen 0.61066,0.63475 point linecolor rgb '#ffffff' pointtype 13 pointsize 0.406 front
set label 'closed form, λ = 0' noenhanced at screen 0.63666,0.63475 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'horizon of explosion' enhanced at screen 0.57866,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'price sensitivity s₂' noenhanced at screen 0.78433,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'T*' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/put-off-general.csv' using 15:16 with lines linecolor rgb '#440154' linewidth 2 dashtype solid notitle, \
     '../data/put-off-general.csv' using 15:17 with lines linecolor rgb '#3a548c' linewidth 2 dashtype solid notitle, \
     '../data/put-off-general.csv' using 15:18 with lines linecolor rgb '#20958c' linewidth 2 dashtype solid notitle, \
     '../data/put-off-general.csv' using 19:20 with points linecolor rgb '#333333' pointtype 13 pointsize 0.78 notitle, \
     '../data/put-off-general.csv' using 19:20 with points linecolor rgb '#ffffff' pointtype 13 pointsize 0.406 notitle
unset multiplot
unset output
