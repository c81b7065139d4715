/*
 * SPDX-License-Identifier: MIT
 *
 * reprise/clones.h - a function compiled for several instruction sets, the best of which is chosen at load: write
 * RP_CLONES before a static function whose loops vectorise. With -ffp-contract=off and without -ffast-math all of
 * them give the same bits. For hosts, numerical code and plugins alike; plugin.h does not need it.
 */
#ifndef REPRISE_CLONES_H
#define REPRISE_CLONES_H

/* The sanitizers' start-up code runs after the loader has chosen a copy, so there is one copy under them; and under
 * clang 14, which makes the choosers of static functions visible, so that equal names in two files would clash. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(RP_SANITIZED)
#define RP_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define RP_CLONES
#endif

#endif
