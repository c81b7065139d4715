/*
 * price_demand.h - the pre-hedging dealer in three stages whose client reacts to the price: theorem 2 with transient impact,
 * a random second stage and flow in both directions. Calls control.h, dealer.h, numerics/riccati.h. Pure.
 *
 * With xi = P_{TT-} - P_0 the client buys with probability pi (q_0 - s2 xi) and sells with (1 - pi) (q_0 + s2 xi), where
 * q_0 = phi - s1 (delta - delta0): a risen price puts buyers off and attracts sellers. With the gains +-l + l_0 of the two
 * (see rp_client_adds()) the expected addition at the decision is
 *     q_0 l_0 + (2 pi - 1) q_0 l - s2 xi ((2 pi - 1) l_0 + l),
 * quadratic in z = (X, I, P^*, 1). The value is z' P z/2 with P from a 4 x 4 Riccati flow, and its algebraic version with
 * discount in the second stage; the noise of the price adds sigma^2 times the integral of P_33. The quadratic addition is
 * indefinite, so the value may escape; the flow finds out when.
 */
#ifndef RP_PRICE_DEMAND_H
#define RP_PRICE_DEMAND_H
#include "control.h"
#include "gain.h"

typedef struct rp_price_demand {
  rp_dealer dealer;
  rp_client client; /* trade_probability is not used */
  rp_start start;
  double volatility;                                  /* sigma                  */
  double level, reference, spread_slope, price_slope; /* phi, delta0, s1, s2    */
} rp_price_demand;

typedef enum rp_price_status {
  RP_PRICE_OK,
  RP_PRICE_ESCAPES_WAITING, /* the second stage has no finite value            */
  RP_PRICE_ESCAPES_BEFORE,  /* the first stage has none at this horizon        */
  RP_PRICE_NOT_SETTLED,     /* the second stage's flow does not settle         */
  RP_PRICE_TOO_STIFF,       /* the first stage's flow or the sum of its noise takes too long */
  RP_PRICE_TOO_LONG         /* the first stage has more than RP_PRICE_MOST_RELAXATIONS relaxation times */
} rp_price_status;

/* Beyond so many relaxation times the sums along the first stage lose all digits. */
#define RP_PRICE_MOST_RELAXATIONS 1e12

/* The value of both stages. P matrices have the noise included. */
typedef struct rp_price_value {
  rp_control control, waiting;          /* first stage; second stage, discounted                 */
  double decided[RP_STATE_PRODUCTS];    /* G, the value at the decision                    */
  double at_horizon[RP_STATE_PRODUCTS]; /* P at T                                       */
  double at_start[RP_STATE_PRODUCTS];   /* P at 0                                       */
  double escape;                        /* where RP_PRICE_ESCAPES_BEFORE: the time to go at which it does  */
} rp_price_value;

/* xi = P - P_0, the price rise that the client sees, as a row vector on z. */
void rp_price_rise(const rp_price_demand *m, double *xi);

/* q_0 = phi - s1 (delta - delta0). */
double rp_price_level(const rp_price_demand *m);

/* Bytes of workspace of the functions below. */
uint64_t rp_price_workspace(void);

/* The value at the decision, z' G z/2. */
void rp_price_decided(const rp_price_demand *m, double *g);

/* The running part of the problem. */
rp_control rp_price_control(const rp_price_demand *m);

/* The faster of the dealer's two natural rates, where she does not trade for a client and where she nears T; 1/time. */
double rp_price_rate(const rp_price_demand *m, const rp_price_value *value);

/* O(log(rates T)) maps and a quadrature of P_33. */
rp_price_status rp_price_solve(const rp_price_demand *m, rp_price_value *value, void *work);

/* The start (X_0, I_0, P_0, 1), and the expected profit and loss there. */
void rp_price_start(const rp_price_demand *m, double *z);
double rp_price_gain(const rp_price_demand *m, const rp_price_value *value);

/* The longest horizon of a finite value with this demand, infinite if the value does not escape within 2^20 horizons. */
double rp_price_escape(const rp_price_demand *m, const rp_price_value *value, void *work);

/* P at `togo` before T without the noise of the first stage, which P_44 gains. false: out of range. */
bool rp_price_at(const rp_price_value *value, double togo, double *p, void *work);

/*
 * What the noise between togo[i] and 0 before T adds to P_44.
 *
 * in   togo   [count], non-decreasing
 * out  noise  [count]
 * false: out of range, or too stiff to be summed up in a bounded time.
 */
bool rp_price_noise(const rp_price_demand *m, const rp_price_value *value, int64_t count, const double *togo,
                    double *noise, void *work);

/*
 * Mean [4] and covariance [4][4] of the state carried from t to t + step of the first stage, under the best rate.
 * in/out  mean, covariance.
 */
bool rp_price_carry(const rp_price_demand *m, const rp_price_value *value, double t, double step,
                    double *mean, double *covariance, void *work);

/* E and sd of the probability of a trade for a state's mean and covariance. */
void rp_price_trade_probability(const rp_price_demand *m, const double *mean, const double *covariance,
                                double *probability, double *deviation);

#endif
