/*
 * model_retail.h - the parameters that all models of this plugin share, the retail traders and the times of
 * the outputs: schema entries, and reading them out of a call. Calls retail.h and the host's services.
 */
#ifndef RP_MODEL_RETAIL_H
#define RP_MODEL_RETAIL_H
#include "game.h"
#include "reprise/tables.h"
#include "retail.h"

enum { RP_WEIGHTING_DIRECT, RP_WEIGHTING_EQ6, RP_WEIGHTING_EQ80 };
enum {
  RP_PARAM_WEIGHTING,
  RP_PARAM_HERDING,
  RP_PARAM_RATE,
  RP_PARAM_INVENTORY,
  RP_PARAM_TERMINAL,
  RP_PARAM_MIX,
  RP_PARAM_SOBRIETY,
  RP_PARAM_POSITION_WEIGHT,
  RP_PARAM_HORIZON,
  RP_PARAM_VOLATILITY,
  RP_PARAM_MEAN,
  RP_PARAM_VARIANCE,
  RP_PARAM_TARGET,
  RP_PARAM_DENSITY_UNIT,
  RP_RETAIL_PARAMS
};

extern const char *const rp_weightings[];

#define RP_HORIZON_PARAM                                                                                     \
  RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 2",                         \
                "Horizon of the retail traders.")
#define RP_WEIGHT_PARAMS                                                                                     \
  RP_CHOICE_ENTRY(                                                                                           \
      "weighting", rp_weightings, RP_WEIGHTING_DIRECT, 0, "eqs. 6, 80",                                      \
      "What gives the four weights: they themselves; eq. 6 (a = b = d = 1, c = position_weight); or eq. "    \
      "80 in our reading (a = 1 - sobriety, b = 2 sobriety mix, c = 2 sobriety (1 - mix) "                   \
      "position_weight, d = sobriety)."),                                                                    \
      RP_REAL_ENTRY("herding_weight", "a", "cash/time", RP_ANY, 1, 0, "eq. 6",                               \
                    "Weight of herding; negative: crowd aversion."),                                         \
      RP_REAL_ENTRY("rate_penalty", "b", "cash*time/share^2", RP_ANY, 1, 0, "eq. 6",                         \
                    "Weight of the trading rate, positive."),                                                \
      RP_REAL_ENTRY("inventory_penalty", "c", "cash/share^2/time", RP_ANY, 1, 0, "eq. 6",                    \
                    "Weight of the position, not negative."),                                                \
      RP_REAL_ENTRY("terminal_penalty", "d", "cash/share^2", RP_ANY, 1, 0, "eq. 6",                          \
                    "Weight of the distance from the target, not negative."),                                \
      RP_REAL_ENTRY("mix", "w", "1", RP_ANY, RP_ABSENT, RP_OPTIONAL, "eq. 80",                               \
                    "Share of the rate's weight in (0, 1]: 1 is buy and hold."),                             \
      RP_REAL_ENTRY("sobriety", "\\epsilon", "1", RP_ANY, RP_ABSENT, RP_OPTIONAL, "eq. 80",                  \
                    "One minus the weight of herding, in (0, 1]."),                                          \
      RP_REAL_ENTRY("position_weight", "\\lambda", "1", RP_NONNEGATIVE, RP_ABSENT, RP_OPTIONAL,              \
                    "eqs. 6, 80", "Relative weight of the position.")
#define RP_LAW_PARAMS                                                                                        \
  RP_REAL_ENTRY("volatility", "\\sigma", "share/time^0.5", RP_NONNEGATIVE, 1, 0, "eq. 1",                    \
                "Noise of the positions; without it there is a longest horizon."),                           \
      RP_REAL_ENTRY("initial_mean", "\\mu_0", "share", RP_ANY, 0, 0, "eq. 4",                                \
                    "Mean of the initial positions."),                                                       \
      RP_REAL_ENTRY("initial_variance", "v_0", "share^2", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "eq. 4",           \
                    "Variance of the initial positions."),                                                   \
      RP_REAL_ENTRY("target", "x^*", "share", RP_ANY, 1, 0, "eq. 6", "Target position."),                    \
      RP_REAL_ENTRY("density_unit", "m_1", "1/share", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "eq. 6",               \
                    "The density against which herding measures, ln (m/m_1): it moves utilities, values "    \
                    "and actions by "                                                                        \
                    "constants.")
