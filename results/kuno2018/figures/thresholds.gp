# figure thresholds of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot thresholds.gp`, or as png with `gnuplot -e "target='png'" thresholds.gp`.
# It reads ../data/thresholds.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1080,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'thresholds' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 2160,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/1080
set output 'thresholds.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06897; set rmargin at screen 0.31182; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [1:40]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10' 10, '20' 20, '30' 30, '40' 40)
set yrange [-0.1:0.6]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.1' -0.1, '0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0.5 to graph 1, first 0.5 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.11663,0.15675 to screen 0.30626,0.47175 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.12404,0.43300 to screen 0.15737,0.43300 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'existence, printed' noenhanced at screen 0.16478,0.43300 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.12404,0.38550 to screen 0.15737,0.38550 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'existence, described' noenhanced at screen 0.16478,0.38550 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.12404,0.33800 to screen 0.15737,0.33800 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'all trades' noenhanced at screen 0.16478,0.33800 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'positive, printed' noenhanced at screen 0.16478,0.29050 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.12404,0.24300 to screen 0.15737,0.24300 nohead linecolor rgb '#B0508C' linewidth 2 dashtype (9,4) front
set label 'all trades positive,' noenhanced at screen 0.16478,0.24300 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'described' noenhanced at screen 0.16478,0.19550 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'risk neutral, by number of periods' enhanced at screen 0.06897,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'periods T' noenhanced at screen 0.19040,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'fee / impact' noenhanced at screen 0.01644,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.20761,0.74004 to screen 0.30811,0.78891 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'half the impact' noenhanced at screen 0.30534,0.76447 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set label 'Two thresholds of the fee' enhanced at screen 0.00926,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/thresholds.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/thresholds.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/thresholds.csv' using 1:4 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle, \
     '../data/thresholds.csv' using 1:5 with lines linecolor rgb '#B0508C' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.40663; set rmargin at screen 0.64947; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [0.01:10]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.01' 0.01, '0.1' 0.1, '1' 1, '10' 10, '' 0.02 1, '' 0.03 1, '' 0.04 1, '' 0.05 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1, '' 0.2 1, '' 0.3 1, '' 0.4 1, '' 0.5 1, '' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1, '' 2 1, '' 3 1, '' 4 1, '' 5 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1)
set yrange [-0.1:0.6]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.1' -0.1, '0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0.5 to graph 1, first 0.5 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.47280,0.15675 to screen 0.64392,0.28175 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.48020,0.24300 to screen 0.51354,0.24300 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'existence' noenhanced at screen 0.52094,0.24300 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.48020,0.19550 to screen 0.51354,0.19550 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'all trades positive' noenhanced at screen 0.52094,0.19550 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'risk neutral, by resilience' enhanced at screen 0.40663,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'resilience rate per period' noenhanced at screen 0.52805,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'fee / impact' noenhanced at screen 0.35409,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.54526,0.74004 to screen 0.64577,0.78891 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'half the impact' noenhanced at screen 0.64299,0.76447 right font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/thresholds.csv' using 6:7 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/thresholds.csv' using 6:8 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 3
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.74428; set rmargin at screen 0.97893; set bmargin at screen 0.14175; set tmargin at screen 0.83100
set xrange [1e-05:0.1]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−5}' 1e-05, '10^{−4}' 0.0001, '10^{−3}' 0.001, '10^{−2}' 0.01, '10^{−1}' 0.1, '' 2e-05 1, '' 3e-05 1, '' 4e-05 1, '' 5e-05 1, '' 6e-05 1, '' 7e-05 1, '' 8e-05 1, '' 9e-05 1, '' 0.0002 1, '' 0.0003 1, '' 0.0004 1, '' 0.0005 1, '' 0.0006 1, '' 0.0007 1, '' 0.0008 1, '' 0.0009 1, '' 0.002 1, '' 0.003 1, '' 0.004 1, '' 0.005 1, '' 0.006 1, '' 0.007 1, '' 0.008 1, '' 0.009 1, '' 0.02 1, '' 0.03 1, '' 0.04 1, '' 0.05 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1)
set yrange [-1.0126912999516593:0.5893396246549327]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.0' -1, '−0.5' -0.5, '0.0' 0, '0.5' 0.5)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.74984,0.15675 to screen 0.92096,0.28175 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.75725,0.24300 to screen 0.79058,0.24300 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'existence' noenhanced at screen 0.79799,0.24300 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.75725,0.19550 to screen 0.79058,0.19550 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'all trades positive' noenhanced at screen 0.79799,0.19550 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'by risk aversion' enhanced at screen 0.74428,0.87225 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'risk aversion R, 1/cash' noenhanced at screen 0.86161,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'fee / impact' noenhanced at screen 0.69174,0.48637 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/thresholds.csv' using 9:10 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/thresholds.csv' using 9:11 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle
unset multiplot
unset output
