/*
 * registry.h: plugins are found along the search path in order, the first file with a model wins, bad files
 * stay visible with their refusal, and a misspelt id is answered with the nearest.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugin_case.h"
#include "registry.h"

static char folders[2][128];

static void copy_plugin(const char *file, const char *folder, const char *name) {
  char command[2048];
  snprintf(command, sizeof command, "cp '" MODELS "%s.so' '%s/%s'", file, folder, name);
  cr_assert_eq(system(command), 0);
}

static void make_folders(void) {
  char path[300];
  for (int i = 0; i < 2; ++i) {
    strcpy(folders[i], "/tmp/reprise-registry-XXXXXX");
    cr_assert_not_null(mkdtemp(folders[i]));
  }
  snprintf(path, sizeof path, "%s:%s", folders[0], folders[1]);
  setenv("REPRISE_PLUGIN_PATH", path, 1);
}

static void remove_folders(void) {
  for (int i = 0; i < 2; ++i) {
    char command[300];
    snprintf(command, sizeof command, "rm -r '%s'", folders[i]);
    cr_assert_eq(system(command), 0);
  }
}

TestSuite(registry, .init = make_folders, .fini = remove_folders);

static const rp_registry_entry *entry_of(const rp_registry *registry, const char *name) {
  for (size_t i = 0; i < registry->count; ++i)
    if (strstr(registry->entries[i].path, name)) return &registry->entries[i];
  return NULL;
}

Test(registry, files_of_a_folder_come_by_name_and_other_files_are_passed_over) {
  rp_registry registry;
  rp_message message = {""};
  const char *names[] = {"d.so", "a.so", "e.so", "c.so", "b.so", "f.so"};
  for (int i = 0; i < 6; ++i)
    copy_plugin(i == 4 ? "services" : "honest", folders[0], names[i]);
  copy_plugin("lanes", folders[0], ".hidden.so");
  copy_plugin("lanes", folders[0], "lanes.txt");
  cr_assert(rp_registry_open(&registry, &message), "%s", message.text);
  cr_assert_geq(registry.count, 6);
  for (int i = 0; i < 6; ++i) {
    char name[] = {'/', (char)('a' + i), '.', 's', 'o', '\0'};
    cr_assert_not_null(strstr(registry.entries[i].path, name), "%s is number %d", registry.entries[i].path,
                       i);
  }
  cr_assert_null(entry_of(&registry, "hidden"));
  cr_assert_null(entry_of(&registry, "lanes.txt"));
  const char *path = NULL;
  const rp_schema *schema = rp_registry_find(&registry, "service_slow", &path, &message);
  cr_assert_not_null(schema, "%s", message.text);
  cr_assert_str_eq(path, registry.entries[1].path);
  rp_registry_close(&registry);
}

Test(registry, the_first_folder_wins) {
  rp_registry registry;
  rp_message message = {""};
  const char *path = NULL;
  copy_plugin("honest", folders[1], "a.so");
  copy_plugin("honest", folders[0], "z.so");
  cr_assert(rp_registry_open(&registry, &message), "%s", message.text);
  cr_assert_not_null(rp_registry_find(&registry, "minimal", &path, &message));
  cr_assert_not_null(strstr(path, folders[0]), "%s was taken", path);
  rp_registry_close(&registry);
}

Test(registry, bad_files_are_kept_with_their_refusal_and_do_no_harm) {
  rp_registry registry;
  rp_message message = {""};
  const char *path;
  copy_plugin("refused/lies_wild_pointer", folders[0], "bad.so");
  copy_plugin("refused/exits_on_load", folders[0], "exits.so");
  copy_plugin("honest", folders[0], "good.so");
  cr_assert(rp_registry_open(&registry, &message), "%s", message.text);
  const rp_registry_entry *bad = entry_of(&registry, "/bad.so");
  cr_assert_not_null(bad);
  cr_assert_null(bad->library);
  cr_assert_not_null(strstr(bad->refusal, "crashes while it is loaded"));
  cr_assert_not_null(entry_of(&registry, "/exits.so")->refusal);
  cr_assert_null(entry_of(&registry, "/good.so")->refusal);
  cr_assert_not_null(rp_registry_find(&registry, "minimal", &path, &message), "%s", message.text);
  rp_registry_close(&registry);
}

Test(registry, an_unknown_model_is_answered_with_the_nearest_and_with_what_was_refused) {
  rp_registry registry;
  rp_message message = {""};
  const char *path;
  copy_plugin("services", folders[0], "services.so");
  copy_plugin("refused/lies_unknown_unit", folders[0], "bad.so");
  cr_assert(rp_registry_open(&registry, &message), "%s", message.text);
  cr_assert_null(rp_registry_find(&registry, "service_slwo", &path, &message));
  cr_assert_not_null(strstr(message.text, "'service_slwo'"), "%s", message.text);
  cr_assert_not_null(strstr(message.text, "did you mean 'service_slow'?"), "%s", message.text);
  cr_assert_null(rp_registry_find(&registry, "quite_another_thing", &path, &message));
  cr_assert_null(strstr(message.text, "did you mean"), "%s", message.text);
  cr_assert_not_null(strstr(message.text, "bad.so"), "the refused file is not named: %s", message.text);
  rp_registry_close(&registry);
}

Test(registry, a_name_that_cannot_be_read_is_said_and_a_file_is_taken) {
  rp_registry registry;
  rp_message message = {""};
  setenv("REPRISE_PLUGIN_PATH", "::/no/such/folder::", 1);
  cr_assert(rp_registry_open(&registry, &message), "%s", message.text);
  cr_assert_eq(registry.entries[0].library, NULL);
  cr_assert_not_null(strstr(registry.entries[0].refusal, "'/no/such/folder', which cannot be read"));
  rp_registry_close(&registry);
  char file[4200];
  copy_plugin("services", folders[0], "services.so");
  snprintf(file, sizeof file, "%s/services.so", folders[0]);
  setenv("REPRISE_PLUGIN_PATH", file, 1);
  cr_assert(rp_registry_open(&registry, &message), "%s", message.text);
  cr_assert_not_null(registry.entries[0].library, "%s", registry.entries[0].refusal);
  rp_registry_close(&registry);
  unsetenv("REPRISE_PLUGIN_PATH");
  cr_assert(rp_registry_open(&registry, &message), "%s", message.text);
  rp_registry_close(&registry);
}
