# figure reach of scripts/muhlekarbe2024.lua
# Redraw it in this folder with `gnuplot reach.gp`, or as png with `gnuplot -e "target='png'" reach.gp`.
# It reads ../data/reach.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,560 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'reach' standalone
  tic = 0.476; lift = 11.2/560
} else {
  set terminal pngcairo size 2000,1120 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/560
}
shift = 4.8/1000
set output 'reach.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06276; set rmargin at screen 0.30787; set bmargin at screen 0.57884; set tmargin at screen 0.92482
set xrange [0:5]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '2' 2, '4' 4)
set yrange [0:1.25]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.06876,0.79089 to screen 0.22556,0.91411 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.07676,0.88643 to screen 0.11276,0.88643 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'at T' noenhanced at screen 0.12076,0.88643 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.07676,0.85250 to screen 0.11276,0.85250 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'when the' noenhanced at screen 0.12076,0.85250 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'client decides' noenhanced at screen 0.12076,0.81857 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'first stage T' noenhanced at screen 0.18532,0.51000 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'share of the trade' noenhanced at screen 0.01775,0.75183 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'How far the pre-hedge reaches' enhanced at screen 0.01000,0.96393 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/reach.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/reach.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.40076; set rmargin at screen 0.65200; set bmargin at screen 0.57884; set tmargin at screen 0.92482
set xrange [0:4]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2, '3' 3, '4' 4)
set yrange [0:1.25]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'mean thinking time α' noenhanced at screen 0.52638,0.51000 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'share of the trade' noenhanced at screen 0.35575,0.75183 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/reach.csv' using 4:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/reach.csv' using 4:6 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 3
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.73876; set rmargin at screen 0.99000; set bmargin at screen 0.57884; set tmargin at screen 0.92482
set xrange [0.02:4]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '2' 2, '3' 3, '4' 4)
set yrange [0:1.25]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'inventory cost γ' noenhanced at screen 0.86438,0.51000 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'share of the trade' noenhanced at screen 0.69375,0.75183 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/reach.csv' using 7:8 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/reach.csv' using 7:9 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 4
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.06276; set rmargin at screen 0.30787; set bmargin at screen 0.10125; set tmargin at screen 0.44723
set xrange [0:2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5, '2.0' 2)
set yrange [0:1.25]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'permanent impact κ' noenhanced at screen 0.18532,0.03241 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'share of the trade' noenhanced at screen 0.01775,0.27424 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/reach.csv' using 10:11 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/reach.csv' using 10:12 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 5
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.40076; set rmargin at screen 0.65200; set bmargin at screen 0.10125; set tmargin at screen 0.44723
set xrange [0:3]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '1' 1, '2' 2, '3' 3)
set yrange [0:1.25]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'transient impact λ' noenhanced at screen 0.52638,0.03241 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'share of the trade' noenhanced at screen 0.35575,0.27424 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/reach.csv' using 13:14 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/reach.csv' using 13:15 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 6
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.73876; set rmargin at screen 0.99000; set bmargin at screen 0.10125; set tmargin at screen 0.44723
set xrange [0.02:6]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 1, '2' 2, '3' 3, '4' 4, '5' 5, '6' 6)
set yrange [0:1.25]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.5' 0.5, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'decay β' noenhanced at screen 0.86438,0.03241 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'share of the trade' noenhanced at screen 0.69375,0.27424 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/reach.csv' using 16:17 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/reach.csv' using 16:18 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle
unset multiplot
unset output
