/* file.h: whole files or none, folders on the way, sentences that name path and reason. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"

static const char *at(const char *name) {
  static char path[PATH_MAX];
  rp_message why;
  const char *folder = rp_file_temporary_directory(&why);
  cr_assert_not_null(folder, "%s", why.text);
  snprintf(path, sizeof path, "%.3000s/%s", folder, name);
  return path;
}

static void clean(void) {
  rp_file_remove_temporary_directory();
}

TestSuite(file, .fini = clean);

Test(file, what_is_written_is_read_and_folders_are_made) {
  rp_message why;
  const char bytes[] = "zero \0 inside";
  char *back = NULL;
  size_t length = 0;
  cr_assert(rp_file_write(at("a/b/c"), bytes, sizeof bytes, &why), "%s", why.text);
  cr_assert(rp_file_read(at("a/b/c"), &back, &length, &why), "%s", why.text);
  cr_assert_eq(length, sizeof bytes);
  cr_assert_arr_eq(back, bytes, sizeof bytes);
  cr_assert_eq(back[length], '\0');
  free(back);
}

Test(file, a_file_of_many_blocks_is_read_whole) {
  rp_message why;
  size_t size = 300001, length = 0;
  char *bytes = malloc(size), *back = NULL;
  for (size_t i = 0; i < size; ++i)
    bytes[i] = (char)(i * 31 % 251);
  cr_assert(rp_file_write(at("big"), bytes, size, &why));
  cr_assert(rp_file_read(at("big"), &back, &length, &why));
  cr_assert_eq(length, size);
  cr_assert_eq(memcmp(bytes, back, size), 0);
  free(bytes);
  free(back);
}

Test(file, replacing_keeps_the_usual_mode_and_leaves_no_temporary_file) {
  rp_message why;
  struct stat status;
  char **names = NULL;
  size_t count = 0;
  umask(022);
  cr_assert(rp_file_write(at("d/x"), "1", 1, &why));
  cr_assert(rp_file_write(at("d/x"), "22", 2, &why));
  cr_assert_eq(stat(at("d/x"), &status), 0);
  cr_assert_eq(status.st_size, 2);
  cr_assert_eq(status.st_mode & 0777, 0644);
  cr_assert(rp_file_list(at("d"), &names, &count, &why));
  cr_assert_eq(count, 1);
  cr_assert_str_eq(names[0], "x");
  free(names[0]);
  free(names);
}

Test(file, a_failed_write_leaves_the_old_file_and_says_why) {
  rp_message why;
  cr_assert_null(rp_file_write_failure());
  cr_assert(rp_file_write(at("plain"), "old", 3, &why));
  cr_assert(rp_file_make_directory(at("folder/inside"), &why));
  cr_assert_not(rp_file_write(at("plain/x"), "new", 3, &why));
  cr_assert_not_null(strstr(why.text, "plain/x': Not a directory"), "%s", why.text);
  cr_assert_str_eq(rp_file_write_failure(), why.text);
  cr_assert_not(rp_file_write(at("folder"), "new", 3, &why), "a folder was replaced by a file");
  cr_assert_not_null(strstr(why.text, "Is a directory"), "%s", why.text);
  char **names = NULL;
  size_t count = 0;
  cr_assert(rp_file_list(at(""), &names, &count, &why));
  cr_assert_eq(count, 2, "%zu entries, a temporary file is left", count);
  for (size_t i = 0; i < count; ++i)
    free(names[i]);
  free(names);
}

Test(file, names_that_are_too_long_are_refused) {
  rp_message why;
  char name[PATH_MAX + 10];
  memset(name, 'x', sizeof name - 1);
  name[sizeof name - 1] = '\0';
  cr_assert_not(rp_file_write(name, "x", 1, &why));
  cr_assert_not_null(strstr(why.text, "File name too long"), "%s", why.text);
  cr_assert_not(rp_file_make_directory(name, &why));
}

Test(file, lists_are_sorted_by_bytes) {
  rp_message why;
  static const char *const order[] = {"B", "a", "a-b", "a.b", "b"};
  for (size_t i = 5; i-- > 0;) {
    char name[20];
    snprintf(name, sizeof name, "list/%s", order[i]);
    cr_assert(rp_file_write(at(name), "", 0, &why));
  }
  char **names = NULL;
  size_t count = 0;
  cr_assert(rp_file_list(at("list"), &names, &count, &why));
  cr_assert_eq(count, 5);
  for (size_t i = 0; i < count; ++i) {
    cr_assert_str_eq(names[i], order[i]);
    free(names[i]);
  }
  free(names);
}

Test(file, the_temporary_folder_goes_with_all_that_is_in_it_but_links_are_not_followed) {
  rp_message why;
  char kept[] = "/tmp/reprise-file-test-XXXXXX", folder[PATH_MAX], target[PATH_MAX];
  cr_assert_not_null(mkdtemp(kept));
  snprintf(target, sizeof target, "%s/precious", kept);
  cr_assert(rp_file_write(target, "x", 1, &why));
  snprintf(folder, sizeof folder, "%s", at(""));
  cr_assert(rp_file_write(at("deep/er/file"), "x", 1, &why));
  cr_assert_eq(symlink(kept, at("deep/link")), 0);
  rp_file_remove_temporary_directory();
  cr_assert_neq(access(folder, F_OK), 0, "the folder is still there");
  cr_assert_eq(access(target, F_OK), 0, "a link was followed");
  unlink(target);
  rmdir(kept);
}
