/* check_exports.c - which symbols the shared object defines for others, read from the file. See conform.h. */
#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "conform.h"

typedef struct object {
  unsigned char *bytes;
  size_t size;
} object;

static bool read_object(const char *path, object *file) {
  FILE *stream = fopen(path, "rb");
  if (!stream) return false;
  bool fine = fseek(stream, 0, SEEK_END) == 0;
  long size = fine ? ftell(stream) : -1;
  rewind(stream);
  file->bytes = size > 0 ? malloc((size_t)size) : NULL;
  file->size = size > 0 ? (size_t)size : 0;
  fine = file->bytes && fread(file->bytes, 1, file->size, stream) == file->size;
  fclose(stream);
  return fine;
}

/* A piece of the file, NULL if it is not inside. */
static const void *piece(const object *file, uint64_t offset, uint64_t bytes) {
  return offset <= file->size && bytes <= file->size - offset ? file->bytes + offset : NULL;
}

static bool is_exported(const ElfW(Sym) * symbol) {
  int binding = symbol->st_info >> 4, visibility = symbol->st_other & 3;
  return symbol->st_shndx != SHN_UNDEF && symbol->st_shndx != SHN_ABS &&
         (binding == STB_GLOBAL || binding == STB_WEAK || binding == STB_GNU_UNIQUE) &&
         (visibility == STV_DEFAULT || visibility == STV_PROTECTED);
}

static void read_symbols(rp_conform *conform, const object *file, const ElfW(Shdr) * sections,
                         const ElfW(Shdr) * table) {
  const ElfW(Shdr) *names = &sections[table->sh_link];
  const char *strings = piece(file, names->sh_offset, names->sh_size);
  const ElfW(Sym) *symbols = piece(file, table->sh_offset, table->sh_size);
  for (size_t i = 0; strings && symbols && i < table->sh_size / sizeof *symbols; ++i) {
    const char *name = symbols[i].st_name < names->sh_size ? strings + symbols[i].st_name : "?";
    if (is_exported(&symbols[i]) && strcmp(name, RP_ENTRY_SYMBOL) != 0)
      rp_conform_find(conform, RP_CONFORM_FAIL, NULL,
                      "it exports '%s': make it static, or compile with -fvisibility=hidden", name);
  }
}

void rp_check_exports(rp_conform *conform) {
  object file = {0};
  if (!read_object(conform->path, &file)) {
    rp_conform_find(conform, RP_CONFORM_SKIP, NULL, "the file cannot be read: see the check 'load'");
    free(file.bytes);
    return;
  }
  const ElfW(Ehdr) *header = piece(&file, 0, sizeof *header);
  bool is_elf = header && memcmp(header->e_ident, ELFMAG, SELFMAG) == 0;
  const ElfW(Shdr) *sections =
      is_elf ? piece(&file, header->e_shoff, header->e_shnum * sizeof *sections) : NULL;
  if (!sections) rp_conform_find(conform, RP_CONFORM_SKIP, NULL, "the file has no table of sections to read");
  for (int i = 0; sections && i < header->e_shnum; ++i)
    if (sections[i].sh_type == SHT_DYNSYM && sections[i].sh_link < header->e_shnum)
      read_symbols(conform, &file, sections, &sections[i]);
  free(file.bytes);
}
