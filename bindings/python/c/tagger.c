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
    if (!PyArg_ParseTuple(arguments, "O!z#z#IIIIIiIIIK", gazetteer_type, &gazetteer, &kinds,
            &kinds_len, &languages, &languages_len, &options.roles, &options.uses_counted,
            &options.uses_dropped, &options.folding_off, &options.flags, &options.min_confidence,
            &options.overlap, &options.input, &options.backend, &max_text_len)) {
        return NULL;
    }
    options.kinds = (const uint8_t *)kinds;
    options.kinds_len = (size_t)kinds_len;
    options.languages = languages;
    options.languages_len = (size_t)languages_len;
    options.max_text_len = max_text_len;
    gaztag_tagger *bytes = NULL, *points = NULL;
    gaztag_error error;
    gaztag_status status =
        gaztag_tagger_new(((GazetteerObject *)gazetteer)->handle, &options, &bytes, &error);
    if (status >= 0) {
        options.offset_unit = GAZTAG_UNIT_CODE_POINTS;
        status =
            gaztag_tagger_new(((GazetteerObject *)gazetteer)->handle, &options, &points, &error);
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

/* What the jobs of a tagger have: the text, and what keeps it and the tagger. */
typedef struct {
    Job job;
    TaggerObject *tagger;
    PyObject *object;
    Text text;
    Language language;
    gaztag_status status;
    gaztag_error error;
} TextJob;

static void text_job_init(TextJob *self, void (*work)(Job *), void (*give_back)(Job *),
    TaggerObject *tagger, PyObject *object, const Text *text, const Language *language) {
    job_init(&self->job, work, give_back);
    Py_INCREF(tagger);
    self->tagger = tagger;
    Py_INCREF(object);
    self->object = object;
    self->text = *text;
    Py_XINCREF(language->code);
    self->language = *language;
    self->status = GAZTAG_OK;
}

static void text_job_give_back(Job *job) {
    TextJob *self = (TextJob *)job;
    text_release(&self->text);
    Py_XDECREF(self->language.code);
    Py_DECREF(self->tagger);
    Py_DECREF(self->object);
}

typedef struct {
    TextJob of;
    gaztag_mention *items;
    size_t len, capacity;
} TagJob;

static int32_t keep(void *user, const gaztag_mention *mentions, size_t len) {
    TagJob *self = user;
    if (atomic_load_explicit(&self->of.job.stop, memory_order_relaxed)) {
        return 1;
    }
    if (self->capacity - self->len < len) {
        size_t capacity = self->capacity * 2 + len;
        gaztag_mention *items = realloc(self->items, capacity * sizeof *items);
        if (items == NULL) {
            return 1;
        }
        self->items = items;
        self->capacity = capacity;
    }
    memcpy(self->items + self->len, mentions, len * sizeof *mentions);
    self->len += len;
    return 0;
}

static void tag_work(Job *job) {
    TagJob *self = (TagJob *)job;
    const Text *text = &self->of.text;
    const gaztag_tagger *tagger =
        text->in_points ? self->of.tagger->points : self->of.tagger->bytes;
    /* Room for what most texts have: then the text is read once. */
    self->capacity = text->len / 32 + ROOM;
    self->items = malloc(self->capacity * sizeof *self->items);
    gaztag_status status = GAZTAG_MORE;
    if (self->items == NULL) {
        self->capacity = 0;
    } else {
        status = gaztag_tag(tagger, text->ptr, text->len, language_options(&self->of.language),
            NULL, self->items, self->capacity, &self->len, &self->of.error);
    }
    if (status == GAZTAG_MORE && !atomic_load(&job->stop)) {
        self->len = 0;
        status = gaztag_tag_each(tagger, text->ptr, text->len, language_options(&self->of.language),
            keep, self, &self->of.error);
    }
    self->of.status = status;
}

static void tag_give_back(Job *job) {
    free(((TagJob *)job)->items);
    text_job_give_back(job);
}

/* The mentions of a text that is long, or has many. Takes the text over. */
static PyObject *tag_long(
    TaggerObject *self, PyObject *object, const Text *text, const Language *language) {
    TagJob given;
    text_job_init(&given.of, tag_work, tag_give_back, self, object, text, language);
    given.items = NULL;
    given.len = given.capacity = 0;
    TagJob *job = (TagJob *)job_run(&given.of.job, sizeof given, text->len, 1);
    if (job == NULL) {
        return NULL;
    }
    PyObject *result = job->of.status == GAZTAG_OK
        ? mentions_new(self, object, 0, job->items, job->len)
        : job->of.status < 0 ? raise_error(&job->of.error)
                             : PyErr_NoMemory();
    job_end(&job->of.job);
    return result;
}

static PyObject *tagger_tag(
    TaggerObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    PyObject *object;
    Language language;
    Text text;
    if (text_arguments("tag", arguments, count, names, &object, &language) < 0
        || text_of(object, &text) < 0) {
        return NULL;
    }
    if (text.len >= UNLOCKED_FROM) {
        return tag_long(self, object, &text, &language);
    }
    gaztag_mention found[ROOM];
    size_t len = 0;
    gaztag_error error;
    gaztag_status status = gaztag_tag(text.in_points ? self->points : self->bytes, text.ptr,
        text.len, language_options(&language), NULL, found, ROOM, &len, &error);
    if (status == GAZTAG_MORE) {
        return tag_long(self, object, &text, &language);
    }
    PyObject *result = status < 0 ? raise_error(&error) : mentions_new(self, object, 0, found, len);
    text_release(&text);
    return result;
}

typedef struct {
    TextJob of;
    int32_t found;
} MatchJob;

static void match_work(Job *job) {
    MatchJob *self = (MatchJob *)job;
    self->of.status = gaztag_is_match(self->of.tagger->bytes, self->of.text.ptr, self->of.text.len,
        language_options(&self->of.language), &self->found, &self->of.error);
}

static PyObject *tagger_is_match(
    TaggerObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    PyObject *object;
    Language language;
    Text text;
    if (text_arguments("is_match", arguments, count, names, &object, &language) < 0
        || text_of(object, &text) < 0) {
        return NULL;
    }
    MatchJob given;
    text_job_init(&given.of, match_work, text_job_give_back, self, object, &text, &language);
    given.found = 0;
    MatchJob *job = (MatchJob *)job_run(&given.of.job, sizeof given, text.len, 1);
    if (job == NULL) {
        return NULL;
    }
    PyObject *result =
        job->of.status < 0 ? raise_error(&job->of.error) : PyBool_FromLong(job->found);
    job_end(&job->of.job);
    return result;
}

typedef struct {
    TextJob of;
    size_t total;
} CountJob;

static int32_t add_up(void *user, const gaztag_mention *mentions, size_t len) {
    (void)mentions;
    CountJob *self = user;
    self->total += len;
    return atomic_load_explicit(&self->of.job.stop, memory_order_relaxed);
}

/* Not by gaztag_count, which cannot be stopped. */
static void count_work(Job *job) {
    CountJob *self = (CountJob *)job;
    self->of.status = gaztag_tag_each(self->of.tagger->bytes, self->of.text.ptr, self->of.text.len,
        language_options(&self->of.language), add_up, self, &self->of.error);
}

static PyObject *tagger_count(
    TaggerObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    PyObject *object;
    Language language;
    Text text;
    if (text_arguments("count", arguments, count, names, &object, &language) < 0
        || text_of(object, &text) < 0) {
        return NULL;
    }
    CountJob given;
    text_job_init(&given.of, count_work, text_job_give_back, self, object, &text, &language);
    given.total = 0;
    CountJob *job = (CountJob *)job_run(&given.of.job, sizeof given, text.len, 1);
    if (job == NULL) {
        return NULL;
    }
    PyObject *result =
        job->of.status < 0 ? raise_error(&job->of.error) : PyLong_FromSize_t(job->total);
    job_end(&job->of.job);
    return result;
}

typedef struct {
    TextJob of;
    gaztag_explanation *explanation;
} ExplainJob;

static void explain_work(Job *job) {
    ExplainJob *self = (ExplainJob *)job;
    self->of.status = gaztag_explain(self->of.tagger->bytes, self->of.text.ptr, self->of.text.len,
        language_options(&self->of.language), &self->explanation, &self->of.error);
}

static void explain_give_back(Job *job) {
    gaztag_explanation_free(((ExplainJob *)job)->explanation);
    text_job_give_back(job);
}

/* What was weighed for a finding: a tuple of (start, end, weight, ground, place, number). */
static PyObject *weighed_tuple(
    const gaztag_explanation *explanation, size_t finding, uint32_t len) {
    static const char *const grounds[] = {"cue", "sense", "definition"};
    static const char *const places[] = {
        "", "before", "after", "before-comma", "after-comma", "left", "right", "near", "document"};
    PyObject *weighed = PyTuple_New(len);
    for (uint32_t j = 0; weighed != NULL && j < len; j++) {
        gaztag_weighed item;
        memset(&item, 0, sizeof item);
        gaztag_explanation_weighed(explanation, finding, j, &item, NULL);
        PyObject *tuple =
            Py_BuildValue("KKissi", (unsigned long long)item.start, (unsigned long long)item.end,
                (int)item.weight, item.ground < 3 ? grounds[item.ground] : "?",
                item.place < 9 ? places[item.place] : "?", (int)item.number);
        if (tuple == NULL) {
            Py_CLEAR(weighed);
        } else {
            PyTuple_SetItem(weighed, j, tuple);
        }
    }
    return weighed;
}

static PyObject *finding_tuple(const gaztag_explanation *explanation, size_t index) {
    static const char *const reasons[] = {
        "kept", "case", "folding", "decoy", "not_asked_for", "inside", "less_likely", "confidence"};
    gaztag_finding finding;
    gaztag_error error;
    if (gaztag_explanation_finding(explanation, index, &finding, &error) < 0) {
        return raise_error(&error);
    }
    PyObject *role = role_name(finding.role),
             *weighed = role == NULL ? NULL : weighed_tuple(explanation, index, finding.weighed);
    if (weighed == NULL) {
        return NULL;
    }
    return Py_BuildValue("KKKKNNsiiOiisN", (unsigned long long)finding.start,
        (unsigned long long)finding.end, (unsigned long long)finding.inside_start,
        (unsigned long long)finding.inside_end, str_of(finding.form),
        finding.entity == GAZTAG_NO_ENTITY ? str_of((gaztag_str){NULL, 0})
                                           : PyLong_FromUnsignedLongLong(finding.entity),
        finding.reason < 8 ? reasons[finding.reason] : "?",
        finding.confidence == GAZTAG_NO_CONFIDENCE ? -1 : (int)finding.confidence,
        finding.before == GAZTAG_NO_CONFIDENCE ? -1 : (int)finding.before, role,
        (int)finding.case_rule, (int)finding.prior, bounds_name(finding.bounds), weighed);
}

static PyObject *findings_list(const gaztag_explanation *explanation) {
    size_t len = gaztag_explanation_len(explanation);
    PyObject *list = PyList_New((Py_ssize_t)len);
    for (size_t i = 0; list != NULL && i < len; i++) {
        PyObject *tuple = answer_signals(i) < 0 ? NULL : finding_tuple(explanation, i);
        if (tuple == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, (Py_ssize_t)i, tuple);
        }
    }
    return list;
}

