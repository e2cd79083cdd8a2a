/* Column: texts given by a caller, as a column of Arrow. */

#include "arrow.h"

#include <stdio.h>

PyTypeObject *column_type;

void columns_clear(Columns *columns) {
    if (columns->schema.release != NULL) {
        columns->schema.release(&columns->schema);
    }
    for (size_t i = 0; i < columns->len; i++) {
        if (columns->arrays[i].release != NULL) {
            columns->arrays[i].release(&columns->arrays[i]);
        }
    }
    free(columns->arrays);
    memset(columns, 0, sizeof *columns);
}

/* Returns an empty array after the last one, which is not counted yet; NULL with an exception. */
static struct ArrowArray *columns_grow(Columns *columns) {
    if ((columns->len & (columns->len + 1)) == 0) {
        struct ArrowArray *arrays =
            realloc(columns->arrays, (columns->len * 2 + 1) * sizeof *arrays);
        if (arrays == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        columns->arrays = arrays;
    }
    struct ArrowArray *array = &columns->arrays[columns->len];
    memset(array, 0, sizeof *array);
    return array;
}

/* Sequences. */

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
 * (NaT; the comparison of NA returns NA, which is neither true nor false). */
static int is_null(PyObject *item) {
    if (item == Py_None) {
        return 1;
    }
    if (PyUnicode_Check(item) || PyBytes_Check(item)) {
        return 0;
    }
    PyObject *unequal = PyObject_RichCompare(item, item, Py_NE);
    int result = unequal == NULL ? -1 : PyObject_IsTrue(unequal);
    if (result < 0 && unequal == item) {
        PyErr_Clear();
        result = 1;
    }
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

static void release_list(struct ArrowArray *array) {
    free(array->private_data);
    array->release = NULL;
}

static void release_static(struct ArrowSchema *schema) {
    schema->release = NULL;
}

/* The buffers of a column of views, in one block of memory that begins with the views. Each text
 * has a buffer of its own. */
typedef struct {
    unsigned char (*views)[16];
    int64_t *sizes;
    const void **buffers; /* validity, views, the text of each document, sizes */
    uint8_t *validity;
} Views;

/* Allocates the buffers, zeroed. Returns 0, or -1 with an exception. */
static int views_new(Py_ssize_t len, Views *views) {
    size_t count = (size_t)len + 1,
           row = sizeof *views->views + sizeof *views->sizes + sizeof *views->buffers;
    views->views = len > INT32_MAX ? NULL : calloc(count + 2, row + 1);
    if (views->views == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    views->sizes = (int64_t *)(views->views + count);
    views->buffers = (const void **)(views->sizes + count);
    views->validity = (uint8_t *)(views->buffers + count + 2);
    views->buffers[0] = views->validity;
    views->buffers[1] = views->views;
    views->buffers[len + 2] = views->sizes;
    return 0;
}

/* Adds a text. A view is the length, and either the bytes, or the first four of them, the index of
 * the buffer, and the offset in it. */
static void views_set(Views *views, Py_ssize_t i, const Text *text) {
    int32_t view[4] = {(int32_t)text->len, 0, 0, 0};
    memcpy(&view[1], text->ptr, text->len <= 12 ? text->len : 4);
    if (text->len > 12) {
        view[2] = (int32_t)i;
    }
    memcpy(views->views[i], view, sizeof view);
    views->buffers[i + 2] = text->ptr;
    views->sizes[i] = (int64_t)text->len;
    views->validity[i / 8] |= (uint8_t)(1 << (i % 8));
}

/* Reads an item that is not a null. is_str: whether the items are str, -1 before the first. Returns
 * 0, or -1 with an exception. */
static int read_item(ColumnObject *self, PyObject *item, Py_ssize_t i, int *is_str, Text *text) {
    if (text_of(item, text) < 0) {
        name_document(i);
        return -1;
    }
    if (text->view != NULL && keep_bytes(self, text) < 0) {
        return -1;
    }
    if (*is_str >= 0 && *is_str != text->is_str) {
        PyErr_Format(PyExc_TypeError,
            "texts must be all str, or all bytes; number %zd is %R and others are not", i,
            (PyObject *)Py_TYPE(item));
        return -1;
    }
    if (text->len > INT32_MAX) {
        PyErr_Format(PyExc_ValueError,
            "text number %zd has 2 GiB or more, the limit of a column; use tag for it", i);
        return -1;
    }
    *is_str = text->is_str;
    self->in_points |= text->in_points;
    return 0;
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
    Views views;
    struct ArrowArray *array = columns_grow(&self->columns);
    if (array == NULL || views_new(len, &views) < 0) {
        return -1;
    }
    int64_t nulls = 0;
    int is_str = -1;
    for (Py_ssize_t i = 0; i < len; i++) {
        PyObject *item = PyTuple_GetItem(self->texts, i);
        Text text;
        if (is_null(item)) {
            nulls++;
        } else if (poll_signals((size_t)i) < 0 || read_item(self, item, i, &is_str, &text) < 0) {
            free(views.views);
            return -1;
        } else {
            views_set(&views, i, &text);
        }
    }
    *array = (struct ArrowArray){
        len, nulls, 0, len + 3, 0, views.buffers, NULL, NULL, release_list, views.views};
    self->columns.len = 1;
    self->columns.schema = (struct ArrowSchema){
        is_str == 0 ? "vz" : "vu", "", NULL, 2, 0, NULL, NULL, release_static, NULL};
    return 0;
}

/* Columns of Arrow. */

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
        } else if ((place = columns_grow(&self->columns)) != NULL) {
            self->columns.schema = *schema;
            schema->release = NULL;
            *place = *array;
            array->release = NULL;
            self->columns.len = 1;
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
    int failed, ended = 0, interrupted = 0;
    /* A stream may run Python code, which takes the lock itself. */
    Py_BEGIN_ALLOW_THREADS
    failed = stream->get_schema(stream, &self->columns.schema);
    Py_END_ALLOW_THREADS
    while (!failed && !ended && !interrupted) {
        struct ArrowArray *array = columns_grow(&self->columns);
        if (array == NULL) {
            interrupted = 1;
            break;
        }
        Py_BEGIN_ALLOW_THREADS
        failed = stream->get_next(stream, array);
        Py_END_ALLOW_THREADS
        ended = failed || array->release == NULL;
        self->columns.len += !ended;
        interrupted = !failed && PyErr_CheckSignals() < 0;
    }
    if (failed && !PyErr_Occurred()) {
        const char *message = stream->get_last_error(stream);
        PyErr_Format(PyExc_ValueError, "the Arrow stream of %R failed: %s",
            (PyObject *)Py_TYPE(source), message == NULL ? "no reason given" : message);
    }
    Py_DECREF(capsule);
    return failed || interrupted ? -1 : 0;
}

const struct ArrowSchema *texts_schema(const struct ArrowSchema *schema) {
    int is_table = strcmp(schema->format, "+s") == 0 && schema->n_children == 1;
    return is_table ? schema->children[0] : schema;
}

/* Returns what is wrong with the length or the offset of an array, or NULL. */
static const char *wrong_extent(const struct ArrowArray *array) {
    const int64_t most = INT64_MAX / 64;
    return array->length < 0 || array->offset < 0       ? "negative"
        : array->length > most || array->offset > most ? "larger than any memory"
                                                        : NULL;
}

/* Counts the values. The library checks what else an array has; its extent is needed before.
 * Returns 0, or -1 with an exception. */
static int measure(ColumnObject *self) {
    const struct ArrowSchema *schema = &self->columns.schema, *texts = texts_schema(schema);
    for (size_t i = 0; i < self->columns.len; i++) {
        const struct ArrowArray *array = &self->columns.arrays[i];
        const char *wrong = wrong_extent(array);
        if (wrong == NULL && texts != schema && array->n_children > 0) {
            wrong = wrong_extent(array->children[0]);
        }
        if (wrong != NULL || array->length > INT64_MAX / 64 - self->len) {
            gaztag_error error = {.code = GAZTAG_ERR_ARG};
            snprintf(error.message, sizeof error.message,
                "array is not a valid column: its length or offset is %s",
                wrong == NULL ? "larger than any memory" : wrong);
            raise_error(&error);
            return -1;
        }
        self->len += array->length;
    }
    if (self->texts == NULL) {
        self->in_points = strchr(texts->format, 'z') == NULL && strchr(texts->format, 'Z') == NULL;
    }
    return 0;
}

/* Column(texts): from a sequence of texts and None, or an object with __arrow_c_stream__ or
 * __arrow_c_array__. */
static PyObject *column_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)keywords;
    PyObject *source;
    if (!PyArg_ParseTuple(arguments, "O", &source)) {
        return NULL;
    }
    ColumnObject *self = (ColumnObject *)object_alloc(type);
    if (self == NULL) {
        return NULL;
    }
    int failed = PyObject_HasAttrString(source, "__arrow_c_stream__") ? read_stream(self, source)
        : PyObject_HasAttrString(source, "__arrow_c_array__")         ? read_array(self, source)
                                                                      : read_list(self, source);
    if (failed < 0 || measure(self) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void column_dealloc(ColumnObject *self) {
    columns_clear(&self->columns);
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

int column_init(PyObject *module) {
    column_type = add_type(module, &column_spec);
    return column_type == NULL ? -1 : 0;
}
