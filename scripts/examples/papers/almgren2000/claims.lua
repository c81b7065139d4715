-- Almgren & Chriss, "Optimal execution of portfolio transactions": what the worked example looks at.
return {
  paper = "almgren2000",
  title = "Optimal execution of portfolio transactions",
  claims = {
    { id = "eq18", where = "equation (18)", kind = "formula", origin = "source", expect = "confirmed",
      says = "The inventory of the best plan is a ratio of hyperbolic sines.",
      printed = [[$x_j = X\sinh(\kappa(T-t_j))/\sinh(\kappa T)$]] },
    { id = "kappa", where = "Section 3.4", kind = "value", origin = "source", printed = "0.61", expect = "confirmed",
      says = [[The urgency $\kappa$ of the paper's example, per day.]] },
    { id = "frontier", where = "Section 2.3", kind = "inequality", origin = "source", expect = "confirmed",
      says = "Expected cost is a decreasing and convex function of variance along the best plans." },
    { id = "line", where = "Section 2.1", kind = "limit", origin = "source", expect = "confirmed",
      says = "Without risk aversion the best plan sells at a constant rate." },
  },
}
