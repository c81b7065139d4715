# figure stages of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot stages.gp`, or as png with `gnuplot -e "target='png'" stages.gp`.
# It reads ../data/stages.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'stages' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2000,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1000
set output 'stages.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.04940; set rmargin at screen 0.48300; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:6.699999999999999]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6)
set yrange [-1.5:6]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '2' 2, '4' 4, '6' 6)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 1.3, graph 0 to first 1.3, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 2.7, graph 0 to first 2.7, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.23332,0.54850 to screen 0.47700,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.24132,0.77725 to screen 0.27732,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set arrow from screen 0.24132,0.77725 to screen 0.27732,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'pre-hedge' noenhanced at screen 0.28532,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.24132,0.72975 to screen 0.27732,0.72975 nohead linecolor rgb '#808080' linewidth 2 dashtype solid front
set label 'no trade' noenhanced at screen 0.28532,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.24132,0.68225 to screen 0.27732,0.68225 nohead linecolor rgb '#D55E00' linewidth 2 dashtype solid front
set label 'the client buys' noenhanced at screen 0.28532,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.24132,0.63475 to screen 0.27732,0.63475 nohead linecolor rgb '#00916A' linewidth 2 dashtype solid front
set label 'the client sells' noenhanced at screen 0.28532,0.63475 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.24132,0.58725 to screen 0.27732,0.58725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype (2,4) front
set label 'if the client never decided' noenhanced at screen 0.28532,0.58725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'inventory' enhanced at screen 0.04940,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.26620,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01775,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.13753,0.77212 to screen 0.15178,0.82100 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'T' noenhanced at screen 0.14053,0.79656 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set object rectangle from screen 0.15848,0.77212 to screen 0.22014,0.82100 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'decision' noenhanced at screen 0.21714,0.79656 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set label 'Three stages' enhanced at screen 0.01000,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/stages.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 3:4 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 5:6 with lines linecolor rgb '#808080' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 5:7 with lines linecolor rgb '#D55E00' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 5:8 with lines linecolor rgb '#00916A' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 9:10 with lines linecolor rgb '#0072B2' linewidth 2 dashtype (2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.58149; set rmargin at screen 0.99000; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:6.699999999999999]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6)
set yrange [-0.5932241823452916:0.3197927363259326]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.4' -0.4, '−0.2' -0.2, '0.0' 0, '0.2' 0.2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 1.3, graph 0 to first 1.3, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 2.7, graph 0 to first 2.7, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set label 'transient impact' enhanced at screen 0.58149,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.78575,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'cash per share' noenhanced at screen 0.52475,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.64251,0.77212 to screen 0.65675,0.82100 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'T' noenhanced at screen 0.65375,0.79656 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set object rectangle from screen 0.68045,0.77212 to screen 0.74211,0.82100 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'decision' noenhanced at screen 0.73911,0.79656 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/stages.csv' using 1:11 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 3:12 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 5:13 with lines linecolor rgb '#808080' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 5:14 with lines linecolor rgb '#D55E00' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 5:15 with lines linecolor rgb '#00916A' linewidth 2 dashtype solid notitle, \
     '../data/stages.csv' using 9:16 with lines linecolor rgb '#0072B2' linewidth 2 dashtype (2,4) notitle
unset multiplot
unset output
