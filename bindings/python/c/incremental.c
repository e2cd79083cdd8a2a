/* Texts in chunks, judged with the text read so far. */

#include "module.h"

static PyTypeObject *incremental_type;

typedef struct {
    PyObject_HEAD
    TaggerObject *tagger;
    gaztag_incremental *bytes, *points; /* created at the first text with their unit */
    gaztag_incremental *open;           /* the one that reads the current text */
    Language language;
    int busy; /* in use by a call that released the interpreter's lock */
} IncrementalObject;

/* Mentions found so far, with the concatenated texts of their spans. It has no Python objects,
 * because it is used without the interpreter's lock. */
typedef struct {
    gaztag_mention *items;
    size_t *ends; /* the end of each text in texts */
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

/* Returns the mentions as a sequence. */
static PyObject *mentions_of(IncrementalObject *self, const Found *found, int is_str,
    gaztag_status status, const gaztag_error *error) {
    if (status != GAZTAG_OK) {
        return status < 0 ? raise_error(error) : PyErr_NoMemory();
    }
    PyObject *texts = PyTuple_New((Py_ssize_t)found->len);
    for (size_t i = 0, at = 0; texts != NULL && i < found->len; at = found->ends[i++]) {
        Py_ssize_t len = (Py_ssize_t)(found->ends[i] - at);
        PyObject *text = poll_signals(i) < 0 ? NULL
            : is_str ? PyUnicode_DecodeUTF8(found->texts + at, len, "replace")
                     : PyBytes_FromStringAndSize(found->texts + at, len);
        if (text == NULL) {
            Py_CLEAR(texts);
            break;
        }
        PyTuple_SetItem(texts, (Py_ssize_t)i, text);
    }
    PyObject *result =
        texts == NULL ? NULL : mentions_new(self->tagger, texts, 1, found->items, found->len);
    Py_XDECREF(texts);
    return result;
}

/* IncrementalTagger(tagger, /, *, language=None). */
static PyObject *incremental_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"", "language", NULL};
    PyObject *tagger, *code = Py_None;
    Language language;
    if (!PyArg_ParseTupleAndKeywords(
            arguments, keywords, "O!|$O", names, tagger_type, &tagger, &code)
        || language_of(code, &language) < 0) {
        return NULL;
    }
    /* Checks the language here, instead of at the first text. */
    int32_t found;
    gaztag_error error;
    if (gaztag_is_match(
            ((TaggerObject *)tagger)->bytes, NULL, 0, language_options(&language), &found, &error)
        < 0) {
        return raise_error(&error);
    }
    IncrementalObject *self = (IncrementalObject *)object_alloc(type);
    if (self != NULL) {
        Py_INCREF(tagger);
        self->tagger = (TaggerObject *)tagger;
        Py_XINCREF(language.code);
        self->language = language;
    }
    return (PyObject *)self;
}

static void incremental_dealloc(IncrementalObject *self) {
    gaztag_incremental_free(self->bytes);
    gaztag_incremental_free(self->points);
    Py_XDECREF(self->language.code);
    Py_XDECREF(self->tagger);
    object_free((PyObject *)self);
}

static int in_use(IncrementalObject *self) {
    if (self->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is using this incremental tagger");
    }
    return self->busy;
}

static void reset(IncrementalObject *self) {
    gaztag_incremental_reset(self->open);
    self->open = NULL;
}

/* Feeds one chunk. */
typedef struct {
    Job job;
    IncrementalObject *stream;
    PyObject *chunk;
    Text text;
    Found found;
    gaztag_status status;
    gaztag_error error;
} FeedJob;

/* The number of bytes fed between two checks of `stop`. */
enum { PIECE = 1 << 16 };

static void feed_work(Job *job) {
    FeedJob *self = (FeedJob *)job;
    const char *rest = self->text.ptr;
    size_t len = self->text.len;
    do {
        size_t consumed, piece = len < PIECE ? len : PIECE;
        self->status = gaztag_incremental_feed_each(
            self->stream->open, rest, piece, &consumed, add, &self->found, &self->error);
        rest += piece;
        len -= piece;
    } while (len > 0 && self->status == GAZTAG_OK && !atomic_load(&job->stop));
}

static void feed_release(Job *job) {
    FeedJob *self = (FeedJob *)job;
    self->stream->busy = 0;
    if (atomic_load(&job->stop)) {
        /* The mentions found are lost, so the text cannot be continued. */
        reset(self->stream);
    }
    found_free(&self->found);
    text_release(&self->text);
    Py_DECREF(self->stream);
    Py_DECREF(self->chunk);
}

