/* Tagging of columns with the Arrow C Data Interface and its PyCapsules:
 * <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>. */

#include "module.h"

#include <stdio.h>

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

static PyTypeObject *column_type, *batch_type;

/* Arrays of one type, with a reference count. A consumer may take them several times, move parts
 * out and release these on any thread. So each consumer gets a tree of structs of its own, each of
 * which has a reference to the owner. */
typedef struct {
    atomic_long owners;
    struct ArrowSchema schema;
    size_t len;
    struct ArrowArray *arrays;
} Columns;

static void columns_free(Columns *columns) {
    if (columns != NULL && atomic_fetch_sub(&columns->owners, 1) == 1) {
        if (columns->schema.release != NULL) {
            columns->schema.release(&columns->schema);
        }
        for (size_t i = 0; i < columns->len; i++) {
            if (columns->arrays[i].release != NULL) {
                columns->arrays[i].release(&columns->arrays[i]);
            }
        }
        free(columns->arrays);
        free(columns);
    }
}

static Columns *columns_new(void) {
    Columns *columns = calloc(1, sizeof *columns);
    if (columns == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    atomic_init(&columns->owners, 1);
    return columns;
}

/* Returns an empty array after the last one; NULL without memory. Does not need the interpreter's
 * lock. */
static struct ArrowArray *columns_grow(Columns *columns) {
    if ((columns->len & (columns->len + 1)) == 0) {
        struct ArrowArray *arrays =
            realloc(columns->arrays, (columns->len * 2 + 1) * sizeof *arrays);
        if (arrays == NULL) {
            return NULL;
        }
        columns->arrays = arrays;
    }
    struct ArrowArray *array = &columns->arrays[columns->len];
    memset(array, 0, sizeof *array);
    return array;
}

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i] != NULL) {
            if (schema->children[i]->release != NULL) {
                schema->children[i]->release(schema->children[i]);
            }
            free(schema->children[i]);
        }
    }
    free(schema->children);
    if (schema->dictionary != NULL) {
        if (schema->dictionary->release != NULL) {
            schema->dictionary->release(schema->dictionary);
        }
        free(schema->dictionary);
    }
    columns_free(schema->private_data);
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array) {
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i] != NULL) {
            if (array->children[i]->release != NULL) {
                array->children[i]->release(array->children[i]);
            }
            free(array->children[i]);
        }
    }
    free(array->children);
    if (array->dictionary != NULL) {
        if (array->dictionary->release != NULL) {
            array->dictionary->release(array->dictionary);
        }
        free(array->dictionary);
    }
    columns_free(array->private_data);
    array->release = NULL;
}

/* Copies a schema, with references to the owner. The owner is NULL for schemas of the library,
 * whose strings are static. Returns 0, or -1 without memory, when everything is released. */
static int share_schema(Columns *owner, const struct ArrowSchema *from, struct ArrowSchema *to) {
    *to = *from;
    if (owner != NULL) {
        atomic_fetch_add(&owner->owners, 1);
    }
    to->private_data = owner;
    to->release = release_schema;
    to->dictionary = NULL;
    to->children = calloc((size_t)from->n_children + 1, sizeof *to->children);
    int failed = to->children == NULL;
    to->n_children = failed ? 0 : from->n_children;
    for (int64_t i = 0; !failed && i < from->n_children; i++) {
        to->children[i] = calloc(1, sizeof **to->children);
        failed =
            to->children[i] == NULL || share_schema(owner, from->children[i], to->children[i]) < 0;
    }
    if (!failed && from->dictionary != NULL) {
        to->dictionary = calloc(1, sizeof *to->dictionary);
        failed =
            to->dictionary == NULL || share_schema(owner, from->dictionary, to->dictionary) < 0;
    }
    if (failed) {
        release_schema(to);
        return -1;
    }
    return 0;
}

/* Copies an array, as share_schema does. */
static int share_array(Columns *owner, const struct ArrowArray *from, struct ArrowArray *to) {
    *to = *from;
    atomic_fetch_add(&owner->owners, 1);
    to->private_data = owner;
    to->release = release_array;
    to->dictionary = NULL;
    to->children = calloc((size_t)from->n_children + 1, sizeof *to->children);
    int failed = to->children == NULL;
    to->n_children = failed ? 0 : from->n_children;
    for (int64_t i = 0; !failed && i < from->n_children; i++) {
        to->children[i] = calloc(1, sizeof **to->children);
        failed =
            to->children[i] == NULL || share_array(owner, from->children[i], to->children[i]) < 0;
    }
    if (!failed && from->dictionary != NULL) {
        to->dictionary = calloc(1, sizeof *to->dictionary);
        failed = to->dictionary == NULL || share_array(owner, from->dictionary, to->dictionary) < 0;
    }
    if (failed) {
        release_array(to);
        return -1;
    }
    return 0;
}

/* Capsules. */

static void free_schema_capsule(PyObject *capsule) {
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
    if (schema->release != NULL) {
        schema->release(schema);
    }
    free(schema);
}

static void free_array_capsule(PyObject *capsule) {
    struct ArrowArray *array = PyCapsule_GetPointer(capsule, "arrow_array");
    if (array->release != NULL) {
        array->release(array);
    }
    free(array);
}

static void free_stream_capsule(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream->release != NULL) {
        stream->release(stream);
    }
    free(stream);
}

static PyObject *schema_capsule(Columns *columns) {
    struct ArrowSchema *schema = malloc(sizeof *schema);
    if (schema == NULL || share_schema(columns, &columns->schema, schema) < 0) {
        free(schema);
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(schema, "arrow_schema", free_schema_capsule);
    if (capsule == NULL) {
        schema->release(schema);
        free(schema);
    }
    return capsule;
}

static PyObject *array_capsule(Columns *columns, size_t index) {
    struct ArrowArray *array = malloc(sizeof *array);
    if (array == NULL || share_array(columns, &columns->arrays[index], array) < 0) {
        free(array);
        return PyErr_NoMemory();
    }
    PyObject *capsule = PyCapsule_New(array, "arrow_array", free_array_capsule);
    if (capsule == NULL) {
        array->release(array);
        free(array);
    }
    return capsule;
}

/* The state of a stream of all arrays. */
typedef struct {
    Columns *columns;
    size_t next;
} Reader;

static int reader_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    Reader *reader = stream->private_data;
    return share_schema(reader->columns, &reader->columns->schema, out) < 0 ? 12 /* ENOMEM */ : 0;
}

