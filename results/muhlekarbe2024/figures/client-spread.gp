# figure client-spread of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot client-spread.gp`, or as png with `gnuplot -e "target='png'" client-spread.gp`.
# It reads ../data/client-spread.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'client_spread' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'client-spread.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08717; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [-0.5:2.8]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.5' -0.5, '0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2, '2.5' 2.5)
set yrange [0:2.4620213433772755]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from first 1.051937918116136, graph 0 to first 1.051937918116136, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 1.3199999999999998, graph 0 to first 1.3199999999999998, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.62224,0.74867 to screen 0.97778,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.63335,0.86756 to screen 0.68335,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'quote, with pre-hedging' noenhanced at screen 0.69446,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.63335,0.82533 to screen 0.68335,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'quote = all-in cost, without' noenhanced at screen 0.69446,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.63335,0.78311 to screen 0.68335,0.78311 nohead linecolor rgb '#00916A' linewidth 2 dashtype solid front
set label 'all-in cost, with pre-hedging' noenhanced at screen 0.69446,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'What the client pays' enhanced at screen 0.08717,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'cash per share' noenhanced at screen 0.53664,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'density' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.44286,0.86300 to screen 0.50437,0.90644 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'mean' noenhanced at screen 0.50020,0.88472 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set object rectangle from screen 0.58850,0.13489 to screen 0.72647,0.17833 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'mean without' noenhanced at screen 0.59267,0.15661 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/client-spread.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/client-spread.csv' using 3:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/client-spread.csv' using 5:6 with histeps linecolor rgb '#00916A' linewidth 2 dashtype solid notitle
unset output
