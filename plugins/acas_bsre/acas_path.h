/*
 * acas_path.h - section 4 with running penalties and flows that are known: the paths of the six functions and the matrix
 * Riccati solution R(t) along them (eq. 22-25, theorem 4.2). Pure; calls numerics/boundary_problem.h, numerics/roots.h, acas.h.
 * Memory is the caller's.
 *
 * Method. Newton-Kantorovich steps on the path of (y2, ye), the linear problems by the Riccati sweep in 2 x 2 blocks, with
 * steps of gamma y2 of at most 1; Gauss collocation on panels that are halved until the path is resolved. Where the rate begins
 * or ceases to be truncated the field has a kink: the times are found on the path and become ends of panels, again until they
 * no longer move, so that truncation costs no digits. Q1 and Y1 follow by quadrature, as Y1 does not act back.
 */
#ifndef RP_ACAS_PATH_H
#define RP_ACAS_PATH_H
#include "acas.h"
#include "numerics/boundary_problem.h"

enum { RP_ACAS_KINKS = 16 };

/* A part of the horizon, begin <= t <= end, with y(end) = -L x(end) + l. For the whole: x(0) = (q1 - q2, qe - q1), L = 2 A. */
typedef struct rp_acas_part {
  const rp_acas *market;
  double begin, end;
  double start[2], terminal[4], shift[2];
} rp_acas_part;

rp_acas_part rp_acas_whole(const rp_acas *market);

typedef struct rp_acas_setting {
  const rp_collocation *method;
  int64_t most_panels;
  double resolution; /* INFINITY: panels are as given */
  int iterations;
} rp_acas_setting;

typedef struct rp_acas_path {
  rp_boundary_path run;  /* (q2, qe) and (y2, ye), R at the ends of panels          */
  double *maker;         /* [panels + 1]: Q1, set by rp_acas_path_maker()            */
  double *maker_adjoint; /* [panels + 1]: Y1                                         */
  int64_t kinks;         /* times where truncation begins or ends                    */
  double kink[RP_ACAS_KINKS];
  double kink_error; /* by how much they moved last, relative to the part        */
  rp_boundary_report report;
} rp_acas_path;

/* Doubles and integers of memory for one path; the first rp_acas_path_size() of them stay the path's. */
int64_t rp_acas_path_size(const rp_acas_setting *setting);
int64_t rp_acas_path_workspace(const rp_acas_setting *setting);
int64_t rp_acas_path_pivots(const rp_acas_setting *setting);

/*
 * Solves one part on panels that end at the given points (sorted, inside or at the ends; others are ignored), the breaks of
 * the coefficients, and kinks.
 *
 * in   guess [2]  y to begin with, on the whole part
 * returns as rp_boundary_adapt(); RP_BOUNDARY_NOT_CONVERGED also if there are more than RP_ACAS_KINKS kinks
 */
rp_boundary_status rp_acas_path_solve(const rp_acas_part *part, const rp_acas_setting *setting,
                                      int64_t point_count, const double *points, const double *guess,
                                      double *memory, double *work, int32_t *pivots, rp_acas_path *path);

/* Q1 and Y1 along a solved path: Q1 = maker at its begin; Y1 = -weight Q1 + shift at its end. */
void rp_acas_path_maker(const rp_acas_part *part, double maker, double weight, double shift,
                        rp_acas_path *path);

/* Index of the end of a panel that is nearest to t. */
int64_t rp_acas_path_index(const rp_acas_path *path, double t);

/* How far R(t) keeps what is proved of it, over all ends of panels. */
typedef struct rp_acas_gain_signs {
  double largest_entry; /* of R: must be <= 0                                                              */
  /* Largest off-diagonal entry of -R^{-1}: <= 0; this and the next two NaN if R = 0 always. */
  double off_diagonal;
  double column_sum; /* least column sum of -R^{-1}: >= 0                                               */
  double dominance;  /* least excess of |R_ii| over the other entry of its row, relative to |R_ii|: >= 0 */
  double norm_ratio; /* largest of |R_t|_1/(2 A + 2 int_t^T phi): <= 1                                  */
} rp_acas_gain_signs;
rp_acas_gain_signs rp_acas_path_signs(const rp_acas *market, const rp_acas_path *path);

#endif
