/* One agent: closed forms with constant coefficients, bounds, escape, jumps, scaling, and the cost of the path itself. */
#include "nplayer_fbsde/single.h"
#include "expect.h"
#include "nplayer_fbsde/profile.h"

enum { EDGES = 5 };

typedef struct market {
  double slippage, risk, forcing, swing, frequency;
} market;

static void coefficients(const void *context, double t, double *slippage, double *risk, double *forcing) {
  const market *m = context;
  *slippage = m->slippage;
  *risk = m->risk * (1 + m->swing * sin(m->frequency * t));
  *forcing = m->forcing * cos(m->frequency * t);
}

static rp_single_state states[EDGES];
static rp_single_report report;

static rp_single_status solve(const market *m, double horizon, double terminal, double start) {
  static double work[EDGES * 16];
  double edges[EDGES];
  cr_assert(rp_single_workspace(EDGES) <= EDGES * 16);
  for (int i = 0; i < EDGES; ++i)
    edges[i] = horizon * i / (EDGES - 1);
  rp_single_agent agent = {EDGES, edges, coefficients, m, terminal, start};
  return rp_single_solve(&agent, 1e-12, states, &report, work);
}

Test(single, constant_coefficients) {
  uint64_t state = 5;
  for (int round = 0; round < 100; ++round) {
    market m = {uniform(&state, 0.1, 2), round % 4 ? uniform(&state, 0, 9) : 0,
                round % 3 ? uniform(&state, -2, 2) : 0, 0, 0};
    double T = uniform(&state, 0.1, 5), gamma = round % 5 ? uniform(&state, 0, 4) : 1e7,
           x = uniform(&state, -3, 3);
    cr_assert_eq(solve(&m, T, gamma, x), RP_SINGLE_OK);
    for (int i = 0; i < EDGES; ++i) {
      rp_profile left, whole;
      double value, slope, response, response_slope, t = T * i / (EDGES - 1);
      rp_profile_make(T, 0, m.risk / m.slippage, gamma / m.slippage, &whole);
      rp_profile_decay(&whole, t, &value, &slope);
      rp_profile_response(&whole, t, &response, &response_slope);
      CLOSE(states[i].inventory, x * value + m.forcing / (2 * m.slippage) * response, 1e-10, 1e-11);
      if (i == EDGES - 1) break;
      /* On the horizon that is left: A = -eta u'(0), B = -f G'(0) with the rates of unit start and unit force. */
      rp_profile_make(T - t, 0, m.risk / m.slippage, gamma / m.slippage, &left);
      rp_profile_decay(&left, 0, &value, &slope);
      rp_profile_response(&left, 0, &response, &response_slope);
      CLOSE(states[i].quadratic, -m.slippage * slope, 1e-11, 0);
      CLOSE(states[i].linear, -m.forcing * response_slope, 1e-10, 1e-11);
    }
  }
}

/* Without risk A = gamma/(1 + gamma (T - t)/eta). C of a constant force then has a closed form too. */
Test(single, risk_neutral) {
  market m = {0.4, 0, 0.7, 0, 0};
  cr_assert_eq(solve(&m, 2, 0, 1), RP_SINGLE_OK);
  for (int i = 0; i < EDGES; ++i) {
    double y = 2 - 0.5 * i;
    CLOSE(states[i].quadratic, 0, 0, 1e-15);
    CLOSE(states[i].linear, -0.7 * y, 1e-14, 1e-15);
    CLOSE(states[i].constant, -0.49 * y * y * y / (3 * 4 * 0.4), 1e-13, 1e-15);
  }
  cr_assert_eq(solve(&m, 2, 3, 1), RP_SINGLE_OK);
  for (int i = 0; i < EDGES; ++i)
    CLOSE(states[i].quadratic, 3 / (1 + 3 * (2 - 0.5 * i) / 0.4), 1e-13, 0);
}

