-- Numbers that `reprise conform` compares the models with, and where they come from.
return {
  { model = "closing_price", parameters = {}, tolerance = 1e-11, origin = "independent program: the recursion in 50 digits",
    outputs = { off_exchange_volume = 11687.601977770308, certainty_equivalent_cost = 4122424.966616568 } },
  { model = "closing_price", parameters = {}, tolerance = 1e-11, origin = "independent program: the recursion in 50 digits",
    outputs = { trades = { 16539.425261203203, 11426.256457405743, 8271.951202102982, 6330.359221380932, 5146.279300561297,
      4446.004829610562, 4071.5137477206467, 3942.4771976581605, 4036.950914672041, 4386.106111873625, 5081.732776708822,
      6298.319743020148, 8335.02125831153, 11687.601977770308 } } },
}
