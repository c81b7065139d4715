# figure imbalance of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot imbalance.gp`, or as png with `gnuplot -e "target='png'" imbalance.gp`.
# It reads ../data/imbalance.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,300 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'imbalance' standalone
  tic = 0.476; lift = 11.2/300
} else {
  set terminal pngcairo size 1440,600 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/300
}
shift = 4.8/720
set output 'imbalance.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.10807; set rmargin at screen 0.47639; set bmargin at screen 0.25400; set tmargin at screen 0.85967
set xrange [-4.9:4.9]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−4' -4, '−2' -2, '0' 0, '2' 2, '4' 4)
set yrange [8.890981602580505:15.336232878507191]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10' 10, '12' 12, '14' 14)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.32347,0.60967 to screen 0.46806,0.83967 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.33458,0.78800 to screen 0.38458,0.78800 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'rate' noenhanced at screen 0.39569,0.78800 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.33458,0.72467 to screen 0.38458,0.72467 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'bound' noenhanced at screen 0.39569,0.72467 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.33458,0.66133 to screen 0.38458,0.66133 nohead linecolor rgb '#00916A' linewidth 2 dashtype (2,4) front
set label '(26)' noenhanced at screen 0.39569,0.66133 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'half the imbalance' noenhanced at screen 0.29223,0.12550 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '(shares per unit of time)' noenhanced at screen 0.29223,0.06050 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'buyer'.q.'s rate (shares' noenhanced at screen 0.02465,0.55683 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'per unit of time)' noenhanced at screen 0.05174,0.55683 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Noise orders on one side' enhanced at screen 0.01389,0.93267 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/imbalance.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/imbalance.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/imbalance.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.62397; set rmargin at screen 0.98611; set bmargin at screen 0.25400; set tmargin at screen 0.85967
set xrange [-4.9:4.9]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−4' -4, '−2' -2, '0' 0, '2' 2, '4' 4)
set yrange [1.414602718264772:3.0593565737934396]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1.5' 1.5, '2.0' 2, '2.5' 2.5, '3.0' 3)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'half the imbalance' noenhanced at screen 0.80504,0.12550 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '(shares per unit of time)' noenhanced at screen 0.80504,0.06050 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'best ask less' noenhanced at screen 0.53438,0.55683 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'price (cash/share)' noenhanced at screen 0.56146,0.55683 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/imbalance.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle
unset multiplot
unset output
