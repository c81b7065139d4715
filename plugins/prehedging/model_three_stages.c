/*
 * model_three_stages.c - `prehedging`: one dealer in three stages. Schema and glue; the mathematics is in
 * dealer.h, stages.h and gain.h.
 */
#include "model_list.h"
#include "model_three_stages.h"
#include <string.h>

enum { MOST_POINTS = 100000000 };
static const char *const on_time[] = {"time", NULL};
static const char *const on_waited[] = {"waited", NULL};
static const char *const on_after[] = {"after", NULL};
static const char *const on_branch_after[] = {"branch", "after", NULL};

const rp_dim rp_three_stages_dims[] = {
    {.name = "time", .doc = "Times of the first stage.", .min = 1, .max = MOST_POINTS, .flags = RP_DIM_LATE},
    {.name = "waited", .doc = "Times since T.", .min = 1, .max = MOST_POINTS, .flags = RP_DIM_LATE},
    {.name = "after", .doc = "Times since the decision.", .min = 1, .max = MOST_POINTS, .flags = RP_DIM_LATE},
    {.name = "branch",
     .doc = "No trade, client buys, client sells.",
     .min = RP_BRANCHES,
     .max = RP_BRANCHES}};

const rp_param rp_three_stages_params[] = {
    RP_DEALER_PARAM_TABLE,
    RP_TIMES_PARAM("times", "t", on_time, "eq. 22",
                   "Times of the first stage, at most T; absent: equidistant points."),
    RP_TIMES_PARAM("waiting_times", "t - T", on_waited, "eq. 17",
                   "Times since T in the second stage; absent: equidistant points up to 3 alpha."),
    RP_TIMES_PARAM(
        "times_after", "t - \\mathcal T", on_after, "eq. 5",
        "Times since the decision; absent: equidistant points up to 4 times the slower decay time."),
    RP_REAL_PARAM("trade_delay", "\\tau", "time", RP_NONNEGATIVE, 0, "sec. A.1.2",
                  "Time from T to the decision, on the paths after it, whatever random_stage is."),
    RP_COUNT_PARAM("points", "n", 2, MOST_POINTS, 201, "Points of each grid of times that is not given.")};

