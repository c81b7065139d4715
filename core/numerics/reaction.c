/* reaction.c - see reaction.h. */
#include "numerics/reaction.h"
#include <math.h>
#include <string.h>
#include "numerics/dense_lu.h"
#include "reprise/clones.h"

enum { MOST_SWEEPS = 60, LANES = 256, WIDTH = 8 };
static const double settled = 1e-13; /* relative change of a sweep */

static int32_t block_of(const rp_reaction *r, int32_t unknown) {
  int64_t low = 0, high = r->blocks - 1;
  while (low < high) {
    int64_t middle = (low + high + 1) / 2;
    if (r->block[middle] <= unknown)
      low = middle;
    else
      high = middle - 1;
  }
  return (int32_t)low;
}

int64_t rp_reaction_find_groups(const rp_reaction *reaction, int32_t *group) {
  /* group[b]: the last block that block b needs; then ends where no block before needs what comes after */
  for (int64_t b = 0; b < reaction->blocks; ++b)
    group[b] = (int32_t)b;
  for (int64_t t = 0; t < reaction->terms; ++t) {
    const rp_reaction_term *term = reaction->term + t;
    int32_t own = block_of(reaction, term->target), sides[2] = {term->left, term->right};
    for (int i = 0; i < 2; ++i) {
      if (sides[i] == RP_REACTION_ONE || sides[i] >= reaction->unknowns) continue;
      int32_t other = block_of(reaction, sides[i]);
      if (other > group[own]) group[own] = other;
    }
  }
  int64_t groups = 0, reach = -1;
  for (int64_t b = 0; b < reaction->blocks; ++b) {
    int32_t needs = group[b];
    if (b > reach) group[groups++] = (int32_t)b;
    reach = needs > reach ? needs : reach;
  }
  group[groups] = (int32_t)reaction->blocks;
  return groups;
}

bool rp_reaction_is_quadratic(const rp_reaction *reaction, int64_t block) {
  int32_t first = reaction->block[block], end = reaction->block[block + 1];
  for (int64_t t = 0; t < reaction->terms; ++t) {
    const rp_reaction_term *term = reaction->term + t;
    if (term->target >= first && term->target < end && term->left >= first && term->left < end &&
        term->right >= first && term->right < end)
      return true;
  }
  return false;
}

/* The field's values, or NULL for the constant one. */
static const double *field(const rp_reaction *r, int32_t number, int64_t points, const double *u,
                           const double *given) {
  if (number == RP_REACTION_ONE) return NULL;
  return number < r->unknowns ? u + number * points : given + (number - r->unknowns) * points;
}

RP_CLONES static void add_products(int64_t n, double weight, const double *left, const double *right,
                                   double *out) {
  if (left && right)
    for (int64_t i = 0; i < n; ++i)
      out[i] += weight * left[i] * right[i];
  else if (left)
    for (int64_t i = 0; i < n; ++i)
      out[i] += weight * left[i];
  else
    for (int64_t i = 0; i < n; ++i)
      out[i] += weight;
}

static void add_term(const rp_reaction *r, const rp_reaction_term *term, int64_t points, const double *u,
                     const double *given, double *out) {
  const double *left = field(r, term->left, points, u, given),
               *right = field(r, term->right, points, u, given);
  add_products(points, term->weight, left ? left : right, left ? right : NULL, out);
}

void rp_reaction_rate(const rp_reaction *reaction, int64_t points, const double *u, const double *given,
                      double *out) {
  memset(out, 0, (size_t)(reaction->unknowns * points) * sizeof *out);
  for (int64_t t = 0; t < reaction->terms; ++t)
    add_term(reaction, reaction->term + t, points, u, given, out + reaction->term[t].target * points);
}

void rp_reaction_rate_of(const rp_reaction *reaction, int64_t block, int64_t points, const double *u,
                         const double *given, double *out) {
  int32_t first = reaction->block[block], end = reaction->block[block + 1];
  memset(out + first * points, 0, (size_t)((end - first) * points) * sizeof *out);
  for (int64_t t = 0; t < reaction->terms; ++t) {
    int32_t target = reaction->term[t].target;
    if (target >= first && target < end)
      add_term(reaction, reaction->term + t, points, u, given, out + target * points);
  }
}

