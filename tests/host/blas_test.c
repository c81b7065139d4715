/* Linear algebra: whose CBLAS a plugin gets, with how many threads, and that GSL does not end the process. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr */
#endif
#include <criterion/criterion.h>
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "blas.h"

/* Only functions are looked up, as a plugin that was loaded later would find them. */
static void *find(const char *name) {
  rp_message message = {""};
  cr_assert(rp_blas_load(NULL, &message), "%s", message.text);
  void *symbol = dlsym(RTLD_DEFAULT, name);
  cr_assert_not_null(symbol, "%s is not there", name);
  return symbol;
}

static const char *home_of(const void *symbol) {
  Dl_info info;
  cr_assert(dladdr(symbol, &info));
  return info.dli_fname;
}

Test(blas, cblas_is_that_of_openblas_also_for_gsl) {
  const char *home = home_of(find("cblas_dgemm"));
  cr_assert_not_null(strstr(home, "openblas"), "cblas_dgemm comes from %s", home);
  cr_assert_null(strstr(home, "gslcblas"));
}

/* The core type counts only before the library is loaded, and some builds of this test are linked with it. */
Test(blas, one_thread_and_a_fixed_core) {
  bool was_there = dlopen("libopenblas.so.0", RTLD_LAZY | RTLD_NOLOAD) != NULL;
  int (*threads)(void);
  *(void **)&threads = find("openblas_get_num_threads");
  cr_assert_eq(threads(), 1);
  char *(*core)(void);
  *(void **)&core = find("openblas_get_corename");
  if (rp_blas_core()[0] && !was_there) cr_assert_str_eq(core(), rp_blas_core());
}

Test(blas, an_error_in_gsl_is_a_status) {
  int (*logarithm)(double, void *);
  *(void **)&logarithm = find("gsl_sf_log_e");
  double result[2];
  cr_assert_neq(logarithm(-1, result), 0);
}
