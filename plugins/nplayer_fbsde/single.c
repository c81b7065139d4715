/* single.c - see single.h. */
#include "single.h"
#include <math.h>
#include "numerics/dense_lu.h"
#include "numerics/gauss_collocation.h"

enum {
  STAGES = 12,
  COLUMNS = STAGES + 2,
  NUMBERS = 4,
  MOST_LEVELS = 20,
  MOST_PANELS = 1 << 18, /* of a level, where the edges do not ask for more */
  ESCAPES_BELIEVED = 3,
  STANDSTILLS_BELIEVED = 3,
  MOST_DEPTH = 45
};

static const double rounding_borne = 1e-6;

/* What a panel does: the left values of A, B, C, and the map of inventories X_right = kept X_left + gained. */
typedef struct panel {
  double quadratic, linear, constant, kept, gained;
} panel;

typedef struct solutions {
  double inventory[2][STAGES], left[2], adjoint[2][STAGES], adjoint_left[2];
} solutions;

static void integrate(const rp_collocation *method, double h, const double *slope, double right, double *at,
                      double *left) {
  double whole = 0;
  for (int64_t j = 0; j < STAGES; ++j) {
    double sum = 0;
    for (int64_t k = 0; k < STAGES; ++k)
      sum += method->from_right[j][k] * slope[k];
    at[j] = right + h * sum;
    whole += method->weight[j] * slope[j];
  }
  *left = right - h * whole;
}

/* Both solutions on [from, from + h]; false if the equations are singular. */
static bool solve_panel(const rp_single_agent *agent, const rp_collocation *method, double from, double h,
                        const panel *right, double *slippage, solutions *out) {
  double a[STAGES * COLUMNS], risk[STAGES], forcing[STAGES], rate[STAGES], slope[STAGES];
  for (int64_t j = 0; j < STAGES; ++j)
    agent->coefficients(agent->context, from + h * method->node[j], slippage + j, risk + j, forcing + j);
  for (int64_t j = 0; j < STAGES; ++j) {
    double *row = a + j * COLUMNS, curvature = 0, pushed = 0;
    for (int64_t k = 0; k < STAGES; ++k) {
      double sum = 0;
      for (int64_t m = 0; m < STAGES; ++m)
        sum += method->from_right[j][m] * risk[m] * method->from_right[m][k];
      row[k] = -2 * h * h * sum;
      curvature += method->from_right[j][k] * risk[k];
      pushed += method->from_right[j][k] * forcing[k];
    }
    row[j] += 2 * slippage[j];
    row[STAGES] = -2 * right->quadratic + 2 * h * curvature;
    row[STAGES + 1] = -right->linear - h * pushed;
  }
  if (!rp_dense_solve(STAGES, COLUMNS, a)) return false;
  for (int i = 0; i < 2; ++i) {
    for (int64_t j = 0; j < STAGES; ++j)
      rate[j] = a[j * COLUMNS + STAGES + i];
    integrate(method, h, rate, i == 0, out->inventory[i], out->left + i);
    for (int64_t j = 0; j < STAGES; ++j)
      slope[j] = (i == 0 ? 0 : forcing[j]) - 2 * risk[j] * out->inventory[i][j];
    integrate(method, h, slope, i == 0 ? 2 * right->quadratic : right->linear, out->adjoint[i],
              out->adjoint_left + i);
  }
  return true;
}

/* h^2 a/eta at its largest: a panel whose fastest mode is not resolved proves nothing. */
static double stiffness(const rp_single_agent *agent, const rp_collocation *method, double from, double h) {
  double most = 0;
  for (int64_t j = 0; j < STAGES; ++j) {
    double slippage, risk, forcing;
    agent->coefficients(agent->context, from + h * method->node[j], &slippage, &risk, &forcing);
    most = fmax(most, h * h * risk / slippage);
  }
  return most;
}

