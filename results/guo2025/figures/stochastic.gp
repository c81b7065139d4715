# figure stochastic of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot stochastic.gp`, or as png with `gnuplot -e "target='png'" stochastic.gp`.
# It reads ../data/stochastic.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,600 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'stochastic' standalone
  tic = 0.476; lift = 11.2/600
} else {
  set terminal pngcairo size 1440,1200 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/600
}
shift = 4.8/720
set output 'stochastic.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.12278; set rmargin at screen 0.46787; set bmargin at screen 0.57358; set tmargin at screen 0.92983
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [-9.606294785176436:6.5636487358636675]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−5' -5, '0' 0, '5' 5)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'time' noenhanced at screen 0.29533,0.50933 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'noise imbalance (shares' noenhanced at screen 0.03544,0.75171 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'per unit of time)' noenhanced at screen 0.06252,0.75171 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Random noise orders' enhanced at screen 0.01389,0.96633 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/stochastic.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/stochastic.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/stochastic.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.62397; set rmargin at screen 0.97760; set bmargin at screen 0.57358; set tmargin at screen 0.92983
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [1.1213050890737313:2.041860789304571]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1.2' 1.2, '1.4' 1.4, '1.6' 1.6, '1.8' 1.8, '2.0' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'time' noenhanced at screen 0.80078,0.50933 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'best ask less price' noenhanced at screen 0.53438,0.75171 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '(cash/share)' noenhanced at screen 0.56146,0.75171 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/stochastic.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/stochastic.csv' using 1:6 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/stochastic.csv' using 1:7 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle

# panel 3
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.12278; set rmargin at screen 0.46787; set bmargin at screen 0.20033; set tmargin at screen 0.45075
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [2.9033167469819348:8.765553888713097]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('4' 4, '6' 6, '8' 8)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'time' noenhanced at screen 0.29533,0.13608 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'buyer'.q.'s rate' noenhanced at screen 0.02465,0.32554 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '(shares per' noenhanced at screen 0.05174,0.32554 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'unit of time)' noenhanced at screen 0.07882,0.32554 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/stochastic.csv' using 1:8 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/stochastic.csv' using 1:9 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/stochastic.csv' using 1:10 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle

# panel 4
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.62397; set rmargin at screen 0.97760; set bmargin at screen 0.20033; set tmargin at screen 0.45075
set xrange [-0.07715595121750643:0.09406327534282746]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.05' -0.05, '0.00' 0, '0.05' 0.05)
set yrange [-3.0017153663820375:2.7540087732574747]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−2' -2, '0' 0, '2' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label '' at screen 0.64897,0.06750 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'noise imbalance' noenhanced at screen 0.68508,0.06750 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.64897,0.03583 point linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 front
set label '' at screen 0.64897,0.03583 point linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 front
set label 'buyer'.q.'s rate' noenhanced at screen 0.68508,0.03583 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'increment of the' noenhanced at screen 0.80078,0.13608 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'best ask (cash/share)' noenhanced at screen 0.80078,0.10358 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'increment (shares' noenhanced at screen 0.53663,0.32554 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'per unit of time)' noenhanced at screen 0.56371,0.32554 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/stochastic.csv' using 11:12 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/stochastic.csv' using 11:13 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle, \
     '../data/stochastic.csv' using 11:13 with points linecolor rgb '#ffffff' pointtype 5 pointsize 0.291 notitle
unset multiplot
unset output