void rp_reaction_jacobian(const rp_reaction *reaction, int64_t block, int64_t points, const double *u,
                          const double *given, double *jacobian) {
  int32_t first = reaction->block[block], size = reaction->block[block + 1] - first;
  memset(jacobian, 0, (size_t)(size * size * points) * sizeof *jacobian);
  for (int64_t t = 0; t < reaction->terms; ++t) {
    const rp_reaction_term *term = reaction->term + t;
    int32_t row = term->target - first, l = term->left - first, k = term->right - first;
    if (row < 0 || row >= size) continue;
    const double *left = field(reaction, term->left, points, u, given),
                 *right = field(reaction, term->right, points, u, given);
    if (term->left >= first && l < size)
      add_products(points, term->weight, right, NULL, jacobian + (row * size + l) * points);
    if (term->right >= first && k < size)
      add_products(points, term->weight, left, NULL, jacobian + (row * size + k) * points);
  }
}

/* F of one unknown as a u^2 + b u + c with the other fields as they are, at n <= LANES points from `from` on; or c only. */
static void quadratic(const rp_reaction *r, int32_t unknown, int64_t points, int64_t from, int64_t n,
                      const double *u, const double *given, bool only_c, double *a, double *b, double *c) {
  memset(a, 0, only_c ? 0 : (size_t)n * sizeof *a);
  memset(b, 0, only_c ? 0 : (size_t)n * sizeof *b);
  memset(c, 0, (size_t)n * sizeof *c);
  for (int64_t t = 0; t < r->terms; ++t) {
    const rp_reaction_term *term = r->term + t;
    if (term->target != unknown) continue;
    const double *left = field(r, term->left, points, u, given),
                 *right = field(r, term->right, points, u, given);
    bool own_left = term->left == unknown, own_right = term->right == unknown;
    double *to = own_left && own_right ? a : own_left || own_right ? b : c;
    if (only_c && to != c) continue;
    left = own_left || !left ? NULL : left + from;
    right = own_right || !right ? NULL : right + from;
    add_products(n, term->weight, left ? left : right, left ? right : NULL, to);
  }
}

/* What a pass over points finds, in lanes so that it needs no order. */
typedef struct findings {
  double least[WIDTH], largest[WIDTH], moved[WIDTH]; /* discriminant, |u|, change of u */
} findings;

/* u = h (a u^2 + b u + c) + right: 2 q/(p + sqrt(p^2 - 4 h a q)) with p = 1 - h b, q = right + h c. */
RP_CLONES static void solve_quadratics(int64_t n, double h, const double *a, const double *b, const double *c,
                                       const double *right, double *u, findings *found) {
  findings f = *found;
  for (int64_t i = 0; i + WIDTH <= n; i += WIDTH)
    for (int64_t l = 0; l < WIDTH; ++l) {
      double p = 1 - h * b[i + l], q = right[i + l] + h * c[i + l], square = p * p - 4 * h * a[i + l] * q;
      double root = sqrt(square), next = 2 * q / (p + (a[i + l] == 0 ? p : root));
      double moved = fabs(next - u[i + l]), size = fabs(next);
      f.least[l] = square >= f.least[l] ? f.least[l] : square;
      f.largest[l] = size > f.largest[l] ? size : f.largest[l];
      f.moved[l] = moved > f.moved[l] ? moved : f.moved[l];
      u[i + l] = next;
    }
  *found = f;
}

/* Are a and b the same at all points? */
static bool coefficients_alike(const rp_reaction *r, int32_t unknown, double *a, double *b) {
  *a = *b = 0;
  for (int64_t t = 0; t < r->terms; ++t) {
    const rp_reaction_term *term = r->term + t;
    bool left = term->left == unknown, right = term->right == unknown;
    if (term->target != unknown || (!left && !right)) continue;
    if (left && right)
      *a += term->weight;
    else if (left ? term->right == RP_REACTION_ONE : term->left == RP_REACTION_ONE)
      *b += term->weight;
    else
      return false;
  }
  return true;
}

