/* Tagging a text: the path that must be fast. */

#include "module.h"

PyTypeObject *tagger_type;

/* Mentions that a text has room for on the stack. */
enum { ROOM = 96 };

/* Tagger(gazetteer, kinds, languages, roles, uses_counted, uses_dropped, folding_off, flags, min_confidence, overlap, input, backend, max_text_len): numbers as gaztag_options has them; kinds are bytes, languages a str with |. */
static PyObject *tagger_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)keywords;
    PyObject *gazetteer;
    const char *kinds, *languages;
    Py_ssize_t kinds_len, languages_len;
    unsigned long long max_text_len;
    gaztag_options options;
    gaztag_options_init(&options, sizeof options);
    if (!PyArg_ParseTuple(arguments, "O!z#z#IIIIIiIIIK", gazetteer_type, &gazetteer, &kinds, &kinds_len, &languages, &languages_len, &options.roles, &options.uses_counted, &options.uses_dropped,
            &options.folding_off, &options.flags,
            &options.min_confidence, &options.overlap, &options.input, &options.backend, &max_text_len)) {
        return NULL;
    }
    options.kinds = (const uint8_t *)kinds;
    options.kinds_len = (size_t)kinds_len;
    options.languages = languages;
    options.languages_len = (size_t)languages_len;
    options.max_text_len = max_text_len;
    gaztag_tagger *bytes = NULL, *points = NULL;
    gaztag_error error;
    gaztag_status status = gaztag_tagger_new(((GazetteerObject *)gazetteer)->handle, &options, &bytes, &error);
    if (status >= 0) {
        options.offset_unit = GAZTAG_UNIT_CODE_POINTS;
        status = gaztag_tagger_new(((GazetteerObject *)gazetteer)->handle, &options, &points, &error);
    }
    allocfunc alloc = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    TaggerObject *self = status < 0 ? NULL : (TaggerObject *)alloc(type, 0);
    if (self == NULL) {
        gaztag_tagger_free(bytes);
        gaztag_tagger_free(points);
        return status < 0 ? raise_error(&error) : NULL;
    }
    Py_INCREF(gazetteer);
    self->gazetteer = (GazetteerObject *)gazetteer;
    self->bytes = bytes;
    self->points = points;
    return (PyObject *)self;
}

static void tagger_dealloc(TaggerObject *self) {
    gaztag_tagger_free(self->bytes);
    gaztag_tagger_free(self->points);
    Py_XDECREF(self->gazetteer);
    object_free((PyObject *)self);
}

/* The mentions of a text that has more than there was room for: `found` is of `len`, the first `resume` places were looked at. */
static PyObject *tag_more(TaggerObject *self, const gaztag_tagger *tagger, PyObject *object, const Text *text, const gaztag_mention *found, size_t len, size_t resume) {
    size_t capacity = len + text->len / 64 + ROOM;
    gaztag_mention *items = malloc(capacity * sizeof *items);
    if (items == NULL) {
        return PyErr_NoMemory();
    }
    memcpy(items, found, len * sizeof *items);
    gaztag_error error;
    gaztag_status status;
    PyThreadState *unlocked = text->len >= UNLOCKED_FROM ? PyEval_SaveThread() : NULL;
    for (;;) {
        size_t more = 0;
        status = gaztag_tag(tagger, text->ptr, text->len, &resume, items + len, capacity - len, &more, &error);
        len += more;
        if (status != GAZTAG_MORE) {
            break;
        }
        capacity += capacity;
        gaztag_mention *larger = realloc(items, capacity * sizeof *items);
        if (larger == NULL) {
            status = GAZTAG_ERR_NOMEM;
            error.code = status;
            break;
        }
        items = larger;
    }
    if (unlocked != NULL) {
        PyEval_RestoreThread(unlocked);
    }
    PyObject *result = status < 0 ? raise_error(&error) : mentions_new(self, object, 0, items, len);
    free(items);
    return result;
}

static PyObject *tagger_tag(TaggerObject *self, PyObject *object) {
    Text text;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    const gaztag_tagger *tagger = text.in_points ? self->points : self->bytes;
    gaztag_mention found[ROOM];
    size_t resume = 0, len = 0;
    gaztag_error error;
    gaztag_status status;
    if (text.len < UNLOCKED_FROM) {
        status = gaztag_tag(tagger, text.ptr, text.len, &resume, found, ROOM, &len, &error);
    } else {
        /* More than there is room for, most likely, and it would be read twice. */
        status = GAZTAG_MORE;
    }
    PyObject *result = status == GAZTAG_OK ? mentions_new(self, object, 0, found, len)
        : status < 0                       ? raise_error(&error)
                                           : tag_more(self, tagger, object, &text, found, len, resume);
    text_release(&text);
    return result;
}

static PyObject *tagger_is_match(TaggerObject *self, PyObject *object) {
    Text text;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    int32_t found = 0;
    gaztag_error error;
    PyThreadState *unlocked = text.len >= UNLOCKED_FROM ? PyEval_SaveThread() : NULL;
    gaztag_status status = gaztag_is_match(self->bytes, text.ptr, text.len, &found, &error);
    if (unlocked != NULL) {
        PyEval_RestoreThread(unlocked);
    }
    text_release(&text);
    return status < 0 ? raise_error(&error) : PyBool_FromLong(found);
}

