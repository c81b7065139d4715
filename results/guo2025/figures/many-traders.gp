# figure many-traders of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot many-traders.gp`, or as png with `gnuplot -e "target='png'" many-traders.gp`.
# It reads ../data/many-traders.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,350 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'many_traders' standalone
  tic = 0.476; lift = 11.2/350
} else {
  set terminal pngcairo size 1440,700 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/350
}
shift = 4.8/720
set output 'many-traders.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.08717; set rmargin at screen 0.46787; set bmargin at screen 0.34200; set tmargin at screen 0.87971
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0.10029908687422649:1.0509264667807041]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from screen 0.08717,0.17000 to screen 0.13717,0.17000 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label '1 trader' noenhanced at screen 0.14828,0.17000 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08717,0.11571 to screen 0.13717,0.11571 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label '2 traders' noenhanced at screen 0.14828,0.11571 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08717,0.06143 to screen 0.13717,0.06143 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label '5 traders' noenhanced at screen 0.14828,0.06143 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.28652,0.17000 to screen 0.33652,0.17000 nohead linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) front
set label '20 traders' noenhanced at screen 0.34763,0.17000 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.28652,0.11571 to screen 0.33652,0.11571 nohead linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) front
set label '100 traders' noenhanced at screen 0.34763,0.11571 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27752,0.23186 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'mean inventory (shares)' noenhanced at screen 0.02465,0.61086 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'More and more traders' enhanced at screen 0.01389,0.94229 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/many-traders.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/many-traders.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/many-traders.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/many-traders.csv' using 1:5 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle, \
     '../data/many-traders.csv' using 1:6 with lines linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.62397; set rmargin at screen 0.98307; set bmargin at screen 0.34200; set tmargin at screen 0.87971
set xrange [0.8912509381337456:112.20184543019633]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '10' 10, '100' 100, '' 0.9 1, '' 2 1, '' 3 1, '' 4 1, '' 5 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 20 1, '' 30 1, '' 40 1, '' 50 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1)
set yrange [0.7117311622551339:9.38244400683414]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '1.5' 1.5, '2' 2, '3' 3, '4' 4, '5' 5, '7' 7, '' 0.8 1, '' 0.9 1, '' 6 1, '' 8 1, '' 9 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.63231,0.71971 to screen 0.81378,0.86257 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set label '' at screen 0.66842,0.81829 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'computed' noenhanced at screen 0.70453,0.81829 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.64342,0.76400 to screen 0.69342,0.76400 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'slope 1/2' noenhanced at screen 0.70453,0.76400 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'traders' noenhanced at screen 0.80352,0.23186 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'rate of deviations' noenhanced at screen 0.53438,0.61086 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '(1/time)' noenhanced at screen 0.56146,0.61086 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/many-traders.csv' using 9:10 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/many-traders.csv' using 7:8 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle
unset multiplot
unset output
