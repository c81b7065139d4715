/* control.c - see control.h. */
#include "control.h"

enum { N = RP_STATES };

rp_control rp_control_killed(const rp_control *control, double rate, const double *end) {
  rp_control killed = *control;
  for (int i = 0; i < N; ++i)
    killed.drift[i * N + i] -= rate / 2;
  for (int i = 0; i < N * N; ++i)
    killed.cost[i] -= rate * end[i];
  return killed;
}

void rp_control_hamiltonian(const rp_control *c, double *h) {
  enum { M = 2 * N };
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      double drift = c->drift[i * N + j] - c->push[i] * c->tilt[j] / c->temporary;
      h[i * M + j] = -drift;
      h[(N + j) * M + N + i] = drift;
      h[i * M + N + j] = -(c->push[i] * c->push[j]) / c->temporary;
      h[(N + i) * M + j] = c->tilt[i] * c->tilt[j] / c->temporary - c->cost[i * N + j];
    }
}

void rp_control_derivative(const rp_control *c, const double *p, double *out) {
  double felt[N];
  for (int i = 0; i < N; ++i) {
    felt[i] = -c->tilt[i];
    for (int l = 0; l < N; ++l)
      felt[i] += p[i * N + l] * c->push[l];
  }
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      double x = felt[i] * felt[j] / c->temporary - c->cost[i * N + j];
      for (int l = 0; l < N; ++l)
        x += c->drift[l * N + i] * p[l * N + j] + p[i * N + l] * c->drift[l * N + j];
      out[i * N + j] = x;
    }
}

void rp_control_feedback(const rp_control *c, const double *p, double *k) {
  for (int j = 0; j < N; ++j) {
    double x = -c->tilt[j];
    for (int l = 0; l < N; ++l)
      x += c->push[l] * p[l * N + j];
    k[j] = x / c->temporary;
  }
}

double rp_control_value(const double *p, const double *z) {
  double sum = 0;
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      sum += z[i] * p[i * N + j] * z[j];
  return sum / 2;
}
