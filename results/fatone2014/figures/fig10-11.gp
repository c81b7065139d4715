# figure fig10-11 of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot fig10-11.gp`, or as png with `gnuplot -e "target='png'" fig10-11.gp`.
# It reads ../data/fig10-11.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 900,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig10_11' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 1800,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/900
set output 'fig10-11.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.08277; set rmargin at screen 0.48111; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:0.75]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6)
set yrange [-1.3426605553006394:0.604301540866074]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.0' -1, '−0.5' -0.5, '0.0' 0, '0.5' 0.5)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 0.4128966081513845, graph 0 to first 0.4128966081513845, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.08944,0.42387 to screen 0.28517,0.54888 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.09832,0.51012 to screen 0.13832,0.51012 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'mean position M' noenhanced at screen 0.14721,0.51012 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.09832,0.46262 to screen 0.13832,0.46262 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'expected rate q' noenhanced at screen 0.14721,0.46262 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 10: retail traders' enhanced at screen 0.08277,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.28194,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares; shares per time' noenhanced at screen 0.01972,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'From long to short: they sell all the time' enhanced at screen 0.01111,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/fig10-11.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig10-11.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57256; set rmargin at screen 0.98889; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:0.75]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7)
set yrange [-0.660755398367022:11.343862028724807]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '2' 2, '4' 4, '6' 6, '8' 8, '10' 10)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 0.4128966081513845, graph 0 to first 0.4128966081513845, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.82224,0.69100 to screen 0.98222,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.83113,0.77725 to screen 0.87113,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'position x' noenhanced at screen 0.88002,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.83113,0.72975 to screen 0.87113,0.72975 nohead linecolor rgb '#808080' linewidth 2 dashtype (2,4) front
set label 'straight line' noenhanced at screen 0.88002,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 11: big trader' enhanced at screen 0.57256,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.78073,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares left' noenhanced at screen 0.52750,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.80621,0.21379 to screen 0.85747,0.26266 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'M = 0' noenhanced at screen 0.80954,0.23822 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/fig10-11.csv' using 4:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig10-11.csv' using 4:6 with lines linecolor rgb '#808080' linewidth 2 dashtype (2,4) notitle
unset multiplot
unset output
