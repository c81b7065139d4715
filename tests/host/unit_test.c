/* unit.h: products and quotients of share, cash and time with half-integer exponents, and nothing else. */
#include <criterion/criterion.h>
#include <string.h>

#include "unit.h"

static rp_unit parse(const char *text) {
  rp_unit unit;
  rp_message message = {""};
  cr_assert(rp_unit_parse(text, &unit, &message), "%s", message.text);
  return unit;
}

static void expect_halves(const char *text, int share, int cash, int time) {
  rp_unit unit = parse(text);
  cr_assert(unit.halves[RP_UNIT_SHARE] == share && unit.halves[RP_UNIT_CASH] == cash &&
                unit.halves[RP_UNIT_TIME] == time,
            "%s is (%d, %d, %d) halves", text, unit.halves[0], unit.halves[1], unit.halves[2]);
}

Test(unit, exponents_are_read) {
  expect_halves("1", 0, 0, 0);
  expect_halves("share", 2, 0, 0);
  expect_halves("cash/share^2", -4, 2, 0);
  expect_halves("cash/share/time^0.5", -2, 2, -1);
  expect_halves("share time^-1.5", 2, 0, -3);
  expect_halves("time^(1/2)", 0, 0, 1);
  expect_halves("time^(-3/2)", 0, 0, -3);
  expect_halves("cash*time/share^2", -4, 2, 2);
  expect_halves("1/time", 0, 0, -2);
  expect_halves("cash cash", 0, 4, 0);
}

Test(unit, spellings_of_one_unit_are_equal) {
  cr_assert(rp_unit_equal(parse("cash/share/time"), parse("cash share^-1 time^-1")));
  cr_assert(rp_unit_equal(parse("cash/share^2*share"), parse("cash/share")));
  cr_assert_not(rp_unit_equal(parse("cash/share"), parse("share/cash")));
  cr_assert_not(rp_unit_equal(parse("time^0.5"), parse("time")));
}

Test(unit, everything_else_is_refused) {
  const char *texts[] = {"",       "euro",     "cash/",     "/cash",      "cash//share", "cash^",
                         "cash^x", "cash^1/2", "cash^0.3",  "cash^100",   "Cash",        "cash ",
                         " cash",  "shares",   "cash^(1",   "cash^(1/3)", "2",           "cash^1.",
                         "cash+1", "cash^--1", "cashshare", "time^0.55",  "1^",          "cash^1e2"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; ++i) {
    rp_unit unit;
    rp_message message = {""};
    cr_assert_not(rp_unit_parse(texts[i], &unit, &message), "'%s' was taken for a unit", texts[i]);
    cr_assert_not_null(strstr(message.text, texts[i]));
    cr_assert_not_null(strstr(message.text, "is not a unit"));
  }
}

Test(unit, endless_texts_are_refused) {
  char text[4096] = "1";
  for (int i = 0; i < 500; ++i)
    strcat(text, "*1");
  rp_unit unit;
  rp_message message = {""};
  cr_assert_not(rp_unit_parse(text, &unit, &message));
}
