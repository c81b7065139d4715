# figure trader-paths of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot trader-paths.gp`, or as png with `gnuplot -e "target='png'" trader-paths.gp`.
# It reads ../data/trader-paths.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,312 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'trader_paths' standalone
  tic = 0.476; lift = 11.2/312
} else {
  set terminal pngcairo size 1440,624 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/312
}
shift = 4.8/720
set output 'trader-paths.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.08491; set rmargin at screen 0.46787; set bmargin at screen 0.38365; set tmargin at screen 0.86506
set xrange [0:2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set yrange [-1.24:3.24]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1' -1, '0' 0, '1' 1, '2' 2, '3' 3)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from screen 0.08491,0.19071 to screen 0.13491,0.19071 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'starts at -1' noenhanced at screen 0.14602,0.19071 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08491,0.12981 to screen 0.13491,0.12981 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'starts at 0' noenhanced at screen 0.14602,0.12981 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.08491,0.06891 to screen 0.13491,0.06891 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'starts at 1' noenhanced at screen 0.14602,0.06891 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.27773,0.19071 to screen 0.32773,0.19071 nohead linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) front
set label 'starts at 2' noenhanced at screen 0.33884,0.19071 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.27773,0.12981 to screen 0.32773,0.12981 nohead linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) front
set label 'starts at 3' noenhanced at screen 0.33884,0.12981 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27639,0.26010 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'inventory (shares)' noenhanced at screen 0.02465,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Five traders with equal penalties' enhanced at screen 0.01389,0.93526 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/trader-paths.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/trader-paths.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/trader-paths.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/trader-paths.csv' using 1:5 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle, \
     '../data/trader-paths.csv' using 1:6 with lines linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.62172; set rmargin at screen 0.97760; set bmargin at screen 0.38365; set tmargin at screen 0.86506
set xrange [0:2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set yrange [-5.731563176540553:3.6294263392238326]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−4' -4, '−2' -2, '0' 0, '2' 2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'time' noenhanced at screen 0.79966,0.26010 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'rate (shares per' noenhanced at screen 0.53437,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'unit of time)' noenhanced at screen 0.56146,0.62436 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/trader-paths.csv' using 1:7 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/trader-paths.csv' using 1:8 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/trader-paths.csv' using 1:9 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/trader-paths.csv' using 1:10 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle, \
     '../data/trader-paths.csv' using 1:11 with lines linecolor rgb '#D98C00' linewidth 2 dashtype (2,4) notitle
unset multiplot
unset output
