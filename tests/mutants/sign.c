/*
 * sign.c - which sign of an instrumented kernel is flipped, or which were reached. A shared object takes both from the
 * environment when it is loaded: RP_MUTANT is the number of a sign, RP_MUTANTS_REACHED the name of a file.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int rp_mutant;

#ifdef RP_MUTANTS_RECORD
#define PAGE 4096
/* RP_MUTANTS_BYTES: the number of signs, plus one, rounded up to whole pages. */
_Alignas(PAGE) unsigned char rp_mutants_reached[RP_MUTANTS_BYTES];

/* From now on, bytes go to the file, whatever becomes of this process. */
void rp_mutants_record(const char *path) {
  int file = open(path, O_RDWR | O_CREAT, 0666);
  if (file < 0 || ftruncate(file, RP_MUTANTS_BYTES) ||
      mmap(rp_mutants_reached, RP_MUTANTS_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0) ==
          MAP_FAILED)
    abort();
  close(file);
}
#else
void rp_mutants_record(const char *path) {
  (void)path;
}
#endif

__attribute__((constructor)) static void obey(void) {
  const char *number = getenv("RP_MUTANT"), *path = getenv("RP_MUTANTS_REACHED");
  if (number) rp_mutant = (int)strtol(number, NULL, 10);
  if (path) rp_mutants_record(path);
}
