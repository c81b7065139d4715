/*
 * random.h - the counter-based random numbers that plugin.h defines: number k of (seed, stream, path). Pure
 * functions; the definition is frozen. Philox4x32-10 comes from Random123.
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
