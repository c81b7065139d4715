/* The reaction of K types against the equations written with matrices; forms; steps along paths. */
#include "nplayer_fbsde/type_game.h"
#include <string.h>
#include "expect.h"
#include "nplayer_fbsde/type_paths.h"

enum { K = 3, MOST = 400, TERMS = 4000 };

static const double count[K] = {2, 5, 1}, eta[K] = {0.2, 0.5, 0.9}, alpha[K] = {1.5, 0.4, 2},
                    gamma_[K] = {0.6, -0.1, 1};
static const rp_type_game game = {K, count, eta, alpha, gamma_, 0.3};
static rp_type_fields f;
static rp_reaction reaction;
static rp_reaction_term term[TERMS];
static int32_t block[MOST + 1], group[MOST + 1];
static double u[MOST], rate[MOST], terminal[MOST], given[RP_TYPE_GIVENS] = {0.7, -0.4};

static double coupling(int k, int l) {
  return game.impact * (count[l] - (k == l));
}

static void make(void) {
  const rp_type_wishes all = {true, true, true, true, true, true, true, true, true, true};
  int64_t terms, blocks;
  rp_type_fields_number(K, &all, &f, &terms, &blocks);
  cr_assert(f.unknowns <= MOST && terms <= TERMS);
  rp_type_game_reaction(&game, &f, term, block, group, terminal, &reaction);
  cr_assert(reaction.terms == terms && reaction.blocks == blocks && reaction.unknowns == f.unknowns);
  for (int i = 0; i < f.unknowns; ++i)
    u[i] = sin(1. + 0.37 * i);
  rp_reaction_rate(&reaction, 1, u, given, rate);
}

#define N(i, j) u[f.feedback + (j)*K + (i)]
#define Q(k) u[f.forcing + (k)]

Test(type_game, equilibrium_and_expectations) {
  make();
  for (int i = 0; i < K; ++i) {
    double q = -given[RP_TYPE_DRIFT], v = 0;
    for (int j = 0; j < K; ++j) {
      double n = i == j ? alpha[i] * given[0] : 0, m = 0;
      for (int l = 0; l < K; ++l) {
        n += -N(i, l) * N(l, j) / eta[l] + coupling(i, l) * N(l, j) / (2 * eta[l]);
        m -= u[f.mean + i * K + l] * N(l, j) / eta[l];
      }
      CLOSE(rate[f.feedback + j * K + i], n, 1e-13, 1e-13);
      CLOSE(rate[f.mean + i * K + j], m, 1e-13, 1e-13);
      q += -N(i, j) * Q(j) / eta[j] + coupling(i, j) * Q(j) / (2 * eta[j]);
      v -= u[f.mean + i * K + j] * Q(j) / (2 * eta[j]);
    }
    CLOSE(rate[f.forcing + i], q, 1e-13, 1e-13);
    CLOSE(rate[f.shift + i], v, 1e-13, 1e-13);
    CLOSE(terminal[f.feedback + i * K + i], gamma_[i], 0, 0);
    CLOSE(terminal[f.mean + i * K + i], 1, 0, 0);
  }
}

Test(type_game, scalars_of_each_type) {
  make();
  for (int k = 0; k < K; ++k) {
    double r = u[f.deviation + k], d = u[f.kept + k], a = u[f.own + k], s = u[f.deviation_cost + k],
           risk = alpha[k] * given[0];
    CLOSE(rate[f.deviation + k], -r * r / eta[k] - 0.3 * r / (2 * eta[k]) + risk, 1e-13, 1e-13);
    CLOSE(rate[f.kept + k], -r * d / eta[k], 1e-13, 1e-13);
    CLOSE(rate[f.own + k], -a * a / eta[k] + risk, 1e-13, 1e-13);
    CLOSE(rate[f.deviation_cost + k], -2 * r * s / eta[k] + r * r / eta[k] + risk - 0.3 * r / eta[k], 1e-13,
          1e-13);
    CLOSE(rate[f.constant + k], -Q(k) * Q(k) / (4 * eta[k]), 1e-13, 1e-13);
    CLOSE(terminal[f.deviation + k] + terminal[f.own + k] + terminal[f.deviation_cost + k], 3 * gamma_[k],
          1e-15, 0);
    CLOSE(terminal[f.kept + k], 1, 0, 0);
  }
}

/* d/dt of a form along m' = -E (N m + q/2), plus the running cost, for random means: what the form's rates say. */
Test(type_game, forms_follow_the_means) {
  make();
  for (int round = 0; round < 5; ++round) {
    double m[K], drive[K], ahead[K], behind[K], d = 1e-5;
    for (int k = 0; k < K; ++k)
      m[k] = cos(2. * k + round);
    for (int k = 0; k < K; ++k) {
      drive[k] = -Q(k) / (2 * eta[k]);
      for (int j = 0; j < K; ++j)
        drive[k] -= N(k, j) * m[j] / eta[k];
      ahead[k] = behind[k] = 0;
    }
    for (int k = 0; k < K; ++k) {
      ahead[k] = m[k] + d * drive[k];
      behind[k] = m[k] - d * drive[k];
    }
    for (int k = 0; k < K; ++k) {
      const double *form = u + f.second + k * f.form;
      double slope = (rp_type_form(K, form, ahead) - rp_type_form(K, form, behind)) / (2 * d);
      CLOSE(rp_type_form(K, rate + f.second + k * f.form, m), slope, 1e-8, 1e-8);
      form = u + f.cost + k * f.form;
      slope = (rp_type_form(K, form, ahead) - rp_type_form(K, form, behind)) / (2 * d);
      double force = given[RP_TYPE_DRIFT];
      for (int l = 0; l < K; ++l)
        force += coupling(k, l) * drive[l];
      double running = eta[k] * drive[k] * drive[k] + alpha[k] * given[0] * m[k] * m[k] - m[k] * force;
      CLOSE(rp_type_form(K, rate + f.cost + k * f.form, m), slope + running, 1e-8, 1e-8);
      CLOSE(rp_type_form(K, terminal + f.cost + k * f.form, m), gamma_[k] * m[k] * m[k], 1e-14, 1e-14);
      CLOSE(rp_type_form(K, terminal + f.second + k * f.form, m), m[k] * m[k], 1e-14, 1e-14);
    }
  }
}

