/* acas_path.c - see acas_path.h. */
#include "acas_path.h"
#include <string.h>
#include "numerics/roots.h"

enum { LEAST_PANELS = 4, ROUNDS = 12 };
static const double newton_tolerance = 1e-11, kink_tolerance = 1e-13;

rp_acas_part rp_acas_whole(const rp_acas *market) {
  double A2 = 2 * market->terminal;
  return (rp_acas_part){.market = market,
                        .end = market->horizon,
                        .start = {market->first - market->second, market->buyer - market->first},
                        .terminal = {A2, 0, 0, A2}};
}

int64_t rp_acas_path_size(const rp_acas_setting *setting) {
  return 2 * rp_boundary_path_size(2, setting->method->stages, setting->most_panels) +
         2 * (setting->most_panels + 1);
}

int64_t rp_acas_path_workspace(const rp_acas_setting *setting) {
  return rp_boundary_workspace(2, setting->method->stages, setting->most_panels);
}

int64_t rp_acas_path_pivots(const rp_acas_setting *setting) {
  return 2 * setting->method->stages;
}

static bool field(const void *context, double t, const double *y, double *value, double *jacobian) {
  const rp_acas *m = context;
  rp_acas_point at = rp_acas_at(m, t);
  rp_acas_rates(m->gamma, m->least, &at, y, value, jacobian, NULL);
  return true;
}

static void weight(const void *context, double t, double *twice) {
  const rp_acas *m = context;
  twice[0] = twice[1] = 2 * rp_curve_at(&m->running, t);
}

/* How far the rate is above its truncation, as a price. */
static double above(const rp_acas *m, double t, double ye) {
  return ye - 1 / m->gamma - 2 * rp_curve_at(&m->cost, t) * m->least;
}

typedef struct search {
  const rp_acas *market;
  const rp_boundary_path *run;
} search;

static double above_at(void *context, double t) {
  const search *s = context;
  double y[2];
  rp_boundary_at(s->run, t, NULL, y);
  return above(s->market, t, y[1]);
}

/* Times at which the truncation begins or ends, between neighbours among nodes and ends of panels. False: too many. */
static bool find_kinks(const rp_acas *market, const rp_boundary_path *run, int64_t *count, double *kink) {
  search s = {market, run};
  *count = 0;
  if (market->least == -INFINITY) return true;
  double before = run->edge[0], value = above(market, before, run->y[1]);
  int64_t stages = run->method->stages;
  for (int64_t panel = 0; panel < run->panels; ++panel)
    for (int64_t j = 0; j <= stages; ++j) {
      double h = run->edge[panel + 1] - run->edge[panel];
      double t = j < stages ? run->edge[panel] + h * run->method->node[j] : run->edge[panel + 1];
      double ye = j < stages ? run->at_node[(panel * stages + j) * 2 + 1] : run->y[(panel + 1) * 2 + 1];
      double next = above(market, t, ye);
      if ((value > 0) != (next > 0)) {
        if (*count == RP_ACAS_KINKS) return false;
        double root = rp_root_brent(above_at, &s, before, t, 0);
        kink[(*count)++] = isfinite(root) ? root : (fabs(value) < fabs(next) ? before : t);
      }
      before = t;
      value = next;
    }
  return true;
}

/* A count of most + 2 says that there was no room. */
static void insert(double *edges, int64_t *count, int64_t most, double t, double apart) {
  int64_t at = *count;
  if (*count > most + 1) return;
  while (at > 0 && edges[at - 1] > t)
    --at;
  if ((at > 0 && t - edges[at - 1] <= apart) || (at < *count && edges[at] - t <= apart)) return;
  if (*count > most) {
    *count = most + 2;
    return;
  }
  for (int64_t i = *count; i > at; --i)
    edges[i] = edges[i - 1];
  edges[at] = t;
  ++*count;
}

