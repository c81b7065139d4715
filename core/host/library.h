/*
 * library.h - one plugin file: tried in a process of its own, then loaded, checked and described. Uses
 * schema.h, blas.h.
 */
#ifndef RP_LIBRARY_H
#define RP_LIBRARY_H
#include "schema.h"

typedef struct rp_library_file {
  char *path;
  void *handle;
  uint32_t schema_count;
  rp_schema **schemas; /* [schema_count], owned */
} rp_library_file;

/* Loads the file in a forked process and reads its whole description there. True if that process found the
 * file good; else false with one sentence, also when the file crashes, ends the process, writes to standard
 * output or hangs for longer than ten seconds. Costs about two milliseconds. */
bool rp_library_probe(const char *path, rp_message *message);

/* Loads the file into this process. NULL with one sentence. Nothing that the file does is survived here:
 * probe first. */
rp_library_file *rp_library_load(const char *path, rp_message *message);

/* Unloads. Results that point into the plugin's strings must be gone. */
void rp_library_unload(rp_library_file *library);

#endif