/* Bounds of proposition 3.1, comparison, and concavity in the weight of risk. */
Test(single, bounds_and_concavity) {
  uint64_t state = 9;
  for (int round = 0; round < 40; ++round) {
    market m = {uniform(&state, 0.1, 2), uniform(&state, 0, 9), 0, uniform(&state, 0, 0.95),
                uniform(&state, 1, 9)};
    double gamma = uniform(&state, 0, 3), T = uniform(&state, 0.2, 3), first, second;
    cr_assert_eq(solve(&m, T, gamma, 1), RP_SINGLE_OK);
    first = states[0].quadratic;
    double total = m.risk * (T + m.swing * (1 - cos(m.frequency * T)) / m.frequency);
    cr_assert(first >= gamma / (1 + gamma * T / m.slippage) - 1e-12 && first <= gamma + total + 1e-12);
    market other = m, middle = m;
    other.risk = uniform(&state, 0, 9);
    middle.risk = (m.risk + other.risk) / 2;
    cr_assert_eq(solve(&other, T, gamma, 1), RP_SINGLE_OK);
    second = states[0].quadratic;
    cr_assert((second >= first) == (other.risk >= m.risk));
    cr_assert_eq(solve(&middle, T, gamma, 1), RP_SINGLE_OK);
    cr_assert(states[0].quadratic >= (first + second) / 2 - 1e-12);
  }
}

/* gamma > -eta k coth(k T), k = sqrt(a/eta), and not below. */
Test(single, escapes_exactly_below_the_critical_penalty) {
  for (int round = 0; round < 12; ++round) {
    market m = {0.5, round % 3 * 0.7, 0.1, 0, 0};
    double T = 0.3 + 0.4 * round;
    rp_profile p;
    rp_profile_make(T, 0, m.risk / m.slippage, 0, &p);
    double critical = m.slippage * rp_profile_critical(&p);
    cr_assert_eq(solve(&m, T, critical * (1 - 1e-4), 1), RP_SINGLE_OK);
    cr_assert(states[0].quadratic < 0 || m.risk > 0);
    cr_assert_eq(solve(&m, T, critical * (1 + 1e-4), 1), RP_SINGLE_ESCAPES);
    cr_assert(report.escape_from < report.escape_to && report.escape_to < 0.5 * T);
  }
}

/* Near the critical penalty A is huge: right within the estimate, with few panels, and refused where rounding has eaten it. */
Test(single, nearly_critical) {
  market m = {0.5, 1, 1, 0, 2};
  double T = 1, k = sqrt(m.risk / m.slippage), critical = -m.slippage * k / tanh(k * T);
  for (double distance = 1e-2; distance > 1e-15; distance /= 10) {
    double gamma = critical + distance;
    rp_single_status status = solve(&m, T, gamma, 1);
    cr_assert(report.panels < 5000, "%g: %lld panels, %g", distance, (long long)report.panels,
              report.discretisation);
    if (distance < 2e-11) cr_assert_eq(status, RP_SINGLE_NEARLY_SINGULAR);
    if (distance > 2e-10) cr_assert_eq(status, RP_SINGLE_OK);
    if (status != RP_SINGLE_OK) continue;
    long double w = k, g = (long double)gamma / m.slippage, c = coshl(w * T), s = sinhl(w * T);
    long double exact = m.slippage * w * (w * s + g * c) / (w * c + g * s);
    cr_assert(fabs((double)(states[0].quadratic / exact - 1)) <= 8 * report.discretisation + 1e-14, "%g: %g",
              distance, (double)(states[0].quadratic / exact - 1));
  }
}

