/* Units of measurement: any text is read or refused with a sentence; what is read equals itself read again. */
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"
#include "unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = malloc(size + 1);
  if (!text) return 0;
  memcpy(text, data, size);
  text[size] = '\0';
  rp_unit unit, again;
  rp_message message = {""};
  if (rp_unit_parse(text, &unit, &message)) {
    if (!rp_unit_parse(text, &again, &message) || !rp_unit_equal(unit, again)) abort();
  } else if (!message.text[0]) {
    abort();
  }
  free(text);
  return 0;
}
