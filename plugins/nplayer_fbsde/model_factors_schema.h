/*
 * model_factors_schema.h - the parameters, axes and outputs that the models with stochastic coefficients have in common, as entries
 * of their schemas. Glue.
 */
#ifndef RP_MODEL_FACTORS_SCHEMA_H
#define RP_MODEL_FACTORS_SCHEMA_H
#include "reprise/tables.h"

/* Offsets of RP_FACTOR_ENTRIES behind the first of them; RP_SOLVING_ENTRIES are those from FACTOR_METHOD on. */
enum {
  FACTOR_LAWS,
  FACTOR_CORRELATION,
  FACTOR_SCALE,
  FACTOR_DEFAULT_VARIANCE,
  FACTOR_VARIANCE,
  FACTOR_DRIFT,
  FACTOR_VARIANCE_CURVE,
  FACTOR_DRIFT_CURVE,
  FACTOR_REGIME_RATES,
  FACTOR_REGIME_VARIANCE,
  FACTOR_REGIME_DRIFT,
  FACTOR_REGIME_START,
  FACTOR_METHOD,
  FACTOR_TOLERANCE,
  FACTOR_RESOLUTION,
  FACTOR_STEPS,
  FACTOR_SAMPLE,
  FACTOR_DEGREE,
  FACTOR_BATCHES,
  FACTOR_MONOTONE,
  FACTOR_LOW,
  FACTOR_HIGH,
  FACTOR_PARAMS
};

/* Indices of the laws and coefficients in values of the parameter `factors`. */
enum { LAW_CIR, LAW_OU, LAW_AFFINE, LAW_COUNT };
enum { METHOD_AUTOMATIC, METHOD_TAYLOR, METHOD_CHEBYSHEV, METHOD_DIFFERENCES, METHOD_REGRESSION };

extern const rp_process rp_factor_laws[LAW_COUNT];
extern const char *const rp_factor_methods[];

#define RP_FACTOR_ARRAY(name_, symbol_, unit_, bounds_, doc_, ...)                                           \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, "section 4", doc_), .kind = RP_ARRAY, .flags = RP_OPTIONAL, bounds_,    \
                                                         .preset = RP_ABSENT, .axes = RP_ON(__VA_ARGS__)     \
  }
#define RP_FACTOR_CURVE(name_, symbol_, unit_, bounds_, doc_)                                                \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, "section 4", doc_), .kind = RP_CURVE, .flags = RP_OPTIONAL, bounds_,    \
                                                         .preset = RP_ABSENT, .variable = "z", .domain = {   \
                                                           "",                                               \
                                                           ""                                                \
                                                         }                                                   \
  }
#define RP_FACTOR_END(name_, doc_)                                                                           \
  {                                                                                                          \
    RP_WORDS_(name_, "", "1", "", doc_), .kind = RP_REAL, .flags = RP_OPTIONAL | RP_NUMERICAL, RP_ANY,       \
                                         .preset = RP_ABSENT                                                 \
  }
#define RP_VARIANCE_UNIT "cash^2/share^2/time"
#define RP_DRIFT_UNIT "cash/share/time"

/* Factors, coefficients along them, and the method. */
#define RP_FACTOR_ENTRIES                                                                                    \
  {RP_WORDS_("factors", "z_f", "1", "section 4",                                                             \
             "Markov factors of one law; coefficients are lists with one entry per factor (one "             \
             "factor: speed = {2}). Gaussian and square-root ones together are affine: ou has "              \
             "variance_slope 0, cir variance_constant 0. Absent, and "                                       \
             "without regimes: one square-root factor (cir) with speed 2/horizon, mean 1, "                  \
             "volatility 1/horizon^0.5, start 0.7, and the variance of the price is "                        \
             "`default_variance` times the factor."),                                                        \
   .kind = RP_PROCESS,                                                                                       \
   .flags = RP_OPTIONAL,                                                                                     \
   .preset = RP_ABSENT,                                                                                      \
   .axes = RP_ON("factor"),                                                                                  \
   .processes = rp_factor_laws,                                                                              \
   .process_count = LAW_COUNT,                                                                               \
   .process_stride = sizeof(rp_process)},                                                                    \
      {RP_WORDS_("correlation", "\\rho_{fg}", "1", "section 4",                                              \
                 "Correlations of the factors' Brownian motions, units on the diagonal, positive "           \
                 "semi-definite; absent: independent."),                                                     \
       .kind = RP_ARRAY,                                                                                     \
       .flags = RP_OPTIONAL | RP_SYMMETRIC,                                                                  \
       RP_BETWEEN(-1, 1),                                                                                    \
       .preset = RP_ABSENT,                                                                                  \
       .axes = RP_ON("factor", "factor")},                                                                   \
      RP_REAL_ENTRY("volatility_scale", "", "1", RP_NONNEGATIVE, 1, 0, "",                                   \
                    "Multiplies the volatility of every factor; 0: they move along their means."),           \
      RP_REAL_ENTRY("default_variance", "", RP_VARIANCE_UNIT, RP_NONNEGATIVE, 0.1, 0, "",                    \
                    "Variance of the price per unit of the default factor; not read with `factors`, "        \
                    "`variance` or `variance_curve`."),                                                      \
      RP_FACTOR_ARRAY("variance", "\\sigma^2(z)", RP_VARIANCE_UNIT, RP_ANY,                                  \
                      "Variance of the price: a polynomial in each factor, constant first, added up; in "    \
                      "units of powers of the factor.",                                                      \
                      "factor", "variance_power"),                                                           \
      RP_FACTOR_ARRAY("drift", "b(z)", RP_DRIFT_UNIT, RP_ANY, "Drift of the price, likewise; absent: 0.",    \
                      "factor", "drift_power"),                                                              \
      RP_FACTOR_CURVE("variance_curve", "\\sigma^2(z)", RP_VARIANCE_UNIT, RP_NONNEGATIVE,                    \
                      "Variance as any function of one factor, in place of `variance`."),                    \
      RP_FACTOR_CURVE("drift_curve", "b(z)", RP_DRIFT_UNIT, RP_ANY,                                          \
                      "Drift as any function of one factor, in place of `drift`."),                          \
      RP_FACTOR_ARRAY("regime_rates", "Q", "1/time", RP_ANY,                                                 \
                      "Generator of a finite chain of regimes, in place of `factors`; rows add up to 0.",    \
                      "regime", "regime"),                                                                   \
      RP_FACTOR_ARRAY("regime_variance", "\\sigma^2_k", RP_VARIANCE_UNIT, RP_NONNEGATIVE,                    \
                      "Variance of the price in each regime.", "regime"),                                    \
      RP_FACTOR_ARRAY("regime_drift", "b_k", RP_DRIFT_UNIT, RP_ANY,                                          \
                      "Drift of the price in each regime; absent: 0.", "regime"),                            \
      RP_INTEGER_ENTRY("regime_start", "", RP_BETWEEN(1, 1000), 1, 0, "", "Regime at the start."),           \
      RP_SOLVING_ENTRIES

