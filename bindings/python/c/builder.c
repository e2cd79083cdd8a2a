/* The builder of gazetteers. */

#include "module.h"

PyTypeObject *builder_type;

typedef struct {
    PyObject_HEAD
    gaztag_builder *handle;
    int busy; /* in use by a call that released the interpreter's lock */
} BuilderObject;

/* Builder(gazetteer=None, above=False): starts with the content of a gazetteer, or empty; above:
 * empty, as a layer above the gazetteer. */
static PyObject *builder_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"gazetteer", "above", NULL};
    PyObject *gazetteer = Py_None;
    int above = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|Op", names, &gazetteer, &above)) {
        return NULL;
    }
    if (gazetteer != Py_None && !PyObject_TypeCheck(gazetteer, gazetteer_type)) {
        return PyErr_Format(PyExc_TypeError, "gazetteer must be a Gazetteer or None, not %R",
            (PyObject *)Py_TYPE(gazetteer));
    }
    gaztag_builder *handle = NULL;
    gaztag_error error;
    gaztag_status status = gazetteer == Py_None
        ? gaztag_builder_new(&handle, &error)
        : (above ? gaztag_builder_above : gaztag_builder_from)(
            ((GazetteerObject *)gazetteer)->handle, &handle, &error);
    if (status < 0) {
        return raise_error(&error);
    }
    BuilderObject *self = (BuilderObject *)object_alloc(type);
    if (self == NULL) {
        gaztag_builder_free(handle);
        return NULL;
    }
    self->handle = handle;
    return (PyObject *)self;
}

static void builder_dealloc(BuilderObject *self) {
    gaztag_builder_free(self->handle);
    object_free((PyObject *)self);
}

static int in_use(BuilderObject *self) {
    if (self->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is using this builder");
    }
    return self->busy;
}

static PyObject *done(gaztag_status status, const gaztag_error *error) {
    if (status < 0) {
        return raise_error(error);
    }
    Py_RETURN_NONE;
}

/* The result of a removal: whether the thing existed. */
static PyObject *whether(gaztag_status status, const gaztag_error *error) {
    return status < 0 ? raise_error(error) : PyBool_FromLong(status != GAZTAG_NONE);
}

#define PARSE(...)                                                   \
    if (!PyArg_ParseTuple(arguments, __VA_ARGS__) || in_use(self)) { \
        return NULL;                                                 \
    }                                                                \
    gaztag_error error

static PyObject *builder_set_data_version(BuilderObject *self, PyObject *arguments) {
    const char *version;
    Py_ssize_t len;
    PARSE("s#", &version, &len);
    return done(
        gaztag_builder_set_data_version(self->handle, version, (size_t)len, &error), &error);
}

static PyObject *builder_add_entity(BuilderObject *self, PyObject *arguments) {
    const char *id, *name;
    Py_ssize_t id_len, name_len;
    PARSE("s#s#", &id, &id_len, &name, &name_len);
    return done(
        gaztag_builder_add_entity(self->handle, id, (size_t)id_len, name, (size_t)name_len, &error),
        &error);
}

/* (id, name, number of the type, value). */
static PyObject *builder_set_attribute(BuilderObject *self, PyObject *arguments) {
    const char *id, *name, *value;
    Py_ssize_t id_len, name_len, value_len;
    unsigned int type;
    PARSE("s#s#Is#", &id, &id_len, &name, &name_len, &type, &value, &value_len);
    return done(gaztag_builder_set_attribute(self->handle, id, (size_t)id_len, name,
                    (size_t)name_len, type, value, (size_t)value_len, &error),
        &error);
}

/* (bloc, member, status, joined, left, source, as_of), with None for unknown values. */
static PyObject *builder_add_member(BuilderObject *self, PyObject *arguments) {
    const char *bloc, *member, *parts[5];
    Py_ssize_t bloc_len, member_len, lens[5];
    PARSE("s#s#s#z#z#z#z#", &bloc, &bloc_len, &member, &member_len, &parts[0], &lens[0], &parts[1],
        &lens[1], &parts[2], &lens[2], &parts[3], &lens[3], &parts[4], &lens[4]);
    gaztag_str texts[5];
    for (int i = 0; i < 5; i++) {
        texts[i] = (gaztag_str){parts[i], (size_t)lens[i]};
    }
    gaztag_spell spell = {.struct_size = sizeof spell,
        .status = texts[0],
        .joined = texts[1],
        .left = texts[2],
        .source = texts[3],
        .as_of = texts[4]};
    return done(gaztag_builder_add_member(self->handle, bloc, (size_t)bloc_len, member,
                    (size_t)member_len, &spell, &error),
        &error);
}

