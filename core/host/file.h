/*
 * file.h - files and folders, with failures as sentences. Writing never leaves half a file under its final
 * name: the bytes go to a temporary name in the same folder, which is then renamed. Main thread only.
 */
#ifndef RP_FILE_H
#define RP_FILE_H
#include <stdbool.h>
#include <stddef.h>
#include "message.h"

/* `why` below is one clear sentence about what failed: it names the path and the reason. */

/* The whole file, followed by a zero that length leaves out. The caller frees *data. */
bool rp_file_read(const char *path, char **data, size_t *length, rp_message *why);

/* Replaces the file; makes missing folders. */
bool rp_file_write(const char *path, const void *data, size_t length, rp_message *why);
bool rp_file_copy(const char *from, const char *to, rp_message *why);

/* The folder and its missing parents. Fine when it exists already. */
bool rp_file_make_directory(const char *path, rp_message *why);

/* A file or an empty folder. */
bool rp_file_remove(const char *path, rp_message *why);

/* Names in the folder without "." and "..", sorted by their bytes. The caller frees each name and the array.
 */
bool rp_file_list(const char *path, char ***names, size_t *count, rp_message *why);

/* A fresh folder of this process, the same one at each call; NULL on failure. */
const char *rp_file_temporary_directory(rp_message *why);
/* Removes it with all that is in it, if this process made one. */
void rp_file_remove_temporary_directory(void);

/* The first failure to write since the start, or NULL: it tells a full disk from a mistake in a script. */
const char *rp_file_write_failure(void);

#endif
