/* Reports with a slug that is none, a parameter that does not exist, no text, and a text that is far too
 * long. */
#include "access.h"

#define MODEL_ID "reports_badly"
#define SOLVE report_badly
static rp_status report_badly(const rp_call *call) {
  static char endless[100000];
  const rp_host *host = call->host;
  for (size_t i = 0; i + 1 < sizeof endless; ++i)
    endless[i] = 'x';
  host->report(host, RP_NO_SOLUTION, "Not A Slug!", 99, NAN, endless);
  host->report(host, RP_OK, NULL, -7, NAN, NULL);
  host->report(host, 4321, "", 0, NAN, "");
  host->log(host, 99, NULL);
  host->log(host, RP_LOG_NOTE, "two\nlines\x1b[31m and a colour");
  return RP_NO_SOLUTION;
}
#include "minimal.h"