static PyObject *builder_retire_key(BuilderObject *self, PyObject *arguments) {
    const char *key, *successor;
    Py_ssize_t key_len, successor_len;
    PARSE("s#s#", &key, &key_len, &successor, &successor_len);
    return done(gaztag_builder_retire_key(
                    self->handle, key, (size_t)key_len, successor, (size_t)successor_len, &error),
        &error);
}

static PyObject *builder_set_preference(BuilderObject *self, PyObject *arguments) {
    unsigned int preference;
    PARSE("I", &preference);
    return done(gaztag_builder_set_preference(self->handle, preference, &error), &error);
}

/* (id or None for a decoy, form, role, case, languages, prior, word, bounds, accents). */
static PyObject *builder_add_form(BuilderObject *self, PyObject *arguments) {
    const char *id, *text, *languages;
    Py_ssize_t id_len, text_len, languages_len;
    unsigned int role, case_rule, prior, word, bounds, accents;
    PARSE("z#s#IIz#IIII", &id, &id_len, &text, &text_len, &role, &case_rule, &languages,
        &languages_len, &prior, &word, &bounds, &accents);
    gaztag_form form = {
        .struct_size = sizeof form,
        .form = text,
        .form_len = (size_t)text_len,
        .languages = languages,
        .languages_len = (size_t)languages_len,
        .role = role,
        .case_rule = case_rule,
        .prior = prior,
        .word = word,
        .bounds = bounds,
        .accents = accents,
    };
    return done(id == NULL
            ? gaztag_builder_add_decoy(self->handle, &form, &error)
            : gaztag_builder_add_surface(self->handle, id, (size_t)id_len, &form, &error),
        &error);
}

static PyObject *builder_remove_entity(BuilderObject *self, PyObject *arguments) {
    const char *id;
    Py_ssize_t len;
    PARSE("s#", &id, &len);
    return whether(gaztag_builder_remove_entity(self->handle, id, (size_t)len, &error), &error);
}

static PyObject *builder_remove_surface(BuilderObject *self, PyObject *arguments) {
    const char *id, *form;
    Py_ssize_t id_len, form_len;
    PARSE("s#s#", &id, &id_len, &form, &form_len);
    return whether(gaztag_builder_remove_surface(
                       self->handle, id, (size_t)id_len, form, (size_t)form_len, &error),
        &error);
}

static PyObject *builder_remove_decoy(BuilderObject *self, PyObject *arguments) {
    const char *form;
    Py_ssize_t len;
    PARSE("s#", &form, &len);
    return whether(gaztag_builder_remove_decoy(self->handle, form, (size_t)len, &error), &error);
}

static PyObject *builder_add_word_class(BuilderObject *self, PyObject *arguments) {
    const char *words;
    Py_ssize_t len;
    PARSE("s#", &words, &len);
    uint32_t number;
    return gaztag_builder_add_word_class(self->handle, words, (size_t)len, &number, &error) < 0
        ? raise_error(&error)
        : PyLong_FromUnsignedLong(number);
}

static PyObject *builder_add_cue(BuilderObject *self, PyObject *arguments) {
    const char *form, *id, *place;
    Py_ssize_t form_len, id_len, place_len;
    unsigned int words;
    int weight;
    PARSE("s#z#s#Ii", &form, &form_len, &id, &id_len, &place, &place_len, &words, &weight);
    return done(gaztag_builder_add_cue(self->handle, form, (size_t)form_len, id, (size_t)id_len,
                    place, (size_t)place_len, words, weight, &error),
        &error);
}

static PyObject *builder_add_use_cue(BuilderObject *self, PyObject *arguments) {
    const char *form, *place;
    Py_ssize_t form_len, place_len;
    unsigned int of, words;
    int weight;
    PARSE("s#Is#Ii", &form, &form_len, &of, &place, &place_len, &words, &weight);
    return done(gaztag_builder_add_use_cue(self->handle, form, (size_t)form_len, of, place,
                    (size_t)place_len, words, weight, &error),
        &error);
}

