/*
 * one_pass_lanes.h - the one-pass algorithm for `width` markets side by side, written once: width 1 is the
 * scalar solver (one_pass.c), width RP_LANES the batch kernel (execution_batch.c), and so a point has the
 * same bits in both.
 *
 * What is solved. Fix the off-exchange volume y and let phi_t be the least certainty-equivalent cost from period t
 * on, without the fee and without p_t Q_t. It is a quadratic form in inventory Q, recovery S and y,
 *
 *   phi = QQ Q^2/2 + QS Q S + SS S^2/2 - QY Q y - SY S y + YY y^2/2 + lQ Q + lS S + lY y + l0,
 *
 * and one backward pass carries its coefficients for all y, hence for all fees at once. The control is the inventory
 * x = Q_{t+1} that is left after the trade, not the trade: then the terms R s_t x^2/2 enter in one place only, every
 * update is a product or a sum of terms of the size of the impact, and nothing cancels when R s_t is large. Per
 * step, with k = lambda (1 - m), l = l_t, e = exp(-rho),
 *
 *   pivot = QQ + 2 k - 2 l QS + l^2 SS + R s      v = lambda + k - l QS + l^2 SS      b = 1 - e QS + e l SS
 *   u = QY - l SY                                 d = lQ + mu - l lS
 *   x = (v Q + b S + u y - d) / pivot
 *   QQ' = 2 lambda + l^2 SS - v^2/pivot           QS' = e l SS - v b/pivot            SS' = e^2 SS - b^2/pivot
 *   QY' = l SY + v u/pivot                        SY' = e SY + b u/pivot              YY' = YY - u^2/pivot
 *   lQ' = l lS + v d/pivot   lS' = e lS + b d/pivot   lY' = lY + u d/pivot            l0' = l0 - d^2/(2 pivot)
 *
 * from the last period, where x = y is prescribed: QQ = 2 lambda, QY = lambda + k, SY = 1, YY = 2 k + R s, lY = mu,
 * the others 0. At the start S = 0, so that phi + fee y^2 is least at y = num/(fee - C*) with C* = -YY/2 and
 * num = (QY Q - lY)/2. Pivots are twice the paper's A^1 of the exchange-only programme. Calls libm's predicates only.
 * Cost: about 40 floating-point operations and one division per period and lane, drift aside.
 */
#ifndef RP_ONE_PASS_LANES_H
#define RP_ONE_PASS_LANES_H
#include "market.h"
#include <math.h>
#include <stddef.h>

enum { RP_LANES = 32 };

/* Lanes must vanish into their caller, so that each instruction set gets its own copy. */
#define RP_LANE_FUNCTION static inline __attribute__((always_inline))

/* What may differ from lane to lane. */
typedef struct rp_lane_inputs {
  double decay[RP_LANES];         /* e                */
  double loss[RP_LANES];          /* 1 - e            */
  double recovery[RP_LANES];      /* (1 - e) e        */
  double risk_aversion[RP_LANES]; /* R                */
} rp_lane_inputs;

/* Feedback x = gain_q Q + gain_s S + gain_y y - shift of one period, and its pivot. */
enum { RP_GAIN_Q, RP_GAIN_S, RP_GAIN_Y, RP_GAIN_SHIFT, RP_GAIN_PIVOT, RP_GAIN_COUNT };

/* The coefficients of phi above, the least pivot of the periods passed, and YY/2 behind the last. */
typedef struct rp_lane_state {
  double qq[RP_LANES], qs[RP_LANES], ss[RP_LANES];
  double qy[RP_LANES], sy[RP_LANES], yy[RP_LANES];
  double lq[RP_LANES], ls[RP_LANES], ly[RP_LANES], l0[RP_LANES];
  double least_pivot[RP_LANES], last_yy[RP_LANES];
} rp_lane_state;

/* l_t is this times (1 - e) e. */
RP_LANE_FUNCTION double rp_lanes_recovery_scale(const rp_market *market, int64_t t) {
  return market->resilience == RP_RESILIENCE_CONSISTENT ? market->impact[t] * market->transient_share[t]
                                                        : market->impact[t];
}

