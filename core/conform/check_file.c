/* check_file.c - the checks of the shared object as such. See conform.h. */
#include <dlfcn.h>
#include <malloc.h>
#include "conform.h"
#include "probe.h"

void rp_check_loads(rp_conform *conform) {
  rp_message message;
  if (!rp_library_probe(conform->path, &message))
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL, "%s", message.text);
}

/* Loads and unloads once more; false with a finding. */
static bool once_more(rp_conform *conform) {
  rp_message message;
  rp_library_file *again = rp_library_load(conform->path, &message);
  if (!again) {
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL, "loading it again fails: %s", message.text);
    return false;
  }
  rp_library_unload(again);
  return true;
}

/* What the process holds. */
typedef struct holdings {
  size_t heap;
  int descriptors, threads;
} holdings;

static holdings look(void) {
  return (holdings){mallinfo2().uordblks, rp_conform_entries("/proc/self/fd"),
                    rp_conform_entries("/proc/self/task")};
}

/* Memory that the C library keeps for later comes and goes: a leak is what grows in each of many stretches. */
void rp_check_reload(rp_conform *conform) {
  enum { STRETCHES = 6, TIMES = 30, SLACK = 1024 };
  holdings seen[STRETCHES + 1];
  /* The library must really go: give back the one that every check starts with. */
  rp_library_unload(conform->library);
  conform->library = NULL;
  for (int stretch = 0; stretch <= STRETCHES; ++stretch) { /* the first one warms up */
    for (int i = 0; i < TIMES; ++i)
      if (!once_more(conform)) return;
    seen[stretch] = look();
  }
  size_t least = SIZE_MAX;
  for (int k = 0; k < STRETCHES; ++k) {
    size_t growth = seen[k + 1].heap > seen[k].heap ? seen[k + 1].heap - seen[k].heap : 0;
    least = growth < least ? growth : least;
  }
  if (least > SLACK)
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL,
                    "loading and unloading it %d times leaves %zu bytes of memory taken", TIMES, least);
  int more = seen[STRETCHES].descriptors - seen[0].descriptors;
  if (more != 0)
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL, "loading and unloading it %d times leaves %d files open",
                    STRETCHES * TIMES, more);
  more = seen[STRETCHES].threads - seen[0].threads;
  if (more != 0)
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL,
                    "loading and unloading it %d times leaves %d threads running", STRETCHES * TIMES, more);
}

typedef const rp_library *entry_function(uint32_t host_minor);

void rp_check_hosts(rp_conform *conform) {
  static const uint32_t minors[] = {0, RP_ABI_MINOR, RP_ABI_MINOR + 1, 1000000, UINT32_MAX};
  entry_function *entry;
  void *symbol = dlsym(conform->library->handle, RP_ENTRY_SYMBOL);
  __builtin_memcpy(&entry, &symbol, sizeof entry);
  const rp_library *ours = entry(RP_ABI_MINOR);
  for (size_t i = 0; i < sizeof minors / sizeof *minors; ++i) {
    const rp_library *answer = entry(minors[i]);
    if (answer && answer->struct_size < sizeof *answer)
      rp_conform_find(conform, RP_CONFORM_FAIL, NULL, "a host of minor version %u gets a table of %u bytes",
                      minors[i], answer->struct_size);
    bool newer = minors[i] > RP_ABI_MINOR || minors[i] == RP_ABI_MINOR;
    if (newer && answer != ours)
      rp_conform_find(conform, RP_CONFORM_FAIL, NULL,
                      "a host of minor version %u gets %s, although fields are only ever appended and this "
                      "version is served",
                      minors[i], answer ? "another table" : "NULL");
  }
}
