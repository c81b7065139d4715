# figure fig3-left of scripts/kuno2018.lua
# Redraw it in this folder with `gnuplot fig3-left.gp`, or as png with `gnuplot -e "target='png'" fig3-left.gp`.
# It reads ../data/fig3-left.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 720,640 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'fig3_left' standalone
  tic = 0.476; lift = 11.2/640
} else {
  set terminal pngcairo size 1440,1280 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/640
}
shift = 4.8/720
set output 'fig3-left.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.15063; set rmargin at screen 0.47639; set bmargin at screen 0.56898; set tmargin at screen 0.89437
set xrange [0.0001:0.00035]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 0.0001, '2' 0.0002, '3' 0.0003)
set yrange [-400000:400000]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−400 000' -400000, '−200 000' -200000, '0' 0, '200 000' 200000, '400 000' 400000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.15063,0.56898 to screen 0.39525,0.89437 behind fillcolor rgb '#808080' fillstyle transparent solid 0.14 noborder
set arrow from first 0.0002877297501489448, graph 0 to first 0.0002877297501489448, graph 1 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.15897,0.77719 to screen 0.35387,0.88500 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.17008,0.86078 to screen 0.22008,0.86078 nohead linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) front
set label 'stationary,' noenhanced at screen 0.23119,0.86078 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'not optimal' noenhanced at screen 0.23119,0.83109 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.17008,0.80141 to screen 0.22008,0.80141 nohead linecolor rgb '#0072B2' linewidth 2.001 dashtype solid front
set label 'optimum' noenhanced at screen 0.23119,0.80141 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'exact' enhanced at screen 0.15063,0.92016 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.29421,0.50875 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.02465,0.73168 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '×10^{−4}' enhanced at screen 0.47639,0.50875 right font 'DejaVu Sans,14' textcolor rgb '#262626' front
set object rectangle from screen 0.40080,0.57523 to screen 0.43160,0.60578 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'C*' noenhanced at screen 0.40497,0.59051 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set label 'no optimum' noenhanced at screen 0.27294,0.59051 center font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
set label 'The fluctuation is one pole' enhanced at screen 0.01389,0.96844 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/fig3-left.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype (9,4) notitle, \
     '../data/fig3-left.csv' using 3:4 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.66036; set rmargin at screen 0.98611; set bmargin at screen 0.56898; set tmargin at screen 0.89437
set xrange [0.0001:0.00035]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 0.0001, '2' 0.0002, '3' 0.0003)
set yrange [-400000:400000]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−400 000' -400000, '−200 000' -200000, '0' 0, '200 000' 200000, '400 000' 400000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label '26 fees, one factor lost' enhanced at screen 0.66036,0.92016 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.80394,0.50875 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.53438,0.73168 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '×10^{−4}' enhanced at screen 0.98611,0.50875 right font 'DejaVu Sans,14' textcolor rgb '#262626' front
plot '../data/fig3-left.csv' using 5:6 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/fig3-left.csv' using 5:6 every 1 with points linecolor rgb '#0072B2' pointtype 7 pointsize 0.64 notitle

# panel 3
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.15063; set rmargin at screen 0.47639; set bmargin at screen 0.08859; set tmargin at screen 0.41398
set xrange [0.0001:0.00035]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 0.0001, '2' 0.0002, '3' 0.0003)
set yrange [-400000:400000]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−400 000' -400000, '−200 000' -200000, '0' 0, '200 000' 200000, '400 000' 400000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label '251 fees, one factor lost' enhanced at screen 0.15063,0.43977 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.29421,0.02836 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.02465,0.25129 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '×10^{−4}' enhanced at screen 0.47639,0.02836 right font 'DejaVu Sans,14' textcolor rgb '#262626' front
plot '../data/fig3-left.csv' using 7:8 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle

# panel 4
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.66036; set rmargin at screen 0.98611; set bmargin at screen 0.08859; set tmargin at screen 0.41398
set xrange [0.0001:0.00035]
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('1' 0.0001, '2' 0.0002, '3' 0.0003)
set yrange [-400000:400000]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−400 000' -400000, '−200 000' -200000, '0' 0, '200 000' 200000, '400 000' 400000)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set label '2501 fees, one factor lost' enhanced at screen 0.66036,0.43977 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'fee C, cash/share²' noenhanced at screen 0.80394,0.02836 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'shares' noenhanced at screen 0.53438,0.25129 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label '×10^{−4}' enhanced at screen 0.98611,0.02836 right font 'DejaVu Sans,14' textcolor rgb '#262626' front
plot '../data/fig3-left.csv' using 9:10 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle
unset multiplot
unset output
