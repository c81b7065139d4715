/*
 * random.h - the counter-based random numbers that plugin.h defines: number k of (seed, stream, path). Pure
 * functions; the definition is frozen. Ask for many numbers at a time: a block of 128 costs about as much as ten
 * numbers one by one.
 */
#ifndef RP_RANDOM_H
#define RP_RANDOM_H
#include <stdint.h>

/* out[i] = uniform number first + i, in (0, 1). */
void rp_random_uniforms(uint64_t seed, uint32_t stream, uint64_t path, uint64_t first, int64_t n,
                        double *out);
/* out[i] = standard normal number first + i. */
void rp_random_normals(uint64_t seed, uint32_t stream, uint64_t path, uint64_t first, int64_t n, double *out);

#endif
