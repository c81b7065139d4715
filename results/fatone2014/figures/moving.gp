# figure moving of scripts/fatone2014.lua
# Redraw it in this folder with `gnuplot moving.gp`, or as png with `gnuplot -e "target='png'" moving.gp`.
# It reads ../data/moving.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target ne 'png') {
  set terminal svg size 580,640 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'moving' standalone
  tic = 0.476; lift = 11.2/640
} else {
  set terminal pngcairo size 1160,1280 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/640
}
shift = 4.8/580
# The target 'frames' is the svg with all frames upon each other, of which reprise makes the moving picture.
set print $ends; print 'end'; print '0'; print '1'; unset print # the ends of lines that move
set output 'moving.'.(target eq 'frames' ? 'svg' : target)
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.10821; set rmargin at screen 0.98276; set bmargin at screen 0.59242; set tmargin at screen 0.89437
set xrange [-3.3553474900250237:3.169247091025964]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−3' -3, '−2' -2, '−1' -1, '0' 0, '1' 1, '2' 2, '3' 3)
set yrange [0:0.6580979742260323]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.2' 0.2, '0.4' 0.4, '0.6' 0.6)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from first 0, graph 0 to first 0, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (2,4) back
set object rectangle from screen 0.70874,0.80688 to screen 0.97241,0.88500 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.72253,0.86078 to screen 0.78460,0.86078 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'density m' noenhanced at screen 0.79839,0.86078 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label '' at screen 0.75357,0.83109 point linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 front
set label 'some traders' noenhanced at screen 0.79839,0.83109 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'The crowd' enhanced at screen 0.10821,0.92016 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'position' noenhanced at screen 0.54548,0.53219 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'density' noenhanced at screen 0.03060,0.74340 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'From long to short, and a block to sell' enhanced at screen 0.01724,0.96844 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
if (target eq 'frames') {
plot $ends using (0.5000000000000001):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 1', \
     '../data/moving.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 1', \
     '../data/moving.csv' using 3:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 1', \
     $ends using (0.47527215978122017):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 2', \
     '../data/moving.csv' using 1:5 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 2', \
     '../data/moving.csv' using 6:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 2', \
     $ends using (0.45062036412192463):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 3', \
     '../data/moving.csv' using 1:7 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 3', \
     '../data/moving.csv' using 8:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 3', \
     $ends using (0.42604066868221746):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 4', \
     '../data/moving.csv' using 1:9 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 4', \
     '../data/moving.csv' using 10:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 4', \
     $ends using (0.40152914065839074):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 5', \
     '../data/moving.csv' using 1:11 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 5', \
     '../data/moving.csv' using 12:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 5', \
     $ends using (0.3770818581536697):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 6', \
     '../data/moving.csv' using 1:13 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 6', \
     '../data/moving.csv' using 14:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 6', \
     $ends using (0.3526949095506984):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 7', \
     '../data/moving.csv' using 1:15 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 7', \
     '../data/moving.csv' using 16:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 7', \
     $ends using (0.3283643928856751):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 8', \
     '../data/moving.csv' using 1:17 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 8', \
     '../data/moving.csv' using 18:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 8', \
     $ends using (0.30408641522402835):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 9', \
     '../data/moving.csv' using 1:19 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 9', \
     '../data/moving.csv' using 20:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 9', \
     $ends using (0.2798570920375384):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 10', \
     '../data/moving.csv' using 1:21 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 10', \
     '../data/moving.csv' using 22:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 10', \
     $ends using (0.2556725465828059):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 11', \
     '../data/moving.csv' using 1:23 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 11', \
     '../data/moving.csv' using 24:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 11', \
     $ends using (0.2315289092809646):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 12', \
     '../data/moving.csv' using 1:25 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 12', \
     '../data/moving.csv' using 26:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 12', \
     $ends using (0.20742231709853876):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 13', \
     '../data/moving.csv' using 1:27 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 13', \
     '../data/moving.csv' using 28:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 13', \
     $ends using (0.1833489129293524):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 14', \
     '../data/moving.csv' using 1:29 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 14', \
     '../data/moving.csv' using 30:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 14', \
     $ends using (0.15930484497738107):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 15', \
     '../data/moving.csv' using 1:31 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 15', \
     '../data/moving.csv' using 32:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 15', \
     $ends using (0.13528626614045824):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 16', \
     '../data/moving.csv' using 1:33 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 16', \
     '../data/moving.csv' using 34:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 16', \
     $ends using (0.11128933339473035):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 17', \
     '../data/moving.csv' using 1:35 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 17', \
     '../data/moving.csv' using 36:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 17', \
     $ends using (0.08731020717976401):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 18', \
     '../data/moving.csv' using 1:37 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 18', \
     '../data/moving.csv' using 38:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 18', \
     $ends using (0.06334505078420904):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 19', \
     '../data/moving.csv' using 1:39 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 19', \
     '../data/moving.csv' using 40:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 19', \
     $ends using (0.03939002973191652):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 20', \
     '../data/moving.csv' using 1:41 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 20', \
     '../data/moving.csv' using 42:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 20', \
     $ends using (0.015441311168413518):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 21', \
     '../data/moving.csv' using 1:43 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 21', \
     '../data/moving.csv' using 44:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 21', \
     $ends using (-0.008504936752360637):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 22', \
     '../data/moving.csv' using 1:45 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 22', \
     '../data/moving.csv' using 46:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 22', \
     $ends using (-0.03245254548115928):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 23', \
     '../data/moving.csv' using 1:47 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 23', \
     '../data/moving.csv' using 48:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 23', \
     $ends using (-0.05640534668646735):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 24', \
     '../data/moving.csv' using 1:49 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 24', \
     '../data/moving.csv' using 50:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 24', \
     $ends using (-0.08036717286757755):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 25', \
     '../data/moving.csv' using 1:51 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 25', \
     '../data/moving.csv' using 52:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 25', \
     $ends using (-0.10434185796779738):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 26', \
     '../data/moving.csv' using 1:53 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 26', \
     '../data/moving.csv' using 54:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 26', \
     $ends using (-0.1283332379878891):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 27', \
     '../data/moving.csv' using 1:55 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 27', \
     '../data/moving.csv' using 56:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 27', \
     $ends using (-0.15234515159983808):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 28', \
     '../data/moving.csv' using 1:57 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 28', \
     '../data/moving.csv' using 58:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 28', \
     $ends using (-0.17638144076104767):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 29', \
     '../data/moving.csv' using 1:59 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 29', \
     '../data/moving.csv' using 60:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 29', \
     $ends using (-0.20044595132906107):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 30', \
     '../data/moving.csv' using 1:61 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 30', \
     '../data/moving.csv' using 62:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 30', \
     $ends using (-0.22454253367690769):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 31', \
     '../data/moving.csv' using 1:63 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 31', \
     '../data/moving.csv' using 64:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 31', \
     $ends using (-0.24867504330916934):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 32', \
     '../data/moving.csv' using 1:65 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 32', \
     '../data/moving.csv' using 66:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 32', \
     $ends using (-0.2728473414788699):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 33', \
     '../data/moving.csv' using 1:67 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 33', \
     '../data/moving.csv' using 68:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 33', \
     $ends using (-0.2970632958052848):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 34', \
     '../data/moving.csv' using 1:69 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 34', \
     '../data/moving.csv' using 70:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 34', \
     $ends using (-0.3213267808927669):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 35', \
     '../data/moving.csv' using 1:71 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 35', \
     '../data/moving.csv' using 72:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 35', \
     $ends using (-0.3456416789506921):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 36', \
     '../data/moving.csv' using 1:73 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 36', \
     '../data/moving.csv' using 74:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 36', \
     $ends using (-0.37001188041462274):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 37', \
     '../data/moving.csv' using 1:75 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 37', \
     '../data/moving.csv' using 76:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 37', \
     $ends using (-0.39444128456878247):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 38', \
     '../data/moving.csv' using 1:77 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 38', \
     '../data/moving.csv' using 78:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 38', \
     $ends using (-0.4189338001699525):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 39', \
     '../data/moving.csv' using 1:79 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 39', \
     '../data/moving.csv' using 80:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 39', \
     $ends using (-0.44349334607287993):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 40', \
     '../data/moving.csv' using 1:81 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 40', \
     '../data/moving.csv' using 82:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 40', \
     $ends using (-0.4681238518573032):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 41', \
     '../data/moving.csv' using 1:83 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 41', \
     '../data/moving.csv' using 84:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 41', \
     $ends using (-0.4928292584566931):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 42', \
     '../data/moving.csv' using 1:85 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 42', \
     '../data/moving.csv' using 86:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 42', \
     $ends using (-0.517613518788811):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 43', \
     '../data/moving.csv' using 1:87 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 43', \
     '../data/moving.csv' using 88:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 43', \
     $ends using (-0.5424805983881827):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 44', \
     '../data/moving.csv' using 1:89 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 44', \
     '../data/moving.csv' using 90:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 44', \
     $ends using (-0.5674344760405953):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 45', \
     '../data/moving.csv' using 1:91 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 45', \
     '../data/moving.csv' using 92:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 45', \
     $ends using (-0.5924791444197074):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 46', \
     '../data/moving.csv' using 1:93 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 46', \
     '../data/moving.csv' using 94:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 46', \
     $ends using (-0.6176186107258889):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 47', \
     '../data/moving.csv' using 1:95 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 47', \
     '../data/moving.csv' using 96:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 47', \
     $ends using (-0.6428568973273797):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 48', \
     '../data/moving.csv' using 1:97 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 48', \
     '../data/moving.csv' using 98:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 48', \
     $ends using (-0.6681980424038784):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 49', \
     '../data/moving.csv' using 1:99 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 49', \
     '../data/moving.csv' using 100:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 49', \
     $ends using (-0.6936461005926583):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 50', \
     '../data/moving.csv' using 1:101 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 50', \
     '../data/moving.csv' using 102:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 50', \
     $ends using (-0.7192051436373197):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 51', \
     '../data/moving.csv' using 1:103 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 51', \
     '../data/moving.csv' using 104:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 51'
} else { # the still frame
plot $ends using (0.015441311168413518):($1<0.5?0:0.6580979742260323) with lines linecolor rgb '#0072B2' linewidth 1.2 dashtype (9,4) title 'frame 21', \
     '../data/moving.csv' using 1:43 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid title 'frame 21', \
     '../data/moving.csv' using 44:4 with points linecolor rgb '#D98C00' pointtype 7 pointsize 0.448 title 'frame 21'
}

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
if (target ne 'frames') {
set object rectangle from screen 0.23112,0.02422 to screen 0.98276,0.02891 front fillcolor rgb '#e4e4e4' fillstyle solid noborder
set object rectangle from screen 0.23112,0.02422 to screen 0.54062,0.02891 front fillcolor rgb '#4d4d4d' fillstyle solid noborder
set label 't = 0.40' noenhanced at screen 0.10821,0.02656 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
}
set lmargin at screen 0.10821; set rmargin at screen 0.98276; set bmargin at screen 0.13547; set tmargin at screen 0.43742
set xrange [-0.025:1.025]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.0' 0, '0.1' 0.1, '0.2' 0.2, '0.3' 0.3, '0.4' 0.4, '0.5' 0.5, '0.6' 0.6, '0.7' 0.7, '0.8' 0.8, '0.9' 0.9, '1.0' 1)
set yrange [-0.658329233438642:11.336817843981617]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0' 0, '5' 5, '10' 10)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set arrow from first 0.4128966081513845, graph 0 to first 0.4128966081513845, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.65291,0.34992 to screen 0.97241,0.42805 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.66670,0.40383 to screen 0.72877,0.40383 nohead linecolor rgb '#808080' linewidth 2 dashtype (2,4) front
set label 'at a constant rate' noenhanced at screen 0.74256,0.40383 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.66670,0.37414 to screen 0.72877,0.37414 nohead linecolor rgb '#D55E00' linewidth 3 dashtype solid front
set label 'position x' noenhanced at screen 0.74256,0.37414 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'The seller' enhanced at screen 0.10821,0.46320 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'time' noenhanced at screen 0.54548,0.07523 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares left' noenhanced at screen 0.03828,0.28645 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.47983,0.29706 to screen 0.68553,0.32761 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'the mean is zero' noenhanced at screen 0.48500,0.31234 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
if (target eq 'frames') {
plot '../data/moving.csv' using 105:106 with lines linecolor rgb '#808080' linewidth 2 dashtype (2,4) notitle, \
     '../data/moving.csv' using 107:108 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 1', \
     '../data/moving.csv' using 109:110 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 1', \
     '../data/moving.csv' using 107:111 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 2', \
     '../data/moving.csv' using 112:113 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 2', \
     '../data/moving.csv' using 107:114 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 3', \
     '../data/moving.csv' using 115:116 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 3', \
     '../data/moving.csv' using 107:117 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 4', \
     '../data/moving.csv' using 118:119 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 4', \
     '../data/moving.csv' using 107:120 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 5', \
     '../data/moving.csv' using 121:122 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 5', \
     '../data/moving.csv' using 107:123 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 6', \
     '../data/moving.csv' using 124:125 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 6', \
     '../data/moving.csv' using 107:126 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 7', \
     '../data/moving.csv' using 127:128 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 7', \
     '../data/moving.csv' using 107:129 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 8', \
     '../data/moving.csv' using 130:131 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 8', \
     '../data/moving.csv' using 107:132 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 9', \
     '../data/moving.csv' using 133:134 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 9', \
     '../data/moving.csv' using 107:135 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 10', \
     '../data/moving.csv' using 136:137 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 10', \
     '../data/moving.csv' using 107:138 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 11', \
     '../data/moving.csv' using 139:140 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 11', \
     '../data/moving.csv' using 107:141 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 12', \
     '../data/moving.csv' using 142:143 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 12', \
     '../data/moving.csv' using 107:144 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 13', \
     '../data/moving.csv' using 145:146 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 13', \
     '../data/moving.csv' using 107:147 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 14', \
     '../data/moving.csv' using 148:149 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 14', \
     '../data/moving.csv' using 107:150 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 15', \
     '../data/moving.csv' using 151:152 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 15', \
     '../data/moving.csv' using 107:153 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 16', \
     '../data/moving.csv' using 154:155 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 16', \
     '../data/moving.csv' using 107:156 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 17', \
     '../data/moving.csv' using 157:158 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 17', \
     '../data/moving.csv' using 107:159 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 18', \
     '../data/moving.csv' using 160:161 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 18', \
     '../data/moving.csv' using 107:162 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 19', \
     '../data/moving.csv' using 163:164 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 19', \
     '../data/moving.csv' using 107:165 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 20', \
     '../data/moving.csv' using 166:167 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 20', \
     '../data/moving.csv' using 107:168 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 21', \
     '../data/moving.csv' using 169:170 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 21', \
     '../data/moving.csv' using 107:171 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 22', \
     '../data/moving.csv' using 172:173 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 22', \
     '../data/moving.csv' using 107:174 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 23', \
     '../data/moving.csv' using 175:176 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 23', \
     '../data/moving.csv' using 107:177 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 24', \
     '../data/moving.csv' using 178:179 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 24', \
     '../data/moving.csv' using 107:180 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 25', \
     '../data/moving.csv' using 181:182 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 25', \
     '../data/moving.csv' using 107:183 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 26', \
     '../data/moving.csv' using 184:185 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 26', \
     '../data/moving.csv' using 107:186 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 27', \
     '../data/moving.csv' using 187:188 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 27', \
     '../data/moving.csv' using 107:189 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 28', \
     '../data/moving.csv' using 190:191 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 28', \
     '../data/moving.csv' using 107:192 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 29', \
     '../data/moving.csv' using 193:194 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 29', \
     '../data/moving.csv' using 107:195 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 30', \
     '../data/moving.csv' using 196:197 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 30', \
     '../data/moving.csv' using 107:198 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 31', \
     '../data/moving.csv' using 199:200 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 31', \
     '../data/moving.csv' using 107:201 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 32', \
     '../data/moving.csv' using 202:203 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 32', \
     '../data/moving.csv' using 107:204 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 33', \
     '../data/moving.csv' using 205:206 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 33', \
     '../data/moving.csv' using 107:207 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 34', \
     '../data/moving.csv' using 208:209 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 34', \
     '../data/moving.csv' using 107:210 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 35', \
     '../data/moving.csv' using 211:212 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 35', \
     '../data/moving.csv' using 107:213 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 36', \
     '../data/moving.csv' using 214:215 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 36', \
     '../data/moving.csv' using 107:216 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 37', \
     '../data/moving.csv' using 217:218 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 37', \
     '../data/moving.csv' using 107:219 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 38', \
     '../data/moving.csv' using 220:221 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 38', \
     '../data/moving.csv' using 107:222 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 39', \
     '../data/moving.csv' using 223:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 39', \
     '../data/moving.csv' using 107:225 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 40', \
     '../data/moving.csv' using 226:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 40', \
     '../data/moving.csv' using 107:227 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 41', \
     '../data/moving.csv' using 228:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 41', \
     '../data/moving.csv' using 107:229 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 42', \
     '../data/moving.csv' using 230:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 42', \
     '../data/moving.csv' using 107:231 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 43', \
     '../data/moving.csv' using 232:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 43', \
     '../data/moving.csv' using 107:233 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 44', \
     '../data/moving.csv' using 234:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 44', \
     '../data/moving.csv' using 107:235 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 45', \
     '../data/moving.csv' using 236:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 45', \
     '../data/moving.csv' using 107:237 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 46', \
     '../data/moving.csv' using 238:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 46', \
     '../data/moving.csv' using 107:239 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 47', \
     '../data/moving.csv' using 240:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 47', \
     '../data/moving.csv' using 107:241 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 48', \
     '../data/moving.csv' using 242:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 48', \
     '../data/moving.csv' using 107:243 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 49', \
     '../data/moving.csv' using 244:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 49', \
     '../data/moving.csv' using 107:245 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 50', \
     '../data/moving.csv' using 246:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 50', \
     '../data/moving.csv' using 107:247 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 51', \
     '../data/moving.csv' using 248:224 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 51'
} else { # the still frame
plot '../data/moving.csv' using 105:106 with lines linecolor rgb '#808080' linewidth 2 dashtype (2,4) notitle, \
     '../data/moving.csv' using 107:168 with lines linecolor rgb '#D55E00' linewidth 3 dashtype solid title 'frame 21', \
     '../data/moving.csv' using 169:170 with points linecolor rgb '#D55E00' pointtype 7 pointsize 0.768 title 'frame 21'
}
unset multiplot
unset output
