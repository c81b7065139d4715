/*
 * random.c - see random.h. Numbers are made a block at a time, in loops without branches and calls that the compiler
 * turns into vector code; the elementary functions are therefore written out, as polynomials. No
 * operation is fused or reordered, so a number has the same bits alone and in a block, and with every instruction set.
 */
#include "random.h"
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

enum { ROUNDS = 10, BLOCK = 64 }; /* pairs at a time: a few KiB, well inside the first cache */

/* What a block of numbers depends on. */
typedef struct {
  uint64_t seed, path;
  uint32_t stream;
} random_source;

/* 32-bit words, in 64 bits each: that is where their products are, and what vector instructions multiply. */
typedef struct {
  uint64_t word[4][BLOCK];
} philox_words;

/* Rounds of known number are written out, so that words stay in registers. */
#if defined(__GNUC__) && !defined(__clang__)
#define UNROLLED _Pragma("GCC unroll 10")
#else
#define UNROLLED
#endif

/* Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011) of the counters first_pair .. first_pair + pairs - 1. */
static inline void philox(const random_source *source, uint64_t first_pair, int pairs, philox_words *w) {
  uint64_t key[2][ROUNDS];
  for (uint32_t round = 0; round < ROUNDS; ++round) {
    key[0][round] = (uint32_t)source->seed + round * 0x9E3779B9u;
    key[1][round] = (uint32_t)(source->seed >> 32) + round * 0xBB67AE85u;
  }
  for (int i = 0; i < pairs; ++i) {
    uint64_t a = (first_pair + (uint64_t)i) & 0xffffffffu, b = source->path & 0xffffffffu;
    uint64_t c = source->path >> 32, d = source->stream;
    UNROLLED for (int round = 0; round < ROUNDS; ++round) {
      uint64_t left = 0xD2511F53u * a, right = 0xCD9E8D57u * c;
      a = right >> 32 ^ b ^ key[0][round];
      b = right & 0xffffffffu;
      c = left >> 32 ^ d ^ key[1][round];
      d = left & 0xffffffffu;
    }
    w->word[0][i] = a;
    w->word[1][i] = b;
    w->word[2][i] = c;
    w->word[3][i] = d;
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

/* The best polynomials for their degree, by Remez's algorithm, in z = x^2: of (artanh x/x - 1)/z where log needs it, of
 * (1 - sin x/x)/z and of (cos x - 1 + z/2)/z^2 on an eighth of a turn. What they miss of the function is below 4e-18. */
static const double artanh_terms[] = {0x1.5555555555592p-2, 0x1.999999997fdb9p-3, 0x1.24924941f10acp-3,
                                      0x1.c71c520973264p-4, 0x1.74663ee3c34ffp-4, 0x1.39a1bb32f0b08p-4,
                                      0x1.2f055e8c9869bp-4};
static const double sine_terms[] = {0x1.5555555555549p-3,   -0x1.111111110f881p-7, 0x1.a01a019c126cap-13,
                                    -0x1.71de357875ab2p-19, 0x1.ae5e66d5db5f4p-26, -0x1.5d932f8dc32cap-33};
static const double cosine_terms[] = {0x1.555555555554cp-5,   -0x1.6c16c16c15184p-10, 0x1.a01a019cb26fdp-16,
                                      -0x1.27e4f80a77014p-22, 0x1.1ee9ec482cf3bp-29,  -0x1.8faecf724dfebp-37};

/* log u, u in (0, 1): u = 2^e m with m in [sqrt(1/2), sqrt(2)), and log m = 2 artanh s with s = (m - 1)/(m + 1), |s| < 0.172.
 * log 2 is in two parts, the first of which has room for the factor e. */
static inline double natural_logarithm(double u) {
  const uint64_t root_half = 0x3fe6a09e667f3bcdu;
  uint64_t above = bits_of(u) - root_half; /* the exponent's bits now change at sqrt(1/2) */
  double m = of_bits((above & 0xfffffffffffffu) + root_half);
  double e = whole(((above >> 52) + 1024) & 0xfff) - 1024;
  double s = (m - 1) / (m + 1), z = s * s, series = artanh_terms[6];
  for (int k = 5; k >= 0; --k)
    series = series * z + artanh_terms[k];
  return e * 0x1.62e42fefa38p-1 + (2 * (s + s * (z * series)) + e * 0x1.ef35793c7673p-45);
}

/* Cosine and sine of v turns, v in (0, 1), from the eighth of a turn around the nearest quarter. */
static inline void circle(double v, double *cosine, double *sine) {
  double shifted = v * 4 + 0x1.8p52; /* rounds to the nearest quarter and leaves its number in the low bits */
  uint64_t quarter = bits_of(shifted);
  double x = (v - (shifted - 0x1.8p52) / 4) * 0x1.921fb54442d18p2, z = x * x;
  double c = cosine_terms[5], s = sine_terms[5];
  for (int k = 4; k >= 0; --k) {
    c = c * z + cosine_terms[k];
    s = s * z + sine_terms[k];
  }
  c = 1 - z * (0.5 - z * c);
  s = x - x * (z * s);
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
