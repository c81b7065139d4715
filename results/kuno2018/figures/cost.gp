# figure cost of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot cost.gp`, or as png with `gnuplot -e "target='png'" cost.gp`.
# It reads ../data/cost.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'cost' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'cost.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.08491; set rmargin at screen 0.95905; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0:0.002]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0000' 0, '0.0005' 0.0005, '0.0010' 0.001, '0.0015' 0.0015, '0.0020' 0.002)
set yrange [-5:8]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−4' -4, '−2' -2, '0' 0, '2' 2, '4' 4, '6' 6, '8' 8)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.76956,0.13933 to screen 0.95071,0.29267 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.78067,0.25822 to screen 0.83067,0.25822 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'R = 0' noenhanced at screen 0.84178,0.25822 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.78067,0.21600 to screen 0.83067,0.21600 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'R = 0.001' noenhanced at screen 0.84178,0.21600 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.78067,0.17378 to screen 0.83067,0.17378 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'R = 0.01' noenhanced at screen 0.84178,0.17378 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'What the fee costs' enhanced at screen 0.08491,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.52198,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'certainty-equivalent cost, millions of cash' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/cost.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/cost.csv' using 3:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/cost.csv' using 5:6 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle
unset output
