# figure fig3-right of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot fig3-right.gp`, or as png with `gnuplot -e "target='png'" fig3-right.gp`.
# It reads ../data/fig3-right.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig3_right' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'fig3-right.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.12197; set rmargin at screen 0.98611; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0.0005:0.0015]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0006' 0.0006, '0.0008' 0.0008, '0.0010' 0.001, '0.0012' 0.0012, '0.0014' 0.0014)
set yrange [0:47044.42441619536]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '5000' 5000, '10 000' 10000, '15 000' 15000, '20 000' 20000, '25 000' 25000, '30 000' 30000, '35 000' 35000, '40 000' 40000, '45 000' 45000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from first 0.001, graph 0 to first 0.001, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.80265,0.70644 to screen 0.97778,0.90200 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.81376,0.86756 to screen 0.86376,0.86756 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'R = 10⁻⁵' noenhanced at screen 0.87487,0.86756 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81376,0.82533 to screen 0.86376,0.82533 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'R = 10⁻⁴' noenhanced at screen 0.87487,0.82533 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81376,0.78311 to screen 0.86376,0.78311 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'R = 10⁻³' noenhanced at screen 0.87487,0.78311 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81376,0.74089 to screen 0.86376,0.74089 nohead linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) front
set label 'R = 10⁻²' noenhanced at screen 0.87487,0.74089 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'Around the impact of the exchange' enhanced at screen 0.12197,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.55404,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares off the exchange' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.55960,0.86300 to screen 0.68977,0.90644 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'fee = impact' noenhanced at screen 0.56376,0.88472 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/fig3-right.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig3-right.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig3-right.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/fig3-right.csv' using 1:5 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle
unset output