/* One panel backward; false if A escapes on it. */
static bool step_back(const rp_single_agent *agent, const rp_collocation *method, double from, double h,
                      const panel *right, panel *left) {
  solutions s;
  double slippage[STAGES], cost = 0;
  if (!solve_panel(agent, method, from, h, right, slippage, &s)) return false;
  for (int64_t j = 0; j < STAGES; ++j) {
    if (!(s.inventory[0][j] > 0)) return false;
    double linear = s.adjoint[1][j] - s.adjoint[0][j] / s.inventory[0][j] * s.inventory[1][j];
    cost += method->weight[j] * linear * linear / (4 * slippage[j]);
  }
  if (!(s.left[0] > 0) || !isfinite(s.left[0])) return false;
  left->quadratic = s.adjoint_left[0] / (2 * s.left[0]);
  left->linear = s.adjoint_left[1] - 2 * left->quadratic * s.left[1];
  left->constant = right->constant - h * cost;
  left->kept = 1 / s.left[0];
  left->gained = -s.left[1] / s.left[0];
  return true;
}

/* The same, on halves of halves where an inventory grows fourfold: A then nears an escape to the left, like 1/t from its pole. */
static bool step_graded(const rp_single_agent *agent, const rp_collocation *method, double from, double h,
                        const panel *right, int depth, panel *left, int64_t *panels) {
  panel middle;
  if (!step_back(agent, method, from, h, right, left)) return false;
  if (!(left->kept > 4) || depth == MOST_DEPTH) {
    ++*panels;
    return true;
  }
  if (!step_graded(agent, method, from + h / 2, h / 2, right, depth + 1, &middle, panels) ||
      !step_graded(agent, method, from, h / 2, &middle, depth + 1, left, panels))
    return false;
  left->gained = middle.gained + middle.kept * left->gained;
  left->kept *= middle.kept;
  return true;
}

/* Parts of an interval between two edges: at level 1 of at most half of the horizon, then twice as many from level to level. */
static int64_t parts_at(const rp_single_agent *agent, int64_t interval, int level) {
  double whole = agent->edges[agent->edge_count - 1] - agent->edges[0];
  double length = agent->edges[interval + 1] - agent->edges[interval];
  return (int64_t)fmax(1, ceil(2 * length / whole - 1e-9)) << (level - 1);
}

/* One pass at one level. false: A seems to escape, where is in the report. */
static bool sweep(const rp_single_agent *agent, const rp_collocation *method, int level,
                  rp_single_state *states, rp_single_report *report, panel *intervals) {
  int64_t last = agent->edge_count - 1;
  panel now = {.quadratic = agent->terminal};
  states[last] = (rp_single_state){.quadratic = agent->terminal};
  report->panels = 0;
  for (int64_t i = last - 1; i >= 0; --i) {
    int64_t parts = parts_at(agent, i, level);
    double h = (agent->edges[i + 1] - agent->edges[i]) / (double)parts;
    panel whole = {.kept = 1};
    for (int64_t k = parts - 1; k >= 0; --k) {
      panel left;
      double from = agent->edges[i] + h * (double)k;
      if (!step_graded(agent, method, from, h, &now, 0, &left, &report->panels)) {
        report->escape_from = from;
        report->escape_to = from + h;
        return false;
      }
      whole.gained += whole.kept * left.gained;
      whole.kept *= left.kept;
      now = left;
    }
    intervals[i] = whole;
    states[i] = (rp_single_state){now.quadratic, now.linear, now.constant, 0};
  }
  return true;
}

static void go_forward(const rp_single_agent *agent, rp_single_state *states, const panel *intervals) {
  states[0].inventory = agent->start;
  for (int64_t i = 0; i + 1 < agent->edge_count; ++i)
    states[i + 1].inventory = intervals[i].kept * states[i].inventory + intervals[i].gained;
}

