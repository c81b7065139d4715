/* random.c - see random.h. */
#include "random.h"
#include <math.h>
#include <Random123/philox.h>

typedef void pair_map(const uint32_t words[4], double pair[2]);

static double unit_interval(uint32_t high, uint32_t low) {
  uint64_t bits = ((uint64_t)high << 32 | low) >> 11;
  double u = ((double)bits + 0.5) * 0x1p-53;
  return u < 1 ? u : 0x1.fffffffffffffp-1; /* the largest of the 2^53 values rounds to 1 */
}

static void uniform_pair(const uint32_t w[4], double pair[2]) {
  pair[0] = unit_interval(w[0], w[1]);
  pair[1] = unit_interval(w[2], w[3]);
}

static void normal_pair(const uint32_t w[4], double pair[2]) {
  double r = sqrt(-2 * log(unit_interval(w[0], w[1])));
  double angle = 6.28318530717958647692 * unit_interval(w[2], w[3]);
  pair[0] = r * cos(angle);
  pair[1] = r * sin(angle);
}

static void fill(pair_map *map, uint64_t seed, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                 double *out) {
  philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
  uint64_t number = first;
  for (int64_t i = 0; i < n;) {
    philox4x32_ctr_t counter = {{(uint32_t)(number / 2), (uint32_t)path, (uint32_t)(path >> 32), stream}};
    philox4x32_ctr_t words = philox4x32(counter, key);
    double pair[2];
    map(words.v, pair);
    for (unsigned half = number % 2; half < 2 && i < n; ++half, ++number)
      out[i++] = pair[half];
  }
}

void rp_random_uniforms(uint64_t seed, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                        double *out) {
  fill(uniform_pair, seed, stream, path, first, n, out);
}

void rp_random_normals(uint64_t seed, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                       double *out) {
  fill(normal_pair, seed, stream, path, first, n, out);
}
