/*
 * blas.h - fixes which linear algebra plugins get: OpenBLAS before GSL, so that nobody ends on GSL's slow
 * CBLAS; one thread inside a solve; one core type, because another blocking gives other low-order bits; GSL's
 * handler, which would end the process, off. The libraries are loaded here by name and not linked, because
 * the core type counts only before loading, and because most commands need no linear algebra at all.
 */
#ifndef RP_BLAS_H
#define RP_BLAS_H
#include "message.h"

/* core: a value of OPENBLAS_CORETYPE ("Haswell", "SkylakeX"), or NULL: what the environment says, else
 * Haswell where the processor has AVX2, else OpenBLAS' own choice. Idempotent: the first call counts. Before
 * threads exist. */
bool rp_blas_load(const char *core, rp_message *message);

/* The core type that was fixed; "" if none was. */
const char *rp_blas_core(void);

#endif
