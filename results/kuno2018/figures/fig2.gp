# figure fig2 of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot fig2.gp`, or as png with `gnuplot -e "target='png'" fig2.gp`.
# It reads ../data/fig2.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig2' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'fig2.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.13434; set rmargin at screen 0.96523; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0:0.01]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.000' 0, '0.001' 0.001, '0.002' 0.002, '0.003' 0.003, '0.004' 0.004, '0.005' 0.005, '0.006' 0.006, '0.007' 0.007, '0.008' 0.008, '0.009' 0.009, '0.010' 0.01)
set yrange [0:100000]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '20 000' 20000, '40 000' 40000, '60 000' 60000, '80 000' 80000, '100 000' 100000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.78177,0.70644 to screen 0.95690,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.79288,0.86756 to screen 0.84288,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'R = 10⁻⁵' noenhanced at screen 0.85399,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.79288,0.82533 to screen 0.84288,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'R = 10⁻⁴' noenhanced at screen 0.85399,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.79288,0.78311 to screen 0.84288,0.78311 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'R = 10⁻³' noenhanced at screen 0.85399,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.79288,0.74089 to screen 0.84288,0.74089 nohead linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) front
set label 'R = 10⁻²' noenhanced at screen 0.85399,0.74089 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Off-exchange volume against the fee' enhanced at screen 0.13434,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.54978,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares off the exchange' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/fig2.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig2.csv' using 3:4 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig2.csv' using 5:6 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/fig2.csv' using 7:8 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle
unset output