/* The findings of a text as tuples, offsets in bytes: (start, end, inside or None, form, entity or None, reason, confidence, before, role, case, prior, weighed). */
static PyObject *tagger_explain(TaggerObject *self, PyObject *object) {
    static const char *const reasons[] = {"kept", "case", "folding", "decoy", "not_asked_for", "inside", "less_likely", "confidence"};
    static const char *const grounds[] = {"cue", "sense", "definition"};
    static const char *const places[] = {"", "before", "after", "before-comma", "after-comma", "left", "right", "near", "document"};
    Text text;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    gaztag_explanation *explanation = NULL;
    gaztag_error error;
    gaztag_status status;
    Py_BEGIN_ALLOW_THREADS
    status = gaztag_explain(self->bytes, text.ptr, text.len, &explanation, &error);
    Py_END_ALLOW_THREADS
    text_release(&text);
    if (status < 0) {
        return raise_error(&error);
    }
    size_t len = gaztag_explanation_len(explanation);
    PyObject *list = PyList_New((Py_ssize_t)len);
    for (size_t i = 0; list != NULL && i < len; i++) {
        gaztag_finding finding;
        if ((status = gaztag_explanation_finding(explanation, i, &finding, &error)) < 0) {
            Py_CLEAR(list);
            break;
        }
        PyObject *weighed = PyTuple_New(finding.weighed), *role = role_name(finding.role);
        for (uint32_t j = 0; weighed != NULL && j < finding.weighed; j++) {
            gaztag_weighed item;
            memset(&item, 0, sizeof item);
            gaztag_explanation_weighed(explanation, i, j, &item, NULL);
            PyObject *tuple = Py_BuildValue("KKissi", (unsigned long long)item.start, (unsigned long long)item.end, (int)item.weight, item.ground < 3 ? grounds[item.ground] : "?",
                item.place < 9 ? places[item.place] : "?", (int)item.number);
            if (tuple == NULL) {
                Py_CLEAR(weighed);
            } else {
                PyTuple_SetItem(weighed, j, tuple);
            }
        }
        PyObject *tuple = weighed == NULL || role == NULL
            ? NULL
            : Py_BuildValue("KKKKNNsiiOiiN", (unsigned long long)finding.start, (unsigned long long)finding.end, (unsigned long long)finding.inside_start, (unsigned long long)finding.inside_end,
                  str_of(finding.form), finding.entity == GAZTAG_NO_ENTITY ? str_of((gaztag_str){NULL, 0}) : PyLong_FromUnsignedLong(finding.entity),
                  finding.reason < 8 ? reasons[finding.reason] : "?", finding.confidence == GAZTAG_NO_CONFIDENCE ? -1 : (int)finding.confidence,
                  finding.before == GAZTAG_NO_CONFIDENCE ? -1 : (int)finding.before, role, (int)finding.case_rule, (int)finding.prior, weighed);
        if (tuple == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SetItem(list, (Py_ssize_t)i, tuple);
    }
    gaztag_explanation_free(explanation);
    return status < 0 ? raise_error(&error) : list;
}

static PyObject *tagger_gazetteer(TaggerObject *self, void *closure) {
    (void)closure;
    Py_INCREF(self->gazetteer);
    return (PyObject *)self->gazetteer;
}

static PyObject *tagger_backend(TaggerObject *self, void *closure) {
    (void)closure;
    static const char *const names[] = {"fastest", "scalar", "sse2", "avx2"};
    return PyUnicode_FromString(names[gaztag_tagger_backend(self->bytes) & 3]);
}

static PyObject *tagger_memory_usage(TaggerObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSize_t(gaztag_tagger_memory_usage(self->bytes));
}

static PyGetSetDef tagger_getset[] = {
    {"gazetteer", (getter)tagger_gazetteer, NULL, "Whose names it finds.", NULL},
    {"backend", (getter)tagger_backend, NULL, "How plain ASCII text is read: scalar, sse2 or avx2.", NULL},
    {"memory_usage", (getter)tagger_memory_usage, NULL, "The bytes that it takes: its own, and those of its gazetteer's image, which all taggers and processes share.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef tagger_methods[] = {
    {"tag", (PyCFunction)tagger_tag, METH_O,
        "tag($self, text, /)\n--\n\nThe mentions of a text, judged with the whole text.\n\n"
        "text: str, then offsets are those of its characters: text[m.start:m.end] == m.text. Or bytes or\n"
        "another run of bytes (bytearray, memoryview, mmap; one dimension, no gaps, items of the format\n"
        "b, B or c), then offsets are in bytes and anything may be in it; a buffer must not change while\n"
        "the mentions are used. Other buffers, such as arrays of characters, raise TypeError.\n\n"
        "Any number of threads may use one tagger at once; for texts of 8 KiB or more the interpreter's lock is let go.\n\n"
        "Raises Error for a str with a lone surrogate, for a text longer than max_text_len, and for bytes that are no UTF-8 if the tagger is strict."},
    {"is_match", (PyCFunction)tagger_is_match, METH_O, "is_match($self, text, /)\n--\n\nWhether a text has a mention; stops at the first. A name is judged with what the text has said up to it."},
    {"_explain", (PyCFunction)tagger_explain, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot tagger_slots[] = {
    {Py_tp_doc, "Tagger(gazetteer, kinds, languages, roles, uses_counted, uses_dropped, folding_off, flags, min_confidence, overlap, input, backend, max_text_len)\n--\n\n"},
    {Py_tp_new, tagger_new},
    {Py_tp_dealloc, tagger_dealloc},
    {Py_tp_getset, tagger_getset},
    {Py_tp_methods, tagger_methods},
    {0, NULL},
};

static PyType_Spec tagger_spec = {"gaztag._gaztag.Tagger", sizeof(TaggerObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, tagger_slots};

int tagger_init(PyObject *module) {
    tagger_type = add_type(module, &tagger_spec);
    return tagger_type == NULL ? -1 : 0;
}
