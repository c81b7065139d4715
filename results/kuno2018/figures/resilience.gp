# figure resilience of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot resilience.gp`, or as png with `gnuplot -e "target='png'" resilience.gp`.
# It reads ../data/resilience.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 900,400 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'resilience' standalone
  tic = 0.476; lift = 11.2/400
} else {
  set terminal pngcairo size 1800,800 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/400
}
shift = 4.8/900
set output 'resilience.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06973; set rmargin at screen 0.47677; set bmargin at screen 0.14175; set tmargin at screen 0.89475
set xrange [1:40]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10' 10, '20' 20, '30' 30, '40' 40)
set yrange [0:1]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0.5 to graph 1, first 0.5 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.32730,0.75475 to screen 0.47011,0.87975 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.33618,0.84100 to screen 0.37618,0.84100 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'printed' noenhanced at screen 0.38507,0.84100 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.33618,0.79350 to screen 0.37618,0.79350 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'described' noenhanced at screen 0.38507,0.79350 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'periods after the trade' noenhanced at screen 0.27325,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'price move / impact' noenhanced at screen 0.01972,0.51825 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.15553,0.52575 to screen 0.22828,0.57463 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label '1 - alpha' noenhanced at screen 0.19190,0.55019 center font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set label 'Two readings of the resilience' enhanced at screen 0.01111,0.94950 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/resilience.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/resilience.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.60536; set rmargin at screen 0.98889; set bmargin at screen 0.14175; set tmargin at screen 0.89475
set xrange [0.675:14.325]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('2' 2, '4' 4, '6' 6, '8' 8, '10' 10, '12' 12, '14' 14)
set yrange [3186.660313845467:17295.2421450159]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('4000' 4000, '6000' 6000, '8000' 8000, '10 000' 10000, '12 000' 12000, '14 000' 14000, '16 000' 16000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.83941,0.75475 to screen 0.98222,0.87975 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.84830,0.84100 to screen 0.88830,0.84100 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label '' at screen 0.86830,0.84100 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'printed' noenhanced at screen 0.89719,0.84100 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.84830,0.79350 to screen 0.88830,0.79350 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label '' at screen 0.86830,0.79350 point linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 front
set label 'described' noenhanced at screen 0.89719,0.79350 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'trade' noenhanced at screen 0.79712,0.04538 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares bought' noenhanced at screen 0.52750,0.51825 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/resilience.csv' using 4:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/resilience.csv' using 4:5 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle, \
     '../data/resilience.csv' using 4:6 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/resilience.csv' using 4:6 every 1 with points linecolor rgb '#D55E00' pointtype 5 pointsize 0.56 notitle
unset multiplot
unset output
