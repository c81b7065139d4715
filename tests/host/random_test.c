/* The random numbers: the frozen definition by known answers and an independent evaluation, and their
 * moments. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <Random123/philox.h>
#include "random.h"

/* Words of Philox4x32-10 for counter and key of all ones' complement, from the known answers of Random123. */
Test(random, the_generator_is_philox_4x32_10) {
  philox4x32_ctr_t counter = {{0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu}};
  philox4x32_key_t key = {{0xffffffffu, 0xffffffffu}};
  philox4x32_ctr_t words = philox4x32(counter, key);
  const uint32_t want[] = {0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu};
  for (int i = 0; i < 4; ++i)
    cr_assert_eq(words.v[i], want[i]);
}

static void definition(uint64_t seed, uint32_t stream, uint64_t path, uint64_t number, double *uniform,
                       double *normal) {
  philox4x32_ctr_t counter = {{(uint32_t)(number / 2), (uint32_t)path, (uint32_t)(path >> 32), stream}};
  philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
  philox4x32_ctr_t w = philox4x32(counter, key);
  double u = ((double)(((uint64_t)w.v[0] << 32 | w.v[1]) >> 11) + 0.5) / 9007199254740992.0;
  double v = ((double)(((uint64_t)w.v[2] << 32 | w.v[3]) >> 11) + 0.5) / 9007199254740992.0;
  double r = sqrt(-2 * log(u));
  *uniform = number % 2 ? v : u;
  *normal = number % 2 ? r * sin(2 * acos(-1.0) * v) : r * cos(2 * acos(-1.0) * v);
}

/* Blocks, their ends, odd beginnings, and a pair's counter that runs over 32 bits. */
Test(random, numbers_follow_the_definition) {
  enum { MOST = 1000 };
  const uint64_t seed = 0x123456789abcdef0u, path = 0xfedcba9876543210u;
  const uint32_t stream = 77;
  const uint64_t firsts[] = {0, 5, 127, 0x1ffffff00u};
  const int64_t counts[] = {1, 2, 9, 128, 131, MOST};
  double uniforms[MOST], normals[MOST];
  for (size_t f = 0; f < sizeof firsts / sizeof *firsts; ++f)
    for (size_t c = 0; c < sizeof counts / sizeof *counts; ++c) {
      rp_random_uniforms(seed, stream, path, firsts[f], counts[c], uniforms);
      rp_random_normals(seed, stream, path, firsts[f], counts[c], normals);
      for (int64_t i = 0; i < counts[c]; ++i) {
        double uniform, normal;
        definition(seed, stream, path, firsts[f] + (uint64_t)i, &uniform, &normal);
        cr_assert_eq(uniforms[i], uniform);
        cr_assert(fabs(normals[i] - normal) <= 4e-15 * fmax(1, fabs(normal)), "%.17g and %.17g", normals[i],
                  normal);
      }
    }
}

/* A tail of a normal law needs the logarithm next to 0 and next to 1: a million numbers reach both. */
Test(random, a_million_normals_are_accurate) {
  enum { N = 1 << 20 };
  double *normals = malloc(N * sizeof *normals), worst = 0;
  cr_assert_not_null(normals);
  rp_random_normals(9, 2, 4, 0, N, normals);
  for (uint64_t i = 0; i < N; ++i) {
    double uniform, normal;
    definition(9, 2, 4, i, &uniform, &normal);
    worst = fmax(worst, fabs(normals[i] - normal));
  }
  free(normals);
  cr_assert(worst < 4e-15, "%.3g", worst);
}

Test(random, pieces_make_the_whole) {
  double whole[100], pieces[100];
  rp_random_normals(3, 1, 9, 11, 100, whole);
  for (int64_t at = 0, n; at < 100; at += n) {
    n = at % 7 + 1;
    n = at + n > 100 ? 100 - at : n;
    rp_random_normals(3, 1, 9, 11 + (uint64_t)at, n, pieces + at);
  }
  for (int i = 0; i < 100; ++i)
    cr_assert_eq(whole[i], pieces[i]);
}

Test(random, seeds_streams_and_paths_differ) {
  double base, other;
  rp_random_uniforms(1, 0, 0, 0, 1, &base);
  uint64_t cases[][4] = {{2, 0, 0, 0},          {1ull << 32, 0, 0, 0}, {1, 1, 0, 0}, {1, 0, 1, 0},
                         {1, 0, 1ull << 32, 0}, {1, 0, 0, 1},          {1, 0, 0, 2}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    rp_random_uniforms(cases[i][0], (uint32_t)cases[i][1], cases[i][2], cases[i][3], 1, &other);
    cr_assert_neq(base, other, "case %zu", i);
  }
}

/* Moments of n numbers within five standard errors; the kurtosis catches a broken map whose variance is
 * right. */
Test(random, moments_are_those_of_the_laws) {
  enum { N = 1 << 20 };
  double *x = malloc(N * sizeof *x), sums[5] = {0}, mean = 0, inside = 0;
  cr_assert_not_null(x);
  rp_random_normals(42, 0, 0, 0, N, x);
  for (int i = 0; i < N; ++i)
    for (int p = 1; p <= 4; ++p)
      sums[p] += pow(x[i], p);
  cr_assert(fabs(sums[1] / N) < 5 / sqrt(N));
  cr_assert(fabs(sums[2] / N - 1) < 5 * sqrt(2.0 / N));
  cr_assert(fabs(sums[3] / N) < 5 * sqrt(15.0 / N));
  cr_assert(fabs(sums[4] / N - 3) < 5 * sqrt(96.0 / N), "fourth moment %.4f", sums[4] / N);
  rp_random_uniforms(42, 1, 0, 0, N, x);
  for (int i = 0; i < N; ++i) {
    mean += x[i] / N;
    inside += x[i] > 0 && x[i] < 1;
  }
  cr_assert_eq(inside, N);
  cr_assert(fabs(mean - 0.5) < 5 * sqrt(1.0 / 12 / N));
  free(x);
}
