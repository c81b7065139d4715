/*
 * unit.h - units of measurement over the base units share, cash and time, with half-integer exponents (a
 * volatility is cash/share/time^0.5).
 *
 *     unit   = factor { ("*" | "/" | " ") factor }
 *     factor = ("share" | "cash" | "time" | "1") [ "^" exponent ]
 *     exponent = integer, or n.5, or (n/2), with an optional minus sign
 *
 * A "/" binds the next factor only: "cash/share/time" is cash share^-1 time^-1. Uses nothing but message.h.
 */
#ifndef RP_UNIT_H
#define RP_UNIT_H
#include "message.h"
#include <stdint.h>

enum { RP_UNIT_SHARE, RP_UNIT_CASH, RP_UNIT_TIME, RP_UNIT_COUNT };

typedef struct rp_unit {
  int16_t halves[RP_UNIT_COUNT]; /* twice the exponent of each base unit */
} rp_unit;

/* Reads the text; false with a sentence that quotes it if it does not follow the grammar. */
bool rp_unit_parse(const char *text, rp_unit *unit, rp_message *message);

bool rp_unit_equal(rp_unit a, rp_unit b);

#endif
