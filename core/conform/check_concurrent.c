/* check_concurrent.c - the check that solve() may run on many threads at the same time. See conform.h. */
#include <pthread.h>
#include <stdlib.h>
#include "solves.h"

enum { SOLVERS = 8 };

typedef struct solver {
  const rp_schema *schema;
  const rp_case *at;
  const rp_result *first;
  rp_conform *conform;
  pthread_barrier_t *start;
  rp_message difference; /* "" if equal */
} solver;

static void *solve(void *arg) {
  solver *s = arg;
  rp_probe probe = rp_probe_of(s->conform);
  rp_result result;
  pthread_barrier_wait(s->start);
  rp_probe_solve(s->schema, s->at->arguments, &probe, &result);
  if (rp_results_equal(s->schema, s->first, &result, true, &s->difference)) s->difference.text[0] = '\0';
  rp_result_finish(&result);
  return NULL;
}

static void together(rp_conform *conform, const rp_schema *schema, const rp_case *at,
                     const rp_result *first) {
  static solver solvers[SOLVERS];
  pthread_t threads[SOLVERS];
  pthread_barrier_t start;
  int running = 0;
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 256 * 1024); /* "with small stacks" is part of the promise */
  pthread_barrier_init(&start, NULL, SOLVERS);
  for (; running < SOLVERS; ++running) {
    solvers[running] = (solver){schema, at, first, conform, &start, {""}};
    if (pthread_create(&threads[running], &small, solve, &solvers[running]) != 0) {
      rp_conform_find(conform, RP_CONFORM_SKIP, schema, "eight threads cannot be started here");
      exit(7); /* those that wait at the barrier wait for ever */
    }
  }
  for (int i = 0; i < SOLVERS; ++i)
    pthread_join(threads[i], NULL);
  for (int i = 0; i < SOLVERS; ++i)
    if (solvers[i].difference.text[0]) {
      rp_conform_find(conform, RP_CONFORM_FAIL, schema, "alone and with seven others: %s",
                      solvers[i].difference.text);
      break;
    }
  pthread_barrier_destroy(&start);
  pthread_attr_destroy(&small);
}

void rp_check_concurrent(rp_conform *conform) {
  for (uint32_t m = 0; m < conform->library->schema_count; ++m) {
    const rp_schema *schema = conform->library->schemas[m];
    rp_result first;
    rp_case at = rp_case_solved(conform, schema, &first);
    if (!at.arguments) continue;
    together(conform, schema, &at, &first);
    rp_result_finish(&first);
    rp_case_finish(&at);
  }
}
