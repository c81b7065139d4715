/*
 * markets.h - markets for the tests of closing_price: the paper's own and reproducible random ones with
 * everything different in each period, and a comparison that says what it compared.
 */
#ifndef MARKETS_H
#define MARKETS_H
#include "closing_price/one_pass.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

enum { MOST = 64 };

typedef struct test_market {
  double impact[MOST], transient_share[MOST], drift[MOST], variance[MOST];
  double gains[MOST * RP_GAIN_COUNT];
  rp_market market;
} test_market;

/* |got - want| <= tolerance * scale; scale 0 stands for |want|. */
#define CLOSE(got, want, tolerance, scale)                                                                   \
  do {                                                                                                       \
    double got_ = (got), want_ = (want), scale_ = (scale);                                                   \
    cr_assert(fabs(got_ - want_) <= (tolerance) * (scale_ > 0 ? scale_ : fabs(want_)),                       \
              "%s is %.17g, %s is %.17g", #got, got_, #want, want_);                                         \
  } while (0)

/* Knuth's linear congruential generator: the same numbers on every machine. */
static inline double uniform(uint64_t *state, double low, double high) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return low + (high - low) * (double)(*state >> 11) * 0x1p-53;
}

static inline void attach(test_market *m, int64_t periods) {
  m->market.periods = periods;
  m->market.impact = m->impact;
  m->market.transient_share = m->transient_share;
  m->market.drift = m->drift;
  m->market.variance = m->variance;
}

/* The paper's market with T = periods, and a drift. */
static inline void constant_market(test_market *m, int64_t periods, double drift) {
  for (int64_t t = 0; t < MOST; ++t) {
    m->impact[t] = 1e-3;
    m->transient_share[t] = 0.5;
    m->drift[t] = drift;
    m->variance[t] = 0.02;
  }
  attach(m, periods);
  m->market.resilience_rate = 0.1;
  m->market.risk_aversion = 1e-3;
  m->market.resilience = RP_RESILIENCE_PRINTED;
}

/* Impacts vary by a third, so that trading on the exchange alone stays convex. */
static inline void random_market(test_market *m, uint64_t *state) {
  int64_t periods = 2 + (int64_t)uniform(state, 0, 12);
  for (int64_t t = 0; t < MOST; ++t) {
    m->impact[t] = uniform(state, 0.8e-3, 1.2e-3);
    m->transient_share[t] = uniform(state, 0.1, 0.9);
    m->drift[t] = uniform(state, -0.4, 0.4);
    m->variance[t] = uniform(state, 0, 0.05);
  }
  attach(m, periods);
  m->market.resilience_rate = uniform(state, 0.05, 0.8);
  m->market.risk_aversion = pow(10, uniform(state, -5, -2));
  m->market.resilience = uniform(state, 0, 1) < 0.5 ? RP_RESILIENCE_PRINTED : RP_RESILIENCE_CONSISTENT;
}

/*
 * Workspaces whose size is asked for lie between fences of words that must stay as they were: a kernel that asks for too
 * little, or reckons its parts wrongly, writes over one of them. Neighbouring words differ, so that moving them is seen.
 */
enum { FENCE = 64 };

static inline double fence_word(int64_t i) {
  return 0x1p+100 * (double)(3 * i + 1);
}

/* Builds the fences round `size` words of a buffer of `most` words and returns what lies between them. */
static inline double *fence(double *buffer, int64_t most, int64_t size) {
  cr_assert(size >= 0 && size + 2 * FENCE <= most, "a workspace of %lld", (long long)size);
  for (int64_t i = 0; i < most; ++i)
    buffer[i] = fence_word(i);
  return buffer + FENCE;
}

static inline void check_fence(const double *buffer, int64_t size) {
  for (int64_t i = 0; i < 2 * FENCE; ++i) {
    int64_t at = i < FENCE ? i : i + size;
    cr_assert(buffer[at] == fence_word(at), "written outside of the workspace, at %lld of %lld",
              (long long)(at - FENCE), (long long)size);
  }
}

static inline int32_t *fence_integers(int32_t *buffer, int64_t most, int64_t size) {
  cr_assert(size >= 0 && size + 2 * FENCE <= most, "a workspace of %lld integers", (long long)size);
  for (int64_t i = 0; i < most; ++i)
    buffer[i] = (int32_t)(0x1000000 + 3 * i);
  return buffer + FENCE;
}

static inline void check_integers(const int32_t *buffer, int64_t size) {
  for (int64_t i = 0; i < 2 * FENCE; ++i) {
    int64_t at = i < FENCE ? i : i + size;
    cr_assert(buffer[at] == 0x1000000 + 3 * at, "written outside of the workspace, at %lld of %lld",
              (long long)(at - FENCE), (long long)size);
  }
}

#endif