static int reader_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    Reader *reader = stream->private_data;
    if (reader->next == reader->columns->len) {
        memset(out, 0, sizeof *out);
        return 0;
    }
    if (share_array(reader->columns, &reader->columns->arrays[reader->next], out) < 0) {
        return 12;
    }
    reader->next++;
    return 0;
}

static const char *reader_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return "out of memory";
}

static void reader_release(struct ArrowArrayStream *stream) {
    Reader *reader = stream->private_data;
    columns_free(reader->columns);
    free(reader);
    stream->release = NULL;
}

static PyObject *stream_capsule(Columns *columns) {
    struct ArrowArrayStream *stream = malloc(sizeof *stream);
    Reader *reader = malloc(sizeof *reader);
    if (stream == NULL || reader == NULL) {
        free(stream);
        free(reader);
        return PyErr_NoMemory();
    }
    atomic_fetch_add(&columns->owners, 1);
    *reader = (Reader){columns, 0};
    *stream =
        (struct ArrowArrayStream){reader_schema, reader_next, reader_error, reader_release, reader};
    PyObject *capsule = PyCapsule_New(stream, "arrow_array_stream", free_stream_capsule);
    if (capsule == NULL) {
        stream->release(stream);
        free(stream);
    }
    return capsule;
}

/* A column of documents given by a caller. */

typedef struct {
    PyObject_HEAD
    Columns *columns;
    int in_points;    /* strings that may not be ASCII: offsets are in code points */
    PyObject *texts;  /* the sequence as a tuple, or NULL for an Arrow column */
    PyObject *copies; /* copies of buffers that may change, or NULL */
} ColumnObject;

/* The buffers of an array of views of a sequence of texts. */
typedef struct {
    const void **buffers; /* validity, views, the text of each document, sizes */
    uint8_t *validity;
    unsigned char (*views)[16];
    int64_t *sizes;
} ListBuffers;

static void free_list(ListBuffers *list) {
    if (list != NULL) {
        free(list->buffers);
        free(list->validity);
        free(list->views);
        free(list->sizes);
        free(list);
    }
}

static void release_list(struct ArrowArray *array) {
    free_list(array->private_data);
    array->release = NULL;
}

static void release_static(struct ArrowSchema *schema) {
    schema->release = NULL;
}

/* Replaces a buffer, which may change, by a copy that the column keeps. Returns 0, or -1 with an
 * exception. */
static int keep_bytes(ColumnObject *self, Text *text) {
    PyObject *bytes = PyBytes_FromStringAndSize(text->ptr, (Py_ssize_t)text->len);
    text_release(text);
    if (bytes == NULL || (self->copies == NULL && (self->copies = PyList_New(0)) == NULL)
        || PyList_Append(self->copies, bytes) < 0) {
        Py_XDECREF(bytes);
        return -1;
    }
    Py_DECREF(bytes);
    return text_of(bytes, text);
}

/* Whether an item of a sequence is a null: None, nan, or what is not equal to itself in pandas
 * (NaT; the comparison of NA returns NA). */
static int is_null(PyObject *item) {
    if (item == Py_None) {
        return 1;
    }
    if (PyUnicode_Check(item) || PyBytes_Check(item)) {
        return 0;
    }
    PyObject *unequal = PyObject_RichCompare(item, item, Py_NE);
    int result = unequal == NULL ? -1 : unequal == item ? 1 : PyObject_IsTrue(unequal);
    Py_XDECREF(unequal);
    if (result < 0) {
        /* It cannot be compared, as an array of numpy; whether it is a text is checked later. */
        PyErr_Clear();
        return 0;
    }
    return result;
}

/* Writes the number of a document before the message of the exception. */
static void name_document(Py_ssize_t number) {
    PyObject *type, *error, *traceback;
    PyErr_Fetch(&type, &error, &traceback);
    PyErr_NormalizeException(&type, &error, &traceback);
    PyObject *args = PyObject_GetAttrString(error, "args");
    PyObject *message = args == NULL ? NULL : PySequence_GetItem(args, 0);
    if (message != NULL && PyUnicode_Check(message)) {
        PyObject *named = Py_BuildValue("(N)",
            PyUnicode_FromFormat("document %zd: %U", number, message));
        if (named != NULL) {
            PyObject_SetAttrString(error, "args", named);
            Py_DECREF(named);
        }
    }
    Py_XDECREF(message);
    Py_XDECREF(args);
    /* An error without a message keeps what it has. */
    PyErr_Clear();
    PyErr_Restore(type, error, traceback);
}

/* Reads a sequence of texts as a column of utf8_view or binary_view. The views point to the data of
 * the objects: nothing is copied. Returns 0, or -1 with an exception. */
