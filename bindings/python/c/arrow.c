/* Tagging of columns, in parts that threads take one by one. */

#include "arrow.h"

#include <stdio.h>

/* The position of a value in the arrays of a column. */
typedef struct {
    size_t array;
    int64_t at;
} Place;

/* Documents of one array of texts and, if languages are given, of one array of these. */
typedef struct {
    Place texts, languages;
    int64_t length;
    int64_t before;      /* the number of documents of the column before this part */
    gaztag_error *error; /* the error if it failed; NULL if there was no memory */
    int failed;
} Part;

/* Tags a column in parts. */
typedef struct {
    Job job;
    TaggerObject *tagger;
    ColumnObject *column, *languages; /* languages: NULL if not given */
    uint32_t flags;
    Part *parts;
    size_t len, capacity;
    atomic_size_t next;
    Columns columns;    /* the results, an array for each part */
    PyObject *progress; /* called with the number of documents before the next part; or NULL */
} ColumnJob;

/* Returns the number of bytes of a document, 0 if unknown. The library checks the column later. */
static int64_t document_size(const Columns *columns, Place place) {
    const struct ArrowSchema *schema = texts_schema(&columns->schema);
    const struct ArrowArray *array = &columns->arrays[place.array];
    int64_t index = place.at;
    if (schema != &columns->schema) {
        index += array->offset;
        if (array->n_children != 1 || index >= array->children[0]->length) {
            return 0;
        }
        array = array->children[0];
    }
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

/* Moves a place from the end of an array to the next value. Returns whether it moved. */
static int next_array(const Columns *columns, Place *place) {
    int moved = 0;
    while (place->array < columns->len && place->at == columns->arrays[place->array].length) {
        *place = (Place){place->array + 1, 0};
        moved = 1;
    }
    return moved;
}

/* Adds an empty part. Returns NULL without memory. */
static Part *add_part(ColumnJob *self, Part part) {
    if (self->len == self->capacity) {
        size_t capacity = self->capacity * 2 + 4;
        Part *parts = realloc(self->parts, capacity * sizeof *parts);
        if (parts == NULL) {
            return NULL;
        }
        self->parts = parts;
        self->capacity = capacity;
    }
    self->parts[self->len] = part;
    return &self->parts[self->len++];
}

/* Splits the column into parts with at most this number of documents and bytes, but at least one
 * document. Returns the number of bytes of all documents, or -1 without memory. */
static int64_t plan(ColumnJob *self, int64_t documents, int64_t bytes) {
    const Columns *columns = &self->column->columns;
    Place texts = {0, 0}, languages = {0, 0};
    /* The type of the result is taken from a part, so an empty column has one empty part. */
    Part *part = add_part(self, (Part){.length = 0});
    int64_t total = 0, filled = 0;
    for (int64_t before = 0; part != NULL && before < self->column->len; before++) {
        int moved = next_array(columns, &texts);
        moved |= self->languages != NULL && next_array(&self->languages->columns, &languages);
        int64_t size = document_size(columns, texts);
        int is_full = part->length == documents || size > bytes - filled;
        if (part->length == 0) {
            *part = (Part){.texts = texts, .languages = languages};
        } else if (moved || is_full) {
            part = add_part(
                self, (Part){.texts = texts, .languages = languages, .before = before});
            filled = 0;
        }
        if (part != NULL) {
            part->length++;
        }
        filled = size > bytes - filled ? bytes : filled + size;
        total = size > INT64_MAX - total ? INT64_MAX : total + size;
        texts.at++;
        languages.at++;
    }
    return part == NULL ? -1 : total;
}

static void release_nothing(struct ArrowArray *array) {
    array->release = NULL;
}

/* A slice of a column, which nothing needs to release. */
typedef struct {
    const struct ArrowSchema *schema;
    struct ArrowArray array;
} Slice;

static Slice slice_of(const Columns *columns, Place place, int64_t length) {
    static const void *nothing[3];
    if (place.array >= columns->len) {
        return (Slice){texts_schema(&columns->schema),
            {.n_buffers = 3, .buffers = nothing, .release = release_nothing}};
    }
    Slice slice = {&columns->schema, columns->arrays[place.array]};
    slice.array.offset += place.at;
    slice.array.length = length;
    slice.array.null_count = slice.array.null_count == 0 ? 0 : -1;
    return slice;
}

/* Tags a part. Returns 0, or -1 with the error in the part. */
static int tag_part(
    ColumnJob *self, Part *part, struct ArrowSchema *schema, struct ArrowArray *out) {
    const gaztag_tagger *tagger =
        self->column->in_points ? self->tagger->points : self->tagger->bytes;
    Slice texts = slice_of(&self->column->columns, part->texts, part->length), languages;
    if (self->languages != NULL) {
        languages = slice_of(&self->languages->columns, part->languages, part->length);
    }
    gaztag_error error;
    gaztag_status status = gaztag_tag_arrow(tagger, texts.schema, &texts.array,
        self->languages == NULL ? NULL : languages.schema,
        self->languages == NULL ? NULL : &languages.array, self->flags, schema, out, &error);
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
        if (tag_part(self, &self->parts[index], &schema, &self->columns.arrays[index]) < 0) {
            /* All parts before this one have been started, so the first error is found whatever the
             * number of threads. */
            atomic_store(&job->stop, 1);
        } else if (index == 0) {
            self->columns.schema = schema;
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
    columns_clear(&self->columns);
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

/* tag_column(tagger, column, languages, threads, flags, documents, bytes, progress): tags a column
 * in parts of at most this number of documents and bytes. languages is a Column or None, progress a
 * function that gets the number of documents that were tagged or are being tagged, or None. */
static PyObject *tag_column(PyObject *module, PyObject *arguments) {
    (void)module;
    /* Several parts for each thread, so that no thread gets all the long documents. */
    enum { PARTS_A_THREAD = 4 };
    PyObject *languages;
    Py_ssize_t threads;
    long long documents, bytes;
    ColumnJob given;
    memset(&given, 0, sizeof given);
    if (!PyArg_ParseTuple(arguments, "O!O!OnILLO", tagger_type, &given.tagger, column_type,
            &given.column, &languages, &threads, &given.flags, &documents, &bytes,
            &given.progress)) {
        return NULL;
    }
    if (languages != Py_None) {
        if (!PyObject_TypeCheck(languages, column_type)) {
            return PyErr_Format(PyExc_TypeError, "languages must be a Column or None, not %R",
                (PyObject *)Py_TYPE(languages));
        }
        given.languages = (ColumnObject *)languages;
        if (given.languages->len != given.column->len) {
            return PyErr_Format(PyExc_ValueError,
                "there are %lld languages and %lld texts; give one for each, None where it is "
                "unknown",
                (long long)given.languages->len, (long long)given.column->len);
        }
    }
    if (threads > 1) {
        int64_t share = given.column->len / threads / PARTS_A_THREAD + 1;
        documents = share < documents ? share : documents;
    }
    given.progress = given.progress == Py_None ? NULL : given.progress;
    Py_INCREF(given.tagger);
    Py_INCREF(given.column);
    Py_XINCREF(given.languages);
    Py_XINCREF(given.progress);
    job_init(&given.job, column_work, column_release);
    given.job.tick = column_tick;
    atomic_init(&given.next, 0);
    int64_t size = plan(&given, documents, bytes);
    if (size < 0
        || (given.columns.arrays = calloc(given.len, sizeof *given.columns.arrays)) == NULL) {
        job_end(&given.job);
        return PyErr_NoMemory();
    }
    given.columns.len = given.len;
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
    PyObject *result = failed < job->len ? raise_part_error(&job->parts[failed])
                                         : batch_of(&job->columns);
    job_end(&job->job);
    return result;
}

static PyMethodDef functions[] = {
    {"tag_column", tag_column, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

int arrow_init(PyObject *module) {
    return column_init(module) < 0 || batch_init(module) < 0
        ? -1
        : PyModule_AddFunctions(module, functions);
}