/* Ends of panels: the part's ends, kinks, given points, breaks, and halves of what is left until there are enough. */
static bool make_edges(const rp_acas_part *part, const rp_acas_setting *setting, int64_t point_count,
                       const double *points, const rp_acas_path *path, double *edges, int64_t *panels) {
  int64_t count = 0, most = setting->most_panels;
  double length = part->end - part->begin, last = part->begin;
  insert(edges, &count, most, part->begin, 0);
  insert(edges, &count, most, part->end, 0);
  for (int64_t i = 0; i < point_count; ++i)
    if (points[i] > part->begin && points[i] < part->end) insert(edges, &count, most, points[i], 0);
  for (double next; (next = rp_acas_next_break(part->market, last)) < part->end; last = next)
    insert(edges, &count, most, next, 0);
  for (int64_t i = 0; i < path->kinks; ++i)
    insert(edges, &count, most, path->kink[i], kink_tolerance * length);
  while (count - 1 < LEAST_PANELS && count <= most && setting->resolution != INFINITY) {
    int64_t widest = 0;
    for (int64_t k = 1; k + 1 < count; ++k)
      if (edges[k + 1] - edges[k] > edges[widest + 1] - edges[widest]) widest = k;
    insert(edges, &count, most, (edges[widest] + edges[widest + 1]) / 2, 0);
  }
  *panels = count - 1;
  return count - 1 <= most;
}

static void spread_guess(rp_boundary_path *run, const double *guess) {
  for (int64_t k = 0; k < run->panels * run->method->stages; ++k)
    memcpy(run->at_node + 2 * k, guess, 2 * sizeof *guess);
}

/* The guess at the nodes of `to` from a solved path on another grid. */
static void carry_guess(const rp_boundary_path *from, rp_boundary_path *to) {
  int64_t stages = to->method->stages;
  for (int64_t panel = 0; panel < to->panels; ++panel)
    for (int64_t j = 0; j < stages; ++j) {
      double h = to->edge[panel + 1] - to->edge[panel];
      rp_boundary_at(from, to->edge[panel] + h * to->method->node[j], NULL,
                     to->at_node + (panel * stages + j) * 2);
    }
}

/* By how much kinks moved since the last round; infinite if their number changed. */
static double moved(int64_t old_count, const double *old, int64_t count, const double *kink, double length) {
  double most = 0;
  if (old_count != count) return INFINITY;
  for (int64_t i = 0; i < count; ++i)
    most = fmax(most, fabs(old[i] - kink[i]) / length);
  return most;
}

rp_boundary_status rp_acas_path_solve(const rp_acas_part *part, const rp_acas_setting *setting,
                                      int64_t point_count, const double *points, const double *guess,
                                      double *memory, double *work, int32_t *pivots, rp_acas_path *path) {
  const rp_acas *market = part->market;
  int64_t most = setting->most_panels, size = rp_boundary_path_size(2, setting->method->stages, most);
  rp_boundary_path other;
  double bound[] = {1 / market->gamma, INFINITY};
  rp_boundary_problem problem = {.n = 2,
                                 .field = field,
                                 .weight = weight,
                                 .context = market,
                                 .start = part->start,
                                 .terminal = part->terminal,
                                 .shift = part->shift,
                                 .bound = bound,
                                 .tolerance = newton_tolerance,
                                 .unit = 1 / market->gamma,
                                 .iterations = setting->iterations};
  *path = (rp_acas_path){.maker = memory + 2 * size, .maker_adjoint = memory + 2 * size + most + 1};
  rp_boundary_path_place(2, setting->method, most, memory, &path->run);
  rp_boundary_path_place(2, setting->method, most, memory + size, &other);
  int iterations = 0;
  for (int round = 0; round < ROUNDS; ++round) {
    rp_boundary_path *to = round == 0 ? &path->run : &other;
    if (!make_edges(part, setting, point_count, points, path, to->edge, &to->panels))
      return RP_BOUNDARY_NOT_CONVERGED;
    if (round == 0)
      spread_guess(to, guess);
    else {
      carry_guess(&path->run, to);
      rp_boundary_path kept = path->run;
      path->run = other;
      other = kept;
    }
    /* Panels that contain a kink are not worth halving: they are halved once the kinks are known. */
    bool settled = market->least == -INFINITY || (round > 0 && path->kink_error <= kink_tolerance);
    rp_boundary_status status =
        rp_boundary_adapt(&problem, settled || round > 1 ? setting->resolution : INFINITY, most, &path->run,
                          &other, work, pivots, &path->report);
    path->report.iterations = iterations += path->report.iterations;
    if (status != RP_BOUNDARY_OK) return status;
    int64_t old_count = path->kinks;
    double old[RP_ACAS_KINKS];
    memcpy(old, path->kink, sizeof old);
    if (!find_kinks(market, &path->run, &path->kinks, path->kink)) return RP_BOUNDARY_NOT_CONVERGED;
    path->kink_error = moved(old_count, old, path->kinks, path->kink, part->end - part->begin);
    if (path->kinks == 0 && old_count == 0) path->kink_error = 0;
    if (path->kink_error <= kink_tolerance && (settled || round > 1)) return RP_BOUNDARY_OK;
    if (setting->resolution == INFINITY) return RP_BOUNDARY_OK;
  }
  return path->kink_error < 1e-9 ? RP_BOUNDARY_OK : RP_BOUNDARY_NOT_CONVERGED;
}