static int read_list(ColumnObject *self, PyObject *texts) {
    PyObject *iterator = PyObject_GetIter(texts);
    if (iterator == NULL) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Clear();
            PyErr_Format(PyExc_TypeError,
                "texts must be a sequence of str, bytes and None, or an Arrow column, not %R",
                (PyObject *)Py_TYPE(texts));
        }
        return -1;
    }
    /* Exceptions of the iterator are passed on. Reading a list directly is faster. */
    self->texts = PySequence_Tuple(PyList_Check(texts) ? texts : iterator);
    Py_DECREF(iterator);
    if (self->texts == NULL) {
        return -1;
    }
    Py_ssize_t len = PyTuple_Size(self->texts);
    ListBuffers *list = calloc(1, sizeof *list);
    if (list != NULL) {
        list->buffers = calloc((size_t)len + 3, sizeof *list->buffers);
        list->validity = calloc((size_t)len / 8 + 1, 1);
        list->views = calloc((size_t)len + 1, sizeof *list->views);
        list->sizes = calloc((size_t)len + 1, sizeof *list->sizes);
    }
    struct ArrowArray *array = columns_grow(self->columns);
    if (list == NULL || list->buffers == NULL || list->validity == NULL || list->views == NULL
        || list->sizes == NULL || array == NULL || len > INT32_MAX) {
        free_list(list);
        PyErr_NoMemory();
        return -1;
    }
    int64_t nulls = 0;
    int is_str = -1, failed = 0;
    for (Py_ssize_t i = 0; !failed && i < len; i++) {
        PyObject *item = PyTuple_GetItem(self->texts, i);
        if (is_null(item)) {
            nulls++;
            continue;
        }
        Text text;
        failed = poll_signals((size_t)i) < 0;
        if (failed) {
            break;
        }
        if (text_of(item, &text) < 0) {
            name_document(i);
            failed = 1;
            break;
        }
        failed = text.view != NULL && keep_bytes(self, &text) < 0;
        if (failed) {
            break;
        }
        if (is_str < 0) {
            is_str = text.is_str;
        }
        if (is_str != text.is_str) {
            PyErr_Format(PyExc_TypeError,
                "texts must be all str, or all bytes; number %zd is %R and others are not", i,
                (PyObject *)Py_TYPE(item));
            failed = 1;
        } else if (text.len > INT32_MAX) {
            PyErr_Format(PyExc_ValueError,
                "text number %zd has 2 GiB or more, the limit of a column; use tag for it", i);
            failed = 1;
        } else {
            /* A view is the length, and either the bytes, or the first four of them, the index of
             * the buffer, and the offset in it. */
            int32_t view[4] = {(int32_t)text.len, 0, 0, 0};
            memcpy(&view[1], text.ptr, text.len <= 12 ? text.len : 4);
            if (text.len > 12) {
                view[2] = (int32_t)i;
            }
            memcpy(list->views[i], view, sizeof view);
            list->buffers[i + 2] = text.ptr;
            list->sizes[i] = (int64_t)text.len;
            list->validity[i / 8] |= (uint8_t)(1 << (i % 8));
            self->in_points |= text.in_points;
        }
    }
    if (failed) {
        free_list(list);
        return -1;
    }
    list->buffers[0] = list->validity;
    list->buffers[1] = list->views;
    list->buffers[len + 2] = list->sizes;
    *array = (struct ArrowArray){
        len, nulls, 0, len + 3, 0, list->buffers, NULL, NULL, release_list, list};
    self->columns->len = 1;
    self->columns->schema = (struct ArrowSchema){
        is_str == 0 ? "vz" : "vu", "", NULL, 2, 0, NULL, NULL, release_static, NULL};
    return 0;
}

/* Returns the schema of the documents; in a table with one column that of the column. NULL with an
 * exception. */
static const struct ArrowSchema *documents_schema(const struct ArrowSchema *schema) {
    if (strcmp(schema->format, "+s") != 0) {
        return schema;
    }
    if (schema->n_children != 1) {
        PyErr_Format(PyExc_ValueError,
            "a table with %lld columns; pass only the column with the texts",
            (long long)schema->n_children);
        return NULL;
    }
    return schema->children[0];
}

static void taken(PyObject *source) {
    PyErr_Format(PyExc_ValueError, "the Arrow data of %R has already been consumed",
        (PyObject *)Py_TYPE(source));
}

static int read_array(ColumnObject *self, PyObject *source) {
    PyObject *pair = PyObject_CallMethod(source, "__arrow_c_array__", NULL);
    if (pair == NULL) {
        return -1;
    }
    struct ArrowSchema *schema = NULL;
    struct ArrowArray *array = NULL, *place = NULL;
    if (!PyTuple_Check(pair) || PyTuple_Size(pair) != 2) {
        PyErr_Format(PyExc_TypeError, "__arrow_c_array__ of %R did not return a pair of capsules",
            (PyObject *)Py_TYPE(source));
    } else if ((schema = PyCapsule_GetPointer(PyTuple_GetItem(pair, 0), "arrow_schema")) != NULL
        && (array = PyCapsule_GetPointer(PyTuple_GetItem(pair, 1), "arrow_array")) != NULL) {
        if (schema->release == NULL || array->release == NULL) {
            taken(source);
        } else if ((place = columns_grow(self->columns)) == NULL) {
            PyErr_NoMemory();
        } else {
            self->columns->schema = *schema;
            schema->release = NULL;
            *place = *array;
            array->release = NULL;
            self->columns->len = 1;
        }
    }
    Py_DECREF(pair);
    return place == NULL ? -1 : 0;
}

static int read_stream(ColumnObject *self, PyObject *source) {
    PyObject *capsule = PyObject_CallMethod(source, "__arrow_c_stream__", NULL);
    struct ArrowArrayStream *stream =
        capsule == NULL ? NULL : PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream == NULL || stream->release == NULL) {
        if (stream != NULL) {
            taken(source);
        }
        Py_XDECREF(capsule);
        return -1;
    }
    int failed, ended = 0, without_memory = 0, interrupted = 0;
    /* A stream may run Python code, which takes the lock itself. */
    Py_BEGIN_ALLOW_THREADS
    failed = stream->get_schema(stream, &self->columns->schema);
    Py_END_ALLOW_THREADS
    while (!failed && !ended && !without_memory && !interrupted) {
        struct ArrowArray *array = columns_grow(self->columns);
        if (array == NULL) {
            without_memory = 1;
            break;
        }
        Py_BEGIN_ALLOW_THREADS
        failed = stream->get_next(stream, array);
        Py_END_ALLOW_THREADS
        ended = failed || array->release == NULL;
        self->columns->len += !ended;
        interrupted = !failed && PyErr_CheckSignals() < 0;
    }
    if (without_memory) {
        PyErr_NoMemory();
    } else if (failed && !PyErr_Occurred()) {
        const char *message = stream->get_last_error(stream);
        PyErr_Format(PyExc_ValueError, "the Arrow stream of %R failed: %s",
            (PyObject *)Py_TYPE(source), message == NULL ? "no reason given" : message);
    }
    Py_DECREF(capsule);
    return failed || without_memory || interrupted ? -1 : 0;
}

/* Column(texts): from a sequence of texts and None, or an object with __arrow_c_stream__ or
 * __arrow_c_array__. */
