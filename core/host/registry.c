/* registry.c - see registry.h. */
#include "registry.h"
#include "blas.h"
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef RP_PLUGIN_FOLDER
#define RP_PLUGIN_FOLDER "../lib/reprise/plugins"
#endif

static bool append_entry(rp_registry *registry, const char *folder, const char *name) {
  rp_registry_entry *entries = realloc(registry->entries, (registry->count + 1) * sizeof *entries);
  if (!entries) return false;
  registry->entries = entries;
  size_t size = strlen(folder) + strlen(name) + 2;
  char *path = malloc(size);
  if (!path) return false;
  snprintf(path, size, "%s/%s", folder, name);
  entries[registry->count++] = (rp_registry_entry){.path = path};
  return true;
}

static int is_shared_object(const struct dirent *entry) {
  size_t length = strlen(entry->d_name);
  return entry->d_name[0] != '.' && length > 3 && strcmp(entry->d_name + length - 3, ".so") == 0;
}

static bool append_folder(rp_registry *registry, const char *folder) {
  struct dirent **names;
  bool complete = true;
  int count = scandir(folder, &names, is_shared_object, alphasort);
  for (int i = 0; i < count; ++i) {
    complete = complete && append_entry(registry, folder, names[i]->d_name);
    free(names[i]);
  }
  if (count >= 0) free(names);
  size_t used = registry->folders ? strlen(registry->folders) : 0;
  char *folders = realloc(registry->folders, used + strlen(folder) + 3);
  if (!folders) return false;
  registry->folders = folders;
  snprintf(folders + used, strlen(folder) + 3, "%s%s", used ? ", " : "", folder);
  return complete;
}

/* A name from the environment: a folder, or one file. Anything else is an entry that says so. */
static bool append_named(rp_registry *registry, const char *name) {
  struct stat is;
  if (stat(name, &is) == 0 && S_ISREG(is.st_mode)) {
    const char *slash = strrchr(name, '/');
    char folder[4096];
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - name) : 1, slash ? name : ".");
    return append_entry(registry, folder, slash ? slash + 1 : name);
  }
  if (access(name, R_OK | X_OK) == 0) return append_folder(registry, name);
  rp_message why;
  rp_fail(&why, "REPRISE_PLUGIN_PATH names '%.400s', which cannot be read: %s", name, strerror(errno));
  if (!append_entry(registry, ".", name)) return false;
  registry->entries[registry->count - 1].refusal = strdup(why.text);
  return true;
}

static bool append_search_path(rp_registry *registry) {
  const char *from = getenv("REPRISE_PLUGIN_PATH");
  char folder[4096];
  while (from && *from) {
    size_t length = strcspn(from, ":");
    snprintf(folder, sizeof folder, "%.*s", (int)length, from);
    if (length && !append_named(registry, folder)) return false;
    from += length + (from[length] == ':');
  }
  char program[2048];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  if (length < 0) return true;
  program[length] = '\0';
  *strrchr(program, '/') = '\0';
  snprintf(folder, sizeof folder, "%s/plugins", program);
  if (access(folder, R_OK) == 0) return append_folder(registry, folder);
  snprintf(folder, sizeof folder, "%s/%s", program, RP_PLUGIN_FOLDER);
  return append_folder(registry, folder);
}

bool rp_registry_open(rp_registry *registry, rp_message *message) {
  *registry = (rp_registry){0};
  if (!rp_blas_load(NULL, message)) return false;
  if (!append_search_path(registry)) {
    rp_registry_close(registry);
    return rp_fail(message, "out of memory while searching for plugins");
  }
  for (size_t i = 0; i < registry->count; ++i) {
    rp_registry_entry *entry = &registry->entries[i];
    rp_message cause;
    if (entry->refusal) continue;
    if (rp_library_probe(entry->path, &cause)) entry->library = rp_library_load(entry->path, &cause);
    if (!entry->library) entry->refusal = strdup(cause.text);
  }
  return true;
}

void rp_registry_close(rp_registry *registry) {
  for (size_t i = 0; i < registry->count; ++i) {
    rp_library_unload(registry->entries[i].library);
    free(registry->entries[i].path);
    free(registry->entries[i].refusal);
  }
  free(registry->entries);
  free(registry->folders);
  *registry = (rp_registry){0};
}

typedef struct id_list {
  const char *ids[1024];
  size_t count;
} id_list;

static const char *id_at(const void *context, size_t i) {
  return ((const id_list *)context)->ids[i];
}

const rp_schema *rp_registry_find(const rp_registry *registry, const char *id, const char **path,
                                  rp_message *message) {
  id_list list = {.count = 0};
  size_t refused = 0;
  const char *first_refusal = NULL;
  for (size_t i = 0; i < registry->count; ++i) {
    const rp_library_file *library = registry->entries[i].library;
    if (!library) {
      first_refusal = refused++ ? first_refusal : registry->entries[i].refusal;
      continue;
    }
    for (uint32_t k = 0; k < library->schema_count; ++k) {
      if (strcmp(library->schemas[k]->model.id, id) == 0) {
        *path = registry->entries[i].path;
        return library->schemas[k];
      }
      if (list.count < sizeof list.ids / sizeof *list.ids)
        list.ids[list.count++] = library->schemas[k]->model.id;
    }
  }
  const char *nearest = rp_nearest_name(id, list.count, id_at, &list);
  rp_fail(message, "there is no model '%.64s'", id);
  if (nearest)
    rp_message_add(message, "; did you mean '%s'?", nearest);
  else if (list.count == 0 && refused == 0)
    rp_message_add(message, ": no plugin was found in %s",
                   registry->folders ? registry->folders : "the search path");
  else
    rp_message_add(message, " (`reprise list` shows the models)");
  if (first_refusal)
    rp_message_add(message, "; %zu plugin file%s could not be used: %s", refused, refused == 1 ? "" : "s",
                   first_refusal);
  return NULL;
}
