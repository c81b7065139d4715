/* message.c - see message.h. */
#include "message.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool rp_fail(rp_message *message, const char *format, ...) {
  if (message) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message->text, sizeof message->text, format, arguments);
    va_end(arguments);
  }
  return false;
}

void rp_message_add(rp_message *message, const char *format, ...) {
  size_t used = strlen(message->text);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message->text + used, sizeof message->text - used, format, arguments);
  va_end(arguments);
}

enum { LONGEST_NAME = 63 };

/* Levenshtein's distance by one row; both names are at most LONGEST_NAME long. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length) {
  size_t row[LONGEST_NAME + 1];
  for (size_t j = 0; j <= b_length; ++j)
    row[j] = j;
  for (size_t i = 1; i <= a_length; ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b_length; ++j) {
      size_t substituted = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      size_t shorter = row[j] < row[j - 1] ? row[j] : row[j - 1];
      row[j] = substituted < shorter + 1 ? substituted : shorter + 1;
    }
  }
  return row[b_length];
}

const char *rp_nearest_name(const char *name, size_t count,
                            const char *(*name_at)(const void *context, size_t i), const void *context) {
  const char *nearest = NULL;
  size_t smallest = LONGEST_NAME + 1, length = strlen(name);
  if (length == 0 || length > LONGEST_NAME) return NULL;
  for (size_t i = 0; i < count; ++i) {
    const char *candidate = name_at(context, i);
    size_t candidate_length = strlen(candidate);
    if (candidate_length > LONGEST_NAME) continue;
    size_t distance = edit_distance(name, length, candidate, candidate_length);
    /* A name that the typed one abbreviates is meant as well: "risk" for "risk_aversion". */
    if (length >= 3 && strncmp(name, candidate, length) == 0 && distance > 1) distance = 1;
    size_t longer = length > candidate_length ? length : candidate_length;
    if (distance < smallest && 3 * distance <= longer) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}