static PyObject *column_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)keywords;
    PyObject *source;
    if (!PyArg_ParseTuple(arguments, "O", &source)) {
        return NULL;
    }
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    ColumnObject *self = (ColumnObject *)alloc(type, 0);
    if (self == NULL || (self->columns = columns_new()) == NULL) {
        Py_XDECREF(self);
        return NULL;
    }
    int failed;
    if (PyObject_HasAttrString(source, "__arrow_c_stream__")) {
        failed = read_stream(self, source);
    } else if (PyObject_HasAttrString(source, "__arrow_c_array__")) {
        failed = read_array(self, source);
    } else {
        failed = read_list(self, source);
        if (!failed) {
            return (PyObject *)self;
        }
    }
    const struct ArrowSchema *schema = failed ? NULL : documents_schema(&self->columns->schema);
    if (schema == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    self->in_points = strchr(schema->format, 'z') == NULL && strchr(schema->format, 'Z') == NULL;
    return (PyObject *)self;
}

static void column_dealloc(ColumnObject *self) {
    columns_free(self->columns);
    Py_XDECREF(self->texts);
    Py_XDECREF(self->copies);
    object_free((PyObject *)self);
}

static PyType_Slot column_slots[] = {
    {Py_tp_doc, "Column(texts)\n--\n\n"},
    {Py_tp_new, column_new},
    {Py_tp_dealloc, column_dealloc},
    {0, NULL},
};

static PyType_Spec column_spec = {
    "gaztag._gaztag.Column", sizeof(ColumnObject), 0, Py_TPFLAGS_DEFAULT, column_slots};

/* The mentions of many documents. */

typedef struct {
    PyObject_HEAD
    Columns *columns;
} BatchObject;

static PyObject *batch_of(Columns *columns) {
    BatchObject *self = PyObject_New(BatchObject, batch_type);
    if (self == NULL) {
        columns_free(columns);
        return NULL;
    }
    self->columns = columns;
    return (PyObject *)self;
}

