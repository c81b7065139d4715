# figure volatility of scripts/drapeau2021.lua
# Redraw it in this folder with `gnuplot volatility.gp`, or as png with `gnuplot -e "target='png'" volatility.gp`.
# It reads ../data/volatility.csv. The published svg is this drawing with a title, a description,
# fallback fonts and sharp cells added.
reset
if (!exists('target')) target = 'svg'
if (target eq 'svg') {
  set terminal svg size 1000,420 dynamic enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' name 'volatility' standalone
  tic = 0.476; lift = 11.2/420
} else {
  set terminal pngcairo size 2000,840 enhanced rounded font 'DejaVu Sans,15' background rgb '#ffffff' \
    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3
  tic = 0.8; lift = 6.8/420
}
shift = 4.8/1000
set output 'volatility.'.target
set encoding utf8
q = "\047" # an apostrophe inside of a text
set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders
set border 3 linecolor rgb '#4d4d4d' linewidth 1
unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01
set multiplot

# panel 1
set lmargin at screen 0.06276; set rmargin at screen 0.47464; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [2:200]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('2' 2, '5' 5, '10' 10, '20' 20, '50' 50, '100' 100, '200' 200, '' 3 1, '' 4 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 30 1, '' 40 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1)
set yrange [0.12867489610269814:48.32916278429854]
set logscale y
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('0.2' 0.2, '0.5' 0.5, '1' 1, '2' 2, '5' 5, '10' 10, '20' 20, '' 0.3 1, '' 0.4 1, '' 0.6 1, '' 0.7 1, '' 0.8 1, '' 0.9 1, '' 3 1, '' 4 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 30 1, '' 40 1)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set object rectangle from screen 0.06876,0.70571 to screen 0.31352,0.82476 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.07676,0.78786 to screen 0.11276,0.78786 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'pointwise argument, γ ≥ 0' noenhanced at screen 0.12076,0.78786 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.07676,0.74262 to screen 0.11276,0.74262 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'exact, φ = 0' noenhanced at screen 0.12076,0.74262 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'volatility' enhanced at screen 0.06276,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'agents n' noenhanced at screen 0.26870,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'σ (cash per share and √time)' noenhanced at screen 0.01775,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'What uniqueness asks for' enhanced at screen 0.01000,0.95190 left font 'DejaVu Sans:Bold,17' textcolor rgb '#262626' front
plot '../data/volatility.csv' using 1:2 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/volatility.csv' using 1:3 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle

# panel 2
unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox
set lmargin at screen 0.58149; set rmargin at screen 0.98164; set bmargin at screen 0.13500; set tmargin at screen 0.83905
set xrange [2:200]
set logscale x
set xtics out nomirror scale tic,0.6*tic offset 0,screen lift font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('2' 2, '5' 5, '10' 10, '20' 20, '50' 50, '100' 100, '200' 200, '' 3 1, '' 4 1, '' 6 1, '' 7 1, '' 8 1, '' 9 1, '' 30 1, '' 40 1, '' 60 1, '' 70 1, '' 80 1, '' 90 1)
set yrange [-0.3216545787105485:0.2823578063421065]
set ytics out nomirror scale tic,0.6*tic offset screen shift,0 font 'DejaVu Sans,14' textcolor rgb '#262626' enhanced ('−0.3' -0.3, '−0.2' -0.2, '−0.1' -0.1, '0.0' 0, '0.1' 0.1, '0.2' 0.2)
set grid xtics ytics back linetype 1 linecolor rgb '#e4e4e4' linewidth 0.8
set arrow from graph 0, first 0.25 to graph 1, first 0.25 nohead linecolor rgb '#595959' linewidth 1.2 dashtype (9,4) back
set object rectangle from screen 0.81031,0.40488 to screen 0.97564,0.56917 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.85 noborder
set arrow from screen 0.81831,0.53226 to screen 0.85431,0.53226 nohead linecolor rgb '#0072B2' linewidth 2 dashtype solid front
set label 'mean' noenhanced at screen 0.86231,0.53226 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81831,0.48702 to screen 0.85431,0.48702 nohead linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) front
set label 'an agent alone' noenhanced at screen 0.86231,0.48702 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set arrow from screen 0.81831,0.44179 to screen 0.85431,0.44179 nohead linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) front
set label 'deviations' noenhanced at screen 0.86231,0.44179 left font 'DejaVu Sans,14' textcolor rgb '#262626' front
set label 'critical penalty φ' enhanced at screen 0.58149,0.87833 left font 'DejaVu Sans:Bold,15' textcolor rgb '#262626' front
set label 'agents n' noenhanced at screen 0.78157,0.04321 center font 'DejaVu Sans,15' textcolor rgb '#262626' front
set label 'cash per share²' noenhanced at screen 0.52475,0.48702 center rotate by 90 font 'DejaVu Sans,15' textcolor rgb '#262626' front
set object rectangle from screen 0.58549,0.74764 to screen 0.61327,0.79419 front fillcolor rgb '#ffffff' fillstyle transparent solid 0.7 noborder
set label 'λ/2' noenhanced at screen 0.58849,0.77091 left font 'DejaVu Sans,13.5' textcolor rgb '#595959' front
plot '../data/volatility.csv' using 1:4 with lines linecolor rgb '#0072B2' linewidth 2 dashtype solid notitle, \
     '../data/volatility.csv' using 1:5 with lines linecolor rgb '#D55E00' linewidth 2 dashtype (9,4) notitle, \
     '../data/volatility.csv' using 1:6 with lines linecolor rgb '#00916A' linewidth 2 dashtype (11,4,2,4) notitle
unset multiplot
unset output