/* V(0, x) = Y_0 x/2 - (1/2) int f X dt along the best path, with Y_0 = 2 A x + B; by Simpson's rule on many edges. */
Test(single, value_identity) {
  market m = {0.3, 1.2, 0.9, 0.5, 6};
  cr_assert_eq(solve(&m, 1, 0.8, 1.5), RP_SINGLE_OK);
  double A = states[0].quadratic, B = states[0].linear, C = states[0].constant;
  static double work[201 * 16], edges[201];
  static rp_single_state fine[201];
  for (int i = 0; i <= 200; ++i)
    edges[i] = i / 200.0;
  rp_single_agent agent = {201, edges, coefficients, &m, 0.8, 1.5};
  cr_assert_eq(rp_single_solve(&agent, 1e-12, fine, &report, work), RP_SINGLE_OK);
  CLOSE(fine[0].quadratic, A, 1e-12, 0);
  double sum = 0; /* Simpson's rule */
  for (int i = 0; i <= 200; ++i)
    sum += (i == 0 || i == 200 ? 1
            : i % 2            ? 4
                               : 2) *
           fine[i].inventory * m.forcing * cos(m.frequency * edges[i]) / 600;
  double x = 1.5, adjoint = 2 * A * x + B;
  CLOSE((A * x + B) * x + C, adjoint * x / 2 - sum / 2, 1e-7, 0);
}

/* T -> 3 T with eta -> 3 eta, a -> a/3, f -> f/3, frequency/3 is a change of units. */
Test(single, scaling) {
  market m = {0.3, 1.2, 0.9, 0.5, 6}, slow = {0.9, 0.4, 0.3, 0.5, 2};
  rp_single_state kept[EDGES];
  cr_assert_eq(solve(&m, 1, 0.8, 1.5), RP_SINGLE_OK);
  for (int i = 0; i < EDGES; ++i)
    kept[i] = states[i];
  cr_assert_eq(solve(&slow, 3, 0.8, 1.5), RP_SINGLE_OK);
  for (int i = 0; i < EDGES; ++i) {
    CLOSE(states[i].quadratic, kept[i].quadratic, 1e-12, 0);
    CLOSE(states[i].linear, kept[i].linear, 1e-11, 1e-13);
    CLOSE(states[i].constant, kept[i].constant, 1e-11, 1e-13);
    CLOSE(states[i].inventory, kept[i].inventory, 1e-11, 0);
  }
}

/* A layer much thinner than the horizon, and more than a thousand e-foldings between the ends. */
Test(single, long_horizons_do_not_overflow) {
  market m = {0.01, 40, 0.5, 0, 0};
  cr_assert_eq(solve(&m, 100, 1e3, 1), RP_SINGLE_OK);
  CLOSE(states[0].quadratic, sqrt(0.01 * 40), 1e-12, 0);
  CLOSE(states[2].inventory, 0.5 / 80, 1e-10, 0);
  cr_assert(report.discretisation <= 1e-12);
}

/* Times may begin anywhere: the same panels and the same answer. */
Test(single, starts_at_any_time) {
  market m = {0.3, 4, 0.5, 0, 0};
  double work[EDGES * 16], edges[EDGES];
  rp_single_state now[EDGES], later[EDGES];
  rp_single_report first, second;
  for (int shift = 0; shift < 2; ++shift) {
    for (int i = 0; i < EDGES; ++i)
      edges[i] = 8 * shift + 2. * i / (EDGES - 1);
    rp_single_agent agent = {EDGES, edges, coefficients, &m, 0.7, 1};
    cr_assert_eq(rp_single_solve(&agent, 1e-12, shift ? later : now, shift ? &second : &first, work),
                 RP_SINGLE_OK);
  }
  cr_assert_eq(first.panels, second.panels);
  CLOSE(first.growth, 2 * sqrt(4 / 0.3), 1e-12, 0);
  CLOSE(second.growth, first.growth, 1e-12, 0);
  cr_assert(first.panels >= EDGES - 1);
  for (int i = 0; i < EDGES; ++i) {
    CLOSE(later[i].quadratic, now[i].quadratic, 1e-13, 0);
    CLOSE(later[i].inventory, now[i].inventory, 1e-13, 0);
  }
}