static void batch_dealloc(BatchObject *self) {
    columns_free(self->columns);
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* The validity of a slice of the only child of a struct, combined with that of the struct. */
typedef struct {
    const void **buffers;
    uint8_t *bits;
} Validity;

static void validity_free(Validity *validity) {
    free(validity->buffers);
    free(validity->bits);
}

/* Makes the values of null structs null. `at` is the offset of the slice in the validity of the
 * struct. Returns 0, or -1 without memory. validity_free is needed in both cases. */
static int hide_nulls(
    const uint8_t *outer, int64_t at, struct ArrowArray *array, Validity *validity) {
    validity->buffers = calloc((size_t)array->n_buffers + 1, sizeof *validity->buffers);
    validity->bits = calloc((size_t)(array->offset + array->length) / 8 + 1, 1);
    if (validity->buffers == NULL || validity->bits == NULL) {
        return -1;
    }
    if (array->n_buffers > 0) {
        memcpy(validity->buffers, array->buffers,
            (size_t)array->n_buffers * sizeof *validity->buffers);
    }
    const uint8_t *inner = array->null_count == 0 ? NULL : validity->buffers[0];
    for (int64_t i = 0; i < array->length; i++) {
        int64_t here = array->offset + i, there = at + i;
        if ((outer[there / 8] >> (there % 8) & 1)
            && (inner == NULL || inner[here / 8] >> (here % 8) & 1)) {
            validity->bits[here / 8] |= (uint8_t)(1 << (here % 8));
        }
    }
    validity->buffers[0] = validity->bits;
    array->buffers = validity->buffers;
    array->null_count = -1;
    return 0;
}

/* A slice of one array of a column. */
typedef struct {
    size_t index;
    int64_t start, length;
} Slice;

/* The documents of one part of the work, with their languages if given. */
typedef struct {
    Slice documents, languages;
    int64_t before;      /* the number of documents of the column before this part */
    gaztag_error *error; /* the error if it failed; NULL if there was no memory */
    int failed;
} Part;

/* Tags a column in parts, which the threads take one by one. */
typedef struct {
    Job job;
    TaggerObject *tagger;
    ColumnObject *column, *languages; /* languages: NULL if not given */
    uint32_t flags;
    const struct ArrowSchema *schema, *languages_schema; /* the schemas of the values */
    Part *parts;
    size_t len, capacity;
    atomic_size_t next;
    Columns *columns;   /* the results, an array for each part */
    PyObject *progress; /* called with the number of documents before the next part; or NULL */
} ColumnJob;

/* Returns the number of bytes of a document, 0 if unknown. The library checks the column later. */
static int64_t document_size(
    const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t index) {
    const char *places = array->n_buffers > 1 ? array->buffers[1] : NULL;
    if (places == NULL) {
        return 0;
    }
    index += array->offset;
    /* The buffer has offsets, or views that begin with the length. */
    switch (schema->format[0]) {
    case 'u':
    case 'z': {
        int32_t ends[2];
        memcpy(ends, places + index * 4, sizeof ends);
        return ends[1] > ends[0] ? (int64_t)ends[1] - ends[0] : 0;
    }
    case 'U':
    case 'Z': {
        int64_t ends[2];
        memcpy(ends, places + index * 8, sizeof ends);
        return ends[0] >= 0 && ends[1] > ends[0] ? ends[1] - ends[0] : 0;
    }
    case 'v': {
        int32_t size;
        memcpy(&size, places + index * 16, sizeof size);
        return size > 0 ? size : 0;
    }
    default:
        return 0;
    }
}

/* Returns whether the length and offset of an array are possible. */
static int has_length(const struct ArrowArray *array) {
    const int64_t most = INT64_MAX / 64;
    return array->length >= 0 && array->length <= most && array->offset >= 0
        && array->offset <= most;
}

/* A position in the arrays of a column. */
typedef struct {
    const Columns *columns;
    size_t index;
    int64_t at;
} Walk;

/* Returns the number of values left in the current array. At its end it moves to the next array. */
static int64_t walk_left(Walk *walk) {
    while (
        walk->index < walk->columns->len && walk->at == walk->columns->arrays[walk->index].length) {
        walk->index++;
        walk->at = 0;
    }
    return walk->index < walk->columns->len ? walk->columns->arrays[walk->index].length - walk->at
                                            : 0;
}

/* Adds a part. Returns 0, or -1 without memory. */
static int add_part(ColumnJob *self, Part part) {
    if (self->len == self->capacity) {
        size_t capacity = self->capacity * 2 + 4;
        Part *parts = realloc(self->parts, capacity * sizeof *parts);
        if (parts == NULL) {
            return -1;
        }
        self->parts = parts;
        self->capacity = capacity;
    }
    self->parts[self->len++] = part;
    return 0;
}

/* Adds parts for a slice of documents and the languages at the position: one part, or one for each
 * array of languages. Returns 0, or -1 without memory. */
static int add_parts(ColumnJob *self, Slice documents, int64_t before, Walk *languages) {
    if (self->languages == NULL) {
        return add_part(self, (Part){.documents = documents, .before = before});
    }
    while (documents.length > 0) {
        int64_t left = walk_left(languages),
                length = left < documents.length ? left : documents.length;
        Part part = {.documents = {documents.index, documents.start, length},
            .languages = {languages->index, languages->at, length},
            .before = before};
        if (add_part(self, part) < 0) {
            return -1;
        }
        documents.start += length;
        documents.length -= length;
        before += length;
        languages->at += length;
    }
    return 0;
}

/* Splits the column into parts with at most this number of documents and bytes, but at least one
 * document. Returns the number of bytes of all documents, or -1 without memory. */
static int64_t plan(ColumnJob *self, int64_t documents, int64_t bytes) {
    const Columns *columns = self->column->columns;
    Walk languages = {self->languages == NULL ? NULL : self->languages->columns, 0, 0};
    int64_t total = 0, before = 0;
    for (size_t i = 0; i < columns->len; i++) {
        const struct ArrowArray *whole = &columns->arrays[i],
                                *array =
                                    self->schema == &columns->schema ? whole : whole->children[0];
        int64_t shift = array == whole ? 0 : whole->offset, start = 0, size = 0;
        if (!has_length(whole) || !has_length(array)) {
            /* The library returns an error for this part. */
            return add_part(self,
                (Part){.documents = {i, 0, -1}, .languages = {SIZE_MAX, 0, 0}, .before = before});
        }
        for (int64_t at = 0; at < whole->length; at++) {
            int64_t of_this = document_size(self->schema, array, shift + at);
            if (at > start && (at - start >= documents || of_this > bytes - size)) {
                if (add_parts(self, (Slice){i, start, at - start}, before + start, &languages)
                    < 0) {
                    return -1;
                }
                start = at;
                size = 0;
            }
            size = of_this > bytes - size ? bytes : size + of_this;
            total = of_this > INT64_MAX - total ? INT64_MAX : total + of_this;
        }
        if (whole->length > start
            && add_parts(self, (Slice){i, start, whole->length - start}, before + start, &languages)
                < 0) {
            return -1;
        }
        before += whole->length;
    }
    /* The type of the result is taken from a part, so an empty column has one empty part. */
    return self->len == 0
            && add_part(self, (Part){.documents = {SIZE_MAX, 0, 0}, .languages = {SIZE_MAX, 0, 0}})
                < 0
        ? -1
        : total;
}

/* Sets array to a slice of a column, which nothing needs to release. Returns 0, or -1 without
 * memory. */
static int slice_array(const Columns *columns, const struct ArrowSchema *schema, Slice slice,
    Validity *validity, struct ArrowArray *array) {
    static const void *nothing[3];
    *array = (struct ArrowArray){0, 0, 0, 3, 0, nothing, NULL, NULL, release_array, NULL};
    if (slice.index == SIZE_MAX) {
        return 0;
    }
    const struct ArrowArray *whole = &columns->arrays[slice.index];
    int is_table = schema != &columns->schema;
    *array = is_table ? *whole->children[0] : *whole;
    array->offset += slice.start + (is_table ? whole->offset : 0);
    array->length = slice.length;
    array->null_count = array->null_count == 0 ? 0 : -1;
    int has_nulls =
        is_table && whole->null_count != 0 && whole->n_buffers > 0 && whole->buffers[0] != NULL;
    return has_nulls ? hide_nulls(whole->buffers[0], whole->offset + slice.start, array, validity)
                     : 0;
}

/* Tags a part. Returns 0, or -1 with the error in the part. */
static int tag_part(
    ColumnJob *self, Part *part, struct ArrowSchema *schema, struct ArrowArray *out) {
    Validity validity = {NULL, NULL}, known = {NULL, NULL};
    struct ArrowArray array, languages;
    gaztag_error error;
    gaztag_status status = GAZTAG_ERR_NOMEM;
    error.code = status;
    int has_languages = self->languages != NULL;
    if (slice_array(self->column->columns, self->schema, part->documents, &validity, &array) == 0
        && (!has_languages
            || slice_array(self->languages->columns, self->languages_schema, part->languages,
                   &known, &languages)
                == 0)) {
        status =
            gaztag_tag_arrow(self->column->in_points ? self->tagger->points : self->tagger->bytes,
                self->schema, &array, has_languages ? self->languages_schema : NULL,
                has_languages ? &languages : NULL, self->flags, schema, out, &error);
    }
    validity_free(&validity);
    validity_free(&known);
    part->failed = status < 0;
    if (part->failed && (part->error = malloc(sizeof error)) != NULL) {
        *part->error = error;
    }
    return part->failed ? -1 : 0;
}

static void column_work(Job *job) {
    ColumnJob *self = (ColumnJob *)job;
    size_t index;
    while (!atomic_load(&job->stop) && (index = atomic_fetch_add(&self->next, 1)) < self->len) {
        struct ArrowSchema schema;
        memset(&schema, 0, sizeof schema);
        if (tag_part(self, &self->parts[index], &schema, &self->columns->arrays[index]) < 0) {
            /* All parts before this one have been started, so the first error is found whatever the
             * number of threads. */
            atomic_store(&job->stop, 1);
        } else if (index == 0) {
            self->columns->schema = schema;
        } else {
            schema.release(&schema);
        }
    }
}

static int column_tick(Job *job) {
    ColumnJob *self = (ColumnJob *)job;
    size_t index = atomic_load(&self->next);
    if (self->progress == NULL || index >= self->len) {
        return 0;
    }
    PyObject *result =
        PyObject_CallFunction(self->progress, "L", (long long)self->parts[index].before);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static void column_release(Job *job) {
    ColumnJob *self = (ColumnJob *)job;
    for (size_t i = 0; i < self->len; i++) {
        free(self->parts[i].error);
    }
    free(self->parts);
    columns_free(self->columns);
    Py_DECREF(self->tagger);
    Py_DECREF(self->column);
    Py_XDECREF(self->languages);
    Py_XDECREF(self->progress);
}

/* Raises the error of a part. The message of the library has the number of the document in the
 * part; it is replaced by the number in the column. */
static PyObject *raise_part_error(const Part *part) {
    if (part->error == NULL) {
        return PyErr_NoMemory();
    }
    gaztag_error error = *part->error;
    static const char word[] = "document ";
    if (strncmp(error.message, word, sizeof word - 1) == 0) {
        char *rest;
        unsigned long long number = strtoull(error.message + sizeof word - 1, &rest, 10);
        snprintf(error.message, sizeof error.message, "%s%llu%s", word,
            number + (unsigned long long)part->before,
            part->error->message + (rest - error.message));
    }
    return raise_error(&error);
}

/* Returns the number of values of a column, or -1 with an exception if it is not possible. */
static int64_t column_len(const ColumnObject *column) {
    int64_t all = 0;
    for (size_t i = 0; i < column->columns->len; i++) {
        const struct ArrowArray *array = &column->columns->arrays[i];
        if (!has_length(array) || array->length > INT64_MAX / 64 - all) {
            PyErr_SetString(PyExc_ValueError, "an Arrow column with a length that is not possible");
            return -1;
        }
        all += array->length;
    }
    return all;
}

/* tag_column(tagger, column, languages, threads, flags, documents, bytes, progress): tags a column
 * in parts of at most this number of documents and bytes. languages is a Column or None, progress a
 * function that gets the number of documents that were tagged or are being tagged, or None. */
static PyObject *tag_column(PyObject *module, PyObject *arguments) {
    (void)module;
    /* Several parts for each thread, so that no thread gets all the long documents. */
    enum { PARTS_A_THREAD = 4 };
    TaggerObject *tagger;
    ColumnObject *column, *languages;
    PyObject *progress;
    Py_ssize_t threads;
    unsigned int flags;
    long long documents, bytes;
    if (!PyArg_ParseTuple(arguments, "O!O!OnILLO", tagger_type, &tagger, column_type, &column,
            &languages, &threads, &flags, &documents, &bytes, &progress)) {
        return NULL;
    }
    int64_t all = 0;
    for (size_t i = 0; i < column->columns->len; i++) {
        all += column->columns->arrays[i].length;
    }
    const struct ArrowSchema *schema = documents_schema(&column->columns->schema),
                             *languages_schema = NULL;
    if (schema == NULL) {
        return NULL;
    }
    if ((PyObject *)languages == Py_None) {
        languages = NULL;
    } else {
        if (!PyObject_TypeCheck((PyObject *)languages, column_type)) {
            return PyErr_Format(PyExc_TypeError, "languages must be a Column or None, not %R",
                (PyObject *)Py_TYPE((PyObject *)languages));
        }
        languages_schema = documents_schema(&languages->columns->schema);
        int64_t given = languages_schema == NULL ? -1 : column_len(languages);
        /* Compares the numbers of texts and languages after checking the lengths. */
        if (given < 0 || column_len(column) < 0) {
            return NULL;
        }
        if (given != all) {
            return PyErr_Format(PyExc_ValueError,
                "there are %lld languages and %lld texts; give one for each, None where it is "
                "unknown",
                (long long)given, (long long)all);
        }
    }
    Columns *columns = columns_new();
    if (columns == NULL) {
        return NULL;
    }
    if (threads > 1) {
        int64_t share = all / threads / PARTS_A_THREAD + 1;
        documents = share < documents ? share : documents;
    }
    Py_INCREF(tagger);
    Py_INCREF(column);
    Py_XINCREF(languages);
    progress = progress == Py_None ? NULL : progress;
    Py_XINCREF(progress);
    ColumnJob given = {.tagger = tagger,
        .column = column,
        .languages = languages,
        .flags = flags,
        .schema = schema,
        .languages_schema = languages_schema,
        .columns = columns,
        .progress = progress};
    job_init(&given.job, column_work, column_release);
    given.job.tick = column_tick;
    atomic_init(&given.next, 0);
    int64_t size = plan(&given, documents, bytes);
    if (size < 0 || (columns->arrays = calloc(given.len, sizeof *columns->arrays)) == NULL) {
        job_end(&given.job);
        return PyErr_NoMemory();
    }
    columns->len = given.len;
    size_t most = (size_t)threads < given.len ? (size_t)threads : given.len;
    ColumnJob *job = (ColumnJob *)job_run(
        &given.job, sizeof given, size < UNLOCKED_FROM ? UNLOCKED_FROM : (size_t)size, most);
    if (job == NULL) {
        return NULL;
    }
    size_t failed = 0;
    while (failed < job->len && !job->parts[failed].failed) {
        failed++;
    }
    PyObject *result;
    if (failed < job->len) {
        result = raise_part_error(&job->parts[failed]);
    } else {
        atomic_fetch_add(&columns->owners, 1);
        result = batch_of(columns);
    }
    job_end(&job->job);
    return result;
}

static Py_ssize_t batch_len(BatchObject *self) {
    int64_t len = 0;
    for (size_t i = 0; i < self->columns->len; i++) {
        len += self->columns->arrays[i].length;
    }
    return (Py_ssize_t)len;
}

static PyObject *batch_schema(BatchObject *self, PyObject *unused) {
    (void)unused;
    return schema_capsule(self->columns);
}

static Columns *joined(const Columns *parts);

/* Ignores requested_schema, as the interface permits: the consumer casts the data. */
static PyObject *batch_array(BatchObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"requested_schema", NULL};
    PyObject *requested = Py_None;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &requested)) {
        return NULL;
    }
    Columns *parts = self->columns;
    if (parts->len > 1) {
        /* Another thread may join the parts in the meantime, and release them. */
        atomic_fetch_add(&parts->owners, 1);
        Columns *columns;
        Py_BEGIN_ALLOW_THREADS
        columns = joined(parts);
        Py_END_ALLOW_THREADS
        if (columns != NULL && self->columns == parts) {
            self->columns = columns;
            columns_free(parts);
        } else {
            columns_free(columns);
        }
        columns_free(parts);
        if (columns == NULL) {
            PyErr_SetString(PyExc_ValueError,
                "too many mentions for one Arrow array; use a stream, such as with "
                "pyarrow.chunked_array");
            return NULL;
        }
    }
    Columns *columns = self->columns;
    PyObject *schema = schema_capsule(columns),
             *array = schema == NULL ? NULL : array_capsule(columns, 0);
    PyObject *pair = array == NULL ? NULL : PyTuple_Pack(2, schema, array);
    Py_XDECREF(schema);
    Py_XDECREF(array);
    return pair;
}

