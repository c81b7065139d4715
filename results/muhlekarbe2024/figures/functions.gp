# figure functions of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot functions.gp`, or as png with `gnuplot -e "target='png'" functions.gp`.
# It reads ../data/functions.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'functions' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'functions.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08717; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0:1.3]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1, '1.2' 1.2)
set yrange [-0.18900127344138962:1.0528688560580202]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.09550,0.66422 to screen 0.46138,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.10661,0.86756 to screen 0.15661,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'drive D + λE' noenhanced at screen 0.16772,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.10661,0.82533 to screen 0.15661,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'D' noenhanced at screen 0.16772,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.10661,0.78311 to screen 0.15661,0.78311 nohead linecolor rgb '#0072B2' linewidth 2 dashtype (2,4) front
set label 'drive, client'.q.'s price unmoved' noenhanced at screen 0.16772,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.10661,0.74089 to screen 0.15661,0.74089 nohead linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) front
set label 'E' noenhanced at screen 0.16772,0.74089 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.10661,0.69867 to screen 0.15661,0.69867 nohead linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) front
set label 'F' noenhanced at screen 0.16772,0.69867 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'The pull of the client' enhanced at screen 0.08717,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'time t' noenhanced at screen 0.53664,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'D, F, drive (cash/share²); E (1)' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/functions.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/functions.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/functions.csv' using 1:4 with lines linecolor rgb '#0072B2' linewidth 2 dashtype (2,4) notitle, \
     '../data/functions.csv' using 1:5 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle, \
     '../data/functions.csv' using 1:6 with lines linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) notitle
unset output