Test(type_game, only_what_is_wanted) {
  const rp_type_wishes none = {.feedback = true}, kept = {.kept = true}, second = {.second = true};
  int64_t terms, blocks;
  rp_type_fields_number(K, &none, &f, &terms, &blocks);
  cr_assert(f.unknowns == K * K && f.forcing < 0 && f.mean < 0 && blocks == K);
  rp_type_fields_number(K, &kept, &f, &terms, &blocks);
  cr_assert(f.unknowns == 2 * K && f.feedback < 0 && f.deviation == 0);
  rp_type_fields_number(K, &second, &f, &terms, &blocks);
  cr_assert(f.feedback == 0 && f.forcing == K * K && f.second == K * K + K);
}

/* Constant fields: the exact path is exponential, the step is trapezoidal, and costs are those of the formula. */
Test(type_game, paths) {
  enum { PATHS = 3, STEPS = 400 };
  const double one[1] = {4}, slip[1] = {0.5}, risk[1] = {2}, res[1] = {1};
  const rp_type_game single = {1, one, slip, risk, res, 0.1};
  double n[PATHS] = {0.5, 1, 2}, q[PATHS] = {0, 0.2, -0.4}, m[PATHS] = {1, 1, -2}, rates[PATHS],
         costs[PATHS] = {0};
  const double variance[PATHS] = {1, 2, 3}, b[PATHS] = {0.1, 0, -0.1};
  rp_type_slice slice = {n, q};
  rp_type_rates(&single, PATHS, &slice, m, rates);
  for (int p = 0; p < PATHS; ++p)
    CLOSE(rates[p], -(n[p] * m[p] + q[p] / 2) / 0.5, 1e-15, 0);
  rp_type_running_cost(&single, PATHS, 0.25, variance, b, m, rates, costs);
  for (int p = 0; p < PATHS; ++p)
    CLOSE(costs[p],
          0.25 * (0.5 * rates[p] * rates[p] + 2 * variance[p] * m[p] * m[p] - m[p] * (b[p] + 0.3 * rates[p])),
          1e-14, 0);
  for (int k = 0; k < STEPS; ++k)
    cr_assert(rp_type_step(&single, PATHS, 1. / STEPS, &slice, &slice, m));
  const double start[PATHS] = {1, 1, -2};
  for (int p = 0; p < PATHS; ++p) {
    double rest = -q[p] / (2 * n[p]);
    CLOSE(m[p], rest + (start[p] - rest) * exp(-n[p] / 0.5), 0, 2e-5);
  }
  /* Two types: the step solves (1 + h/2 E N) m_new = (1 - h/2 E N) m - h/2 E q. */
  const double two_count[2] = {1, 1}, two_eta[2] = {0.4, 0.8}, feedback[4] = {1, 0.3, -0.2, 0.7},
               forcing[2] = {0.1, -0.5};
  const rp_type_game pair = {2, two_count, two_eta, NULL, NULL, 0};
  rp_type_slice at = {feedback, forcing};
  double x[2] = {1, -1}, before[2] = {1, -1}, h = 0.3, left[2], right[2];
  cr_assert(rp_type_step(&pair, 1, h, &at, &at, x));
  for (int i = 0; i < 2; ++i) {
    left[i] = x[i];
    right[i] = before[i] - h / 2 * forcing[i] / two_eta[i];
    for (int j = 0; j < 2; ++j) {
      left[i] += h / 2 * feedback[j * 2 + i] * x[j] / two_eta[i];
      right[i] -= h / 2 * feedback[j * 2 + i] * before[j] / two_eta[i];
    }
    CLOSE(left[i], right[i], 1e-14, 1e-14);
  }
}

/* Blocks: columns of N, q, each scalar alone, rows of M, v; of a form its columns, its vector and its constant. */
Test(type_game, blocks) {
  make();
  int64_t at = 0, expected[200], forms[] = {f.second, f.cost};
  for (int i = 0; i < K; ++i)
    expected[at++] = f.feedback + i * K;
  expected[at++] = f.forcing;
  for (int i = 0; i < K; ++i)
    expected[at++] = f.deviation + i;
  for (int i = 0; i < K; ++i)
    expected[at++] = f.kept + i;
  for (int i = 0; i < K; ++i)
    expected[at++] = f.own + i;
  for (int i = 0; i < K; ++i)
    expected[at++] = f.mean + i * K;
  for (int i = 0; i < K; ++i)
    expected[at++] = f.shift + i;
  for (int i = 0; i < K; ++i)
    expected[at++] = f.deviation_cost + i;
  for (int i = 0; i < K; ++i)
    expected[at++] = f.constant + i;
  for (int form = 0; form < 2; ++form)
    for (int k = 0; k < K; ++k)
      for (int part = 0; part < K + 2; ++part)
        expected[at++] = forms[form] + k * f.form + part * K;
  expected[at] = f.unknowns;
  cr_assert_eq(reaction.blocks, at, "%d blocks", (int)reaction.blocks);
  for (int64_t i = 0; i <= at; ++i)
    cr_assert_eq(block[i], expected[i], "block %d begins at %d", (int)i, block[i]);
}
