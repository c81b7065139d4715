/* markov_taylor.c - see markov_taylor.h. */
#include "numerics/markov_taylor.h"
#include <math.h>
#include <string.h>
#include "numerics/extrapolated_euler.h"
#include "numerics/truncated_polynomial.h"

typedef struct series_system {
  const rp_markov_problem *problem;
  rp_polynomials ring;
  double centre[RP_POLYNOMIAL_MOST_VARIABLES], reach[RP_POLYNOMIAL_MOST_VARIABLES];
  double covariance[RP_POLYNOMIAL_MOST_VARIABLES * RP_POLYNOMIAL_MOST_VARIABLES];
  const double *given; /* [givens][count]                             */
  double *weight;      /* [count]: reach^exponents, for sizes         */
  double *scaled[2];   /* [unknowns][count]                           */
  double step[RP_EXTRAPOLATION_MOST];
  double work; /* multiplications of an attempt at a step */
} series_system;

int64_t rp_markov_taylor_workspace(const rp_markov_problem *problem, const rp_markov_taylor *method) {
  int64_t storage = rp_polynomials_storage(problem->factors, method->degree);
  if (storage == 0) return 0;
  int64_t count = rp_polynomials_count(problem->factors, method->degree),
          unknowns = problem->reaction->unknowns;
  return storage / 2 + 1 + count * (problem->reaction->givens + 1 + 3 * unknowns) +
         rp_extrapolated_euler_workspace(unknowns * count, method->order);
}

static bool remember(void *context, double h, int slot) {
  ((series_system *)context)->step[slot] = h;
  return true;
}

static void resolve(void *context, int slot, double *u) {
  series_system *s = context;
  for (int64_t k = 0; k < s->problem->reaction->unknowns; ++k)
    rp_polynomials_resolve(&s->ring, s->problem->laws, s->problem->correlation ? s->covariance : NULL,
                           s->centre, s->step[slot], u + k * s->ring.count);
}

static bool rate(void *context, const double *u, double *out) {
  series_system *s = context;
  const rp_reaction *r = s->problem->reaction;
  int64_t count = s->ring.count;
  memset(out, 0, (size_t)(r->unknowns * count) * sizeof *out);
  for (int64_t t = 0; t < r->terms; ++t) {
    const rp_reaction_term *term = r->term + t;
    const double *side[2];
    const int32_t number[2] = {term->left, term->right};
    for (int i = 0; i < 2; ++i)
      side[i] = number[i] == RP_REACTION_ONE ? NULL
                : number[i] < r->unknowns    ? u + number[i] * count
                                             : s->given + (number[i] - r->unknowns) * count;
    double *to = out + term->target * count;
    const double *only = side[0] ? side[0] : side[1];
    if (side[0] && side[1])
      rp_polynomials_multiply(&s->ring, term->weight, side[0], side[1], to);
    else if (only)
      for (int64_t i = 0; i < count; ++i)
        to[i] += term->weight * only[i];
    else
      to[0] += term->weight;
  }
  return true;
}

static bool stop(void *context) {
  const series_system *s = context;
  return s->problem->stop(s->problem->stop_context, s->work);
}

/* Products of series dominate. */
static double work_of(const rp_markov_problem *p, const rp_polynomials *ring, int order) {
  double product =
      p->factors == 1 ? 0.5 * (double)ring->count * (double)(ring->count + 1) : (double)ring->products;
  return 0.5 * order * (order + 1) * (double)p->reaction->terms * product;
}

/* Sizes of coefficients are those of their terms at the farthest state. */
static double size_of(void *context, const double *change, const double *u) {
  series_system *s = context;
  int64_t count = s->ring.count, unknowns = s->problem->reaction->unknowns;
  for (int64_t k = 0; k < unknowns; ++k)
    for (int64_t i = 0; i < count; ++i) {
      s->scaled[0][k * count + i] = change[k * count + i] * s->weight[i];
      s->scaled[1][k * count + i] = u[k * count + i] * s->weight[i];
    }
  return rp_markov_change(unknowns, count, s->scaled[0], s->scaled[1]);
}