static PyObject *batch_stream(BatchObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"requested_schema", NULL};
    PyObject *requested = Py_None;
    return PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &requested)
        ? stream_capsule(self->columns)
        : NULL;
}

/* Joining of arrays, of the types that a batch has: lists of structs of numbers and strings. */

/* The buffers of a joined array. */
typedef struct {
    void *buffers[3];
} JoinedParts;

static void release_joined(struct ArrowArray *array) {
    JoinedParts *parts = array->private_data;
    for (int i = 0; i < 3; i++) {
        free(parts->buffers[i]);
    }
    free(parts);
    array->private_data = NULL;
    release_array(array);
}

/* Joins the arrays of one node of the tree of types. Returns 0; or -1 without memory, or if the
 * result is too large for one array. */
static int join_node(const struct ArrowSchema *schema, const struct ArrowArray *const *from,
    size_t len, struct ArrowArray *to) {
    JoinedParts *parts = calloc(1, sizeof *parts);
    memset(to, 0, sizeof *to);
    if (parts == NULL) {
        return -1;
    }
    to->private_data = parts;
    to->buffers = (const void **)parts->buffers;
    to->release = release_joined;
    for (size_t i = 0; i < len; i++) {
        to->length += from[i]->length;
        to->null_count += from[i]->null_count;
    }
    size_t length = (size_t)to->length;
    int is_list = schema->format[0] == '+' && schema->format[1] == 'l',
        has_offsets = is_list || schema->format[0] == 'u';
    int64_t total = 0;
    if (to->null_count > 0) {
        uint8_t *validity = parts->buffers[0] = calloc(length / 8 + 1, 1);
        if (validity == NULL) {
            return -1;
        }
        for (size_t i = 0, at = 0; i < len; i++) {
            const uint8_t *bits = from[i]->null_count == 0 ? NULL : from[i]->buffers[0];
            for (int64_t j = 0; j < from[i]->length; j++, at++) {
                if (bits == NULL || bits[j / 8] >> (j % 8) & 1) {
                    validity[at / 8] |= (uint8_t)(1 << (at % 8));
                }
            }
        }
    }
    if (has_offsets) {
        to->n_buffers = is_list ? 2 : 3;
        int32_t *offsets = parts->buffers[1] = malloc((length + 1) * sizeof *offsets);
        if (offsets == NULL) {
            return -1;
        }
        size_t at = 0;
        offsets[0] = 0;
        for (size_t i = 0; i < len; i++) {
            const int32_t *ends = from[i]->buffers[1];
            if (total + ends[from[i]->length] > INT32_MAX) {
                return -1;
            }
            for (int64_t j = 1; j <= from[i]->length; j++) {
                offsets[++at] = (int32_t)(total + ends[j]);
            }
            total += ends[from[i]->length];
        }
        if (!is_list) {
            char *bytes = parts->buffers[2] = malloc((size_t)total + 1);
            if (bytes == NULL) {
                return -1;
            }
            for (size_t i = 0; i < len; i++) {
                size_t size = (size_t)((const int32_t *)from[i]->buffers[1])[from[i]->length];
                if (size > 0) {
                    memcpy(bytes, from[i]->buffers[2], size);
                }
                bytes += size;
            }
        }
    } else if (schema->format[0] == '+') {
        to->n_buffers = 1;
    } else {
        size_t width = schema->format[0] == 'l' ? 8 : schema->format[0] == 'i' ? 4 : 1;
        to->n_buffers = 2;
        char *numbers = parts->buffers[1] = malloc(length * width + 1);
        if (numbers == NULL) {
            return -1;
        }
        for (size_t i = 0; i < len; i++) {
            if (from[i]->length > 0) {
                memcpy(numbers, from[i]->buffers[1], (size_t)from[i]->length * width);
            }
            numbers += (size_t)from[i]->length * width;
        }
    }
    if (schema->dictionary != NULL) {
        to->dictionary = calloc(1, sizeof *to->dictionary);
        const struct ArrowArray *dictionary = from[0]->dictionary;
        if (to->dictionary == NULL
            || join_node(schema->dictionary, &dictionary, 1, to->dictionary) < 0) {
            return -1;
        }
    }
    if (schema->n_children > 0) {
        const struct ArrowArray **children = malloc(len * sizeof *children);
        to->children = calloc((size_t)schema->n_children, sizeof *to->children);
        int failed = children == NULL || to->children == NULL;
        to->n_children = to->children == NULL ? 0 : schema->n_children;
        for (int64_t c = 0; !failed && c < schema->n_children; c++) {
            for (size_t i = 0; i < len; i++) {
                children[i] = from[i]->children[c];
            }
            to->children[c] = calloc(1, sizeof **to->children);
            failed = to->children[c] == NULL
                || join_node(schema->children[c], children, len, to->children[c]) < 0;
        }
        free(children);
        if (failed) {
            return -1;
        }
    }
    return 0;
}

