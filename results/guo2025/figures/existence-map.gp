# figure existence-map of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot existence-map.gp`, or as png with `gnuplot -e "target='png'" existence-map.gp`.
# It reads ../data/existence-map.csv, ../data/existence-map_2.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,450 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'existence_map' standalone
  tic = 0.476; lift = 11.2/450
} else {
  set terminal pngcairo size 1440,900 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/450
}
shift = 4.8/720
set output 'existence-map.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set lmargin at screen 0.09953; set rmargin at screen 0.85014; set bmargin at screen 0.12600; set tmargin at screen 0.91533
set xrange [0.043750000000000004:2.00625]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1, '1.2' 1.2, '1.4' 1.4, '1.6' 1.6, '1.8' 1.8, '2.0' 2)
set yrange [0:0.4]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.00' 0, '0.05' 0.05, '0.10' 0.1, '0.15' 0.15, '0.20' 0.2, '0.25' 0.25, '0.30' 0.3, '0.35' 0.35, '0.40' 0.4)
set palette defined (0 '#440154', 0.06667 '#481a6c', 0.1333 '#472f7d', 0.2 '#414487', 0.2667 '#39568c', 0.3333 '#31688e', 0.4 '#2a788e', 0.4667 '#23888e', 0.5333 '#1f988b', 0.6 '#22a884', 0.6667 '#35b779', 0.7333 '#54c568', 0.8 '#7ad151', 0.8667 '#a5db36', 0.9333 '#d2e21b', 1 '#fde725')
set cbrange [-0.6524601004277336:0.585209487158699]
set cbtics out nomirror scale tic,0.6*tic offset screen -shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.6' -0.6, '−0.4' -0.4, '−0.2' -0.2, '0.0' 0, '0.2' 0.2, '0.4' 0.4)
set colorbox vertical user origin screen 0.86958,0.12600 size screen 0.02083,0.78933 front noborder
set object rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#c4c4c4' fillstyle solid noborder # no value
set x2range [0.043750000000000004:2.00625]
set y2range [0:0.4]
set arrow from first 0.3464101615137755, graph 0 to first 0.3464101615137755, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (2,4) front
set arrow from first 0.4, graph 0 to first 0.4, graph 1 nohead linecolor rgb '#595959' linewidth 1.201 dashtype (9,4) front
set arrow from first 0.48989794855663565, graph 0 to first 0.48989794855663565, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (11,4,2,4) front
set label 'How long an equilibrium of three traders lasts' enhanced at screen 0.09953,0.95511 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
set label 'permanent impact (cash/share²)' noenhanced at screen 0.47484,0.04033 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'terminal penalty (cash/share²)' noenhanced at screen 0.02465,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'log₁₀ of the time' noenhanced at screen 0.96645,0.52067 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.15967,0.86300 to screen 0.20974,0.90644 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label '2.10' noenhanced at screen 0.20557,0.88472 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set object rectangle from screen 0.24135,0.64457 to screen 0.27949,0.68801 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label '2.7' noenhanced at screen 0.24551,0.66629 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set object rectangle from screen 0.27573,0.86300 to screen 0.31387,0.90644 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label '2.4' noenhanced at screen 0.27990,0.88472 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set object rectangle from screen 0.46840,0.72300 to screen 0.63448,0.80544 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'an equilibrium' noenhanced at screen 0.47257,0.78372 left font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
set label 'on every horizon' noenhanced at screen 0.47257,0.74472 left font 'DejaVu Sans,13.5' textcolor rgb '#262626' front
plot '../data/existence-map.csv' using 1:2:3 axes x2y2 with image notitle, \
     '../data/existence-map_2.csv' using 1:2 with lines linecolor rgb '#333333' linewidth 2 dashtype solid notitle
unset output
