/* Texts that come in chunks. */

#include "module.h"

PyTypeObject *stream_type;

typedef struct {
    PyObject_HEAD
    TaggerObject *tagger;
    gaztag_stream *bytes, *points; /* made when a text of their unit begins */
    gaztag_stream *open;           /* the one that a text has begun in */
    int busy;                      /* a call that let the interpreter's lock go is using it */
} StreamObject;

/* Mentions while they are found, with the texts of their spans one behind the other. Without Python's objects: the interpreter's lock may be let go. */
typedef struct {
    gaztag_mention *items;
    size_t *ends; /* of the texts */
    size_t len, capacity;
    char *texts;
    size_t texts_capacity;
} Found;

static int32_t add(void *user, const gaztag_mention *mention, const char *text, size_t text_len) {
    Found *found = user;
    size_t at = found->len == 0 ? 0 : found->ends[found->len - 1];
    if (found->len == found->capacity) {
        size_t capacity = found->capacity * 2 + 16;
        gaztag_mention *items = realloc(found->items, capacity * sizeof *items);
        found->items = items == NULL ? found->items : items;
        size_t *ends = items == NULL ? NULL : realloc(found->ends, capacity * sizeof *ends);
        found->ends = ends == NULL ? found->ends : ends;
        if (ends == NULL) {
            return 1;
        }
        found->capacity = capacity;
    }
    if (found->texts == NULL || at + text_len > found->texts_capacity) {
        size_t capacity = (at + text_len) * 2 + 256;
        char *texts = realloc(found->texts, capacity);
        if (texts == NULL) {
            return 1;
        }
        found->texts = texts;
        found->texts_capacity = capacity;
    }
    memcpy(found->texts + at, text, text_len);
    found->items[found->len] = *mention;
    found->ends[found->len++] = at + text_len;
    return 0;
}

static void found_free(Found *found) {
    free(found->items);
    free(found->ends);
    free(found->texts);
}

/* Mentions as a sequence. */
static PyObject *mentions_of(StreamObject *self, const Found *found, int is_str, gaztag_status status, const gaztag_error *error) {
    if (status != GAZTAG_OK) {
        return status < 0 ? raise_error(error) : PyErr_NoMemory();
    }
    PyObject *texts = PyTuple_New((Py_ssize_t)found->len);
    for (size_t i = 0, at = 0; texts != NULL && i < found->len; at = found->ends[i++]) {
        Py_ssize_t len = (Py_ssize_t)(found->ends[i] - at);
        PyObject *text = answer_signals(i) < 0 ? NULL
            : is_str                           ? PyUnicode_DecodeUTF8(found->texts + at, len, "replace")
                                               : PyBytes_FromStringAndSize(found->texts + at, len);
        if (text == NULL) {
            Py_CLEAR(texts);
            break;
        }
        PyTuple_SetItem(texts, (Py_ssize_t)i, text);
    }
    PyObject *result = texts == NULL ? NULL : mentions_new(self->tagger, texts, 1, found->items, found->len);
    Py_XDECREF(texts);
    return result;
}

static PyObject *stream_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)keywords;
    PyObject *tagger;
    if (!PyArg_ParseTuple(arguments, "O!", tagger_type, &tagger)) {
        return NULL;
    }
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    StreamObject *self = (StreamObject *)alloc(type, 0);
    if (self != NULL) {
        Py_INCREF(tagger);
        self->tagger = (TaggerObject *)tagger;
    }
    return (PyObject *)self;
}

static void stream_dealloc(StreamObject *self) {
    gaztag_stream_free(self->bytes);
    gaztag_stream_free(self->points);
    Py_XDECREF(self->tagger);
    object_free((PyObject *)self);
}

static int in_use(StreamObject *self) {
    if (self->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is using this stream");
    }
    return self->busy;
}

static void reset(StreamObject *self) {
    gaztag_stream_reset(self->open);
    self->open = NULL;
}

/* A chunk that is fed. */
typedef struct {
    Job job;
    StreamObject *stream;
    PyObject *chunk;
    Text text;
    Found found;
    gaztag_status status;
    gaztag_error error;
} FeedJob;

/* So much is fed between two looks whether to stop. */
enum { PIECE = 1 << 16 };

static void feed_work(Job *job) {
    FeedJob *self = (FeedJob *)job;
    const char *rest = self->text.ptr;
    size_t len = self->text.len;
    do {
        size_t consumed, piece = len < PIECE ? len : PIECE;
        self->status = gaztag_stream_feed_each(self->stream->open, rest, piece, &consumed, add, &self->found, &self->error);
        rest += piece;
        len -= piece;
    } while (len > 0 && self->status == GAZTAG_OK && !atomic_load(&job->stop));
}

