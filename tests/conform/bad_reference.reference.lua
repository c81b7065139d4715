-- The identity, but for the last digits.
return {
  { model = "minimal", parameters = { x = 2 }, outputs = { y = 2 }, tolerance = 0, origin = "closed form" },
  { model = "minimal", parameters = { x = 3 }, outputs = { y = 3.0001 }, tolerance = 1e-6, origin = "a misprint of ours" },
}
