# figure fig6-7 of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot fig6-7.gp`, or as png with `gnuplot -e "target='png'" fig6-7.gp`.
# It reads ../data/fig6-7.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 900,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig6_7' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 1800,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/900
set output 'fig6-7.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06479; set rmargin at screen 0.48111; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:0.75]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7)
set yrange [0:15.36459656061717]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '5' 5, '10' 10, '15' 15)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.07145,0.15675 to screen 0.20277,0.32925 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.08034,0.29050 to screen 0.12034,0.29050 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'x* = 0.5' noenhanced at screen 0.12923,0.29050 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08034,0.24300 to screen 0.12034,0.24300 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'x* = 1' noenhanced at screen 0.12923,0.24300 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08034,0.19550 to screen 0.12034,0.19550 nohead linecolor rgb '#00916A' linewidth 2 dashtype (2,4) front
set label 'x* = 2' noenhanced at screen 0.12923,0.19550 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 6' enhanced at screen 0.06479,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27295,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares left' noenhanced at screen 0.01972,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'The farther the target, the stronger the bend' enhanced at screen 0.01111,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/fig6-7.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig6-7.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig6-7.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57571; set rmargin at screen 0.98889; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0:0.75]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6)
set yrange [-6.94947559489472:10.959404278956304]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−5' -5, '0' 0, '5' 5, '10' 10)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.83787,0.64350 to screen 0.98222,0.81600 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.84676,0.77725 to screen 0.88676,0.77725 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'x* = −0.5' noenhanced at screen 0.89565,0.77725 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.84676,0.72975 to screen 0.88676,0.72975 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'x* = −1' noenhanced at screen 0.89565,0.72975 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.84676,0.68225 to screen 0.88676,0.68225 nohead linecolor rgb '#00916A' linewidth 2 dashtype (2,4) front
set label 'x* = −2' noenhanced at screen 0.89565,0.68225 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Figure 7' enhanced at screen 0.57571,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.78230,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares left' noenhanced at screen 0.52750,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/fig6-7.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig6-7.csv' using 1:6 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig6-7.csv' using 1:7 with lines linecolor rgb '#00916A' linewidth 2 dashtype (2,4) notitle
unset multiplot
unset output
