/*
 * one_pass_lanes.h - the one-pass algorithm for `width` markets side by side, written once: width 1 is the
 * scalar solver (one_pass.c), width RP_LANES the batch kernel (execution_batch.c), and so a point has the
 * same bits in both.
 *
 * What is solved. Fix the off-exchange volume y and let phi_t be the least certainty-equivalent cost from
 * period t on, without the fee and without p_t Q_t. It is a quadratic form in inventory Q, recovery S and y,
 *
 *   phi = QQ Q^2 + QS Q S + SS S^2 - QY Q y - SY S y + YY y^2 + lQ Q + lS S + lY y + l0,
 *
 * and one backward pass carries its coefficients for all y, hence for all fees at once. The control is the
 * inventory x = Q_{t+1} that is left after the trade, not the trade: then the terms R s_t x^2/2 enter in one
 * place only, every update is a product or a sum of terms of the size of the impact, and nothing cancels when
 * R s_t is large. Per step, with k = lambda (1 - m), l = l_t, e = exp(-rho),
 *
 *   pivot = 2 (k + QQ - l QS + l^2 SS) + R s      v = lambda + k - l QS + 2 l^2 SS     b = 1 - e QS + 2 e l
 * SS u = QY - l SY                                 d = lQ + mu - l lS x = (v Q + b S + u y - d) / pivot QQ' =
 * lambda + l^2 SS - v^2/(2 pivot)         QS' = 2 e l SS - v b/pivot           SS' = e^2 SS - b^2/(2 pivot)
 *   QY' = l SY + v u/pivot                        SY' = e SY + b u/pivot               YY' = YY - u^2/(2
 * pivot) lQ' = l lS + v d/pivot   lS' = e lS + b d/pivot   lY' = lY + u d/pivot             l0' = l0 - d^2/(2
 * pivot)
 *
 * from the last period, where x = y is prescribed: QQ = lambda, QY = lambda + k, SY = 1, YY = k + R s/2, lY =
 * mu, the others 0. At the start S = 0, so that phi + fee y^2 is least at y = num/(fee - C*) with C* = -YY
 * and num = (QY Q - lY)/2. Pivots are twice the paper's A^1 of the exchange-only programme. Calls nothing.
 * Cost: about 60 floating-point operations and one division per period and lane.
 */
#ifndef RP_ONE_PASS_LANES_H
#define RP_ONE_PASS_LANES_H
#include "market.h"
#include <math.h>

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

/* The coefficients of phi above, and the least pivot of the periods passed. */
typedef struct rp_lane_state {
  double qq[RP_LANES], qs[RP_LANES], ss[RP_LANES];
  double qy[RP_LANES], sy[RP_LANES], yy[RP_LANES];
  double lq[RP_LANES], ls[RP_LANES], ly[RP_LANES], l0[RP_LANES];
  double least_pivot[RP_LANES];
} rp_lane_state;

/* Feedback x = q_gain Q + s_gain S + y_gain y - shift of one period, kept if trades are wanted. `width`
 * apart. */
enum { RP_GAIN_Q, RP_GAIN_S, RP_GAIN_Y, RP_GAIN_SHIFT, RP_GAIN_PIVOT, RP_GAIN_COUNT };

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
  double half_variance = market->variance[last] / 2, drift = market->drift[last];
  for (int j = 0; j < width; ++j) {
    double lost = transient * in->loss[j];
    z->qq[j] = impact;
    z->qs[j] = z->ss[j] = z->lq[j] = z->ls[j] = z->l0[j] = 0;
    z->qy[j] = impact + lost;
    z->sy[j] = 1;
    z->yy[j] = lost + in->risk_aversion[j] * half_variance;
    z->ly[j] = drift;
    z->least_pivot[j] = __builtin_inf();
  }
}

/* One period back. gains: [RP_GAIN_COUNT][width], or NULL; has_drift false skips terms that are exactly zero.
 */
RP_LANE_FUNCTION void rp_lanes_step(int width, bool has_drift, const rp_market *market, int64_t t,
                                    const rp_lane_inputs *restrict in, rp_lane_state *restrict z,
                                    double *restrict gains) {
  double impact = market->impact[t], transient = impact * market->transient_share[t];
  double scale = rp_lanes_recovery_scale(market, t), variance = market->variance[t], drift = market->drift[t];
  for (int j = 0; j < width; ++j) {
    double e = in->decay[j], l = scale * in->recovery[j], lost = transient * in->loss[j];
    double qs = z->qs[j], ss = z->ss[j], sy = z->sy[j];
    double l_ss = l * ss, l_l_ss = l * l_ss, l_qs = l * qs, e_l_ss = 2 * (e * l_ss), l_sy = l * sy;
    double pivot = 2 * (lost + z->qq[j] - l_qs + l_l_ss) + in->risk_aversion[j] * variance;
    double v = impact + lost - l_qs + 2 * l_l_ss;
    double b = 1 - e * qs + e_l_ss;
    double u = z->qy[j] - l_sy;
    double inverse = 1 / pivot;
    double q_gain = v * inverse, s_gain = b * inverse, y_gain = u * inverse;
    z->least_pivot[j] = pivot < z->least_pivot[j] ? pivot : z->least_pivot[j];
    z->qq[j] = impact + l_l_ss - 0.5 * (v * q_gain);
    z->qs[j] = e_l_ss - b * q_gain;
    z->ss[j] = e * (e * ss) - 0.5 * (b * s_gain);
    z->qy[j] = l_sy + u * q_gain;
    z->sy[j] = e * sy + u * s_gain;
    z->yy[j] = z->yy[j] - 0.5 * (u * y_gain);
    double shift = 0;
    if (has_drift) {
      double d = z->lq[j] + drift - l * z->ls[j];
      shift = d * inverse;
      z->lq[j] = l * z->ls[j] + d * q_gain;
      z->ls[j] = e * z->ls[j] + d * s_gain;
      z->ly[j] = z->ly[j] + d * y_gain;
      z->l0[j] = z->l0[j] - 0.5 * (d * shift);
    }
    if (gains) {
      gains[RP_GAIN_Q * width + j] = q_gain;
      gains[RP_GAIN_S * width + j] = s_gain;
      gains[RP_GAIN_Y * width + j] = y_gain;
      gains[RP_GAIN_SHIFT * width + j] = shift;
      gains[RP_GAIN_PIVOT * width + j] = pivot;
    }
  }
}