/* The state behind the last period. */
RP_LANE_FUNCTION void rp_lanes_begin(int width, const rp_market *market, const rp_lane_inputs *in,
                                     rp_lane_state *z) {
  int64_t last = market->periods - 1;
  double impact = market->impact[last], transient = impact * market->transient_share[last];
  double variance = market->variance[last], drift = market->drift[last];
  for (int j = 0; j < width; ++j) {
    double lost = transient * in->loss[j];
    z->qq[j] = 2 * impact;
    z->qs[j] = z->ss[j] = z->lq[j] = z->ls[j] = z->l0[j] = 0;
    z->qy[j] = impact + lost;
    z->sy[j] = 1;
    z->yy[j] = 2 * lost + in->risk_aversion[j] * variance;
    z->last_yy[j] = 0.5 * z->yy[j];
    z->ly[j] = drift;
    z->least_pivot[j] = __builtin_inf();
  }
}

/* One period back. gain: [RP_GAIN_COUNT][width], or NULL; has_drift false skips terms that are exactly zero. */
RP_LANE_FUNCTION void rp_lanes_step(int width, bool has_drift, const rp_market *market, int64_t t,
                                    const rp_lane_inputs *restrict in, rp_lane_state *restrict z,
                                    double *restrict gain) {
  double impact = market->impact[t], twice_impact = 2 * impact;
  double transient = impact * market->transient_share[t];
  double scale = rp_lanes_recovery_scale(market, t), variance = market->variance[t], drift = market->drift[t];
  for (int j = 0; j < width; ++j) {
    double e = in->decay[j], l = scale * in->recovery[j], lost = transient * in->loss[j];
    double qs = z->qs[j], ss = z->ss[j], sy = z->sy[j];
    double l_ss = l * ss, l_l_ss = l * l_ss, l_qs = l * qs, e_l_ss = e * l_ss, l_sy = l * sy;
    double v = impact + lost - l_qs + l_l_ss;
    double pivot = v - l_qs + (z->qq[j] + (lost - impact) + in->risk_aversion[j] * variance);
    double b = 1 - e * qs + e_l_ss;
    double u = z->qy[j] - l_sy;
    double inverse = 1 / pivot;
    double q_gain = v * inverse, s_gain = b * inverse, y_gain = u * inverse;
    z->least_pivot[j] = pivot < z->least_pivot[j] ? pivot : z->least_pivot[j];
    z->qq[j] = twice_impact + l_l_ss - v * q_gain;
    z->qs[j] = e_l_ss - b * q_gain;
    z->ss[j] = e * (e * ss) - b * s_gain;
    z->qy[j] = l_sy + u * q_gain;
    z->sy[j] = e * sy + u * s_gain;
    z->yy[j] = z->yy[j] - u * y_gain;
    double shift = 0;
    if (has_drift) {
      double d = z->lq[j] + drift - l * z->ls[j];
      shift = d * inverse;
      z->lq[j] = l * z->ls[j] + d * q_gain;
      z->ls[j] = e * z->ls[j] + d * s_gain;
      z->ly[j] = z->ly[j] + d * y_gain;
      z->l0[j] = z->l0[j] - 0.5 * (d * shift);
    }
    if (gain) {
      gain[RP_GAIN_Q * width + j] = q_gain;
      gain[RP_GAIN_S * width + j] = s_gain;
      gain[RP_GAIN_Y * width + j] = y_gain;
      gain[RP_GAIN_SHIFT * width + j] = shift;
      gain[RP_GAIN_PIVOT * width + j] = pivot;
    }
  }
}

/* The whole pass. gains: [periods - 1][RP_GAIN_COUNT][width], or NULL. */
RP_LANE_FUNCTION void rp_lanes_pass(int width, bool has_drift, const rp_market *market,
                                    const rp_lane_inputs *in, rp_lane_state *z, double *gains) {
  rp_lanes_begin(width, market, in, z);
  for (int64_t t = market->periods - 2; t >= 0; --t)
    rp_lanes_step(width, has_drift, market, t, in, z, gains ? gains + t * RP_GAIN_COUNT * width : NULL);
}