/* Joins all parts into one array. Returns NULL without memory, or if the result is too large for
 * one array. */
static Columns *joined(const Columns *parts) {
    Columns *columns = calloc(1, sizeof *columns);
    const struct ArrowArray **from = malloc((parts->len + 1) * sizeof *from);
    struct ArrowArray *array = columns == NULL ? NULL : columns_grow(columns);
    int failed = from == NULL || array == NULL;
    if (columns != NULL) {
        atomic_init(&columns->owners, 1);
    }
    for (size_t i = 0; !failed && i < parts->len; i++) {
        from[i] = &parts->arrays[i];
    }
    if (!failed) {
        failed = share_schema(NULL, &parts->schema, &columns->schema) < 0
            || join_node(&parts->schema, from, parts->len, array) < 0;
        columns->len = 1;
    }
    free(from);
    if (failed) {
        columns_free(columns);
        return NULL;
    }
    return columns;
}

/* Conversion of arrays to Python objects. */

static PyObject *value_of(
    const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t index) {
    if (array->null_count != 0 && array->buffers[0] != NULL
        && !(((const uint8_t *)array->buffers[0])[index / 8] >> (index % 8) & 1)) {
        Py_RETURN_NONE;
    }
    if (schema->dictionary != NULL) {
        return value_of(
            schema->dictionary, array->dictionary, ((const int32_t *)array->buffers[1])[index]);
    }
    switch (schema->format[0]) {
    case 'l':
        return PyLong_FromLongLong(((const int64_t *)array->buffers[1])[index]);
    case 'c':
        return PyLong_FromLong(((const int8_t *)array->buffers[1])[index]);
    case 'u': {
        const int32_t *ends = array->buffers[1];
        return PyUnicode_DecodeUTF8((const char *)array->buffers[2] + ends[index],
            ends[index + 1] - ends[index], "replace");
    }
    default:
        break;
    }
    if (schema->format[1] == 'l') {
        const int32_t *ends = array->buffers[1];
        PyObject *list = PyList_New(ends[index + 1] - ends[index]);
        for (int32_t i = ends[index]; list != NULL && i < ends[index + 1]; i++) {
            PyObject *value = poll_signals((size_t)i) < 0
                ? NULL
                : value_of(schema->children[0], array->children[0], i);
            if (value == NULL) {
                Py_DECREF(list);
                return NULL;
            }
            PyList_SetItem(list, i - ends[index], value);
        }
        return list;
    }
    PyObject *dict = PyDict_New();
    for (int64_t i = 0; dict != NULL && i < schema->n_children; i++) {
        PyObject *value = value_of(schema->children[i], array->children[i], index);
        if (value == NULL || PyDict_SetItemString(dict, schema->children[i]->name, value) < 0) {
            Py_XDECREF(value);
            Py_DECREF(dict);
            return NULL;
        }
        Py_DECREF(value);
    }
    return dict;
}

