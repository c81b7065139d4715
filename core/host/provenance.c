/* provenance.c - the build's own description; its values are compile definitions of core/CMakeLists.txt. */
#include "provenance.h"

#include <stddef.h>

#include "reprise/plugin.h"

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

static const rp_library_version libraries[] = {
    {"gsl", RP_GSL_VERSION},
    {"jansson", RP_JANSSON_VERSION},
    {"libmd", RP_LIBMD_VERSION},
    {"lua", RP_LUA_VERSION},
    {"plugin interface", TEXT(RP_ABI_MAJOR) "." TEXT(RP_ABI_MINOR)},
    {NULL, NULL},
};

static const rp_provenance build = {RP_VERSION, RP_BUILD_TYPE, RP_COMPILER, RP_COMPILER_FLAGS, libraries};

const rp_provenance *rp_provenance_of_build(void) {
  return &build;
}
