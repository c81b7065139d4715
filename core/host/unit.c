/* unit.c - see unit.h. */
#include "unit.h"
#include <string.h>

static const char *const base_names[RP_UNIT_COUNT] = {"share", "cash", "time"};

enum { LARGEST_EXPONENT = 99 };

static bool read_digits(const char **cursor, int *value) {
  int number = 0, digits = 0;
  for (; **cursor >= '0' && **cursor <= '9'; ++*cursor, ++digits)
    if ((number = 10 * number + (**cursor - '0')) > LARGEST_EXPONENT) return false;
  *value = number;
  return digits > 0;
}

/* The exponent behind "^", in halves. */
static bool read_exponent(const char **cursor, int *halves) {
  bool bracketed = **cursor == '(';
  *cursor += bracketed;
  int sign = **cursor == '-' ? -1 : 1, whole;
  *cursor += sign < 0;
  if (!read_digits(cursor, &whole)) return false;
  *halves = 2 * whole;
  if (bracketed && strncmp(*cursor, "/2", 2) == 0) {
    *halves = whole;
    *cursor += 2;
  } else if ((*cursor)[0] == '.') {
    if ((*cursor)[1] != '5' && (*cursor)[1] != '0') return false;
    *halves += (*cursor)[1] == '5';
    *cursor += 2;
  }
  *halves *= sign;
  if (!bracketed) return true;
  return *(*cursor)++ == ')';
}

static bool read_factor(const char **cursor, int sign, rp_unit *unit) {
  int base = -1, halves = 2;
  if (**cursor == '1') {
    ++*cursor;
  } else {
    for (int i = 0; i < RP_UNIT_COUNT; ++i)
      if (strncmp(*cursor, base_names[i], strlen(base_names[i])) == 0) base = i;
    if (base < 0) return false;
    *cursor += strlen(base_names[base]);
  }
  if (**cursor == '^') {
    ++*cursor;
    if (!read_exponent(cursor, &halves)) return false;
  }
  if (base >= 0) unit->halves[base] = (int16_t)(unit->halves[base] + sign * halves);
  return true;
}

bool rp_unit_parse(const char *text, rp_unit *unit, rp_message *message) {
  *unit = (rp_unit){{0}};
  const char *cursor = text;
  int sign = 1;
  for (int factors = 0; factors < 16; ++factors) {
    if (!read_factor(&cursor, sign, unit)) break;
    if (*cursor == '\0') return true;
    if (*cursor != '*' && *cursor != '/' && *cursor != ' ') break;
    sign = *cursor++ == '/' ? -1 : 1;
  }
  return rp_fail(message,
                 "'%.80s' is not a unit: units are products and quotients of share, cash, time and 1, "
                 "such as cash/share^2 or 1/time^0.5",
                 text);
}

bool rp_unit_equal(rp_unit a, rp_unit b) {
  return memcmp(a.halves, b.halves, sizeof a.halves) == 0;
}
