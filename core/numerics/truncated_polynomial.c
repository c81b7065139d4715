/* truncated_polynomial.c - see truncated_polynomial.h. */
#include "numerics/truncated_polynomial.h"
#include <math.h>
#include <stdbool.h>
#include <string.h>

static const int64_t most = 1 << 24;

/* (n over k), most + 1 if that is more. */
static int64_t choose(int64_t n, int64_t k) {
  int64_t value = 1;
  for (int64_t i = 1; i <= k; ++i) {
    value = value * (n - k + i) / i;
    if (value > most) return most + 1;
  }
  return value;
}

int64_t rp_polynomials_count(int64_t variables, int64_t degree) {
  int64_t count = choose(variables + degree, variables);
  return count <= most ? count : 0;
}

/* Pairs of monomials whose degrees add up to at most `degree` are the monomials in twice as many variables. */
int64_t rp_polynomials_storage(int64_t variables, int64_t degree) {
  int64_t count = rp_polynomials_count(variables, degree),
          pairs = choose(2 * variables + degree, 2 * variables);
  return count == 0 || pairs > most ? 0 : 2 * count * variables + 3 * pairs;
}

/* The next exponents of the same total degree, in descending order of the first; false after the last. */
static bool next_exponents(int64_t variables, int32_t *e) {
  int64_t last = variables - 1, f = last - 1;
  int32_t rest = e[last];
  while (f >= 0 && e[f] == 0)
    --f;
  if (f < 0) return false;
  e[last] = 0;
  --e[f];
  e[f + 1] += rest + 1;
  return true;
}

static int64_t total(int64_t variables, const int32_t *e) {
  int64_t sum = 0;
  for (int64_t f = 0; f < variables; ++f)
    sum += e[f];
  return sum;
}

/* The number of a monomial: those of lower degree come first, then those with a larger first exponent. */
static int64_t number_of(int64_t variables, const int32_t *e) {
  int64_t degree = total(variables, e), number = degree > 0 ? choose(variables + degree - 1, variables) : 0;
  for (int64_t f = 0; f + 1 < variables && degree > 0; ++f) {
    int64_t left = variables - f - 1, rest = degree - e[f];
    if (rest > 0) number += choose(left + rest - 1, left);
    degree = rest;
  }
  return number;
}

void rp_polynomials_make(int64_t variables, int64_t degree, int32_t *storage, rp_polynomials *ring) {
  int64_t count = rp_polynomials_count(variables, degree);
  *ring = (rp_polynomials){
      variables, degree, count, 0, storage, storage + count * variables, storage + 2 * count * variables};
  int32_t e[RP_POLYNOMIAL_MOST_VARIABLES] = {0};
  for (int64_t i = 0; i < count; ++i) {
    memcpy(ring->exponent + i * variables, e, (size_t)variables * sizeof *e);
    if (!next_exponents(variables, e)) {
      int32_t next = (int32_t)total(variables, e) + 1;
      memset(e, 0, sizeof e);
      e[0] = next;
    }
  }
  for (int64_t i = 0; i < count; ++i)
    for (int64_t f = 0; f < variables; ++f) {
      memcpy(e, ring->exponent + i * variables, (size_t)variables * sizeof *e);
      ++e[f];
      bool inside = total(variables, e) <= degree;
      ring->raised[i * variables + f] = inside ? (int32_t)number_of(variables, e) : -1;
    }
  for (int64_t i = 0; i < count; ++i)
    for (int64_t j = 0; j < count; ++j) {
      for (int64_t f = 0; f < variables; ++f)
        e[f] = ring->exponent[i * variables + f] + ring->exponent[j * variables + f];
      if (total(variables, e) > degree) break; /* degrees ascend */
      int32_t *entry = ring->product + 3 * ring->products++;
      entry[0] = (int32_t)i;
      entry[1] = (int32_t)j;
      entry[2] = (int32_t)number_of(variables, e);
    }
}

void rp_polynomials_multiply(const rp_polynomials *ring, double weight, const double *left,
                             const double *right, double *out) {
  if (ring->variables == 1) {
    for (int64_t i = 0; i < ring->count; ++i)
      for (int64_t j = 0; j < ring->count - i; ++j)
        out[i + j] += weight * left[i] * right[j];
    return;
  }
  for (int64_t p = 0; p < ring->products; ++p) {
    const int32_t *entry = ring->product + 3 * p;
    out[entry[2]] += weight * left[entry[0]] * right[entry[1]];
  }
}

double rp_polynomials_at(const rp_polynomials *ring, const double *coefficients, const double *y,
                         double *tail) {
  double value = 0, last = 0;
  for (int64_t i = ring->count - 1; i >= 0; --i) { /* the small terms first */
    const int32_t *e = ring->exponent + i * ring->variables;
    double term = coefficients[i];
    for (int64_t f = 0; f < ring->variables; ++f)
      for (int32_t k = 0; k < e[f]; ++k)
        term *= y[f];
    value += term;
    if (total(ring->variables, e) + 1 >= ring->degree) last += fabs(term);
  }
  if (tail) *tail = last;
  return value;
}

void rp_polynomials_add_shifted(const rp_polynomials *ring, int64_t variable, int64_t terms,
                                const double *coefficients, double centre, double *out) {
  int32_t e[RP_POLYNOMIAL_MOST_VARIABLES] = {0};
  for (int64_t m = 0; m < terms && m <= ring->degree; ++m) {
    double sum = 0;
    for (int64_t k = terms - 1; k >= m; --k) { /* Horner's rule on (k over m) c_k centre^(k - m) */
      double binomial = 1;
      for (int64_t i = 1; i <= m; ++i)
        binomial = binomial * (double)(k - m + i) / (double)i;
      sum = sum * centre + binomial * coefficients[k];
    }
    e[variable] = (int32_t)m;
    out[number_of(ring->variables, e)] += sum;
  }
}

/* L y^e = sum_f e_f y^(e - f) k_f (mean_f - centre_f - y_f) + e_f (e_f - 1)/2 y^(e - 2f) (c0 + c1 (centre + y))
 * + sum_{g < f} e_f e_g y^(e - f - g) c_fg: what arrives at a monomial comes from itself and from the monomials raised once and
 * twice. */
void rp_polynomials_resolve(const rp_polynomials *ring, const rp_affine_law *laws, const double *covariance,
                            const double *centre, double h, double *u) {
  int64_t variables = ring->variables;
  for (int64_t i = ring->count - 1; i >= 0; --i) {
    double sum = u[i], own = 1;
    for (int64_t f = 0; f < variables; ++f) {
      const rp_affine_law *law = laws + f;
      double e = ring->exponent[i * variables + f];
      own += h * law->speed * e;
      int32_t once = ring->raised[i * variables + f];
      if (once < 0) continue;
      double drift = law->speed * (law->mean - centre[f]);
      sum += h * (e + 1) * (drift + 0.5 * law->variance_slope * e) * u[once];
      for (int64_t g = 0; covariance && g < f; ++g) {
        int32_t both = ring->raised[once * variables + g];
        double other = ring->exponent[i * variables + g];
        if (both >= 0) sum += h * (e + 1) * (other + 1) * covariance[f * variables + g] * u[both];
      }
      int32_t twice = ring->raised[once * variables + f];
      if (twice < 0) continue;
      double variance = law->variance_constant + law->variance_slope * centre[f];
      sum += h * 0.5 * (e + 1) * (e + 2) * variance * u[twice];
    }
    u[i] = sum / own;
  }
}