/*
 * Whether phi + fee y^2 has a unique minimum, and if not, why. A quantity counts as zero when it is below its
 * rounding error: 2^-43, which leaves a thousand units in the last place for the growth of errors over the
 * periods, times the size of the terms it was formed from.
 */
typedef enum rp_existence {
  RP_OPTIMUM_EXISTS,
  /* Every impact is zero and the price carries no risk: all splits cost the same. */
  RP_EXCHANGE_FLAT,
  /* Trading on the exchange alone has no bound: no fee helps. Or it is within rounding of that. */
  RP_EXCHANGE_NOT_CONVEX,
  RP_EXCHANGE_AT_EDGE,
  /* fee < C*: cost goes to minus infinity. Or fee = C* within rounding. */
  RP_FEE_BELOW_THRESHOLD,
  RP_FEE_AT_THRESHOLD,
  /* The threshold leaves the range of floating-point numbers. */
  RP_EXISTENCE_UNKNOWN
} rp_existence;

#define RP_EDGE 0x1p-43

/* The size below which fee - C* counts as zero. */
RP_LANE_FUNCTION double rp_lane_edge(double largest_impact, double last_yy, double yy) {
  return RP_EDGE * (largest_impact + last_yy + fabs(yy));
}

/* Whether the optimum exists: the conditions below without their reasons, free of branches. yy is YY/2. */
RP_LANE_FUNCTION bool rp_lane_has_optimum(double least_pivot, double largest_impact, double last_yy,
                                          double yy, double fee) {
  /* The first comparison also fails for impact and pivot zero, the second for a yy that is no finite number. */
  return (least_pivot > RP_EDGE * largest_impact) & (yy - yy == 0) &
         (fee + yy > rp_lane_edge(largest_impact, last_yy, yy));
}

RP_LANE_FUNCTION rp_existence rp_lane_existence(double least_pivot, double largest_impact, double last_yy,
                                                double yy, double fee) {
  if (rp_lane_has_optimum(least_pivot, largest_impact, last_yy, yy, fee)) return RP_OPTIMUM_EXISTS;
  if (largest_impact == 0 && least_pivot == 0) return RP_EXCHANGE_FLAT;
  double least = RP_EDGE * largest_impact;
  if (!(least_pivot > least)) return least_pivot < -least ? RP_EXCHANGE_NOT_CONVEX : RP_EXCHANGE_AT_EDGE;
  if (!isfinite(yy)) return RP_EXISTENCE_UNKNOWN;
  return fee + yy < -rp_lane_edge(largest_impact, last_yy, yy) ? RP_FEE_BELOW_THRESHOLD : RP_FEE_AT_THRESHOLD;
}

/* y = num/(fee - C*), num = (QY Q - lY)/2. Zero at an infinite fee. */
RP_LANE_FUNCTION double rp_lane_volume(double qy, double ly, double yy, double shares, double fee) {
  return 0.5 * (qy * shares - ly) / (fee + yy);
}

/* The least certainty-equivalent cost, phi(Q, y) + fee y^2 at that y. */
RP_LANE_FUNCTION double rp_lane_cost(double qq, double lq, double l0, double qy, double ly, double shares,
                                     double volume) {
  return qq * shares * shares + lq * shares + l0 - 0.5 * (qy * shares - ly) * volume;
}

/* A strategy on its way: inventory, recovery and mean price before the next trade, mean and variance of the cost so far. */
typedef struct rp_lane_roll {
  double inventory[RP_LANES], recovery[RP_LANES], price[RP_LANES], mean[RP_LANES], variance[RP_LANES];
} rp_lane_roll;

/* Trades at t down to the inventory `left` and moves to t + 1. trades: [width]. */
RP_LANE_FUNCTION void rp_lanes_trade(int width, const rp_market *market, int64_t t,
                                     const rp_lane_inputs *restrict in, const double *restrict left,
                                     rp_lane_roll *restrict z, double *restrict trades) {
  double impact = market->impact[t], transient = impact * market->transient_share[t];
  double scale = rp_lanes_recovery_scale(market, t), drift = market->drift[t], s = market->variance[t];
  for (int j = 0; j < width; ++j) {
    double trade = z->inventory[j] - left[j], recovery = z->recovery[j], price = z->price[j];
    trades[j] = trade;
    z->mean[j] = z->mean[j] + (price + impact * trade) * trade;
    z->price[j] = price + (impact - transient * in->loss[j]) * trade - recovery + drift;
    z->recovery[j] = scale * in->recovery[j] * trade + in->decay[j] * recovery;
    z->variance[j] = z->variance[j] + s * (left[j] * left[j]);
    z->inventory[j] = left[j];
  }
}

