# figure diffusion of scripts/guo2025.lua
# Redraw it in this folder with `gnuplot diffusion.gp`, or as png with `gnuplot -e "target='png'" diffusion.gp`.
# It reads ../data/diffusion.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,300 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'diffusion' standalone
  tic = 0.476; lift = 11.2/300
} else {
  set terminal pngcairo size 1440,600 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/300
}
shift = 4.8/720
set output 'diffusion.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.13265; set rmargin at screen 0.47639; set bmargin at screen 0.18900; set tmargin at screen 0.85967
set xrange [0.05831456197105046:1.0717734625362931]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.1' 0.1, '0.2' 0.2, '0.5' 0.5, '1' 1, '' 0.06 1, '' 0.07 1, '' 0.08 1, '' 0.09 1, '' 0.3 1, '' 0.4 1, '' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1)
set yrange [5.348364421503773e-06:0.002663481914951419]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('10^{−5}' 1e-05, '10^{−4}' 0.0001, '10^{−3}' 0.001, '' 6e-06 1, '' 7e-06 1, '' 8e-06 1, '' 9e-06 1, '' 2e-05 1, '' 3e-05 1, '' 4e-05 1, '' 5e-05 1, '' 6e-05 1, '' 7e-05 1, '' 8e-05 1, '' 9e-05 1, '' 0.0002 1, '' 0.0003 1, '' 0.0004 1, '' 0.0005 1, '' 0.0006 1, '' 0.0007 1, '' 0.0008 1, '' 0.0009 1, '' 0.002 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.14099,0.67300 to screen 0.32246,0.83967 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set label '' at screen 0.17710,0.78800 point linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 front
set label 'computed' noenhanced at screen 0.21321,0.78800 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.15210,0.72467 to screen 0.20210,0.72467 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'slope 2' noenhanced at screen 0.21321,0.72467 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'diffusion' noenhanced at screen 0.30452,0.06050 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'change of the' noenhanced at screen 0.02465,0.52433 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'adjoint (cash/share)' noenhanced at screen 0.05174,0.52433 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'Small diffusions' enhanced at screen 0.01389,0.93267 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/diffusion.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/diffusion.csv' using 1:2 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.62397; set rmargin at screen 0.98611; set bmargin at screen 0.18900; set tmargin at screen 0.85967
set xrange [1.8:5.2]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('2' 2, '3' 3, '4' 4, '5' 5)
set yrange [1.1433248824183941:2.5969858653304163]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1.5' 1.5, '2.0' 2, '2.5' 2.5)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.75511,0.54633 to screen 0.97778,0.83967 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.76622,0.78800 to screen 0.81622,0.78800 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'ask' noenhanced at screen 0.82733,0.78800 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.76622,0.72467 to screen 0.81622,0.72467 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'bid' noenhanced at screen 0.82733,0.72467 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.79122,0.66133 point linecolor rgb '#00916A' pointtype 9 pointsize 0.72 front
set label 'ask, diffusions' noenhanced at screen 0.82733,0.66133 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.79122,0.59800 point linecolor rgb '#B0508C' pointtype 13 pointsize 0.78 front
set label '' at screen 0.79122,0.59800 point linecolor rgb '#ffffff' pointtype 13 pointsize 0.406 front
set label 'bid, diffusions' noenhanced at screen 0.82733,0.59800 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'makers' noenhanced at screen 0.80504,0.06050 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'distance from the' noenhanced at screen 0.53438,0.52433 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'price (cash/share)' noenhanced at screen 0.56146,0.52433 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
plot '../data/diffusion.csv' using 4:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/diffusion.csv' using 4:6 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/diffusion.csv' using 4:7 with points linecolor rgb '#00916A' pointtype 9 pointsize 0.72 notitle, \
     '../data/diffusion.csv' using 4:8 with points linecolor rgb '#B0508C' pointtype 13 pointsize 0.78 notitle, \
     '../data/diffusion.csv' using 4:8 with points linecolor rgb '#ffffff' pointtype 13 pointsize 0.406 notitle
unset multiplot
unset output