const rp_output rp_three_stages_outputs[] = {
    [RP_STAGES_A] = RP_NUMBER_OUT("a", "\\mathcal A", "cash/share^2", "eq. 6",
                                  "Minus the second derivative of the value in inventory."),
    [RP_STAGES_B] = RP_NUMBER_OUT("b", "\\mathcal B", "1", "eq. 7",
                                  "Value per share of inventory and unit of transient impact."),
    [RP_STAGES_C] = RP_NUMBER_OUT("c", "\\mathcal C", "share^2/cash", "eq. 8",
                                  "Second derivative of the value in transient impact."),
    [RP_STAGES_D] = RP_NUMBER_OUT("d", "\\mathcal D", "cash/share^2", "eq. 13",
                                  "Value per share of inventory and of expected flow."),
    [RP_STAGES_E] = RP_NUMBER_OUT("e", "\\mathcal E", "1", "eq. 14",
                                  "Value per unit of transient impact and share of expected flow."),
    [RP_STAGES_F] = RP_NUMBER_OUT("f", "\\mathcal F", "cash/share^2", "eq. 16",
                                  "Value per squared share of expected flow, at T."),
    [RP_STAGES_RATE_INVENTORY] = RP_NUMBER_OUT("inventory_rate", "c_X", "1/time", "eq. 5",
                                               "Share of the inventory that is sold per time."),
    [RP_STAGES_RATE_TRANSIENT] = RP_NUMBER_OUT("transient_rate", "c_I", "share^2/cash/time", "eq. 5",
                                               "Shares sold per time and unit of transient impact."),
    [RP_STAGES_OMEGA] =
        RP_NUMBER_OUT("omega", "\\omega", "1/time", "eq. 17", "Sum of the two rates of the closed loop."),
    [RP_STAGES_SPLITTING] = RP_NUMBER_OUT("splitting", "\\Lambda", "1/time", "eq. 17",
                                          "Difference of the two rates of the closed loop."),
    [RP_STAGES_PULL] = RP_NUMBER_OUT("pull", "\\mu", "cash/share^2", "eq. 12",
                                     "Drive of the pre-hedge from T on, D + lambda E."),
    [RP_STAGES_EXPECTED] =
        RP_NUMBER_OUT("expected_gain", "V", "cash", "lemma 4", "Expected profit and loss."),
    [RP_STAGES_WITHOUT] =
        RP_NUMBER_OUT("expected_gain_without", "V^0", "cash", "lemma 4",
                      "The same for a dealer who does not trade before the client decides."),
    [RP_STAGES_FROM_PREHEDGING] =
        RP_NUMBER_OUT("gain_from_prehedging", "V - V^0", "cash", "lemma 4",
                      "What trading before the client adds; d^2 F(0) for a dealer who starts flat."),
    [RP_STAGES_OFFSET] =
        RP_NUMBER_OUT("profit_offset", "K", "cash", "lemma 4",
                      "Expected gain is p (delta X^* - K) + p^2 G and what does not depend on p."),
    [RP_STAGES_OFFSET_WITHOUT] = RP_NUMBER_OUT("profit_offset_without", "K^0", "cash", "lemma 4",
                                               "K of the dealer who does not trade before the client."),
    [RP_STAGES_BONUS] =
        RP_NUMBER_OUT("profit_bonus", "G", "cash", "lemma 4", "See K; 0 without pre-hedging."),
    [RP_STAGES_INVENTORY_AT_T] = RP_NUMBER_OUT("inventory_at_horizon", "X_T", "share", "eq. 22",
                                               "Pre-hedge at the end of the first stage."),
    [RP_STAGES_TRANSIENT_AT_T] = RP_NUMBER_OUT("transient_at_horizon", "I_T", "cash/share", "eq. 23",
                                               "Transient impact at the end of the first stage."),
    [RP_STAGES_MEAN_INVENTORY] =
        RP_NUMBER_OUT("mean_inventory_at_trade", "\\mathbb E X_{\\mathcal T-}", "share", "eq. 17",
                      "Mean inventory just before the client decides."),
    [RP_STAGES_MEAN_TRANSIENT] =
        RP_NUMBER_OUT("mean_transient_at_trade", "\\mathbb E I_{\\mathcal T-}", "cash/share", "eq. 17",
                      "Mean transient impact just before the client decides."),
    [RP_STAGES_CLIENT_COST] = RP_NUMBER_OUT("client_cost", "", "cash/share", "eq. 9",
                                            "Expected price above P_0 per share that a client buys."),
    [RP_STAGES_LIQUIDATES] = RP_NUMBER_OUT(
        "liquidates", "", "1", "eq. 2",
        "1, or 0 where inventory costs nothing: then the best value is approached but not attained."),
    [RP_STAGES_RESIDUAL] = RP_FLAGGED_OUT("residual", "", "1", RP_DIAGNOSTIC, "eqs 6-8, 13-16",
                                          "Largest relative residual of the algebraic equations."),
    [RP_STAGES_OUT_TIME] = RP_ARRAY_OUT("time", "t", "time", on_time, "eq. 20", "Times of the first stage."),
    [RP_STAGES_OUT_D_PATH] =
        RP_ARRAY_OUT("d_path", "D(t)", "cash/share^2", on_time, "eq. 20", "D in the first stage."),
    [RP_STAGES_OUT_E_PATH] = RP_ARRAY_OUT("e_path", "E(t)", "1", on_time, "eq. 20", "E in the first stage."),
    [RP_STAGES_OUT_F_PATH] =
        RP_ARRAY_OUT("f_path", "F(t)", "cash/share^2", on_time, "eq. 21", "F in the first stage."),
    [RP_STAGES_OUT_PULL_PATH] = RP_ARRAY_OUT("pull_path", "\\mu(t)", "cash/share^2", on_time, "eq. 19",
                                             "Drive of the pre-hedge, D(t) + lambda E(t)."),
    [RP_STAGES_OUT_INVENTORY] =
        RP_ARRAY_OUT("inventory", "X_t", "share", on_time, "eq. 22", "Inventory in the first stage."),
    [RP_STAGES_OUT_TRANSIENT] = RP_ARRAY_OUT("transient", "I_t", "cash/share", on_time, "eq. 23",
                                             "Transient impact in the first stage."),
    [RP_STAGES_OUT_RATE] = RP_ARRAY_OUT("rate", "\\dot X_t", "share/time", on_time, "eq. 19",
                                        "Trading rate in the first stage."),
    [RP_STAGES_OUT_WAITED] = RP_ARRAY_OUT("waited", "t - T", "time", on_waited, "eq. 17", "Times since T."),
    [RP_STAGES_OUT_WAITING_INVENTORY] = RP_ARRAY_OUT("waiting_inventory", "X_t", "share", on_waited, "eq. 17",
                                                     "Inventory in the second stage."),
    [RP_STAGES_OUT_WAITING_TRANSIENT] =
        RP_ARRAY_OUT("waiting_transient", "I_t", "cash/share", on_waited, "eq. 17, sign corrected",
                     "Transient impact in the second stage."),
    [RP_STAGES_OUT_WAITING_RATE] = RP_ARRAY_OUT("waiting_rate", "\\dot X_t", "share/time", on_waited,
                                                "eq. 12", "Trading rate in the second stage."),
    [RP_STAGES_OUT_AFTER] =
        RP_ARRAY_OUT("after", "t - \\mathcal T", "time", on_after, "eq. 5", "Times since the decision."),
    [RP_STAGES_OUT_INVENTORY_AFTER] =
        RP_ARRAY_OUT("inventory_after", "X_t", "share", on_branch_after, "eq. 5",
                     "Inventory after each outcome, for a decision trade_delay after T."),
    [RP_STAGES_OUT_TRANSIENT_AFTER] = RP_ARRAY_OUT("transient_after", "I_t", "cash/share", on_branch_after,
                                                   "eq. 5", "Transient impact after each outcome."),
    [RP_STAGES_OUT_RATE_AFTER] = RP_ARRAY_OUT("rate_after", "\\dot X_t", "share/time", on_branch_after,
                                              "eq. 5", "Trading rate after each outcome."),
};

