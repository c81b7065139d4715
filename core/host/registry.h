/*
 * registry.h - which models there are: the plugin files of the search path, tried and loaded.
 *
 * Search path, in this order: the folders and files that REPRISE_PLUGIN_PATH names (separated by ':'), plugins/ beside the
 * program (build tree), the installation's plugin folder. The first file that offers a model id wins; a later
 * one is shadowed.
 */
#ifndef RP_REGISTRY_H
#define RP_REGISTRY_H
#include "library.h"

typedef struct rp_registry_entry {
  char *path;
  rp_library_file *library; /* NULL: refused */
  char *refusal;            /* the sentence  */
} rp_registry_entry;

typedef struct rp_registry {
  rp_registry_entry *entries; /* files in search order, by name inside a folder */
  size_t count;
  char *folders; /* the search path as text, for sentences */
} rp_registry;

/* Searches, tries and loads. False only when memory is out; a bad file is an entry with its refusal. */
bool rp_registry_open(rp_registry *registry, rp_message *message);
void rp_registry_close(rp_registry *registry);

/* The model and the file it comes from; NULL with a sentence that offers the nearest id, or lists the refused
 * files. */
const rp_schema *rp_registry_find(const rp_registry *registry, const char *id, const char **path,
                                  rp_message *message);

#endif