/* The findings of a text as tuples, offsets in bytes: (start, end, start and end of what it is inside,
 * form, entity or None, reason, confidence, before, role, case, prior, bounds, weighed). */
static PyObject *tagger_explain(
    TaggerObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    PyObject *object;
    Language language;
    Text text;
    if (text_arguments("_explain", arguments, count, names, &object, &language) < 0
        || text_of(object, &text) < 0) {
        return NULL;
    }
    ExplainJob given;
    text_job_init(&given.of, explain_work, explain_give_back, self, object, &text, &language);
    given.explanation = NULL;
    ExplainJob *job = (ExplainJob *)job_run(&given.of.job, sizeof given, text.len, 1);
    if (job == NULL) {
        return NULL;
    }
    PyObject *result =
        job->of.status < 0 ? raise_error(&job->of.error) : findings_list(job->explanation);
    job_end(&job->of.job);
    return result;
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
    {"backend", (getter)tagger_backend, NULL, "How plain ASCII text is read: scalar, sse2 or avx2.",
        NULL},
    {"memory_usage", (getter)tagger_memory_usage, NULL,
        "The bytes that it takes: its own, and those of its gazetteer's image, which all taggers "
        "and processes share.",
        NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define FAST(method) (PyCFunction)(void (*)(void)) method, METH_FASTCALL | METH_KEYWORDS

static PyMethodDef tagger_methods[] = {
    {"tag", FAST(tagger_tag),
        "tag($self, text, /, *, language=None)\n--\n\nThe mentions of a text, judged with the "
        "whole text.\n\n"
        "text: str, then offsets are those of its characters: text[m.start:m.end] == m.text. Or "
        "bytes or\n"
        "another run of bytes (bytearray, memoryview, mmap; one dimension, no gaps, items of the "
        "format\n"
        "b, B or c), then offsets are in bytes and anything may be in it; a buffer must not change "
        "while\n"
        "the mentions are used. Other buffers, such as arrays of characters, raise TypeError.\n"
        "language: the language of the text, an ISO 639 code of two or three lower-case letters; "
        "None:\n"
        "unknown. Evidence for judging names, no filter. It is checked; judgement does not use it "
        "yet, so\n"
        "the mentions are the same.\n\n"
        "Any number of threads may use one tagger at once; for texts of 8 KiB or more the "
        "interpreter's lock is let go.\n\n"
        "Raises Error for a str with a lone surrogate, for a text longer than max_text_len, for a "
        "language\n"
        "that is no code, and for bytes that are no UTF-8 if the tagger is strict."},
    {"is_match", FAST(tagger_is_match),
        "is_match($self, text, /, *, language=None)\n--\n\nWhether a text has a mention, judged "
        "with the whole text: True just where tag finds any.\n\n"
        "Stops at the first that nothing can change."},
    {"count", FAST(tagger_count),
        "count($self, text, /, *, language=None)\n--\n\nHow many mentions a text has, judged with "
        "the whole text: as many as tag finds."},
    {"_explain", FAST(tagger_explain), NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot tagger_slots[] = {
    {Py_tp_doc,
        "Tagger(gazetteer, kinds, languages, roles, uses_counted, uses_dropped, folding_off, "
        "flags, min_confidence, overlap, input, backend, max_text_len)\n--\n\n"},
    {Py_tp_new, tagger_new},
    {Py_tp_dealloc, tagger_dealloc},
    {Py_tp_getset, tagger_getset},
    {Py_tp_methods, tagger_methods},
    {0, NULL},
};

static PyType_Spec tagger_spec = {"gaztag._gaztag.Tagger", sizeof(TaggerObject), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, tagger_slots};

int tagger_init(PyObject *module) {
    tagger_type = add_type(module, &tagger_spec);
    return tagger_type == NULL ? -1 : 0;
}