/* Drift of Q1 at the nodes of a panel, and phi there. */
static void maker_rates(const rp_acas *market, const rp_boundary_path *run, int64_t panel, double *rate,
                        double *phi) {
  int64_t stages = run->method->stages;
  double h = run->edge[panel + 1] - run->edge[panel], ignored[2];
  for (int64_t j = 0; j < stages; ++j) {
    double t = run->edge[panel] + h * run->method->node[j];
    rp_acas_point at = rp_acas_at(market, t);
    rp_acas_rates(market->gamma, market->least, &at, run->at_node + (panel * stages + j) * 2, ignored, NULL,
                  rate + j);
    phi[j] = rp_curve_at(&market->running, t);
  }
}

void rp_acas_path_maker(const rp_acas_part *part, double maker, double terminal, double shift,
                        rp_acas_path *path) {
  const rp_boundary_path *run = &path->run;
  const rp_collocation *m = run->method;
  double rate[RP_COLLOCATION_MOST], phi[RP_COLLOCATION_MOST];
  path->maker[0] = maker;
  for (int64_t panel = 0; panel < run->panels; ++panel) {
    double h = run->edge[panel + 1] - run->edge[panel], gained = 0;
    maker_rates(part->market, run, panel, rate, phi);
    path->maker[panel + 1] = path->maker[panel];
    for (int64_t j = 0; j < m->stages; ++j) {
      double at = path->maker[panel];
      for (int64_t k = 0; k < m->stages; ++k)
        at += h * m->from_left[j][k] * rate[k];
      gained += h * m->weight[j] * 2 * phi[j] * at;
      path->maker[panel + 1] += h * m->weight[j] * rate[j];
    }
    path->maker_adjoint[panel] = gained;
  }
  path->maker_adjoint[run->panels] = shift - terminal * path->maker[run->panels];
  for (int64_t panel = run->panels - 1; panel >= 0; --panel)
    path->maker_adjoint[panel] = path->maker_adjoint[panel + 1] - path->maker_adjoint[panel];
}

int64_t rp_acas_path_index(const rp_acas_path *path, double t) {
  int64_t panel = rp_boundary_panel(&path->run, t);
  return t - path->run.edge[panel] <= path->run.edge[panel + 1] - t ? panel : panel + 1;
}

rp_acas_gain_signs rp_acas_path_signs(const rp_acas *market, const rp_acas_path *path) {
  rp_acas_gain_signs s = {-INFINITY, NAN, NAN, NAN, 0}; /* fmax and fmin take the number */
  for (int64_t k = 0; k <= path->run.panels; ++k) {
    const double *r = path->run.gain + 4 * k;
    double determinant = r[0] * r[3] - r[1] * r[2];
    double bound =
        2 * (market->terminal + rp_curve_integral(&market->running, path->run.edge[k], market->horizon));
    double norm = fmax(fabs(r[0]) + fabs(r[2]), fabs(r[1]) + fabs(r[3]));
    s.largest_entry = fmax(s.largest_entry, fmax(fmax(r[0], r[1]), fmax(r[2], r[3])));
    s.norm_ratio = fmax(s.norm_ratio, norm == 0 ? 0 : norm / bound);
    if (determinant == 0) continue; /* at T without terminal penalty */
    s.off_diagonal = fmax(s.off_diagonal, fmax(r[1], r[2]) / determinant);
    s.column_sum = fmin(s.column_sum, fmin(-(r[3] - r[2]), -(r[0] - r[1])) / determinant);
    s.dominance = fmin(s.dominance, fmin(1 - fabs(r[1] / r[0]), 1 - fabs(r[2] / r[3])));
  }
  return s;
}
