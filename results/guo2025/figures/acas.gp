# figure acas of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot acas.gp`, or as png with `gnuplot -e "target='png'" acas.gp`.
# It reads ../data/acas.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,600 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'acas' standalone
  tic = 0.476; lift = 11.2/600
} else {
  set terminal pngcairo size 1440,1200 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/600
}
shift = 4.8/720
set output 'acas.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.09728; set rmargin at screen 0.46787; set bmargin at screen 0.57358; set tmargin at screen 0.88733
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [-21.26:2.26]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−20' -20, '−15' -15, '−10' -10, '−5' -5, '0' 0)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.23860,0.67296 to screen 0.45954,0.78796 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.24971,0.76212 to screen 0.29971,0.76212 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'first maker' noenhanced at screen 0.31082,0.76212 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.24971,0.73046 to screen 0.29971,0.73046 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'second maker' noenhanced at screen 0.31082,0.73046 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.24971,0.69879 to screen 0.29971,0.69879 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'buyer' noenhanced at screen 0.31082,0.69879 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'φ = 0.05' enhanced at screen 0.09728,0.91483 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.28258,0.50933 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'inventory (shares)' noenhanced at screen 0.02465,0.73046 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'One buyer and two market makers' enhanced at screen 0.01389,0.96633 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/acas.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/acas.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/acas.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.60926; set rmargin at screen 0.97760; set bmargin at screen 0.57358; set tmargin at screen 0.88733
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [-0.7316291434010436:1.8930095936340812]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.71688,0.65712 to screen 0.96926,0.80379 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.72799,0.77796 to screen 0.77799,0.77796 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'first ask (best)' noenhanced at screen 0.78910,0.77796 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.72799,0.74629 to screen 0.77799,0.74629 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'second ask' noenhanced at screen 0.78910,0.74629 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.72799,0.71462 to screen 0.77799,0.71462 nohead linecolor rgb '#00916A' linewidth 2 dashtype (9,4) front
set label 'first bid' noenhanced at screen 0.78910,0.71462 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.72799,0.68296 to screen 0.77799,0.68296 nohead linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) front
set label 'second bid (best)' noenhanced at screen 0.78910,0.68296 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'φ = 0.05' enhanced at screen 0.60926,0.91483 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.79343,0.50933 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'quote less price' noenhanced at screen 0.53821,0.73046 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '(cash/share)' noenhanced at screen 0.56529,0.73046 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/acas.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/acas.csv' using 1:6 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/acas.csv' using 1:7 with lines linecolor rgb '#00916A' linewidth 2 dashtype (9,4) notitle, \
     '../data/acas.csv' using 1:8 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (17,5) notitle

# panel 3
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.09728; set rmargin at screen 0.46787; set bmargin at screen 0.09450; set tmargin at screen 0.45075
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:8.788520895484963]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '2' 2, '4' 4, '6' 6, '8' 8)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.29182,0.32575 to screen 0.45954,0.44075 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.30293,0.41492 to screen 0.35293,0.41492 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'φ = 0' noenhanced at screen 0.36404,0.41492 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.30293,0.38325 to screen 0.35293,0.38325 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'φ = 0.02' noenhanced at screen 0.36404,0.38325 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.30293,0.35158 to screen 0.35293,0.35158 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'φ = 0.05' noenhanced at screen 0.36404,0.35158 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.28258,0.03025 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'buyer'.q.'s rate (shares' noenhanced at screen 0.02623,0.27263 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'per unit of time)' noenhanced at screen 0.05331,0.27263 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/acas.csv' using 1:9 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/acas.csv' using 1:10 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/acas.csv' using 1:11 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle

# panel 4
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.60926; set rmargin at screen 0.97760; set bmargin at screen 0.09450; set tmargin at screen 0.45075
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [1.8810929870890598:1.9779352931553702]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1.90' 1.9, '1.92' 1.92, '1.94' 1.94, '1.96' 1.96)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.80154,0.10450 to screen 0.96926,0.21950 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.81265,0.19367 to screen 0.86265,0.19367 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'φ = 0' noenhanced at screen 0.87376,0.19367 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81265,0.16200 to screen 0.86265,0.16200 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'φ = 0.02' noenhanced at screen 0.87376,0.16200 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81265,0.13033 to screen 0.86265,0.13033 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'φ = 0.05' noenhanced at screen 0.87376,0.13033 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.79343,0.03025 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'inside spread (cash/share)' noenhanced at screen 0.53438,0.27263 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/acas.csv' using 1:12 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/acas.csv' using 1:13 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/acas.csv' using 1:14 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle
unset multiplot
unset output
