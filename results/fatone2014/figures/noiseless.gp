# figure noiseless of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot noiseless.gp`, or as png with `gnuplot -e "target='png'" noiseless.gp`.
# It reads ../data/noiseless.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'noiseless' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'noiseless.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.10557; set rmargin at screen 0.97760; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [1e-06:2]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−6}' 1e-06, '10^{−5}' 1e-05, '10^{−4}' 0.0001, '10^{−3}' 0.001, '10^{−2}' 0.01, '10^{−1}' 0.1, '10^{0}' 1, '' 2e-06 1, '' 3e-06 1, '' 4e-06 1, '' 5e-06 1, '' 6e-06 1, '' 7e-06 1, '' 8e-06 1, '' 9e-06 1, '' 2e-05 1, '' 3e-05 1, '' 4e-05 1, '' 5e-05 1, '' 6e-05 1, '' 7e-05 1, '' 8e-05 1, '' 9e-05 1, '' 0.0002 1, '' 0.0003 1, '' 0.0004 1, '' 0.0005 1, '' 0.0006 1, '' 0.0007 1, '' 0.0008 1, '' 0.0009 1, '' 0.002 1, '' 0.003 1, '' 0.004 1, '' 0.005 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1, '' 0.02 1, '' 0.03 1, '' 0.04 1, '' 0.05 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1, '' 0.2 1, '' 0.3 1, '' 0.4 1, '' 0.5 1, '' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1, '' 2 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from first 0.7651520803227101, graph 0 to first 0.7651520803227101, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.80154,0.70644 to screen 0.96926,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.81265,0.86756 to screen 0.86265,0.86756 nohead linecolor rgb '#808080' linewidth 3 dashtype solid front
set label 'σ = 0' noenhanced at screen 0.87376,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81265,0.82533 to screen 0.86265,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (2,4) front
set label 'σ = 0.2' noenhanced at screen 0.87376,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81265,0.78311 to screen 0.86265,0.78311 nohead linecolor rgb '#00916A' linewidth 2 dashtype (9,4) front
set label 'σ = 0.1' noenhanced at screen 0.87376,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81265,0.74089 to screen 0.86265,0.74089 nohead linecolor rgb '#B0508C' linewidth 2 dashtype solid front
set label 'σ = 0.05' noenhanced at screen 0.87376,0.74089 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Without noise there is a last horizon' enhanced at screen 0.10557,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'horizon T' noenhanced at screen 0.54158,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'terminal variance v(T)' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.77836,0.13489 to screen 0.89597,0.17833 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'last horizon' noenhanced at screen 0.78253,0.15661 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/noiseless.csv' using 1:2 with lines linecolor rgb '#808080' linewidth 3 dashtype solid notitle, \
     '../data/noiseless.csv' using 3:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (2,4) notitle, \
     '../data/noiseless.csv' using 5:6 with lines linecolor rgb '#00916A' linewidth 2 dashtype (9,4) notitle, \
     '../data/noiseless.csv' using 7:8 with lines linecolor rgb '#B0508C' linewidth 2 dashtype solid notitle
unset output
