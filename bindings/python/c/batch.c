/* gaztag.Batch: the mentions in many documents, as a column of Arrow with the PyCapsule interface:
 * <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>. */

#include "arrow.h"

static PyTypeObject *batch_type;

typedef struct {
    PyObject_HEAD
    Columns columns; /* never changed: any thread may read them */
} BatchObject;

PyObject *batch_of(Columns *columns) {
    BatchObject *self = (BatchObject *)object_alloc(batch_type);
    if (self != NULL) {
        self->columns = *columns;
        memset(columns, 0, sizeof *columns);
    }
    return (PyObject *)self;
}

static void batch_dealloc(BatchObject *self) {
    columns_clear(&self->columns);
    object_free((PyObject *)self);
}

static Py_ssize_t batch_len(BatchObject *self) {
    int64_t len = 0;
    for (size_t i = 0; i < self->columns.len; i++) {
        len += self->columns.arrays[i].length;
    }
    return (Py_ssize_t)len;
}

/* Capsules. */

static void free_schema_capsule(PyObject *capsule) {
    struct ArrowSchema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
    if (schema->release != NULL) {
        schema->release(schema);
    }
    free(schema);
}

static PyObject *batch_schema(BatchObject *self, PyObject *unused) {
    (void)unused;
    struct ArrowSchema *schema = malloc(sizeof *schema);
    gaztag_error error;
    if (schema == NULL) {
        return PyErr_NoMemory();
    }
    if (gaztag_share_arrow(&self->columns.schema, NULL, schema, NULL, &error) < 0) {
        free(schema);
        return raise_error(&error);
    }
    PyObject *capsule = PyCapsule_New(schema, "arrow_schema", free_schema_capsule);
    if (capsule == NULL) {
        schema->release(schema);
        free(schema);
    }
    return capsule;
}

/* The state of a stream: the arrays that it has not yet given away, from `next` on. */
typedef struct {
    Columns columns;
    size_t next;
} Reader;

static int reader_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
    Reader *reader = stream->private_data;
    return gaztag_share_arrow(&reader->columns.schema, NULL, out, NULL, NULL) < 0 ? 22 /* EINVAL */
                                                                                  : 0;
}

static int reader_next(struct ArrowArrayStream *stream, struct ArrowArray *out) {
    Reader *reader = stream->private_data;
    memset(out, 0, sizeof *out);
    if (reader->next < reader->columns.len) {
        struct ArrowArray *array = &reader->columns.arrays[reader->next++];
        *out = *array;
        array->release = NULL;
    }
    return 0;
}

static const char *reader_error(struct ArrowArrayStream *stream) {
    (void)stream;
    return NULL;
}

static void reader_release(struct ArrowArrayStream *stream) {
    Reader *reader = stream->private_data;
    columns_clear(&reader->columns);
    free(reader);
    stream->release = NULL;
}

/* Returns a reader of these columns, or NULL with an exception. */
static Reader *reader_of(const Columns *columns) {
    Reader *reader = calloc(1, sizeof *reader);
    gaztag_error error;
    if (reader == NULL
        || (reader->columns.arrays = calloc(columns->len, sizeof *columns->arrays)) == NULL) {
        free(reader);
        return (Reader *)PyErr_NoMemory();
    }
    gaztag_status status =
        gaztag_share_arrow(&columns->schema, NULL, &reader->columns.schema, NULL, &error);
    for (size_t i = 0; status >= 0 && i < columns->len; i++) {
        status =
            gaztag_share_arrow(NULL, &columns->arrays[i], NULL, &reader->columns.arrays[i], &error);
        reader->columns.len = i + 1;
    }
    if (status < 0) {
        columns_clear(&reader->columns);
        free(reader);
        return (Reader *)raise_error(&error);
    }
    return reader;
}

static void free_stream_capsule(PyObject *capsule) {
    struct ArrowArrayStream *stream = PyCapsule_GetPointer(capsule, "arrow_array_stream");
    if (stream->release != NULL) {
        stream->release(stream);
    }
    free(stream);
}

/* Ignores requested_schema, as the interface permits: the consumer casts the data. */
static PyObject *batch_stream(BatchObject *self, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"requested_schema", NULL};
    PyObject *requested = Py_None;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O", names, &requested)) {
        return NULL;
    }
    Reader *reader = reader_of(&self->columns);
    if (reader == NULL) {
        return NULL;
    }
    struct ArrowArrayStream given = {
                                reader_schema, reader_next, reader_error, reader_release, reader},
                            *stream = malloc(sizeof *stream);
    PyObject *capsule = stream == NULL
        ? PyErr_NoMemory()
        : PyCapsule_New(stream, "arrow_array_stream", free_stream_capsule);
    if (capsule == NULL) {
        free(stream);
        given.release(&given);
        return NULL;
    }
    *stream = given;
    return capsule;
}

/* Conversion to Python objects. */

static PyObject *value_of(
    const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t index) {
    if (array->null_count != 0 && !is_valid(array->buffers[0], index)) {
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
    const Columns *columns = &self->columns;
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
    return list;
}

static PyMethodDef batch_methods[] = {
    {"__arrow_c_schema__", (PyCFunction)batch_schema, METH_NOARGS,
        "__arrow_c_schema__($self, /)\n--\n\nReturns the type of the column in a PyCapsule."},
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
        "Libraries with the PyCapsule interface read it as a stream of arrays, without a copy:\n"
        "pyarrow (chunked_array), Polars, pandas, nanoarrow. Any number of threads may use a\n"
        "batch. Its len is the number of documents."},
    {Py_tp_new, not_constructible},
    {Py_tp_dealloc, batch_dealloc},
    {Py_tp_methods, batch_methods},
    {Py_sq_length, batch_len},
    {0, NULL},
};

static PyType_Spec batch_spec = {
    "gaztag.Batch", sizeof(BatchObject), 0, Py_TPFLAGS_DEFAULT, batch_slots};

int batch_init(PyObject *module) {
    batch_type = add_type(module, &batch_spec);
    return batch_type == NULL ? -1 : 0;
}