/* What rounding of the terminal penalty makes of A at the start: dA_0/d gamma = (X_T/X_0)^2 without forcing. */
static double rounding(const rp_single_agent *agent, const rp_single_state *states, const panel *intervals) {
  double kept = 1, size = fabs(states[0].quadratic);
  for (int64_t i = 0; i + 1 < agent->edge_count; ++i)
    kept *= intervals[i].kept;
  return size > 0 ? 0x1p-52 * fabs(agent->terminal) * kept * kept / size : 0;
}

static double difference(int64_t count, const rp_single_state *a, const rp_single_state *b) {
  double worst = 0;
  for (int number = 0; number < NUMBERS; ++number) {
    double size = 0, change = 0;
    for (int64_t i = 0; i < count; ++i) {
      const double x[] = {a[i].quadratic, a[i].linear, a[i].constant, a[i].inventory};
      const double y[] = {b[i].quadratic, b[i].linear, b[i].constant, b[i].inventory};
      size = fmax(size, fabs(x[number]));
      change = fmax(change, fabs(x[number] - y[number]));
    }
    if (change > 0) worst = fmax(worst, change / size);
  }
  return worst;
}

int64_t rp_single_workspace(int64_t edge_count) {
  return edge_count * (int64_t)((sizeof(rp_single_state) + sizeof(panel)) / sizeof(double));
}

rp_single_status rp_single_solve(const rp_single_agent *agent, double tolerance, rp_single_state *states,
                                 rp_single_report *report, double *workspace) {
  rp_collocation method;
  int64_t count = agent->edge_count;
  rp_single_state *coarse = (rp_single_state *)(void *)workspace;
  panel *intervals = (panel *)(void *)(coarse + count);
  bool solved = false;
  int escapes = 0, standstills = 0;
  double least = INFINITY;
  rp_collocation_make(STAGES, &method);
  *report = (rp_single_report){.discretisation = INFINITY};
  for (int64_t i = 0; i < count; ++i) {
    double slippage, risk, forcing;
    agent->coefficients(agent->context, agent->edges[i], &slippage, &risk, &forcing);
    report->growth =
        fmax(report->growth, (agent->edges[count - 1] - agent->edges[0]) * sqrt(risk / slippage));
  }
  if (report->growth > 4. * MOST_PANELS) return RP_SINGLE_NOT_RESOLVED;
  for (int level = 1; level <= MOST_LEVELS; ++level) {
    if (level > 6 && ldexp(fmax(2, (double)(count - 1)), level - 1) > MOST_PANELS) break;
    if (solved)
      for (int64_t i = 0; i < count; ++i)
        coarse[i] = states[i];
    bool before = solved;
    solved = sweep(agent, &method, level, states, report, intervals);
    double width = report->escape_to - report->escape_from;
    escapes = !solved && stiffness(agent, &method, report->escape_from, width) <= 1 ? escapes + 1 : 0;
    if (escapes == ESCAPES_BELIEVED) return RP_SINGLE_ESCAPES;
    if (solved) go_forward(agent, states, intervals);
    if (!solved || !before) {
      standstills = 0;
      continue;
    }
    double rounded = rounding(agent, states, intervals);
    report->discretisation = fmax(difference(count, states, coarse), rounded);
    if (report->discretisation <= tolerance) return RP_SINGLE_OK;
    if (rounded > rounding_borne) return RP_SINGLE_NEARLY_SINGULAR;
    /* At order 24 a small change that halving does not reduce any more is rounding, which a nearly singular problem amplifies. */
    bool standstill = report->discretisation > least / 2 && report->discretisation < 1e-2;
    standstills = standstill ? standstills + 1 : 0;
    if (standstills == STANDSTILLS_BELIEVED)
      return report->discretisation <= rounding_borne ? RP_SINGLE_OK : RP_SINGLE_NEARLY_SINGULAR;
    least = fmin(least, report->discretisation);
  }
  return RP_SINGLE_NOT_RESOLVED;
}
