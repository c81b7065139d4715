# figure clusters of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot clusters.gp`, or as png with `gnuplot -e "target='png'" clusters.gp`.
# It reads ../data/clusters.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'clusters' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'clusters.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.06862; set rmargin at screen 0.97760; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [-2.5:2.5]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−2.5' -2.5, '−2.0' -2, '−1.5' -1.5, '−1.0' -1, '−0.5' -0.5, '0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2, '2.5' 2.5)
set yrange [0:5.3761631509055]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2, '3' 3, '4' 4, '5' 5)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.63187,0.79089 to screen 0.96926,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.64298,0.86756 to screen 0.69298,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) front
set label 'equilibrium of least action' noenhanced at screen 0.70409,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.64298,0.82533 to screen 0.69298,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype solid front
set label 'clustering rule' noenhanced at screen 0.70409,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Clusters beat the best normal law' enhanced at screen 0.06862,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'position' noenhanced at screen 0.52311,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'density at the end' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/clusters.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) notitle, \
     '../data/clusters.csv' using 3:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype solid notitle
unset output
