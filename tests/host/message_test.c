/* Sentences of bounded length, and the nearest name. */
#include <criterion/criterion.h>
#include <string.h>
#include "message.h"

static const char *name_at(const void *context, size_t i) {
  return ((const char *const *)context)[i];
}

Test(message, the_nearest_name_is_the_one_that_was_meant) {
  const char *names[] = {"risk_aversion", "resilience_rate", "fee", "shares"};
  const struct {
    const char *typed, *meant;
  } cases[] = {{"risk_aversoin", "risk_aversion"}, {"fees", "fee"}, {"share", "shares"},
               {"resil", "resilience_rate"},       {"zzz", NULL},   {"", NULL}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    const char *found = rp_nearest_name(cases[i].typed, 4, name_at, names);
    if (cases[i].meant)
      cr_assert(found && strcmp(found, cases[i].meant) == 0, "'%s' gave '%s'", cases[i].typed,
                found ? found : "nothing");
    else
      cr_assert_null(found, "'%s' gave '%s'", cases[i].typed, found);
  }
}

Test(message, long_sentences_are_cut_and_whole) {
  char text[3000];
  rp_message message;
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  cr_assert(!rp_fail(&message, "%s", text));
  cr_assert_eq(strlen(message.text), sizeof message.text - 1);
  rp_message_add(&message, "more");
  cr_assert_eq(strlen(message.text), sizeof message.text - 1);
}
