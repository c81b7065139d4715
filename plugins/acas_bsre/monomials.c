/* monomials.c - see monomials.h. */
#include "monomials.h"
#include <string.h>
#include "reprise/clones.h"

enum { LANES = RP_MONOMIAL_LANES };

int64_t rp_monomials_count(int64_t dims, int64_t degree) {
  int64_t count = 1;
  for (int64_t k = 1; k <= degree; ++k)
    count = count * (dims + k) / k;
  return count;
}

int64_t rp_monomials_size(int64_t dims, int64_t degree) {
  return rp_monomials_count(dims, degree) * (2 + 2 * dims);
}

static int64_t number_of(const rp_monomials *basis, const int32_t *exponent, int64_t from) {
  for (int64_t i = from; i < basis->count; ++i)
    if (memcmp(basis->exponent + i * basis->dims, exponent, (size_t)basis->dims * sizeof *exponent) == 0)
      return i;
  return -1;
}

/* Monomials of one degree arise from those of the degree before times a coordinate that is not before their first one. */
static void list_monomials(rp_monomials *basis) {
  int64_t d = basis->dims, begin = 0, end = 1, next = 1;
  memset(basis->exponent, 0, (size_t)d * sizeof *basis->exponent);
  basis->parent[0] = basis->by[0] = 0;
  for (int64_t degree = 1; degree <= basis->degree; ++degree) {
    for (int64_t i = begin; i < end; ++i) {
      int64_t last = degree == 1 ? 0 : basis->by[i];
      for (int64_t c = last; c < d; ++c) {
        int32_t *to = basis->exponent + next * d;
        memcpy(to, basis->exponent + i * d, (size_t)d * sizeof *to);
        ++to[c];
        basis->parent[next] = (int32_t)i;
        basis->by[next] = (int32_t)c;
        ++next;
      }
    }
    begin = end;
    end = next;
  }
}

void rp_monomials_make(int64_t dims, int64_t degree, int32_t *memory, rp_monomials *basis) {
  int64_t count = rp_monomials_count(dims, degree);
  *basis = (rp_monomials){.dims = dims, .degree = degree, .count = count};
  basis->parent = memory;
  basis->by = memory + count;
  basis->exponent = memory + 2 * count;
  basis->raised = basis->exponent + count * dims;
  list_monomials(basis);
  for (int64_t i = 0; i < count; ++i) {
    int32_t exponent[64], total = 0;
    for (int64_t c = 0; c < dims; ++c)
      total += exponent[c] = basis->exponent[i * dims + c];
    for (int64_t c = 0; c < dims; ++c) {
      exponent[c] += 2;
      basis->raised[i * dims + c] = total + 2 > degree ? -1 : (int32_t)number_of(basis, exponent, i);
      exponent[c] -= 2;
    }
  }
}

RP_CLONES static void evaluate(int64_t count, const int32_t *parent, const int32_t *by, const double *z,
                               double *value) {
  for (int l = 0; l < LANES; ++l)
    value[l] = 1;
  for (int64_t i = 1; i < count; ++i) {
    const double *of = value + (int64_t)parent[i] * LANES, *times = z + (int64_t)by[i] * LANES;
    double product[LANES];
    for (int l = 0; l < LANES; ++l)
      product[l] = of[l] * times[l];
    for (int l = 0; l < LANES; ++l)
      value[i * LANES + l] = product[l];
  }
}

/* Four outputs at a time stay in registers. */
RP_CLONES static void add_up(int64_t count, int64_t outputs, const double *coefficients, const double *value,
                             double *sum) {
  int64_t q = 0;
  for (; q + 4 <= outputs; q += 4) {
    double total[4][LANES] = {{0}};
    for (int64_t i = 0; i < count; ++i)
      for (int o = 0; o < 4; ++o)
        for (int l = 0; l < LANES; ++l)
          total[o][l] += coefficients[i * outputs + q + o] * value[i * LANES + l];
    memcpy(sum + q * LANES, total, sizeof total);
  }
  for (; q < outputs; ++q) {
    double total[LANES] = {0};
    for (int64_t i = 0; i < count; ++i)
      for (int l = 0; l < LANES; ++l)
        total[l] += coefficients[i * outputs + q] * value[i * LANES + l];
    memcpy(sum + q * LANES, total, sizeof total);
  }
}

void rp_monomials_at(const rp_monomials *basis, const double *z, double *value) {
  evaluate(basis->count, basis->parent, basis->by, z, value);
}

void rp_monomials_sum(const rp_monomials *basis, int64_t outputs, const double *coefficients,
                      const double *value, double *sum) {
  add_up(basis->count, outputs, coefficients, value, sum);
}

/* E (z + xi)^n has z^(n - 2 j) with n!/((n - 2 j)! 2^j j!) variance^j; lower monomials gain from higher ones, which come later. */
void rp_monomials_diffuse(const rp_monomials *basis, int64_t outputs, const double *variance,
                          double *coefficients) {
  for (int64_t c = 0; c < basis->dims; ++c) {
    if (variance[c] == 0) continue;
    for (int64_t i = 0; i < basis->count; ++i) {
      double factor = 1, exponent = basis->exponent[i * basis->dims + c];
      int64_t from = i;
      for (int j = 1; (from = basis->raised[from * basis->dims + c]) >= 0; ++j) {
        exponent += 2;
        factor *= exponent * (exponent - 1) * variance[c] / (2 * j);
        for (int64_t q = 0; q < outputs; ++q)
          coefficients[i * outputs + q] += factor * coefficients[from * outputs + q];
      }
    }
  }
}
