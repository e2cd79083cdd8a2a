/* Macros of the C tests. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gaztag.h>

#define CHECK(truth)                                                                                                                                                                 \
  do {                                                                                                                                                                               \
    if (!(truth)) {                                                                                                                                                                  \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #truth);                                                                                                                    \
      exit(1);                                                                                                                                                                       \
    }                                                                                                                                                                                \
  } while (0)

/* A call that must return a status. Prints `error`, the call's error, if it returns another. */
#define GIVES(status, call)                                                                                                                                                          \
  do {                                                                                                                                                                               \
    gaztag_status check_given;                                                                                                                                                       \
    error.message[0] = 0;                                                                                                                                                            \
    check_given = (call);                                                                                                                                                            \
    if (check_given != (status)) {                                                                                                                                                   \
      fprintf(stderr, "%s:%d: %s gives %s, %s\n", __FILE__, __LINE__, #call, gaztag_status_name(check_given), error.message);                                                        \
      exit(1);                                                                                                                                                                       \
    }                                                                                                                                                                                \
  } while (0)

#define OK(call) GIVES(GAZTAG_OK, call)

/* A string literal as the two arguments of a text. */
#define TEXT(literal) (literal), sizeof(literal) - 1

static inline int is_text(gaztag_str text, const char *expected) {
  return text.ptr != NULL && text.len == strlen(expected) && strcmp(text.ptr, expected) == 0;
}

#endif
