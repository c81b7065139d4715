/* blas.c - see blas.h. */
#include "blas.h"
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
  bool loaded;
  char core[32];
} state;

static bool load(const char *name, void **handle, rp_message *message) {
  *handle = dlopen(name, RTLD_NOW | RTLD_GLOBAL);
  return *handle || rp_fail(message, "the library %s cannot be loaded: %s", name, dlerror());
}

static void fix_core(const char *core) {
  const char *asked = core ? core : getenv("OPENBLAS_CORETYPE");
#if defined(__x86_64__)
  if (!asked && __builtin_cpu_supports("avx2")) asked = "Haswell";
#endif
  if (!asked) return;
  snprintf(state.core, sizeof state.core, "%s", asked);
  setenv("OPENBLAS_CORETYPE", asked, 1);
}

bool rp_blas_load(const char *core, rp_message *message) {
  void *blas, *gsl;
  if (state.loaded) return true;
  fix_core(core);
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  if (!load("libopenblas.so.0", &blas, message) || !load("libgsl.so.27", &gsl, message)) return false;
  void *off = dlsym(gsl, "gsl_set_error_handler_off");
  if (!off) return rp_fail(message, "libgsl.so.27 has no gsl_set_error_handler_off");
  void *(*switch_off)(void);
  *(void **)&switch_off = off; /* POSIX's way from an object pointer to a function pointer */
  switch_off();
  void *limit = dlsym(blas, "openblas_set_num_threads"); /* for processes that have it loaded before us */
  if (limit) {
    void (*set_threads)(int);
    *(void **)&set_threads = limit;
    set_threads(1);
  }
  state.loaded = true;
  return true;
}

const char *rp_blas_core(void) {
  return state.core;
}
