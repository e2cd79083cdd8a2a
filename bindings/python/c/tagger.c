/* Taggers. tagger_tag is the fast path of the extension. */

#include "module.h"

/* The number of mentions of a short text that fit on the stack. */
enum { STACK_CAPACITY = 96 };

/* Tagger(gazetteer, kinds, languages, roles, uses_counted, uses_dropped, folding_off, flags,
 * min_confidence, overlap, input, backend, max_text_len), with the values of gaztag_options. kinds
 * is bytes, with a kind in each byte; languages is a str, separated by |. */
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
    TaggerObject *self = status < 0 ? NULL : (TaggerObject *)object_alloc(type);
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

/* The first part of every job of a tagger: the text, and references that keep it and the tagger. */
typedef struct {
    Job job;
    TaggerObject *tagger;
    PyObject *object;
    Text text;
    Language language;
    gaztag_status status;
    gaztag_error error;
} TextJob;

static void text_job_init(TextJob *self, void (*work)(Job *), void (*release)(Job *),
    TaggerObject *tagger, PyObject *object, const Text *text, const Language *language) {
    job_init(&self->job, work, release);
    Py_INCREF(tagger);
    self->tagger = tagger;
    Py_INCREF(object);
    self->object = object;
    self->text = *text;
    Py_XINCREF(language->code);
    self->language = *language;
    self->status = GAZTAG_OK;
}

static void text_job_release(Job *job) {
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
    /* Enough for most texts, which are then read once. */
    self->capacity = text->len / 32 + STACK_CAPACITY;
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

static void tag_release(Job *job) {
    free(((TagJob *)job)->items);
    text_job_release(job);
}

/* Tags a text that is long or has many mentions. Takes ownership of the text. */
static PyObject *tag_long(
    TaggerObject *self, PyObject *object, const Text *text, const Language *language) {
    TagJob given;
    text_job_init(&given.of, tag_work, tag_release, self, object, text, language);
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
    if (text_arguments("tag", arguments, count, names, &object, &text, &language) < 0) {
        return NULL;
    }
    if (text.len >= UNLOCKED_FROM) {
        return tag_long(self, object, &text, &language);
    }
    gaztag_mention found[STACK_CAPACITY];
    size_t len = 0;
    gaztag_error error;
    gaztag_status status = gaztag_tag(text.in_points ? self->points : self->bytes, text.ptr,
        text.len, language_options(&language), NULL, found, STACK_CAPACITY, &len, &error);
    if (status == GAZTAG_MORE) {
        return tag_long(self, object, &text, &language);
    }
    PyObject *result = status < 0 ? raise_error(&error) : mentions_new(self, object, 0, found, len);
    text_release(&text);
    return result;
}

/* A job whose result is not a sequence of mentions. */
typedef struct {
    TextJob of;
    int32_t found;
    size_t total;
    gaztag_explanation *explanation;
} AnswerJob;

/* Reads the arguments of a method, runs its job, and returns its result as an object. */
static PyObject *answer(TaggerObject *self, const char *method, PyObject *const *arguments,
    Py_ssize_t count, PyObject *names, void (*work)(Job *), void (*release)(Job *),
    PyObject *(*result_of)(const AnswerJob *)) {
    PyObject *object;
    Language language;
    Text text;
    if (text_arguments(method, arguments, count, names, &object, &text, &language) < 0) {
        return NULL;
    }
    AnswerJob given;
    text_job_init(&given.of, work, release, self, object, &text, &language);
    given.found = 0;
    given.total = 0;
    given.explanation = NULL;
    AnswerJob *job = (AnswerJob *)job_run(&given.of.job, sizeof given, text.len, 1);
    if (job == NULL) {
        return NULL;
    }
    PyObject *result = job->of.status < 0 ? raise_error(&job->of.error) : result_of(job);
    job_end(&job->of.job);
    return result;
}

static void match_work(Job *job) {
    AnswerJob *self = (AnswerJob *)job;
    self->of.status = gaztag_is_match(self->of.tagger->bytes, self->of.text.ptr, self->of.text.len,
        language_options(&self->of.language), &self->found, &self->of.error);
}

static PyObject *match_result(const AnswerJob *job) {
    return PyBool_FromLong(job->found);
}

static PyObject *tagger_is_match(
    TaggerObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    return answer(
        self, "is_match", arguments, count, names, match_work, text_job_release, match_result);
}

static int32_t add_up(void *user, const gaztag_mention *mentions, size_t len) {
    (void)mentions;
    AnswerJob *self = user;
    self->total += len;
    return atomic_load_explicit(&self->of.job.stop, memory_order_relaxed);
}

/* gaztag_count would do, but it cannot be stopped. */
static void count_work(Job *job) {
    AnswerJob *self = (AnswerJob *)job;
    self->of.status = gaztag_tag_each(self->of.tagger->bytes, self->of.text.ptr, self->of.text.len,
        language_options(&self->of.language), add_up, self, &self->of.error);
}

static PyObject *count_result(const AnswerJob *job) {
    return PyLong_FromSize_t(job->total);
}

static PyObject *tagger_count(
    TaggerObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    return answer(
        self, "count", arguments, count, names, count_work, text_job_release, count_result);
}

static void explain_work(Job *job) {
    AnswerJob *self = (AnswerJob *)job;
    self->of.status = gaztag_explain(self->of.tagger->bytes, self->of.text.ptr, self->of.text.len,
        language_options(&self->of.language), &self->explanation, &self->of.error);
}

static void explain_release(Job *job) {
    gaztag_explanation_free(((AnswerJob *)job)->explanation);
    text_job_release(job);
}

/* Returns the evidence of a finding: tuples of (start, end, weight, ground, place, number). */
static PyObject *weighed_tuple(
    const gaztag_explanation *explanation, size_t finding, uint32_t len) {
    static const char *const grounds[] = {
        "cue", "sense", "definition", "list", "language", "named", "country"};
    static const char *const places[] = {
        "", "before", "after", "before-comma", "after-comma", "left", "right", "near", "document"};
    PyObject *weighed = PyTuple_New(len);
    for (uint32_t j = 0; weighed != NULL && j < len; j++) {
        gaztag_weighed item;
        memset(&item, 0, sizeof item);
        gaztag_explanation_weighed(explanation, finding, j, &item, NULL);
        PyObject *tuple =
            Py_BuildValue("KKissi", (unsigned long long)item.start, (unsigned long long)item.end,
                (int)item.weight, item.ground < 7 ? grounds[item.ground] : "?",
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
        "kept", "case", "folding", "decoy", "not_asked_for", "inside", "less_likely", "confidence",
        "link", "remainder", "outranked", "unpaired"};
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
        finding.reason < sizeof reasons / sizeof *reasons ? reasons[finding.reason] : "?",
        finding.confidence == GAZTAG_NO_CONFIDENCE ? -1 : (int)finding.confidence,
        finding.before == GAZTAG_NO_CONFIDENCE ? -1 : (int)finding.before, role,
        (int)finding.case_rule, (int)finding.prior, bounds_name(finding.bounds), weighed);
}

static PyObject *explain_result(const AnswerJob *job) {
    const gaztag_explanation *explanation = job->explanation;
    size_t len = gaztag_explanation_len(explanation);
    PyObject *list = PyList_New((Py_ssize_t)len);
    for (size_t i = 0; list != NULL && i < len; i++) {
        PyObject *tuple = poll_signals(i) < 0 ? NULL : finding_tuple(explanation, i);
        if (tuple == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, (Py_ssize_t)i, tuple);
        }
    }
    return list;
}