static void feed_give_back(Job *job) {
    FeedJob *self = (FeedJob *)job;
    self->stream->busy = 0;
    if (atomic_load(&job->stop)) {
        /* What was found is lost, so the text cannot go on. */
        reset(self->stream);
    }
    found_free(&self->found);
    text_release(&self->text);
    Py_DECREF(self->stream);
    Py_DECREF(self->chunk);
}

static PyObject *stream_feed(StreamObject *self, PyObject *chunk) {
    Text text;
    /* First the chunk: an object's own code may give its bytes, and use the stream. */
    if (text_of(chunk, &text) < 0) {
        return NULL;
    }
    if (in_use(self)) {
        text_release(&text);
        return NULL;
    }
    gaztag_stream **stream = text.is_str ? &self->points : &self->bytes;
    gaztag_error error;
    if (self->open != NULL && self->open != *stream) {
        text_release(&text);
        PyErr_SetString(PyExc_TypeError, "the chunks of one text are all str, or all bytes");
        return NULL;
    }
    if (*stream == NULL && gaztag_stream_new(text.is_str ? self->tagger->points : self->tagger->bytes, stream, &error) < 0) {
        text_release(&text);
        return raise_error(&error);
    }
    self->open = *stream;
    self->busy = 1;
    Py_INCREF(self);
    Py_INCREF(chunk);
    FeedJob given = {.stream = self, .chunk = chunk, .text = text};
    job_init(&given.job, feed_work, feed_give_back);
    FeedJob *job = (FeedJob *)job_run(&given.job, sizeof given, text.len, 1);
    if (job == NULL) {
        return NULL;
    }
    PyObject *result = mentions_of(self, &job->found, text.is_str, job->status, &job->error);
    if (result == NULL && job->status == GAZTAG_OK) {
        atomic_store(&job->job.stop, 1);
    }
    job_end(&job->job);
    return result;
}

static PyObject *stream_finish(StreamObject *self, PyObject *unused) {
    (void)unused;
    if (in_use(self)) {
        return NULL;
    }
    Found found = {NULL, NULL, 0, 0, NULL, 0};
    gaztag_error error;
    gaztag_status status = GAZTAG_OK;
    int is_str = self->open != NULL && self->open == self->points;
    if (self->open != NULL) {
        status = gaztag_stream_finish_each(self->open, add, &found, &error);
        if (status == GAZTAG_OK) {
            self->open = NULL;
        }
    }
    PyObject *result = mentions_of(self, &found, is_str, status, &error);
    found_free(&found);
    return result;
}

static PyObject *stream_reset(StreamObject *self, PyObject *unused) {
    (void)unused;
    if (in_use(self)) {
        return NULL;
    }
    reset(self);
    Py_RETURN_NONE;
}

static PyObject *stream_tagger(StreamObject *self, void *closure) {
    (void)closure;
    Py_INCREF(self->tagger);
    return (PyObject *)self->tagger;
}

static PyGetSetDef stream_getset[] = {
    {"tagger", (getter)stream_tagger, NULL, "The tagger.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef stream_methods[] = {
    {"feed", (PyCFunction)stream_feed, METH_O,
        "feed($self, chunk, /)\n--\n\nGoes on with a chunk, str or bytes, and gives the mentions that are sure now: some 4 KiB behind. Offsets are those of the whole text.\n\n"
        "Bytes may be cut anywhere, inside a character too. Raises Error as Tagger.tag does: reset the stream then.\n"
        "An interrupt (Ctrl-C) resets it."},
    {"finish", (PyCFunction)stream_finish, METH_NOARGS, "finish($self, /)\n--\n\nEnds the text and gives the mentions that are left. The stream is ready for another text then."},
    {"reset", (PyCFunction)stream_reset, METH_NOARGS, "reset($self, /)\n--\n\nForgets the text fed so far."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot stream_slots[] = {
    {Py_tp_doc, "Stream(tagger, /)\n--\n\nTags a text that comes in chunks, with the same mentions whatever the split, in bounded memory. A name is judged with what the text has said up to it.\n\n"
                "One thread at a time."},
    {Py_tp_new, stream_new},
    {Py_tp_dealloc, stream_dealloc},
    {Py_tp_getset, stream_getset},
    {Py_tp_methods, stream_methods},
    {0, NULL},
};

static PyType_Spec stream_spec = {"gaztag.Stream", sizeof(StreamObject), 0, Py_TPFLAGS_DEFAULT, stream_slots};

int stream_init(PyObject *module) {
    stream_type = add_type(module, &stream_spec);
    return stream_type == NULL ? -1 : 0;
}
