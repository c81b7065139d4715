# figure put-off of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot put-off.gp`, or as png with `gnuplot -e "target='png'" put-off.gp`.
# It reads ../data/put-off.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'put_off' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'put-off.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06276; set rmargin at screen 0.47687; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:3]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2, '2.5' 2.5, '3.0' 3)
set yrange [0.5049811053248033:2.1220160677144237]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1.0' 1, '1.5' 1.5, '2.0' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.34282,0.54850 to screen 0.47087,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.35082,0.77725 to screen 0.38682,0.77725 nohead linecolor rgb '#440154' linewidth 2 dashtype solid front
set label 's₂ = 0' noenhanced at screen 0.39482,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.35082,0.72975 to screen 0.38682,0.72975 nohead linecolor rgb '#414286' linewidth 2 dashtype solid front
set label 's₂ = 0.2' noenhanced at screen 0.39482,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.35082,0.68225 to screen 0.38682,0.68225 nohead linecolor rgb '#2b768e' linewidth 2 dashtype solid front
set label 's₂ = 0.35' noenhanced at screen 0.39482,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.35082,0.63475 to screen 0.38682,0.63475 nohead linecolor rgb '#21a486' linewidth 2 dashtype solid front
set label 's₂ = 0.7' noenhanced at screen 0.39482,0.63475 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.35082,0.58725 to screen 0.38682,0.58725 nohead linecolor rgb '#6fcd58' linewidth 2 dashtype solid front
set label 's₂ = 1.4' noenhanced at screen 0.39482,0.58725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'restraint near the trade' enhanced at screen 0.06276,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time to the trade' noenhanced at screen 0.26981,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'A (cash/share²)' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'A client who looks at the price' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/put-off.csv' using 1:2 with lines linecolor rgb '#440154' linewidth 2 dashtype solid notitle, \
     '../data/put-off.csv' using 1:3 with lines linecolor rgb '#414286' linewidth 2 dashtype solid notitle, \
     '../data/put-off.csv' using 1:4 with lines linecolor rgb '#2b768e' linewidth 2 dashtype solid notitle, \
     '../data/put-off.csv' using 1:5 with lines linecolor rgb '#21a486' linewidth 2 dashtype solid notitle, \
     '../data/put-off.csv' using 1:6 with lines linecolor rgb '#6fcd58' linewidth 2 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.56976; set rmargin at screen 0.98387; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:1.4]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1, '1.2' 1.2, '1.4' 1.4)
set yrange [-0.058699681876991955:0.9983605901470414]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.57576,0.64350 to screen 0.80491,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set object rectangle from screen 0.58376,0.76225 to screen 0.61976,0.79225 front fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder
set label 'two standard deviations' noenhanced at screen 0.62776,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set arrow from screen 0.58376,0.72975 to screen 0.61976,0.72975 nohead linecolor rgb '#808080' linewidth 1 dashtype solid front
set label 'twelve paths' noenhanced at screen 0.62776,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.58376,0.68225 to screen 0.61976,0.68225 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'mean' noenhanced at screen 0.62776,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'inventory' enhanced at screen 0.56976,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.77682,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/put-off.csv' using 7:8:9 every ::0::200 with filledcurves fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/put-off.csv' using 10:11 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:12 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:13 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:14 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:15 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:16 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:17 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:18 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:19 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:20 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:21 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 10:22 with lines linecolor rgb '#808080' linewidth 1 dashtype solid notitle, \
     '../data/put-off.csv' using 7:23 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle
unset multiplot
unset output
