/*
 * model_density_grids.h - the parameters of `mean_field_density`, and from them the solution on two grids. Calls density.h and the
 * host's services.
 */
#ifndef RP_MODEL_DENSITY_GRIDS_H
#define RP_MODEL_DENSITY_GRIDS_H
#include "density.h"
#include "model_retail.h"

enum {
  PARAM_TIMES = RP_RETAIL_PARAMS,
  PARAM_POINTS,
  PARAM_LAW,
  PARAM_HERDING,
  PARAM_POWER,
  PARAM_CURVE,
  PARAM_FRAME,
  PARAM_NODES,
  PARAM_STEPS,
  PARAM_LOW,
  PARAM_HIGH,
  PARAM_MOST,
  PARAM_DAMPING,
  PARAM_DEPTH,
  PARAM_TOLERANCE,
  PARAMS
};

/* What both grids have in common. */
typedef struct rp_density_setting {
  rp_retail retail;
  rp_herding herding;
  rp_curve herding_curve, law;
  bool moving, given; /* given: an initial law */
  double low, high;   /* of the grid, in y */
  double crowd_low, crowd_high;
  rp_closure closure;
  rp_trajectory paths[3];
} rp_density_setting;

typedef struct rp_density_level {
  rp_frame frame;
  rp_density d;
  rp_modes modes;
} rp_density_level;

/* Reads herding term and law, whose own mean and variance take the place of the parameters, and opens the frame. The retail
 * traders are read before. */
rp_status rp_density_open(const rp_call *call, rp_density_setting *s);

/* On half the nodes and steps, and from there on all; reports what does not converge. */
rp_status rp_density_solve(const rp_call *call, const rp_density_setting *s, rp_density_level *coarse,
                           rp_density_level *fine);

#endif