static PyObject *incremental_feed(IncrementalObject *self, PyObject *chunk) {
    Text text;
    /* First of all: reading the buffer may run code of its object, which may use this object. */
    if (text_of(chunk, &text) < 0) {
        return NULL;
    }
    if (in_use(self)) {
        text_release(&text);
        return NULL;
    }
    gaztag_incremental **stream = text.is_str ? &self->points : &self->bytes;
    gaztag_error error;
    if (self->open != NULL && self->open != *stream) {
        text_release(&text);
        PyErr_SetString(PyExc_TypeError, "the chunks of one text must be all str, or all bytes");
        return NULL;
    }
    if (*stream == NULL
        && gaztag_incremental_new(text.is_str ? self->tagger->points : self->tagger->bytes,
               language_options(&self->language), stream, &error)
            < 0) {
        text_release(&text);
        return raise_error(&error);
    }
    self->open = *stream;
    self->busy = 1;
    Py_INCREF(self);
    Py_INCREF(chunk);
    FeedJob given = {.stream = self, .chunk = chunk, .text = text};
    job_init(&given.job, feed_work, feed_release);
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

static PyObject *incremental_finish(IncrementalObject *self, PyObject *unused) {
    (void)unused;
    if (in_use(self)) {
        return NULL;
    }
    Found found = {NULL, NULL, 0, 0, NULL, 0};
    gaztag_error error;
    gaztag_status status = GAZTAG_OK;
    int is_str = self->open != NULL && self->open == self->points;
    if (self->open != NULL) {
        status = gaztag_incremental_finish_each(self->open, add, &found, &error);
        if (status == GAZTAG_OK) {
            self->open = NULL;
        }
    }
    PyObject *result = mentions_of(self, &found, is_str, status, &error);
    found_free(&found);
    return result;
}

static PyObject *incremental_reset(IncrementalObject *self, PyObject *unused) {
    (void)unused;
    if (in_use(self)) {
        return NULL;
    }
    reset(self);
    Py_RETURN_NONE;
}

static PyObject *incremental_tagger(IncrementalObject *self, void *closure) {
    (void)closure;
    Py_INCREF(self->tagger);
    return (PyObject *)self->tagger;
}

static PyGetSetDef incremental_getset[] = {
    {"tagger", (getter)incremental_tagger, NULL, "The tagger with the options.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef incremental_methods[] = {
    {"feed", (PyCFunction)incremental_feed, METH_O,
        "feed($self, chunk, /)\n--\n\n"
        "Reads a chunk and returns the mentions that are final: those up to about 4 KiB before "
        "the\n"
        "end of the text read so far.\n\n"
        "chunk: str or bytes, the same type for all chunks of a text. Bytes may be split\n"
        "    anywhere, also inside a character.\n\n"
        "Offsets are those of the whole text, in code points or bytes. Raises Error as Tagger.tag\n"
        "does, TypeError for a chunk of another type, and RuntimeError if another thread is\n"
        "using this object. Call reset after an Error. An interrupt (Ctrl-C) resets it."},
    {"finish", (PyCFunction)incremental_finish, METH_NOARGS,
        "finish($self, /)\n--\n\n"
        "Ends the text and returns the remaining mentions. The next chunk starts a new text.\n\n"
        "Raises Error as Tagger.tag does."},
    {"reset", (PyCFunction)incremental_reset, METH_NOARGS,
        "reset($self, /)\n--\n\nDiscards the text read so far. The next chunk starts a new text."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot incremental_slots[] = {
    {Py_tp_doc,
        "IncrementalTagger(tagger, /, *, language=None)\n--\n\n"
        "Tags a text in chunks, with bounded memory, like codecs.IncrementalDecoder.\n\n"
        ">>> incremental = gaztag.Tagger().incremental()\n"
        ">>> found = [*incremental.feed('gold in Burkina F'), *incremental.feed('aso')]\n"
        ">>> [(m.start, m.text) for m in [*found, *incremental.finish()]]\n"
        "[(0, 'gold'), (8, 'Burkina Faso')]\n\n"
        "It judges each name with the text read so far, while Tagger.tag judges with the\n"
        "whole text, so some mentions differ from those of tag. The result does not depend on how\n"
        "the text is split. One thread at a time may use it.\n\n"
        "tagger: the tagger with the options.\n"
        "language: the language of all texts, as Tagger.tag takes it."},
    {Py_tp_new, incremental_new},
    {Py_tp_dealloc, incremental_dealloc},
    {Py_tp_getset, incremental_getset},
    {Py_tp_methods, incremental_methods},
    {0, NULL},
};

static PyType_Spec incremental_spec = {"gaztag.IncrementalTagger", sizeof(IncrementalObject), 0,
    Py_TPFLAGS_DEFAULT, incremental_slots};

int incremental_init(PyObject *module) {
    incremental_type = add_type(module, &incremental_spec);
    return incremental_type == NULL ? -1 : 0;
}
