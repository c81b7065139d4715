/* file.c - the functions of file.h on POSIX. Calls the C library only. */
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static rp_message first_write_failure;
static char temporary_directory[PATH_MAX];
static pid_t temporary_directory_owner;

const char *rp_file_write_failure(void) {
  return first_write_failure.text[0] != '\0' ? first_write_failure.text : NULL;
}

static bool failed(rp_message *why, const char *deed, const char *path) {
  const char *reason = strerror(errno);
  snprintf(why->text, sizeof why->text, "cannot %s '%.800s': %s", deed, path, reason);
  return false;
}

static bool failed_to_write(rp_message *why, const char *deed, const char *path) {
  failed(why, deed, path);
  if (first_write_failure.text[0] == '\0') first_write_failure = *why;
  return false;
}

/* Reads to the end, so that pipes and files of /proc, whose size is 0, work as well. */
static bool read_all(int descriptor, char **data, size_t *length) {
  size_t capacity = 65536, count = 0;
  char *bytes = malloc(capacity);
  while (bytes != NULL) {
    ssize_t got = read(descriptor, bytes + count, capacity - count - 1);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) break;
    if (got == 0) {
      bytes[count] = '\0';
      *data = bytes;
      *length = count;
      return true;
    }
    count += (size_t)got;
    if (capacity - count < 2) {
      capacity *= 2;
      char *larger = realloc(bytes, capacity);
      if (larger == NULL) break;
      bytes = larger;
    }
  }
  free(bytes);
  return false;
}

bool rp_file_read(const char *path, char **data, size_t *length, rp_message *why) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return failed(why, "read", path);
  bool fine = read_all(descriptor, data, length);
  if (!fine) failed(why, "read", path);
  close(descriptor);
  return fine;
}

/* Makes the folders above path, or path itself with `whole`. */
static bool make_folders(const char *path, bool whole) {
  char folder[PATH_MAX];
  size_t length = strlen(path);
  if (length >= sizeof folder) {
    errno = ENAMETOOLONG;
    return false;
  }
  memcpy(folder, path, length + 1);
  for (size_t i = 1; i <= length; ++i) {
    bool end = folder[i] == '\0';
    if (folder[i] != '/' && !(end && whole)) continue;
    folder[i] = '\0';
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
      int reason = errno; /* a folder that we may not write in may exist all the same */
      struct stat status;
      if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode)) {
        errno = reason;
        return false;
      }
    }
    if (end) break;
    folder[i] = '/';
  }
  return true;
}

bool rp_file_make_directory(const char *path, rp_message *why) {
  struct stat status;
  if (stat(path, &status) == 0) {
    if (S_ISDIR(status.st_mode)) return true;
    errno = ENOTDIR;
    return failed_to_write(why, "make the folder", path);
  }
  return make_folders(path, true) || failed_to_write(why, "make the folder", path);
}

static bool write_all(int descriptor, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    length -= (size_t)written;
  }
  return true;
}

/* mkstemp() makes private files; results are for others too, so the mode is what open() would have given. */
static mode_t usual_mode(void) {
  mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

bool rp_file_write(const char *path, const void *data, size_t length, rp_message *why) {
  char temporary[PATH_MAX];
  int written = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
  if (written < 0 || (size_t)written >= sizeof temporary) {
    errno = ENAMETOOLONG;
    return failed_to_write(why, "write", path);
  }
  int descriptor = mkstemp(temporary);
  if (descriptor < 0 && errno == ENOENT) {
    if (!make_folders(path, false)) return failed_to_write(why, "write", path);
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    descriptor = mkstemp(temporary);
  }
  if (descriptor < 0) return failed_to_write(why, "write", path);
  bool fine = write_all(descriptor, data, length) && fchmod(descriptor, usual_mode()) == 0;
  int reason = errno;
  if (close(descriptor) != 0 && fine) {
    fine = false;
    reason = errno;
  }
  if (fine && rename(temporary, path) == 0) return true;
  if (fine) reason = errno;
  unlink(temporary);
  errno = reason;
  return failed_to_write(why, "write", path);
}

bool rp_file_copy(const char *from, const char *to, rp_message *why) {
  char *data = NULL;
  size_t length = 0;
  if (!rp_file_read(from, &data, &length, why)) return false;
  bool fine = rp_file_write(to, data, length, why);
  free(data);
  return fine;
}

bool rp_file_remove(const char *path, rp_message *why) {
  return remove(path) == 0 || failed(why, "remove", path);
}

static int keep_name(const struct dirent *entry) {
  return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

bool rp_file_list(const char *path, char ***names, size_t *count, rp_message *why) {
  struct dirent **entries = NULL;
  int found = scandir(path, &entries, keep_name, by_bytes);
  if (found < 0) return failed(why, "list", path);
  char **list = calloc((size_t)found + 1, sizeof *list);
  bool fine = list != NULL;
  for (int i = 0; i < found; ++i) {
    if (fine) fine = (list[i] = strdup(entries[i]->d_name)) != NULL;
    free(entries[i]);
  }
  free(entries);
  if (!fine) {
    for (int i = 0; list != NULL && i < found; ++i)
      free(list[i]);
    free(list);
    errno = ENOMEM;
    return failed(why, "list", path);
  }
  *names = list;
  *count = (size_t)found;
  return true;
}

const char *rp_file_temporary_directory(rp_message *why) {
  if (temporary_directory_owner == getpid()) return temporary_directory;
  const char *parent = getenv("TMPDIR");
  if (parent == NULL || parent[0] == '\0') parent = "/tmp";
  snprintf(temporary_directory, sizeof temporary_directory, "%.3000s/reprise-XXXXXX", parent);
  if (mkdtemp(temporary_directory) == NULL) {
    failed_to_write(why, "make a folder below", parent);
    return NULL;
  }
  temporary_directory_owner = getpid();
  return temporary_directory;
}

/* Symbolic links are removed, never followed. */
static void remove_tree(const char *path) {
  struct stat status;
  if (lstat(path, &status) != 0) return;
  if (S_ISDIR(status.st_mode)) {
    char **names = NULL;
    size_t count = 0;
    rp_message why;
    if (rp_file_list(path, &names, &count, &why)) {
      for (size_t i = 0; i < count; ++i) {
        char child[PATH_MAX];
        int length = snprintf(child, sizeof child, "%s/%s", path, names[i]);
        if (length > 0 && (size_t)length < sizeof child) remove_tree(child);
        free(names[i]);
      }
      free(names);
    }
  }
  remove(path);
}

void rp_file_remove_temporary_directory(void) {
  if (temporary_directory_owner != getpid()) return;
  remove_tree(temporary_directory);
  temporary_directory_owner = 0;
}