#define RP_TIME_PARAMS                                                                                       \
  RP_ARRAY_ENTRY("times", "t", "time", "time", RP_NONNEGATIVE, RP_OPTIONAL | RP_INCREASING, "section 2",     \
                 "Times of the outputs; if not given, an even grid."),                                       \
      RP_INTEGER_ENTRY("points", "", RP_BETWEEN(2, 1e7), 201, RP_NUMERICAL, "section 2",                     \
                       "Points of that grid.")
#define RP_RETAIL_PARAM_TABLE RP_WEIGHT_PARAMS, RP_HORIZON_PARAM, RP_LAW_PARAMS

#define RP_TIME_DIM RP_LATE("time", 1, 1e9, "Times of the outputs.")
#define RP_TIME_OUT RP_OUT("time", "t", "time", RP_ON("time"), 0, "section 2", "Times.")
#define RP_MEAN_OUT RP_OUT("mean", "M", "share", RP_ON("time"), 0, "eq. 52", "Mean position.")
#define RP_RATE_OUT                                                                                          \
  RP_OUT("mean_rate", "q", "share/time", RP_ON("time"), 0, "eq. 54", "Expected trading rate.")

/* Reports a parameter, of those listed, that is not 0 and so large or small that its powers leave the range of numbers. */
rp_status rp_call_check_range(const rp_call *call, const rp_param *params, const uint32_t *list,
                              uint32_t count);

/* The retail traders of a call, or a report of why their game is none. */
rp_status rp_call_retail(const rp_call *call, rp_retail *retail);

/* Reports a grid in the position that leaves out more than a thousandth of the normal initial law. */
rp_status rp_call_check_law(const rp_call *call, const rp_retail *retail, double low, double high,
                            uint32_t lower_end, uint32_t upper_end);

typedef struct rp_times {
  int64_t count;
  const double *at;
} rp_times;

/* The times of the outputs, those given or an even grid over [0, end]; reports a time after `end`. */
rp_status rp_call_times(const rp_call *call, uint32_t times, uint32_t points, double end,
                        const char *end_name, rp_times *out);

/* Reports why equilibria or a path were not found. */
rp_status rp_call_game_status(const rp_call *call, const rp_game *game, rp_game_status status);

/* Mean and rate at the times, if wanted. kept: as for rp_mean_path_kept(). */
rp_status rp_call_put_mean(const rp_call *call, const rp_retail *retail, const rp_times *times,
                           rp_mean_basis *kept, uint32_t mean, uint32_t rate);

/* A basis that the points of a batch share; false if memory is out. No times given: *kept becomes NULL. */
bool rp_batch_basis(const rp_batch *batch, uint32_t times, rp_mean_basis *memory, rp_mean_basis **kept);

/* Memory of a game or a path; false if it is out. */
bool rp_call_game(const rp_call *call, const rp_retail *retail, rp_game *game);
enum { RP_PATH_PANELS = 256, RP_PATH_DEGREE = 20 };
bool rp_call_path(const rp_call *call, int panels, int degree, rp_trajectory *path);

/* The selected equilibrium's path: number `selected` from 1 by terminal variance, or the one of least action
 * for 0. Reports failures. *index counts from 0. The game is enumerated by this if it is not yet. */
rp_status rp_call_selected(const rp_call *call, rp_game *game, int64_t selected, int32_t param, int degree,
                           double tolerance, rp_trajectory *path, int *index);

#endif