static bool scalar_block(const rp_reaction *r, double h, int32_t unknown, int64_t points, const double *right,
                         const double *given, double *u, double *change) {
  double a[LANES], b[LANES], c[LANES], last_right[WIDTH], last[WIDTH], moved = 0, largest = 0, same_a, same_b;
  bool alike = coefficients_alike(r, unknown, &same_a, &same_b);
  findings f;
  for (int l = 0; alike && l < LANES; ++l) {
    a[l] = same_a;
    b[l] = same_b;
  }
  for (int l = 0; l < WIDTH; ++l) {
    f.least[l] = INFINITY;
    f.largest[l] = f.moved[l] = 0;
  }
  for (int64_t from = 0; from < points; from += LANES) {
    int64_t n = points - from < LANES ? points - from : LANES, whole = n / WIDTH * WIDTH;
    const double *now = right + unknown * points + from;
    double *to = u + unknown * points + from;
    quadratic(r, unknown, points, from, n, u, given, alike, a, b, c);
    solve_quadratics(whole, h, a, b, c, now, to, &f);
    if (whole == n) continue;
    for (int64_t l = 0; l < WIDTH; ++l) { /* the last points, the very last one repeated */
      int64_t i = whole + l < n ? whole + l : n - 1;
      last_right[l] = now[i];
      last[l] = to[i];
      a[l] = a[i];
      b[l] = b[i];
      c[l] = c[i];
    }
    solve_quadratics(WIDTH, h, a, b, c, last_right, last, &f);
    memcpy(to + whole, last, (size_t)(n - whole) * sizeof *to);
  }
  for (int l = 0; l < WIDTH; ++l) {
    if (!(f.least[l] >= 0)) return false;
    moved = fmax(moved, f.moved[l]);
    largest = fmax(largest, f.largest[l]);
  }
  if (moved > 0) *change = fmax(*change, moved / largest);
  return isfinite(largest);
}

/* One Newton step of a block at every point. */
static bool newton_block(const rp_reaction *r, double h, int64_t block, int64_t points, const double *right,
                         const double *given, double *u, double *work, double *change) {
  int32_t first = r->block[block], size = r->block[block + 1] - first;
  double system[RP_REACTION_MOST_BLOCK * (RP_REACTION_MOST_BLOCK + 1)], moved[RP_REACTION_MOST_BLOCK] = {0},
                                                                        largest[RP_REACTION_MOST_BLOCK] = {0};
  double *rate = work, *jacobian = work + r->unknowns * points;
  rp_reaction_rate_of(r, block, points, u, given, rate);
  rp_reaction_jacobian(r, block, points, u, given, jacobian);
  for (int64_t i = 0; i < points; ++i) {
    for (int32_t j = 0; j < size; ++j) {
      int64_t at = (first + j) * points + i;
      for (int32_t k = 0; k < size; ++k)
        system[j * (size + 1) + k] = (j == k) - h * jacobian[(j * size + k) * points + i];
      system[j * (size + 1) + size] = right[at] + h * rate[at] - u[at];
    }
    if (!rp_dense_solve(size, size + 1, system)) return false;
    for (int32_t j = 0; j < size; ++j) {
      double *value = u + (first + j) * points + i, step = system[j * (size + 1) + size];
      *value += step;
      moved[j] = fmax(moved[j], fabs(step));
      largest[j] = fmax(largest[j], fabs(*value));
    }
  }
  double all = 0;
  for (int32_t j = 0; j < size; ++j)
    all = fmax(all, largest[j]);
  for (int32_t j = 0; j < size; ++j)
    if (moved[j] > 0) *change = fmax(*change, moved[j] / fmax(largest[j], 1e-3 * all));
  return isfinite(all);
}

int64_t rp_reaction_workspace(const rp_reaction *reaction, int64_t points) {
  int64_t most = 1;
  for (int64_t b = 0; b < reaction->blocks; ++b) {
    int64_t size = reaction->block[b + 1] - reaction->block[b];
    most = size > most ? size : most;
  }
  return points * (reaction->unknowns + most * most);
}

bool rp_reaction_implicit(const rp_reaction *reaction, double h, int64_t points, const double *right,
                          const double *given, double *u, double *work) {
  for (int64_t g = 0; g < reaction->groups; ++g) {
    int64_t from = reaction->group[g], end = reaction->group[g + 1], sweeps = 0;
    bool single =
        reaction->block[from + 1] - reaction->block[from] == 1 || !rp_reaction_is_quadratic(reaction, from);
    bool once = end == from + 1 && single; /* one block, solved exactly */
    double change = INFINITY;
    while (change > settled) {
      if (sweeps++ == MOST_SWEEPS) return false;
      change = 0;
      for (int64_t b = from; b < end; ++b) {
        bool scalar = reaction->block[b + 1] - reaction->block[b] == 1;
        bool solved = scalar ? scalar_block(reaction, h, reaction->block[b], points, right, given, u, &change)
                             : newton_block(reaction, h, b, points, right, given, u, work, &change);
        if (!solved || !isfinite(change)) return false;
      }
      if (once) break;
    }
  }
  return true;
}