static PyObject *batch_to_dicts(BatchObject *self, PyObject *unused) {
    (void)unused;
    /* Creating objects can start the garbage collector, which may run code that joins the parts. */
    Columns *columns = self->columns;
    atomic_fetch_add(&columns->owners, 1);
    PyObject *list = PyList_New(0);
    for (size_t i = 0; i < columns->len; i++) {
        for (int64_t j = 0; list != NULL && j < columns->arrays[i].length; j++) {
            PyObject *value = poll_signals((size_t)j) < 0
                ? NULL
                : value_of(&columns->schema, &columns->arrays[i], j);
            if (value == NULL || PyList_Append(list, value) < 0) {
                Py_CLEAR(list);
            }
            Py_XDECREF(value);
        }
    }
    columns_free(columns);
    return list;
}

static PyMethodDef batch_methods[] = {
    {"__arrow_c_schema__", (PyCFunction)batch_schema, METH_NOARGS,
        "__arrow_c_schema__($self, /)\n--\n\nReturns the type of the column in a PyCapsule."},
    {"__arrow_c_array__", (PyCFunction)(void (*)(void))batch_array, METH_VARARGS | METH_KEYWORDS,
        "__arrow_c_array__($self, requested_schema=None)\n--\n\n"
        "Returns the type and the lists as one array, in two PyCapsules.\n\n"
        "The first call joins the arrays of the threads. Raises ValueError if the result is too\n"
        "large for one array; use __arrow_c_stream__ then. requested_schema is ignored."},
    {"__arrow_c_stream__", (PyCFunction)(void (*)(void))batch_stream, METH_VARARGS | METH_KEYWORDS,
        "__arrow_c_stream__($self, requested_schema=None)\n--\n\n"
        "Returns the lists as a stream of arrays, in a PyCapsule. requested_schema is ignored."},
    {"to_dicts", (PyCFunction)batch_to_dicts, METH_NOARGS,
        "to_dicts($self, /)\n--\n\n"
        "Returns a list with an item for each document: a list of dictionaries, one for each\n"
        "mention, or None for a null.\n\n"
        "The dictionaries have the fields of the structs."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot batch_slots[] = {
    {Py_tp_doc,
        "The mentions in many documents: an Arrow column with a list for each document.\n\n"
        ">>> batch = gaztag.tag_batch(['gold in Mali', None, 'nothing'])\n"
        ">>> batch.to_dicts()[0][1]['id'], batch.to_dicts()[1:]\n"
        "('country/MLI', [None, []])\n\n"
        "A null document has null instead of a list. The items are structs with the fields start\n"
        "and end (int64), id, name, kind and role (utf8, or dictionaries of utf8), and confidence\n"
        "(int8). Offsets are in code points for strings, in bytes for bytes.\n\n"
        "Libraries with the PyCapsule interface read it without a copy: pyarrow, Polars, pandas,\n"
        "DuckDB, nanoarrow. Any number of threads may use a batch. Its len is the number of\n"
        "documents."},
    {Py_tp_new, not_constructible},
    {Py_tp_dealloc, batch_dealloc},
    {Py_tp_methods, batch_methods},
    {Py_sq_length, batch_len},
    {0, NULL},
};

static PyType_Spec batch_spec = {
    "gaztag.Batch", sizeof(BatchObject), 0, Py_TPFLAGS_DEFAULT, batch_slots};

static PyMethodDef functions[] = {
    {"tag_column", tag_column, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

int arrow_init(PyObject *module) {
    column_type = add_type(module, &column_spec);
    batch_type = add_type(module, &batch_spec);
    return column_type == NULL || batch_type == NULL ? -1
                                                     : PyModule_AddFunctions(module, functions);
}
