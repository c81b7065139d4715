# figure shooting of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot shooting.gp`, or as png with `gnuplot -e "target='png'" shooting.gp`.
# It reads ../data/shooting.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'shooting' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'shooting.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.11794; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [1.4030421346243491:130.43625189053122]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('20' 20, '40' 40, '60' 60, '80' 80, '100' 100, '120' 120)
set yrange [1e-16:100]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−16}' 1e-16, '10^{−14}' 1e-14, '10^{−12}' 1e-12, '10^{−10}' 1e-10, '10^{−8}' 1e-08, '10^{−6}' 1e-06, '10^{−4}' 0.0001, '10^{−2}' 0.01, '10^{0}' 1, '10^{2}' 100, '' 1e-15 1, '' 1e-13 1, '' 1e-11 1, '' 1e-09 1, '' 1e-07 1, '' 1e-05 1, '' 0.001 1, '' 0.1 1, '' 10 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.61192,0.46511 to screen 0.97778,0.57622 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.62303,0.54178 to screen 0.67303,0.54178 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label '' at screen 0.64803,0.54178 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'final condition after shooting' noenhanced at screen 0.68414,0.54178 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.62303,0.49956 to screen 0.67303,0.49956 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label '' at screen 0.64803,0.49956 point linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 front
set label 'time map against collocation' noenhanced at screen 0.68414,0.49956 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Shooting fails where solutions exist' enhanced at screen 0.11794,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'stiffness ωT' noenhanced at screen 0.55202,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'what is missed' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/shooting.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/shooting.csv' using 1:2 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/shooting.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/shooting.csv' using 1:3 every 1 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle
unset output