/* About the mean at the horizon, towards which factors are drawn. */
static void place(series_system *s) {
  const rp_markov_problem *p = s->problem;
  for (int64_t f = 0; f < p->factors; ++f)
    for (int64_t g = 0; p->correlation && g < p->factors; ++g)
      s->covariance[f * p->factors + g] = p->correlation[f * p->factors + g] *
                                          sqrt(p->laws[f].variance_constant * p->laws[g].variance_constant);
  for (int64_t f = 0; f < p->factors; ++f) {
    const rp_affine_law *law = p->laws + f;
    s->centre[f] = rp_affine_law_mean(law, law->start, p->horizon);
    s->reach[f] = sqrt(fmax(rp_affine_law_variance(law, law->start, p->horizon), 0));
    for (int64_t i = 0; i < p->states; ++i)
      s->reach[f] = fmax(s->reach[f], fabs(p->state[i * p->factors + f] - s->centre[f]));
  }
  for (int64_t i = 0; i < s->ring.count; ++i) {
    s->weight[i] = 1;
    for (int64_t f = 0; f < p->factors; ++f)
      s->weight[i] *= pow(s->reach[f], s->ring.exponent[i * p->factors + f]);
  }
}

static void expand(const series_system *s, const rp_markov_function *function, double *out) {
  memset(out, 0, (size_t)s->ring.count * sizeof *out);
  for (int64_t f = 0; f < s->problem->factors; ++f)
    rp_polynomials_add_shifted(&s->ring, f, function->terms, function->coefficients + f * function->terms,
                               s->centre[f], out);
}

static void read_off(const series_system *s, const double *u, double *values, rp_markov_report *report) {
  const rp_markov_problem *p = s->problem;
  int64_t unknowns = p->reaction->unknowns;
  double y[RP_POLYNOMIAL_MOST_VARIABLES], size = 0;
  for (int64_t i = 0; i < unknowns * s->ring.count; ++i)
    size = fmax(size, fabs(u[i]) * s->weight[i % s->ring.count]);
  for (int64_t i = 0; i < p->states; ++i) {
    for (int64_t f = 0; f < p->factors; ++f)
      y[f] = p->state[i * p->factors + f] - s->centre[f];
    for (int64_t k = 0; k < unknowns; ++k) {
      double tail, *to = values + i * unknowns + k;
      *to = rp_polynomials_at(&s->ring, u + k * s->ring.count, y, &tail);
      if (tail > 0) report->tail = fmax(report->tail, tail / fmax(fabs(*to), 1e-8 * size));
    }
  }
}

rp_markov_status rp_markov_taylor_solve(const rp_markov_problem *problem, const rp_markov_taylor *method,
                                        double *values, rp_markov_report *report, double *work) {
  int64_t storage = rp_polynomials_storage(problem->factors, method->degree);
  int64_t count = rp_polynomials_count(problem->factors, method->degree),
          unknowns = problem->reaction->unknowns;
  series_system s = {.problem = problem};
  rp_polynomials_make(problem->factors, method->degree, (int32_t *)(void *)work, &s.ring);
  double *given = work + storage / 2 + 1, *u = given + problem->reaction->givens * count;
  s.given = given;
  s.scaled[0] = u + unknowns * count;
  s.scaled[1] = s.scaled[0] + unknowns * count;
  s.weight = s.scaled[1] + unknowns * count;
  double *steps = s.weight + count;
  place(&s);
  for (int64_t k = 0; k < problem->reaction->givens; ++k)
    expand(&s, problem->given + k, given + k * count);
  for (int64_t k = 0; k < unknowns; ++k)
    expand(&s, problem->terminal + k, u + k * count);
  s.work = work_of(problem, &s.ring, method->order);
  rp_split_system split = {unknowns * count,           &s, remember, resolve, rate, size_of,
                           problem->stop ? stop : NULL};
  rp_extrapolation state = {.order = method->order,
                            .fixed_level = method->fixed_level,
                            .tolerance = method->tolerance,
                            .span = problem->horizon,
                            .level = 2};
  *report = (rp_markov_report){.unknown = -1};
  double now = problem->horizon, largest = rp_markov_largest(unknowns * count, u);
  for (int64_t i = problem->times - 1; i >= 0; --i) {
    double reached = 0, duration = now - problem->time[i];
    rp_extrapolation_status advanced =
        duration > 0 ? rp_extrapolated_euler(&split, &state, duration, u, &reached, steps)
                     : RP_EXTRAPOLATION_OK;
    if (advanced != RP_EXTRAPOLATION_OK) {
      report->at = now - reached;
      if (advanced == RP_EXTRAPOLATION_STOPPED) return RP_MARKOV_STOPPED;
      return rp_markov_has_grown(unknowns * count, u, largest) ? RP_MARKOV_ESCAPES : RP_MARKOV_STALLED;
    }
    now = problem->time[i];
    read_off(&s, u, values + i * problem->states * unknowns, report);
  }
  report->steps = state.steps;
  report->time_error = state.error;
  return RP_MARKOV_OK;
}
