/* status.c - see status.h. */
#include "status.h"
#include <stdarg.h>
#include <stdio.h>

static const struct {
  rp_status status;
  const char *name, *sentence, *remedy;
} words[] = {
#define ROW(status, name, sentence, remedy) {status, name, sentence, remedy},
    RP_STATUS_LIST(ROW)
#undef ROW
};

int rp_status_is_known(rp_status status) {
  return status >= 0 && status < (rp_status)(sizeof words / sizeof *words);
}

const char *rp_status_name(rp_status status) {
  return rp_status_is_known(status) ? words[status].name : "unknown";
}

const char *rp_status_sentence(rp_status status) {
  return rp_status_is_known(status) ? words[status].sentence
                                    : "the plugin returned a number that is no status";
}

const char *rp_status_remedy(rp_status status) {
  return rp_status_is_known(status) ? words[status].remedy : words[RP_BUG].remedy;
}

rp_status rp_find(rp_finding *finding, rp_status status, const char *slug, int32_t param, double value,
                  const char *format, ...) {
  finding->status = status;
  finding->param = param;
  finding->value = value;
  snprintf(finding->slug, sizeof finding->slug, "%s", slug);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(finding->text, sizeof finding->text, format, arguments);
  va_end(arguments);
  return status;
}
