/* provenance.h - which program this is: version, compiler, flags, libraries. Constant; anyone may call. */
#ifndef RP_PROVENANCE_H
#define RP_PROVENANCE_H

typedef struct rp_library_version {
  const char *name, *version;
} rp_library_version;

typedef struct rp_provenance {
  const char *version, *build_type, *compiler, *flags;
  const rp_library_version *libraries; /* ends with a NULL name */
} rp_provenance;

const rp_provenance *rp_provenance_of_build(void);

#endif
