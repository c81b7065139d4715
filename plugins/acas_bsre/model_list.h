/*
 * model_list.h - the models of this plugin: for each its name, its solver, and the lengths of its tables of axes, parameters and
 * outputs, which are asserted where they are defined.
 */
#ifndef RP_MODEL_LIST_H
#define RP_MODEL_LIST_H
#include "reprise/tables.h"

RP_MODEL_TABLES(conditions, rp_conditions_solve, 8, 13);
RP_MODEL_PARTS(homogeneous, rp_homogeneous_solve, 2, 15, 21);
RP_MODEL_PARTS(heterogeneous, rp_heterogeneous_solve, 3, 14, 18);
RP_MODEL_PARTS(factor, rp_factor_model_solve, 5, 24, 26);
RP_MODEL_PARTS(matrix, rp_matrix_model_solve, 2, 10, 7);
RP_MODEL_PARTS(quotes, rp_quotes_model_solve, 1, 5, 11);
RP_MODEL_PARTS(market, rp_market_model_solve, 4, 25, 23);
RP_MODEL_PARTS(rates, rp_rates_model_solve, 1, 8, 5);
RP_MODEL_PARTS(acas, rp_acas_model_solve, 2, 16, 36);
RP_MODEL_PARTS(shares, rp_shares_model_solve, 1, 8, 7);
RP_MODEL_PARTS(approximation, rp_approximation_model_solve, 4, 24, 16);
RP_MODEL_PARTS(noise, rp_noise_model_solve, 3, 29, 19);
RP_MODEL_PARTS(news, rp_news_model_solve, 2, 18, 17);
RP_MODEL_PARTS(individuals, rp_individuals_model_solve, 2, 14, 14);
RP_MODEL_PARTS(stochastic, rp_stochastic_model_solve, 3, 23, 32);
RP_MODEL_PARTS(line, rp_line_model_solve, 1, 11, 6);
RP_MODEL_TABLES(spectral, rp_spectral_model_solve, 12, 11);

#endif
