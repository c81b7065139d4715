/*
 * message.h - one sentence of bounded length, the form in which every failure of the host travels, and the
 * search for the name that a misspelt one was meant to be. Uses nothing but the C library.
 */
#ifndef RP_MESSAGE_H
#define RP_MESSAGE_H
#include <stdbool.h>
#include <stddef.h>

typedef struct rp_message {
  char text[1024];
} rp_message;

#if defined(__GNUC__)
#define RP_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define RP_PRINTF(text, first)
#endif

/* Writes the sentence, cut to fit, and returns false, so that a check can end with `return rp_fail(...)`. */
bool rp_fail(rp_message *message, const char *format, ...) RP_PRINTF(2, 3);

/* Appends to the sentence. */
void rp_message_add(rp_message *message, const char *format, ...) RP_PRINTF(2, 3);

/* The candidate that is closest to `name` by edit distance, or NULL if none is close enough to be meant: at
 * most a third of the longer one's letters differ. name_at(context, i) yields candidate i of `count`. */
const char *rp_nearest_name(const char *name, size_t count,
                            const char *(*name_at)(const void *context, size_t i), const void *context);

#endif
