/* What the C tests check with. */
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

/* A call that must give a status; its error is printed if it gives another. The error of the call is `error`. */
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

/* A literal as the two arguments that texts are. */
#define TEXT(literal) (literal), sizeof(literal) - 1

static inline int is_text(gaztag_str text, const char *expected) {
  return text.ptr != NULL && text.len == strlen(expected) && strcmp(text.ptr, expected) == 0;
}

#endif