/* The whole pass. gains: [periods - 1][RP_GAIN_COUNT][width], or NULL. */
RP_LANE_FUNCTION void rp_lanes_pass(int width, bool has_drift, const rp_market *market,
                                    const rp_lane_inputs *in, rp_lane_state *z, double *gains) {
  rp_lanes_begin(width, market, in, z);
  for (int64_t t = market->periods - 2; t >= 0; --t)
    rp_lanes_step(width, has_drift, market, t, in, z,
                  gains ? gains + t * RP_GAIN_COUNT * width : (double *)0);
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

RP_LANE_FUNCTION rp_existence rp_lane_existence(double least_pivot, double largest_impact, double last_yy,
                                                double yy, double fee) {
  if (largest_impact == 0 && least_pivot == 0) return RP_EXCHANGE_FLAT;
  double least = RP_EDGE * largest_impact;
  if (!(least_pivot > least)) return least_pivot < -least ? RP_EXCHANGE_NOT_CONVEX : RP_EXCHANGE_AT_EDGE;
  if (!isfinite(yy)) return RP_EXISTENCE_UNKNOWN;
  double edge = RP_EDGE * (largest_impact + last_yy + (yy < 0 ? -yy : yy)), margin = fee + yy;
  if (margin > edge) return RP_OPTIMUM_EXISTS;
  return margin < -edge ? RP_FEE_BELOW_THRESHOLD : RP_FEE_AT_THRESHOLD;
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

/*
 * Trades, mean and variance of the cost by a roll forward through the gains; the mean excludes p_1 Q, the
 * variance is that of sum eps_{t+1} Q_{t+1}. trades: [periods + 1][width], or NULL.
 */
RP_LANE_FUNCTION void rp_lanes_roll(int width, const rp_market *market, const rp_lane_inputs *restrict in,
                                    const double *restrict gains, const double *restrict shares,
                                    const double *restrict fee, const double *restrict volume,
                                    double *restrict trades, double *restrict mean,
                                    double *restrict variance) {
  double inventory[RP_LANES], recovery[RP_LANES], price[RP_LANES];
  for (int j = 0; j < width; ++j) {
    inventory[j] = shares[j];
    recovery[j] = price[j] = mean[j] = variance[j] = 0;
  }
  for (int64_t t = 0; t < market->periods; ++t) {
    double impact = market->impact[t], transient = impact * market->transient_share[t];
    double scale = rp_lanes_recovery_scale(market, t), drift = market->drift[t], s = market->variance[t];
    bool last = t == market->periods - 1;
    const double *gain = last ? gains : gains + t * RP_GAIN_COUNT * width;
    for (int j = 0; j < width; ++j) {
      double left = last ? volume[j]
                         : gain[RP_GAIN_Q * width + j] * inventory[j] +
                               gain[RP_GAIN_S * width + j] * recovery[j] +
                               gain[RP_GAIN_Y * width + j] * volume[j] - gain[RP_GAIN_SHIFT * width + j];
      double trade = inventory[j] - left;
      mean[j] += (price[j] + impact * trade) * trade;
      price[j] = price[j] + (impact - transient * in->loss[j]) * trade - recovery[j] + drift;
      recovery[j] = scale * in->recovery[j] * trade + in->decay[j] * recovery[j];
      variance[j] += s * (left * left);
      inventory[j] = left;
      if (trades) trades[t * width + j] = trade;
    }
  }
  for (int j = 0; j < width; ++j) {
    /* Without a venue the fee is infinite and the volume zero: the venue costs nothing. */
    mean[j] += price[j] * volume[j] + (volume[j] == 0 ? 0 : fee[j] * volume[j] * volume[j]);
    if (trades) trades[market->periods * width + j] = volume[j];
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
    qq[j] = fee[j];
    qs[j] = ss[j] = 0;
    least[j] = __builtin_inf();
  }
  for (int64_t t = market->periods - 1; t >= 0; --t) {
    double impact = market->impact[t], transient = impact * market->transient_share[t];
    double scale = rp_lanes_recovery_scale(market, t), half_variance = market->variance[t] / 2;
    for (int j = 0; j < width; ++j) {
      double e = in->decay[j], l = scale * in->recovery[j], lost = transient * in->loss[j];
      double l_ss = l * ss[j], l_l_ss = l * l_ss, l_qs = l * qs[j];
      double pivot = lost + qq[j] - l_qs + l_l_ss + in->risk_aversion[j] * half_variance;
      double v = impact + lost - l_qs + 2 * l_l_ss, b = 1 - e * qs[j] + 2 * (e * l_ss);
      double half = 0.5 / pivot;
      qq[j] = impact + l_l_ss - 0.5 * (v * (v * half));
      qs[j] = 2 * (e * l_ss) - b * (v * half);
      ss[j] = e * (e * ss[j]) - 0.5 * (b * (b * half));
      least[j] = pivot < least[j] ? pivot : least[j];
      if (pivots) pivots[t * width + j] = pivot;
    }
  }
}

#endif
