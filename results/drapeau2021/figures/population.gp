# figure population of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot population.gp`, or as png with `gnuplot -e "target='png'" population.gp`.
# It reads ../data/population.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,420 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'population' standalone
  tic = 0.476; lift = 11.2/420
} else {
  set terminal pngcairo size 2000,840 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/420
}
shift = 4.8/1000
set output 'population.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.07449; set rmargin at screen 0.47687; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [-1.0190988044741016:1.619113452090863]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−1.0' -1, '−0.5' -0.5, '0.0' 0, '0.5' 0.5, '1.0' 1, '1.5' 1.5)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.33153,0.66048 to screen 0.47087,0.82476 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set object rectangle from screen 0.33953,0.77357 to screen 0.37553,0.80214 front fillcolor rgb '#3FA0D8' fillstyle transparent solid 0.22 noborder
set label 'nine tenths' noenhanced at screen 0.38353,0.78786 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set object rectangle from screen 0.33953,0.72833 to screen 0.37553,0.75690 front fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder
set label 'half' noenhanced at screen 0.38353,0.74262 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.33953,0.69738 to screen 0.37553,0.69738 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'median' noenhanced at screen 0.38353,0.69738 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'inventories' enhanced at screen 0.07449,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.27568,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.01775,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'A million agents' enhanced at screen 0.01000,0.95190 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/population.csv' using 1:2:3 every ::0::13 with filledcurves fillcolor rgb '#3FA0D8' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/population.csv' using 1:4:5 every ::0::13 with filledcurves fillcolor rgb '#0072B2' fillstyle transparent solid 0.22 noborder notitle, \
     '../data/population.csv' using 1:6 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.57866; set rmargin at screen 0.98387; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [0:1]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6, '0.8' 0.8, '1.0' 1)
set yrange [0:0.31673394931455945]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.00' 0, '0.05' 0.05, '0.10' 0.1, '0.15' 0.15, '0.20' 0.2, '0.25' 0.25, '0.30' 0.3)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label 'mean inventory' enhanced at screen 0.57866,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.78127,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.52475,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/population.csv' using 7:8 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle
unset multiplot
unset output