_Static_assert((int)RP_STAGES_OUTPUTS == (int)rp_three_stages_output_count &&
                   (int)RP_STAGES_PARAMS == (int)rp_three_stages_param_count,
               "model_list.h states the lengths of these tables");

/* Storage of every wanted output; NULL for the others. */
static rp_status open_outputs(const rp_call *call, const rp_stages_grids *grids, double **out) {
  for (uint32_t i = 0; i < RP_STAGES_OUTPUTS; ++i) {
    const char *const *axes = rp_three_stages_outputs[i].axes;
    int64_t shape[2] = {rp_stages_output_size(grids, i), grids->third.count};
    uint32_t rank = !axes ? 0 : axes == on_branch_after ? 2 : 1;
    if (rank == 2) shape[0] = RP_BRANCHES;
    out[i] = NULL;
    if (rp_call_wants(call, i) && !(out[i] = call->host->output(call->host, i, rank, shape)))
      return RP_NO_MEMORY;
  }
  return RP_OK;
}

rp_status rp_three_stages_solve(const rp_call *call) {
  rp_client client = rp_call_client(call);
  rp_start start = rp_call_start(call);
  rp_dealer dealer;
  double values[RP_STAGES_NUMBERS], *out[RP_STAGES_OUTPUTS];
  rp_status status = rp_call_dealer(call, &dealer);
  if (status != RP_OK) return status;
  rp_stages_run r = rp_stages_run_of(&dealer, &client, &start, true);
  rp_stages_grid given = rp_stages_given_times(call);
  rp_stages_grids grids = rp_stages_grids_of(call, &given, &dealer);
  int64_t late = rp_stages_time_after(&grids, dealer.market.horizon);
  if (late >= 0)
    return rp_call_report(call, RP_BAD_INPUT, "time-after-horizon", RP_STAGES_PARAM_TIMES,
                          grids.first.given[late],
                          "times[%lld] is %.15g, but the first stage ends at horizon = %.15g",
                          (long long)late + 1, grids.first.given[late], dealer.market.horizon);
  if (open_outputs(call, &grids, out) != RP_OK) return RP_NO_MEMORY;
  rp_stages_numbers(&r, out, values);
  for (uint32_t i = 0; i < RP_STAGES_NUMBERS; ++i) {
    if (!out[i]) continue;
    if (!isfinite(values[i]))
      return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, values[i],
                            "%s is outside the range of floating-point numbers",
                            rp_three_stages_outputs[i].name);
    *out[i] = values[i];
  }
  rp_stages_write_paths(&r, &grids, rp_call_real(call, RP_STAGES_PARAM_DELAY), out);
  int64_t odd = rp_stages_odd_path(&grids, out);
  if (odd >= 0)
    return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                          "%s is outside the range of floating-point numbers",
                          rp_three_stages_outputs[odd].name);
  return RP_OK;
}
