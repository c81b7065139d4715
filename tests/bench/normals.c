/*
 * Standard normal numbers, seconds for a million: `normals ours` takes them from the host's generator, a block at a time; `normals
 * ziggurat` from GSL's ziggurat on the Mersenne twister.
 */
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>
#include "bench.h"
#include "random.h"

enum { COUNT = 1000000, BLOCK = 4096 };

typedef struct source {
  gsl_rng *generator;
  double block[BLOCK], sum;
} source;

static void ours(void *context) {
  source *s = context;
  for (int64_t first = 0; first < COUNT; first += BLOCK) {
    int64_t count = COUNT - first < BLOCK ? COUNT - first : BLOCK;
    rp_random_normals(1, 0, 0, (uint64_t)first, count, s->block);
    s->sum += s->block[0];
  }
}

static void ziggurat(void *context) {
  source *s = context;
  for (int64_t first = 0; first < COUNT; first += BLOCK) {
    int64_t count = COUNT - first < BLOCK ? COUNT - first : BLOCK;
    for (int64_t i = 0; i < count; ++i)
      s->block[i] = gsl_ran_gaussian_ziggurat(s->generator, 1);
    s->sum += s->block[0];
  }
}

int main(int argc, char **argv) {
  static source s;
  if (argc != 2) return EXIT_FAILURE;
  s.generator = gsl_rng_alloc(gsl_rng_mt19937);
  bench_print(strcmp(argv[1], "ours") == 0 ? ours : ziggurat, &s, 7);
  gsl_rng_free(s.generator);
  return s.sum == s.sum ? EXIT_SUCCESS : EXIT_FAILURE;
}
