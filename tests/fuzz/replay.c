/* Replays a corpus without libFuzzer: every file of the folders that the command line names is one input. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include "fuzz.h"

static int replay_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  unsigned char *bytes = malloc(1 << 20);
  size_t size = bytes ? fread(bytes, 1, 1 << 20, file) : 0;
  fclose(file);
  /* Behind the end lies nothing: a sanitizer sees who reads there. */
  unsigned char *exact = malloc(size > 0 ? size : 1);
  for (size_t i = 0; exact && i < size; ++i)
    exact[i] = bytes[i];
  if (exact) LLVMFuzzerTestOneInput(exact, size);
  free(exact);
  free(bytes);
  return 1;
}

int main(int count, char **folders) {
  int replayed = 0;
  for (int i = 1; i < count; ++i) {
    DIR *folder = opendir(folders[i]);
    for (struct dirent *entry = folder ? readdir(folder) : NULL; entry; entry = readdir(folder)) {
      char path[4096];
      if (entry->d_name[0] == '.') continue;
      snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
      replayed += replay_file(path);
    }
    if (folder) closedir(folder);
  }
  printf("%d inputs replayed\n", replayed);
  return replayed > 0 ? 0 : 1;
}