/* The arguments (format, name for messages, content, bounds, case) of _read and _check; _read has
 * another one, which is_strict points to. */
typedef struct {
    unsigned int format;
    const char *name;
    Py_ssize_t name_len;
    Text content;
} File;

/* Reads the arguments, and sets the bounds and the case of the builder; the content must be
 * released. Returns 0, or -1 with an exception. */
static int file_of(BuilderObject *self, PyObject *arguments, File *file, int *is_strict) {
    PyObject *content;
    unsigned int bounds, case_rule;
    if (!PyArg_ParseTuple(arguments, is_strict != NULL ? "Is#OIIp" : "Is#OII", &file->format,
            &file->name, &file->name_len, &content, &bounds, &case_rule, is_strict)
        || text_of(content, &file->content) < 0) {
        return -1;
    }
    /* Only now: reading the buffer may run code of its object, which may use the builder. */
    if (in_use(self)) {
        text_release(&file->content);
        return -1;
    }
    gaztag_error error;
    if (gaztag_builder_set_file_bounds(self->handle, bounds, &error) < 0
        || gaztag_builder_set_file_case(self->handle, case_rule, &error) < 0) {
        text_release(&file->content);
        raise_error(&error);
        return -1;
    }
    return 0;
}

/* Appends an error to a list, as an exception object that is not raised. */
static int32_t collect(void *list, const gaztag_error *error) {
    raise_error(error);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    int failed = value == NULL || PyList_Append(list, value) < 0;
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return failed;
}

/* Returns the number of surface forms and decoys, and a list of what was mended. */
static PyObject *builder_read(BuilderObject *self, PyObject *arguments) {
    File file;
    int is_strict;
    if (file_of(self, arguments, &file, &is_strict) < 0) {
        return NULL;
    }
    gaztag_error error;
    size_t forms = 0;
    gaztag_status status;
    PyObject *mended = PyList_New(0);
    if (mended == NULL) {
        text_release(&file.content);
        return NULL;
    }
    self->busy = 1;
    if (is_strict) {
        Py_BEGIN_ALLOW_THREADS
        status = gaztag_builder_read(self->handle, file.format, file.name, (size_t)file.name_len,
            file.content.ptr, file.content.len, &forms, &error);
        Py_END_ALLOW_THREADS
    } else {
        status = gaztag_builder_read_lenient(self->handle, file.format, file.name,
            (size_t)file.name_len, file.content.ptr, file.content.len, &forms, collect, mended,
            &error);
    }
    self->busy = 0;
    text_release(&file.content);
    if (status != GAZTAG_OK) {
        Py_DECREF(mended);
        return status < 0 ? raise_error(&error) : NULL;
    }
    return Py_BuildValue("(nN)", (Py_ssize_t)forms, mended);
}

/* Adds the entities of records, lines of JSON. */
static PyObject *builder_add_records(BuilderObject *self, PyObject *arguments) {
    gaztag_records of = {0};
    const char *lines;
    Py_ssize_t len[7];
    unsigned int bounds;
    of.struct_size = sizeof of;
    PARSE("s#s#z#z#z#z#IIIs#", &of.kind.ptr, &len[0], &of.forms.ptr, &len[1], &of.key.ptr, &len[2],
        &of.separator.ptr, &len[3], &of.attributes.ptr, &len[4], &of.weight.ptr, &len[5],
        &of.case_rule, &of.without_legal_forms, &bounds, &lines, &len[6]);
    gaztag_str *texts[] = {
        &of.kind, &of.forms, &of.key, &of.separator, &of.attributes, &of.weight};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        texts[i]->len = (size_t)len[i];
    }
    gaztag_status status = gaztag_builder_set_file_bounds(self->handle, bounds, &error);
    if (status >= 0) {
        status = gaztag_builder_add_records(
            self->handle, &of, lines, (size_t)len[6], NULL, &error);
    }
    return done(status, &error);
}