/* The method alone. */
#define RP_SOLVING_ENTRIES                                                                                   \
  RP_CHOICE_ENTRY("method", rp_factor_methods, METHOD_AUTOMATIC, RP_NUMERICAL, "",                           \
                  "How the fields are computed. Automatic: Taylor series for polynomial coefficients; "      \
                  "where they do not converge or coefficients are curves, Chebyshev "                        \
                  "collocation for one factor and regression for several. Chains have one method."),         \
      RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(1e-12, 0.1), 1e-9, RP_NUMERICAL, "",                    \
                    "Wanted relative error of series and collocation, when their resolution is 0."),         \
      RP_INTEGER_ENTRY("resolution", "", RP_BETWEEN(0, 100000), 0, RP_NUMERICAL, "",                         \
                       "Degree of series or collocation, or intervals of the differences; 0: chosen (400 "   \
                       "intervals)."),                                                                       \
      RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(0, 1000000), 0, RP_NUMERICAL, "",                             \
                       "Time steps of differences (0: 200) and regression (0: 40, else at least 2)."),       \
      RP_INTEGER_ENTRY("sample", "", RP_BETWEEN(64, 100000000), 65536, RP_NUMERICAL, "",                     \
                       "Paths of the regression."),                                                          \
      RP_INTEGER_ENTRY("degree", "", RP_BETWEEN(1, 12), 3, RP_NUMERICAL, "",                                 \
                       "Total degree of the regression's polynomials."),                                     \
      RP_INTEGER_ENTRY("batches", "", RP_BETWEEN(2, 1024), 16, RP_NUMERICAL, "",                             \
                       "Independent parts of the sample, whose spread is the standard error."),              \
      {RP_WORDS_("monotone", "", "1", "", "Differences of order 1 that keep signs (upwind, implicit)."),     \
       .kind = RP_BOOLEAN,                                                                                   \
       .flags = RP_NUMERICAL,                                                                                \
       .min = 0,                                                                                             \
       .max = 1,                                                                                             \
       .preset = 0},                                                                                         \
      RP_FACTOR_END("range_low", "Lower end of the factor's interval for grids; absent: chosen."),           \
      RP_FACTOR_END("range_high", "Upper end likewise.")

#define RP_FACTOR_DIMS                                                                                       \
  RP_LATE("factor", 1, 4, "Markov factors."), RP_LATE("variance_power", 1, 16, "Powers, from 0."),           \
      RP_LATE("drift_power", 1, 16, "Powers, from 0."), RP_LATE("regime", 1, 200, "Regimes of a chain.")

/* Four outputs that every model of this family has, from number first_ on. */
#define RP_METHOD_OUTPUTS(first_)                                                                            \
  [first_] = RP_OUT("method_used", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",                                   \
                    "1 taylor, 2 chebyshev or a chain, 3 finite_differences, 4 regression."),                \
  [(first_) + 1] = RP_OUT("resolution_used", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",                         \
                          "Degree, or intervals of the differences."),                                       \
  [(first_) + 2] = RP_OUT("steps_used", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Steps in time."),           \
  [(first_) + 3] = RP_OUT("tail", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",                                    \
                          "Relative size of the terms of the highest degrees; 0 for other methods.")

/* Where fields are wanted besides time 0 and the start. */
#define RP_FIELD_ENTRIES                                                                                     \
  {RP_WORDS_("times", "t", "time", "", "Times of the fields; absent: 0."),                                   \
   .kind = RP_ARRAY,                                                                                         \
   .flags = RP_OPTIONAL | RP_INCREASING | RP_NUMERICAL,                                                      \
   RP_NONNEGATIVE,                                                                                           \
   .preset = RP_ABSENT,                                                                                      \
   .axes = RP_ON("time")},                                                                                   \
  {                                                                                                          \
    RP_WORDS_("states", "z", "1", "",                                                                        \
              "Values of one factor at which fields are told; absent: the start, or "                        \
              "all regimes."),                                                                               \
        .kind = RP_ARRAY, .flags = RP_OPTIONAL | RP_INCREASING | RP_NUMERICAL, RP_ANY, .preset = RP_ABSENT,  \
        .axes = RP_ON("state")                                                                               \
  }
#define RP_FIELD_DIMS RP_TIME_DIM, RP_LATE("state", 1, 100000, "Values of the factor, or regimes.")

#endif