/* Returns the findings of a text as tuples, with offsets in bytes: (start, end, start and end of
 * the containing name, form, entity or None, reason, confidence, before, role, case, prior, bounds,
 * weighed). */
static PyObject *tagger_explain(
    TaggerObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names) {
    return answer(
        self, "_explain", arguments, count, names, explain_work, explain_release, explain_result);
}

static PyObject *tagger_gazetteer(TaggerObject *self, void *closure) {
    (void)closure;
    Py_INCREF(self->gazetteer);
    return (PyObject *)self->gazetteer;
}

static PyObject *tagger_backend(TaggerObject *self, void *closure) {
    (void)closure;
    return PyLong_FromUnsignedLong(gaztag_tagger_backend(self->bytes));
}

static PyObject *tagger_memory_usage(TaggerObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSize_t(gaztag_tagger_memory_usage(self->bytes));
}

static PyGetSetDef tagger_getset[] = {
    {"gazetteer", (getter)tagger_gazetteer, NULL, "The gazetteer whose names are searched for.",
        NULL},
    {"_backend", (getter)tagger_backend, NULL, NULL, NULL},
    {"memory_usage", (getter)tagger_memory_usage, NULL,
        "The memory in bytes: that of the tagger, and that of the image of its gazetteer, which\n"
        "all taggers of the gazetteer share.",
        NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define FAST(method) (PyCFunction)(void (*)(void)) method, METH_FASTCALL | METH_KEYWORDS

static const char tag_doc[] =
    "tag($self, text, /, *, language=None)\n--\n\n"
    "Returns the mentions in a text, a sequence of `Mention`, each judged with the whole text.\n\n"
    ">>> [(m.start, m.end, m.id) for m in gaztag.Tagger().tag('gold in Mali')]\n"
    "[(0, 4, 'mineral/gold'), (8, 12, 'country/MLI')]\n\n"
    "text: a str, with offsets in code points, so that text[m.start:m.end] == m.text. Or bytes or\n"
    "    another buffer of bytes (bytearray, memoryview, mmap), with offsets in bytes. A buffer\n"
    "    must have one dimension, no gaps, and items of the format b, B or c. It must not change\n"
    "    while the mentions are in use. Any bytes are accepted.\n"
    "language: the language of the text, an ISO 639 code of two or three lower-case letters;\n"
    "    None: unknown. It is evidence for judgement and does not filter.\n\n"
    "Any number of threads may use one tagger at the same time. For texts of 8 KiB or more the\n"
    "interpreter's lock is released during the call.\n\n"
    "Raises TypeError for objects that are not texts. Raises Error for a str with a lone\n"
    "surrogate, a text longer than max_text_len, a malformed language, and, if the tagger is\n"
    "strict, for bytes that are not UTF-8.";

static const char is_match_doc[] =
    "is_match($self, text, /, *, language=None)\n--\n\n"
    "Returns whether a text has a mention: True exactly if `tag` finds one.\n\n"
    ">>> gaztag.Tagger(kinds=['bloc']).is_match('gold in Mali')\n"
    "False\n\n"
    "It stops at the first mention that the rest of the text cannot change. The arguments and\n"
    "errors are those of `tag`.";

static const char count_doc[] =
    "count($self, text, /, *, language=None)\n--\n\n"
    "Returns the number of mentions in a text, the same as len(tag(text)).\n\n"
    "The arguments and errors are those of `tag`.";

static PyMethodDef tagger_methods[] = {
    {"tag", FAST(tagger_tag), tag_doc},
    {"is_match", FAST(tagger_is_match), is_match_doc},
    {"count", FAST(tagger_count), count_doc},
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
