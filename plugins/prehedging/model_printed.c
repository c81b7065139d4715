/*
 * model_printed.c - `prehedging_printed`: the companion's formulas for the single dealer as printed. Schema and glue; the
 * formulas are in printed.h.
 */
#include "model_dealer.h"
#include "model_list.h"
#include "printed.h"

enum { MOST_POINTS = 10000000 };
enum { PARAM_TIMES = RP_DEALER_PARAMS, PARAM_WAITING_TIMES, PARAMS };
enum {
  OUT_OTHER_B,
  OUT_OTHER_OMEGA,
  OUT_TIME,
  OUT_D,
  OUT_E,
  OUT_F,
  OUT_INVENTORY,
  OUT_TRANSIENT,
  OUT_WAITED,
  OUT_WAITING_INVENTORY,
  OUT_WAITING_TRANSIENT,
  OUT_WAITING_TRANSIENT_DRIVEN,
  OUT_WAITING_TRANSIENT_DRIVEN_RIGHT,
  OUTPUTS
};

static const char *const on_time[] = {"time", NULL};
static const char *const on_waited[] = {"waited", NULL};

const rp_dim rp_printed_dims[] = {
    {.name = "time",
     .doc = "Given times of the first stage.",
     .min = 0,
     .max = MOST_POINTS,
     .flags = RP_DIM_LATE},
    {.name = "waited", .doc = "Given times since T.", .min = 0, .max = MOST_POINTS, .flags = RP_DIM_LATE}};

const rp_param rp_printed_params[] = {
    RP_DEALER_PARAM_TABLE,
    RP_TIMES_PARAM("times", "t", on_time, "eq. 22", "Times of the first stage; absent: none."),
    RP_TIMES_PARAM("waiting_times", "t - T", on_waited, "eq. 17", "Times since T; absent: none.")};

#define PRINTED(name_, symbol_, unit_, axes_, source_, doc_)                                                 \
  RP_FLAGGED_ARRAY_OUT(name_, symbol_, unit_, axes_, RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL, source_, doc_)
const rp_output rp_printed_outputs[] = {
    [OUT_OTHER_B] =
        RP_FLAGGED_OUT("b_other_root", "\\mathcal B_-", "1", RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL, "lemma 2",
                       "The root of the quadratic equation for B that is not used."),
    [OUT_OTHER_OMEGA] =
        RP_FLAGGED_OUT("omega_other_root", "\\omega_-", "1/time", RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL,
                       "lemma 2", "Sum of the closed loop's rates with that root; negative: it runs away."),
    [OUT_TIME] = RP_ARRAY_OUT("time", "t", "time", on_time, "eq. 20", "Given times of the first stage."),
    [OUT_D] = PRINTED("d_path", "D(t)", "cash/share^2", on_time, "eq. 20",
                      "D by hyperbolic functions; NaN or infinite where they overflow or Lambda is 0."),
    [OUT_E] = PRINTED("e_path", "E(t)", "1", on_time, "eq. 20", "E by hyperbolic functions."),
    [OUT_F] = PRINTED("f_path", "F(t)", "cash/share^2", on_time, "eq. 21", "F by hyperbolic functions."),
    [OUT_INVENTORY] = PRINTED("inventory", "X_t", "share", on_time, "eq. 22", "Inventory, from I_0 = 0."),
    [OUT_TRANSIENT] =
        PRINTED("transient", "I_t", "cash/share", on_time, "eq. 23", "Transient impact, from I_0 = 0."),
    [OUT_WAITED] = RP_ARRAY_OUT("waited", "t - T", "time", on_waited, "eq. 17", "Given times since T."),
    [OUT_WAITING_INVENTORY] = PRINTED("waiting_inventory", "X_t", "share", on_waited, "eq. 17",
                                      "Inventory in the second stage, from the right state at T."),
    [OUT_WAITING_TRANSIENT] = PRINTED("waiting_transient", "I_t", "cash/share", on_waited, "eq. 17",
                                      "Transient impact in the second stage, with the sign as printed."),
    [OUT_WAITING_TRANSIENT_DRIVEN] = PRINTED("waiting_transient_driven", "", "cash/share", on_waited,
                                             "eq. 17", "Its inhomogeneous part, as printed."),
    [OUT_WAITING_TRANSIENT_DRIVEN_RIGHT] =
        RP_ARRAY_OUT("waiting_transient_driven_corrected", "", "cash/share", on_waited,
                     "eq. 17, sign corrected", "Its inhomogeneous part by the stable form."),
};

