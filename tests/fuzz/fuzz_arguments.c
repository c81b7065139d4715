/*
 * Schema arguments and curve tables: the input's bytes choose parameters of tests/models/feedthrough.c and what they are
 * set to, legal or not; what completes is solved. Every refusal has a sentence and a slug, nothing is read or written
 * where it should not be.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "call.h"
#include "fuzz.h"
#include "library.h"

typedef struct bytes {
  const uint8_t *next, *end;
} bytes;

static unsigned take(bytes *b) {
  return b->next < b->end ? *b->next++ : 0;
}

static double take_number(bytes *b) {
  static const double odd[] = {0,        1,         -1,  0.5, 2, 1e308, -1e308, 5e-324,
                               INFINITY, -INFINITY, NAN, 3,   7, 1e-9,  1e9,    -0.0};
  unsigned kind = take(b);
  if (kind < 200) return odd[kind % 16];
  double x = 0;
  unsigned char raw[8];
  for (int i = 0; i < 8; ++i)
    raw[i] = (unsigned char)take(b);
  memcpy(&x, raw, sizeof x);
  return x;
}

enum { MOST = 256 };

static int64_t take_numbers(bytes *b, uint32_t rank, int64_t *shape, double *numbers) {
  int64_t size = 1;
  for (uint32_t k = 0; k < rank; ++k) {
    shape[k] = take(b) % 5;
    size *= shape[k];
  }
  for (int64_t i = 0; i < size && i < MOST; ++i)
    numbers[i] = take_number(b);
  return size;
}

static void set_something(bytes *b, const rp_schema *schema, rp_arguments *arguments, rp_finding *finding) {
  static const char *const words[] = {"plain", "doubled", "ou", "constant", "cir", "speed", "value", "", "x"};
  uint32_t param = take(b) % schema->param_count, rank = 1 + take(b) % 4;
  int64_t shape[5] = {0};
  double numbers[MOST], grid[8];
  switch (take(b) % 7) {
  case 0:
    rp_arguments_set_number(arguments, param, take_number(b), finding);
    break;
  case 1:
    rp_arguments_set_choice(arguments, param, words[take(b) % 9], finding);
    break;
  case 2:
    if (take_numbers(b, rank, shape, numbers) <= MOST)
      rp_arguments_set_array(arguments, param, rank, shape, numbers, finding);
    break;
  case 3: {
    int64_t points = take(b) % 8;
    for (int i = 0; i < 8; ++i)
      grid[i] = take_number(b);
    if (take_numbers(b, rank, shape, numbers) <= MOST)
      rp_arguments_set_curve(arguments, param, take(b) % 4, points, grid, rank, shape, numbers, finding);
    break;
  }
  case 4:
    rp_arguments_set_law(arguments, param, words[take(b) % 9], finding);
    break;
  case 5:
    rank %= 3;
    if (take_numbers(b, rank, shape, numbers) <= MOST)
      rp_arguments_set_coefficient(arguments, param, words[take(b) % 9], rank, shape, numbers, finding);
    break;
  default:
    rp_arguments_set_absent(arguments, param);
  }
}

static const rp_schema *model(void) {
  static rp_library_file *library;
  rp_message message;
  if (!library) library = rp_library_load(RP_TEST_BINARY_DIR "/tests/models/feedthrough.so", &message);
  if (!library) {
    fprintf(stderr, "%s\n", message.text);
    abort();
  }
  return library->schemas[0];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const rp_schema *schema = model();
  bytes b = {data, data + size};
  rp_finding finding = {.status = RP_OK};
  rp_arguments *arguments = rp_arguments_create(schema);
  if (!arguments) return 0;
  while (b.next < b.end)
    set_something(&b, schema, arguments, &finding);
  rp_status status = rp_arguments_complete(arguments, &finding);
  if (status == RP_OK) {
    rp_run run = {.seed = 1};
    rp_result result;
    if (rp_solve(schema, arguments, NULL, &run, &result)) {
      if (result.status == RP_BUG) abort(); /* feedthrough is honest: the host let something through */
      rp_result_finish(&result);
    }
  } else if (!finding.text[0] || !finding.slug[0]) {
    abort();
  }
  rp_arguments_destroy(arguments);
  return 0;
}
