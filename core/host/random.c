/*
 * random.c - see random.h. Numbers are made a block at a time, in loops without branches and calls that the compiler
 * turns into vector code; the elementary functions are therefore written out, by the series that define them. No
 * operation is fused or reordered, so a number has the same bits alone and in a block, and with every instruction set.
 */
#include "random.h"
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

enum { BLOCK = 64 }; /* pairs at a time: a few KiB, well inside the first cache */

/* What a block of numbers depends on. */
typedef struct {
  uint64_t seed, path;
  uint32_t stream;
} random_source;

/* 32-bit words, in 64 bits each: that is where their products are, and what vector instructions multiply. */
typedef struct {
  uint64_t word[4][BLOCK];
} philox_words;

/* Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011) of the counters first_pair .. first_pair + pairs - 1. */
static inline void philox(const random_source *source, uint64_t first_pair, int pairs, philox_words *w) {
  uint32_t key[2] = {(uint32_t)source->seed, (uint32_t)(source->seed >> 32)};
  for (int i = 0; i < pairs; ++i) {
    w->word[0][i] = (first_pair + (uint64_t)i) & 0xffffffffu;
    w->word[1][i] = source->path & 0xffffffffu;
    w->word[2][i] = source->path >> 32;
    w->word[3][i] = source->stream;
  }
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < pairs; ++i) {
      uint64_t left = 0xD2511F53u * w->word[0][i], right = 0xCD9E8D57u * w->word[2][i];
      w->word[0][i] = right >> 32 ^ w->word[1][i] ^ key[0];
      w->word[1][i] = right & 0xffffffffu;
      w->word[2][i] = left >> 32 ^ w->word[3][i] ^ key[1];
      w->word[3][i] = left & 0xffffffffu;
    }
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
}

static inline double of_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* An integer below 2^52, by the mantissa of 2^52 + n: few processors convert vectors of 64-bit integers. */
static inline double whole(uint64_t n) {
  return of_bits(bits_of(0x1p52) | n) - 0x1p52;
}

static inline double unit_interval(uint64_t high, uint64_t low) {
  double u = (whole(high) * 0x1p21 + whole(low >> 11) + 0.5) * 0x1p-53;
  return u < 1 ? u : 0x1.fffffffffffffp-1; /* the largest of the 2^53 values rounds to 1 */
}

/* log u, u in (0, 1): u = 2^e m with m in [sqrt(1/2), sqrt(2)), and log m = 2 artanh s = 2 (s + s^3/3 + ...) with
 * s = (m - 1)/(m + 1), |s| < 0.172; the terms left out are below 1e-17 of the first. log 2 is in two parts, the first
 * of which has room for the factor e. */
static inline double natural_logarithm(double u) {
  const uint64_t root_half = 0x3fe6a09e667f3bcdu;
  uint64_t above = bits_of(u) - root_half; /* the exponent's bits now change at sqrt(1/2) */
  double m = of_bits((above & 0xfffffffffffffu) + root_half);
  double e = whole(((above >> 52) + 1024) & 0xfff) - 1024;
  double s = (m - 1) / (m + 1), z = s * s, series = 1. / 21;
  for (int odd = 19; odd >= 3; odd -= 2)
    series = series * z + 1. / odd;
  return e * 0x1.62e42fefa38p-1 + (2 * (s + s * (z * series)) + e * 0x1.ef35793c7673p-45);
}

/* Cosine and sine of v turns, v in (0, 1): by their series on the eighth of a turn around the nearest quarter. */
static inline void circle(double v, double *cosine, double *sine) {
  double shifted = v * 4 + 0x1.8p52; /* rounds to the nearest quarter and leaves its number in the low bits */
  uint64_t quarter = bits_of(shifted);
  double x = (v - (shifted - 0x1.8p52) / 4) * 0x1.921fb54442d18p2, z = x * x;
  double c = 1. / 20922789888000, s = 1. / 1307674368000; /* 1/16!, 1/15! */
  c = 1. / 87178291200 - z * c;
  c = 1. / 479001600 - z * c;
  c = 1. / 3628800 - z * c;
  c = 1. / 40320 - z * c;
  c = 1. / 720 - z * c;
  c = 1. / 24 - z * c;
  c = 1 - z * (0.5 - z * c);
  s = 1. / 6227020800 - z * s;
  s = 1. / 39916800 - z * s;
  s = 1. / 362880 - z * s;
  s = 1. / 5040 - z * s;
  s = 1. / 120 - z * s;
  s = x - x * (z * (1. / 6 - z * s));
  uint64_t exchange = (bits_of(c) ^ bits_of(s)) & (0 - (quarter & 1));
  *cosine = of_bits(bits_of(c) ^ exchange ^ ((quarter + 1) & 2) << 62);
  *sine = of_bits(bits_of(s) ^ exchange ^ (quarter & 2) << 62);
}

__attribute__((always_inline)) static inline void make_uniforms(const random_source *source,
                                                                uint64_t first_pair, int pairs, double *out) {
  philox_words w;
  philox(source, first_pair, pairs, &w);
  for (int i = 0; i < pairs; ++i) {
    out[2 * i] = unit_interval(w.word[0][i], w.word[1][i]);
    out[2 * i + 1] = unit_interval(w.word[2][i], w.word[3][i]);
  }
}

__attribute__((always_inline)) static inline void make_normals(const random_source *source,
                                                               uint64_t first_pair, int pairs, double *out) {
  philox_words w;
  philox(source, first_pair, pairs, &w);
  for (int i = 0; i < pairs; ++i) {
    double cosine, sine, r = sqrt(-2 * natural_logarithm(unit_interval(w.word[0][i], w.word[1][i])));
    circle(unit_interval(w.word[2][i], w.word[3][i]), &cosine, &sine);
    out[2 * i] = r * cosine;
    out[2 * i + 1] = r * sine;
  }
}

/* A loop of known length is the faster one. */
RP_CLONES static void uniform_pairs(const random_source *source, uint64_t first_pair, int pairs,
                                    double *out) {
  if (pairs == BLOCK)
    make_uniforms(source, first_pair, BLOCK, out);
  else
    make_uniforms(source, first_pair, pairs, out);
}

RP_CLONES static void normal_pairs(const random_source *source, uint64_t first_pair, int pairs, double *out) {
  if (pairs == BLOCK)
    make_normals(source, first_pair, BLOCK, out);
  else
    make_normals(source, first_pair, pairs, out);
}

typedef void pair_maker(const random_source *source, uint64_t first_pair, int pairs, double *out);

/* Whole blocks go straight to out; the ends of the range, which may want one number of a pair, by way of a block. */
static void fill(pair_maker *make, random_source source, uint64_t first, int64_t n, double *out) {
  double block[2 * BLOCK];
  for (int64_t done = 0; done < n;) {
    uint64_t number = first + (uint64_t)done;
    int64_t skip = (int64_t)(number % 2), take = 2 * BLOCK - skip;
    if (take > n - done) take = n - done;
    if (take == 2 * BLOCK) {
      make(&source, number / 2, BLOCK, out + done);
    } else {
      make(&source, number / 2, (int)((skip + take + 1) / 2), block);
      memcpy(out + done, block + skip, (size_t)take * sizeof *out);
    }
    done += take;
  }
}

void rp_random_uniforms(uint64_t seed, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                        double *out) {
  fill(uniform_pairs, (random_source){.seed = seed, .path = path, .stream = stream}, first, n, out);
}

void rp_random_normals(uint64_t seed, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                       double *out) {
  fill(normal_pairs, (random_source){.seed = seed, .path = path, .stream = stream}, first, n, out);
}
