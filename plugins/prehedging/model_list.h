/*
 * model_list.h - the models of this plugin: for each its name, its solver, and the lengths of its tables of axes, parameters and
 * outputs.
 */
#ifndef RP_MODEL_LIST_H
#define RP_MODEL_LIST_H
#include "reprise/tables.h"

RP_MODEL_PARTS(three_stages, rp_three_stages_solve, 4, 20, 40);
RP_MODEL_PARTS(spread, rp_spread_solve, 2, 19, 24);
RP_MODEL_PARTS(sensitive, rp_sensitive_solve, 1, 16, 28);
RP_MODEL_TABLES(two_dealers, rp_two_dealers_solve, 7, 18);
RP_MODEL_PARTS(paths, rp_paths_solve, 1, 19, 10);
RP_MODEL_PARTS(price_demand, rp_price_demand_solve, 2, 20, 20);
RP_MODEL_PARTS(check, rp_check_solve, 1, 20, 17);
RP_MODEL_TABLES(cash_flow, rp_cash_flow_solve, 22, 8);
RP_MODEL_PARTS(best_response, rp_best_response_solve, 3, 13, 13);
RP_MODEL_PARTS(printed, rp_printed_solve, 2, 17, 13);
RP_MODEL_TABLES(sensitive_printed, rp_sensitive_printed_solve, 15, 11);
RP_MODEL_TABLES(spread_search, rp_spread_search_solve, 22, 4);
RP_MODEL_PARTS(nash_paths, rp_nash_paths_solve, 1, 9, 11);
RP_MODEL_PARTS(sensitive_paths, rp_sensitive_paths_solve, 2, 22, 8);
const void *rp_three_stages_extension(const char *id);
const void *rp_spread_extension(const char *id);

#endif
