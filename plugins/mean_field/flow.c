/* flow.c - see flow.h. */
#include "flow.h"
#include <math.h>
#include <stddef.h>
#include "numerics/tridiagonal.h"

static double spacing(const rp_flow *f) {
  return (f->high - f->low) / (double)f->cells;
}

static double centre(const rp_flow *f, int64_t i) {
  return f->low + spacing(f) * ((double)i + 0.5);
}

/* Reward per time at time t under the present law. */
static double reward(const rp_flow *f, double t) {
  rp_feedback at;
  f->feedback(f->context, t, &at);
  double sum = 0;
  for (int64_t i = 0; i < f->cells; ++i) {
    double x = centre(f, i), m = f->m[i], rate = at.base + at.slope * x + f->shape_cells[i];
    double herding =
        f->own ? (m > 0 ? log(m) - f->log_unit : 0) : at.log[0] + x * (at.log[1] + x * at.log[2]);
    sum += m * (f->a * herding - f->b / 2 * rate * rate - f->c / 2 * x * x);
  }
  return sum * spacing(f);
}

static double moment(const rp_flow *f, double origin, int power) {
  double sum = 0;
  for (int64_t i = 0; i < f->cells; ++i) {
    double off = centre(f, i) - origin;
    sum += f->m[i] * (power == 0 ? 1 : power == 1 ? off : off * off);
  }
  return sum * spacing(f);
}

/* One step with the feedback at its middle: (1 - dt L/2) m' = (1 + dt L/2) m. */
static void step(rp_flow *f, double t, double dt) {
  int64_t n = f->cells;
  double dx = spacing(f), spread = f->sigma * f->sigma / (2 * dx * dx);
  double *lower = f->work, *diagonal = lower + n, *upper = diagonal + n, *pivot = upper + n, *x = pivot + n;
  rp_feedback at;
  f->feedback(f->context, t, &at);
  /* A face's flux is out m_left - back m_right */
  double back_before = 0, out_before = 0;
  for (int64_t i = 0; i < n; ++i) {
    double face = f->low + dx * (double)(i + 1), rate = at.base + at.slope * face + f->shape_faces[i + 1];
    double out = i + 1 < n ? rate / (2 * dx) + spread : 0, back = i + 1 < n ? spread - rate / (2 * dx) : 0;
    /* dm/dt = out_before m_{i-1} - (back_before + out) m_i + back m_{i+1} */
    double centre_rate = -(back_before + out);
    lower[i] = -dt / 2 * out_before;
    diagonal[i] = 1 - dt / 2 * centre_rate;
    upper[i] = -dt / 2 * back;
    double left = i > 0 ? f->m[i - 1] : 0, right = i + 1 < n ? f->m[i + 1] : 0;
    x[i] = f->m[i] + dt / 2 * (out_before * left + centre_rate * f->m[i] + back * right);
    out_before = out;
    back_before = back;
  }
  rp_tridiagonal_factor(n, lower, diagonal, upper, pivot);
  rp_tridiagonal_resolve(n, lower, upper, pivot, x);
  for (int64_t i = 0; i < n; ++i)
    f->m[i] = x[i];
}

bool rp_flow_run(rp_flow *f, rp_flow_watch *watch, void *watch_context) {
  double dt = f->horizon / (double)f->steps, mass = moment(f, 0, 0);
  f->utility = f->mass_error = 0;
  f->least = INFINITY;
  for (int64_t k = 0;; ++k) {
    double t = f->horizon * ((double)k / (double)f->steps), now = moment(f, 0, 0),
           mean = moment(f, 0, 1) / now;
    f->utility += (k == 0 || k == f->steps ? dt / 2 : dt) * reward(f, t);
    f->mass_error = fmax(f->mass_error, fabs(now / mass - 1));
    for (int64_t i = 0; i < f->cells; ++i)
      f->least = fmin(f->least, f->m[i]);
    if (!isfinite(f->utility)) return false;
    if (watch && !watch(watch_context, k, mean, moment(f, mean, 2) / now)) return false;
    if (k == f->steps) break;
    step(f, t + dt / 2, dt);
  }
  f->utility -= f->d / 2 * moment(f, f->target, 2);
  return true;
}
