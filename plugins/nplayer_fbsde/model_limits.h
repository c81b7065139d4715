/*
 * model_limits.h - inputs that are legal and beyond what numbers hold. Glue.
 */
#ifndef RP_MODEL_LIMITS_H
#define RP_MODEL_LIMITS_H
#include "reprise/call.h"

/* Refuses inventories, a real parameter or an array, whose squares and costs would overflow. */
rp_status rp_model_check_inventories(const rp_call *call, uint32_t param, const char *name);

#endif