/*
 * Trades, mean and variance of the cost by a roll forward through the gains; the mean excludes p_1 Q, the
 * variance is that of sum eps_{t+1} Q_{t+1}. trades: [periods + 1][width].
 */
RP_LANE_FUNCTION void rp_lanes_roll(int width, const rp_market *market, const rp_lane_inputs *in,
                                    const double *gains, const double *shares, const double *fee,
                                    const double *restrict volume, double *restrict trades, double *mean,
                                    double *variance) {
  rp_lane_roll z;
  double left[RP_LANES];
  for (int j = 0; j < width; ++j) {
    z.inventory[j] = shares[j];
    z.recovery[j] = z.price[j] = z.mean[j] = z.variance[j] = 0;
  }
  for (int64_t t = 0; t < market->periods - 1; ++t) {
    const double *gain = gains + t * RP_GAIN_COUNT * width;
    for (int j = 0; j < width; ++j)
      left[j] = gain[RP_GAIN_Q * width + j] * z.inventory[j] + gain[RP_GAIN_S * width + j] * z.recovery[j] +
                gain[RP_GAIN_Y * width + j] * volume[j] - gain[RP_GAIN_SHIFT * width + j];
    rp_lanes_trade(width, market, t, in, left, &z, trades + t * width);
  }
  rp_lanes_trade(width, market, market->periods - 1, in, volume, &z, trades + (market->periods - 1) * width);
  for (int j = 0; j < width; ++j) {
    /* Without a venue the fee is infinite and the volume zero: the venue costs nothing. */
    double venue = volume[j] == 0 ? 0 : fee[j] * volume[j] * volume[j];
    mean[j] = z.mean[j] + (z.price[j] * volume[j] + venue);
    variance[j] = z.variance[j];
    trades[market->periods * width + j] = volume[j];
  }
}

/*
 * Pivots with the venue: the same recursion from phi_{T+1} = fee Q^2 on, as theorem 1 has it. Half of each
 * pivot is the paper's A^1_t; with an infinite fee the last one is infinite and the rest is the exchange's
 * own. pivots: [periods][width], or NULL. least: [width].
 */
RP_LANE_FUNCTION void rp_lanes_fee_pivots(int width, const rp_market *market,
                                          const rp_lane_inputs *restrict in, const double *restrict fee,
                                          double *restrict pivots, double *restrict least) {
  double qq[RP_LANES], qs[RP_LANES], ss[RP_LANES];
  for (int j = 0; j < width; ++j) {
    qq[j] = 2 * fee[j];
    qs[j] = ss[j] = 0;
    least[j] = __builtin_inf();
  }
  for (int64_t t = market->periods - 1; t >= 0; --t) {
    double impact = market->impact[t], transient = impact * market->transient_share[t];
    double scale = rp_lanes_recovery_scale(market, t), variance = market->variance[t];
    for (int j = 0; j < width; ++j) {
      double e = in->decay[j], l = scale * in->recovery[j], lost = transient * in->loss[j];
      double l_ss = l * ss[j], l_l_ss = l * l_ss, l_qs = l * qs[j];
      double v = impact + lost - l_qs + l_l_ss, b = 1 - e * qs[j] + e * l_ss;
      double twice = v - l_qs + (qq[j] + (lost - impact) + in->risk_aversion[j] * variance);
      double inverse = 1 / twice, pivot = 0.5 * twice;
      qq[j] = 2 * impact + l_l_ss - v * (v * inverse);
      qs[j] = e * l_ss - b * (v * inverse);
      ss[j] = e * (e * ss[j]) - b * (b * inverse);
      least[j] = pivot < least[j] ? pivot : least[j];
      if (pivots) pivots[t * width + j] = pivot;
    }
  }
}

#endif
