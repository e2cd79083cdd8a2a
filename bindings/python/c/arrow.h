/* Columns of the Arrow C Data Interface, which the files column.c, batch.c and arrow.c share:
 * <https://arrow.apache.org/docs/format/CDataInterface.html>. */

#ifndef GAZTAG_PYTHON_ARROW_H
#define GAZTAG_PYTHON_ARROW_H

#include "module.h"

struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

/* A column: arrays of one type. */
typedef struct {
    struct ArrowSchema schema;
    size_t len;
    struct ArrowArray *arrays;
} Columns;

/* Releases everything, and leaves a column without arrays. */
void columns_clear(Columns *columns);

/* The bit of a value in a buffer of validity. */
static inline int is_valid(const void *bits, int64_t index) {
    return ((const uint8_t *)bits)[index / 8] >> (index % 8) & 1;
}

/* column.c */

/* A column of documents, or of their languages, given by a caller. */
typedef struct {
    PyObject_HEAD
    Columns columns;
    int in_points;    /* strings that may not be ASCII: offsets are in code points */
    int64_t len;      /* the number of values */
    PyObject *texts;  /* the sequence as a tuple, or NULL for an Arrow column */
    PyObject *copies; /* copies of buffers that may change, or NULL */
} ColumnObject;

extern PyTypeObject *column_type;

/* Returns the schema of the texts; in a table with one column that of the column. */
const struct ArrowSchema *texts_schema(const struct ArrowSchema *schema);

int column_init(PyObject *module);

/* batch.c */

/* Returns a new Batch with these columns, from which they are taken; NULL with an exception. */
PyObject *batch_of(Columns *columns);

int batch_init(PyObject *module);

#endif