/* What is left out of what is built, as a list of errors. */
static PyObject *builder_warnings(BuilderObject *self, PyObject *unused) {
    (void)unused;
    PyObject *list = in_use(self) ? NULL : PyList_New(0);
    gaztag_error error;
    if (list == NULL) {
        return NULL;
    }
    self->busy = 1;
    gaztag_status status = gaztag_builder_warnings(self->handle, collect, list, &error);
    self->busy = 0;
    if (status != GAZTAG_OK) {
        Py_CLEAR(list);
        return status < 0 ? raise_error(&error) : NULL;
    }
    return list;
}

static PyObject *builder_check(BuilderObject *self, PyObject *arguments) {
    File file;
    if (file_of(self, arguments, &file, NULL) < 0) {
        return NULL;
    }
    gaztag_error error;
    PyObject *list = PyList_New(0);
    gaztag_status status = GAZTAG_OK;
    if (list != NULL) {
        self->busy = 1;
        status = gaztag_builder_check(self->handle, file.format, file.name, (size_t)file.name_len,
            file.content.ptr, file.content.len, collect, list, &error);
        self->busy = 0;
    }
    text_release(&file.content);
    if (status != GAZTAG_OK) {
        Py_CLEAR(list);
        return status < 0 ? raise_error(&error) : NULL;
    }
    return list;
}

/* (class): returns the gazetteer as an object of the class. */
static PyObject *builder_build(BuilderObject *self, PyObject *class) {
    if (in_use(self)) {
        return NULL;
    }
    if (!PyType_Check(class) || !PyType_IsSubtype((PyTypeObject *)class, gazetteer_type)) {
        PyErr_SetString(PyExc_TypeError, "the class is not a subclass of Gazetteer");
        return NULL;
    }
    gaztag_gazetteer *handle = NULL;
    gaztag_error error;
    gaztag_status status;
    self->busy = 1;
    Py_BEGIN_ALLOW_THREADS
    status = gaztag_builder_build(self->handle, &handle, &error);
    Py_END_ALLOW_THREADS
    self->busy = 0;
    if (status < 0) {
        return raise_error(&error);
    }
    return gazetteer_of_handle((PyTypeObject *)class, handle);
}

static PyMethodDef builder_methods[] = {
    {"_set_data_version", (PyCFunction)builder_set_data_version, METH_VARARGS, NULL},
    {"_add_entity", (PyCFunction)builder_add_entity, METH_VARARGS, NULL},
    {"_set_attribute", (PyCFunction)builder_set_attribute, METH_VARARGS, NULL},
    {"_add_member", (PyCFunction)builder_add_member, METH_VARARGS, NULL},
    {"_retire_key", (PyCFunction)builder_retire_key, METH_VARARGS, NULL},
    {"_set_preference", (PyCFunction)builder_set_preference, METH_VARARGS, NULL},
    {"_add_form", (PyCFunction)builder_add_form, METH_VARARGS, NULL},
    {"_remove_entity", (PyCFunction)builder_remove_entity, METH_VARARGS, NULL},
    {"_remove_surface", (PyCFunction)builder_remove_surface, METH_VARARGS, NULL},
    {"_remove_decoy", (PyCFunction)builder_remove_decoy, METH_VARARGS, NULL},
    {"_add_word_class", (PyCFunction)builder_add_word_class, METH_VARARGS, NULL},
    {"_add_cue", (PyCFunction)builder_add_cue, METH_VARARGS, NULL},
    {"_add_use_cue", (PyCFunction)builder_add_use_cue, METH_VARARGS, NULL},
    {"_add_records", (PyCFunction)builder_add_records, METH_VARARGS, NULL},
    {"_read", (PyCFunction)builder_read, METH_VARARGS, NULL},
    {"_warnings", (PyCFunction)builder_warnings, METH_NOARGS, NULL},
    {"_check", (PyCFunction)builder_check, METH_VARARGS, NULL},
    {"_build", (PyCFunction)builder_build, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot builder_slots[] = {
    {Py_tp_doc, "Builder(gazetteer=None, above=False)\n--\n\n"},
    {Py_tp_new, builder_new},
    {Py_tp_dealloc, builder_dealloc},
    {Py_tp_methods, builder_methods},
    {0, NULL},
};

static PyType_Spec builder_spec = {"gaztag._gaztag.Builder", sizeof(BuilderObject), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, builder_slots};

int builder_init(PyObject *module) {
    builder_type = add_type(module, &builder_spec);
    return builder_type == NULL ? -1 : 0;
}
