/* conform.c - see conform.h: the list of checks, and the run of one. */
#include "conform.h"
#include "blas.h"
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const rp_conform_check checks[] = {
    {"load", "loads and describes its models as plugin.h asks, in a process of its own", 30, true,
     rp_check_loads},
    {"exports", "exports rp_plugin_v1 and nothing else", 30, true, rp_check_exports},
    {"reload", "can be loaded and unloaded again and again and leaves nothing behind", 60, false,
     rp_check_reload},
    {"hosts", "answers hosts of other minor versions with its table or with NULL", 30, false, rp_check_hosts},
    {"description", "describes its models alike each time", 30, false, rp_check_description},
    {"documented", "documents models, parameters and outputs in sentences", 30, false, rp_check_documented},
    {"defaults", "solves the defaults of every model", 60, false, rp_check_defaults},
    {"outputs", "gives an output the same bytes whether it is wanted alone or with the others", 120, false,
     rp_check_outputs},
    {"repeat", "gives the same bytes twice, also with another solve between", 120, false, rp_check_repeats},
    {"threads", "gives the same bytes on 1, 2 and 8 threads", 120, false, rp_check_threads},
    {"concurrent", "gives the same bytes when eight threads solve at the same time", 120, false,
     rp_check_concurrent},
    {"inputs", "leaves its inputs as they are", 60, false, rp_check_inputs},
    {"guards", "writes inside the memory that it was given", 60, false, rp_check_guards},
    {"uninitialised", "reads no memory that it has not written", 60, false, rp_check_uninitialised},
    {"strides", "steps through a newer host's longer structs by their stated size", 60, false,
     rp_check_longer},
    {"surroundings", "leaves files, threads, signals, locale, rounding and the standard output alone", 60,
     false, rp_check_surroundings},
    {"batch", "gives a batch's points the bytes that they have alone", 120, false, rp_check_batch},
    {"refuse", "refuses what breaks the schema, naming the parameter", 60, false, rp_check_refusals},
    {"extents", "answers for the shortest and the longest axes", 180, false, rp_check_extents},
    {"fuzz", "answers random inputs inside the bounds, or refuses them with a reason", 300, false,
     rp_check_fuzz},
    {"memory", "says RP_NO_MEMORY when any of its requests for memory is refused", 180, false,
     rp_check_no_memory},
    {"cancel", "stops within 100 ms when the host asks", 120, false, rp_check_cancel},
    {"progress", "reports progress that never falls, inside [0, 1]", 60, false, rp_check_progress},
    {"units", "scales its outputs by their units when the units of its parameters change", 120, false,
     rp_check_units},
};

const rp_conform_check *rp_conform_checks(uint32_t *count) {
  *count = sizeof checks / sizeof *checks;
  return checks;
}

void rp_conform_find(rp_conform *conform, rp_verdict verdict, const rp_schema *model, const char *format,
                     ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  conform->sink(conform->context, verdict, model ? model->model.id : "", text);
  if (verdict > conform->verdict) conform->verdict = verdict;
}

void *rp_conform_need(void *memory) {
  if (memory) return memory;
  fputs("out of memory for the conformance kit\n", stderr);
  exit(7);
}

int rp_conform_entries(const char *folder) {
  int count = 0;
  DIR *open_folder = opendir(folder);
  while (open_folder && readdir(open_folder))
    ++count;
  if (open_folder) closedir(open_folder);
  return count;
}

rp_verdict rp_conform_run(const rp_conform_check *check, rp_conform *conform) {
  rp_message message;
  rp_library_file *library = NULL;
  conform->verdict = RP_CONFORM_PASS;
  if (!rp_blas_load(NULL, &message)) { /* as for every run: one thread inside a solve, one core type */
    rp_conform_find(conform, RP_CONFORM_FAIL, NULL, "%s", message.text);
    return conform->verdict;
  }
  if (!check->unloaded) {
    library = rp_library_probe(conform->path, &message) ? rp_library_load(conform->path, &message) : NULL;
    if (!library) {
      rp_conform_find(conform, RP_CONFORM_SKIP, NULL, "the file does not load: see the check 'load'");
      return conform->verdict;
    }
  }
  conform->library = library;
  conform->models = library ? library->schema_count : 0;
  check->run(conform);
  if (conform->library) rp_library_unload(conform->library); /* a check may have done so */
  return conform->verdict;
}