_Static_assert((int)OUTPUTS == (int)rp_printed_output_count && (int)PARAMS == (int)rp_printed_param_count,
               "model_list.h states the lengths of these tables");

/* Writes a function of the given times into the wanted outputs first..last. */
typedef void row_at(const void *context, double t, double *row);
static rp_status write_rows(const rp_call *call, uint32_t param, uint32_t first, uint32_t last, row_at *f,
                            const void *context) {
  const rp_value *times = rp_call_value(call, param);
  int64_t count = times->kind ? times->shape[0] : 0;
  double *out[OUTPUTS], row[OUTPUTS];
  for (uint32_t i = first; i <= last; ++i) {
    out[i] = NULL;
    if (rp_call_wants(call, i) && !(out[i] = rp_call_vector(call, i, count))) return RP_NO_MEMORY;
  }
  for (int64_t j = 0; j < count; ++j) {
    f(context, times->data[j], row);
    for (uint32_t i = first; i <= last; ++i)
      if (out[i]) out[i][j] = row[i];
  }
  return RP_OK;
}

typedef struct printed_run {
  rp_stages stages;
  double inventory, flow;
  rp_position at_horizon;
} printed_run;

static void first_row(const void *context, double t, double *row) {
  const printed_run *r = context;
  rp_position z = rp_printed_first(&r->stages.dealer, r->inventory, r->flow, t);
  row[OUT_TIME] = t;
  rp_printed_functions(&r->stages.dealer, t, row + OUT_D, row + OUT_E, row + OUT_F);
  row[OUT_INVENTORY] = z.inventory;
  row[OUT_TRANSIENT] = z.transient;
}

static void second_row(const void *context, double u, double *row) {
  const printed_run *r = context;
  const rp_position nothing = {0, 0};
  rp_position z = rp_printed_second(&r->stages.dealer, r->at_horizon, r->flow, u);
  row[OUT_WAITED] = u;
  row[OUT_WAITING_INVENTORY] = z.inventory;
  row[OUT_WAITING_TRANSIENT] = z.transient;
  row[OUT_WAITING_TRANSIENT_DRIVEN] = rp_printed_second(&r->stages.dealer, nothing, r->flow, u).transient;
  row[OUT_WAITING_TRANSIENT_DRIVEN_RIGHT] = rp_stages_second(&r->stages, nothing, r->flow, u).transient;
}

rp_status rp_printed_solve(const rp_call *call) {
  rp_client client = rp_call_client(call);
  rp_start start = rp_call_start(call);
  rp_dealer dealer;
  printed_run r;
  double b, omega;
  rp_status status = rp_call_dealer(call, &dealer);
  if (status != RP_OK) return status;
  if (start.position.transient != 0)
    return rp_call_report(call, RP_BAD_INPUT, "printed-for-no-impact", RP_PARAM_IMPACT,
                          start.position.transient,
                          "initial_transient is %.15g, but the printed paths begin without transient impact",
                          start.position.transient);
  r.stages = rp_stages_begin(&dealer);
  r.inventory = start.position.inventory;
  r.flow = rp_client_flow(&client);
  r.at_horizon = rp_stages_first(&r.stages, start.position, r.flow, dealer.market.horizon);
  rp_printed_other_root(&dealer, &b, &omega);
  status = rp_call_put(call, OUT_OTHER_B, b);
  if (status == RP_OK) status = rp_call_put(call, OUT_OTHER_OMEGA, omega);
  if (status == RP_OK) status = write_rows(call, PARAM_TIMES, OUT_TIME, OUT_TRANSIENT, first_row, &r);
  return status == RP_OK ? write_rows(call, PARAM_WAITING_TIMES, OUT_WAITED,
                                      OUT_WAITING_TRANSIENT_DRIVEN_RIGHT, second_row, &r)
                         : status;
}
