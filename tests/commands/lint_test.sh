#!/bin/bash
# tests/lint.sh finds each kind of offence, at its line, and is content with clean files.
set -euo pipefail
lint=$(pwd)/tests/lint.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/plugins/x" "$scratch/core/host" "$scratch/docs"
cp .clang-format "$scratch"
cd "$scratch"
git init -q .

cat > core/host/clean.c <<'C'
/* Calls nothing forbidden: printf("malloc(3)") stands in a comment, and fine names merely contain others. */
#include <stdio.h>

int main(void) {
  char text[32];
  snprintf(text, sizeof text, "rand() and system()");
  puts(text);
  return 0;
}
C
bash "$lint" . >out.txt || { echo "clean files were refused:"; cat out.txt; exit 1; }

planted=0
expect() { # expect FILE:LINE SENTENCE: with the file's text on stdin
  local file=${1%:*}
  cat > "$file"
  if bash "$lint" . >out.txt; then echo "not found: $1 $2"; cat out.txt; exit 1; fi
  grep -qF "$1: $2" out.txt || { echo "not found: $1 $2; found instead:"; cat out.txt; exit 1; }
  rm "$file"
  planted=$((planted + 1))
}
expect core/host/a.c:3 'writes without knowing the size' <<'C'
/* Copies. */
void f(char *a, const char *b) {
  strcpy(a, b);
}
C
expect core/host/a.c:3 'cannot tell a wrong number' <<'C'
/* Reads a number. */
int f(const char *a) {
  return atoi(a);
}
C
expect core/host/a.c:2 'has hidden state' <<'C'
/* Draws. */
int f(void) { return rand(); }
C
expect core/host/a.c:2 'must not be called: no shell' <<'C'
/* Starts a shell. */
int f(void) { return system("ls"); }
C
expect plugins/x/kernel.c:4 'does not belong into mathematics' <<'C'
/* Prints: a string with a quote "/*" does not hide what follows. */
void f(void) {
  const char *s = "/* \" ";
  printf("%s", s);
}
C
expect plugins/x/kernel.c:2 'does not belong into a plugin' <<'C'
/* Allocates. */
void *f(void) { return malloc(3); }
C
expect core/host/a.c:2 'names ending in _t' <<'C'
/* A type. */
typedef struct a a_t;
C
expect core/host/a.c:1 'does not begin with a comment' <<'C'
int f(void);
C
expect core/host/a.c:1 'has no newline' < <(printf '/* No end. */')
expect core/host/a.c:2 'is the first line that clang-format' <<'C'
/* Layout. */
int  f( void );
C
expect docs/a.md:2 'names a folder of one machine' <<< $'# Title\nSee /ho''me/someone/notes.'
expect docs/a.md:1 'ends in blanks' <<< '# Title '
expect docs/a.md:1 'is an open task' <<< 'TO''DO: write'
bash "$lint" . >out.txt || { echo "clean files were refused:"; cat out.txt; exit 1; }
echo "lint: $planted kinds of offence were found, clean files passed"
