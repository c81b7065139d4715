/* fuzz.h - what libFuzzer, or replay.c in ordinary builds, calls with each input. */
#ifndef FUZZ_H
#define FUZZ_H
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
