# figure regimes of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot regimes.gp`, or as png with `gnuplot -e "target='png'" regimes.gp`.
# It reads ../data/regimes.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'regimes' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'regimes.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.06862; set rmargin at screen 0.96840; set bmargin at screen 0.12600; set tmargin at screen 0.87489
set xrange [1e-05:0.1]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−5}' 1e-05, '10^{−4}' 0.0001, '10^{−3}' 0.001, '10^{−2}' 0.01, '10^{−1}' 0.1, '' 2e-05 1, '' 3e-05 1, '' 4e-05 1, '' 5e-05 1, '' 6e-05 1, '' 7e-05 1, '' 8e-05 1, '' 9e-05 1, '' 0.0002 1, '' 0.0003 1, '' 0.0004 1, '' 0.0005 1, '' 0.0006 1, '' 0.0007 1, '' 0.0008 1, '' 0.0009 1, '' 0.002 1, '' 0.003 1, '' 0.004 1, '' 0.005 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1, '' 0.02 1, '' 0.03 1, '' 0.04 1, '' 0.05 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1)
set yrange [0:0.0008]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 0.0001, '2' 0.0002, '3' 0.0003, '4' 0.0004, '5' 0.0005, '6' 0.0006, '7' 0.0007, '8' 0.0008)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'Three regimes of the fee' enhanced at screen 0.06862,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'risk aversion R, 1/cash' noenhanced at screen 0.51851,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.02465,0.50044 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '×10^{−4}' enhanced at screen 0.06306,0.89933 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set object rectangle from screen 0.18819,0.40317 to screen 0.21898,0.44661 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'C*' noenhanced at screen 0.20358,0.42489 center font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
set object rectangle from screen 0.18502,0.60395 to screen 0.22215,0.64740 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'C+' noenhanced at screen 0.20358,0.62568 center font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
set object rectangle from screen 0.23255,0.23895 to screen 0.35457,0.28240 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'no optimum' noenhanced at screen 0.29356,0.26067 center font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
set object rectangle from screen 0.18681,0.47454 to screen 0.40031,0.51798 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'sells on the exchange' noenhanced at screen 0.29356,0.49626 center font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
set object rectangle from screen 0.21844,0.71431 to screen 0.36868,0.75775 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'only purchases' noenhanced at screen 0.29356,0.73603 center font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
plot '../data/regimes.csv' using 1:2:3 with filledcurves fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/regimes.csv' using 1:4:5 with filledcurves fillcolor rgb '#D55E00' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/regimes.csv' using 1:6:7 with filledcurves fillcolor rgb '#00916A' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/regimes.csv' using 1:8 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle, \
     '../data/regimes.csv' using 1:9 with lines linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) notitle
unset output
