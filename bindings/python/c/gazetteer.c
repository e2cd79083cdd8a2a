/* Gazetteers. Entities, forms and memberships are returned as tuples, from which
 * gaztag/_gazetteer.py creates objects. */

#include "module.h"

PyTypeObject *gazetteer_type;
/* How many roles there are. */
enum { ROLES = GAZTAG_ROLE_COMPOUND + 1 };
PyObject *role_names[ROLES];

static const char *const case_names[] = {"default", "any", "capitalised", "exact"};
static const char *const type_names[] = {
    "text", "number", "date", "list", "entity", "entities"};

/* Returns the str in a cache entry, created at its first use. Borrowed. */
static PyObject *cached(PyObject **place, gaztag_str text) {
    if (*place == NULL) {
        *place = str_of(text);
    }
    return *place;
}

static PyObject *cached_of(GazetteerObject *self, PyObject ***places, uint64_t entity,
    gaztag_str (*text)(const gaztag_gazetteer *, uint64_t)) {
    size_t position = gaztag_entity_position(self->handle, entity);
    if (position >= self->len) {
        PyErr_SetString(PyExc_IndexError, "not an entity of this gazetteer");
        return NULL;
    }
    if (*places == NULL && (*places = calloc(self->len, sizeof **places)) == NULL) {
        return PyErr_NoMemory();
    }
    return cached(&(*places)[position], text(self->handle, entity));
}

PyObject *gazetteer_id(GazetteerObject *self, uint64_t entity) {
    return cached_of(self, &self->ids, entity, gaztag_entity_key);
}

PyObject *gazetteer_name(GazetteerObject *self, uint64_t entity) {
    return cached_of(self, &self->names, entity, gaztag_entity_name);
}

PyObject *gazetteer_kind(GazetteerObject *self, uint32_t kind) {
    return cached(&self->kinds[kind & 255], gaztag_kind_name(self->handle, kind));
}

PyObject *role_name(uint32_t role) {
    if (role < ROLES) {
        return role_names[role];
    }
    PyErr_SetString(PyExc_IndexError, "unknown role");
    return NULL;
}

const char *bounds_name(uint32_t bounds) {
    static const char *const names[] = {"word", "start", "end", "anywhere"};
    return bounds < 4 ? names[bounds] : "?";
}

/* Called when the arguments of a look-up could not be read. Returns whether they have a lone
 * surrogate, which no name has, and clears the exception in this case. */
static int clear_lone_surrogate(void) {
    int surrogate = PyErr_ExceptionMatches(PyExc_UnicodeEncodeError);
    if (surrogate) {
        PyErr_Clear();
    }
    return surrogate;
}

/* Stores a new reference in a tuple. Returns -1 if it is NULL. */
static int put(PyObject *tuple, Py_ssize_t index, PyObject *item) {
    return item == NULL ? -1 : PyTuple_SetItem(tuple, index, item);
}

PyObject *gazetteer_of_handle(PyTypeObject *class, gaztag_gazetteer *handle) {
    GazetteerObject *self = (GazetteerObject *)object_alloc(class);
    if (self == NULL) {
        gaztag_gazetteer_free(handle);
        return NULL;
    }
    self->handle = handle;
    self->len = gaztag_gazetteer_len(handle);
    return (PyObject *)self;
}

/* Gazetteer(image=None, path=None, trusted=False): from an image, from a file, or the built-in one.
 */
static PyObject *gazetteer_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    static char *names[] = {"image", "path", "trusted", NULL};
    PyObject *image = Py_None;
    const char *path = NULL;
    int trusted = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|Oyp", names, &image, &path, &trusted)) {
        return NULL;
    }
    gaztag_gazetteer *handle = NULL;
    gaztag_error error;
    gaztag_status status;
    if (path != NULL) {
        Py_BEGIN_ALLOW_THREADS
        status = trusted ? gaztag_gazetteer_open_trusted(path, &handle, &error)
                         : gaztag_gazetteer_open(path, &handle, &error);
        Py_END_ALLOW_THREADS
    } else if (image != Py_None) {
        Text bytes;
        if (text_of(image, &bytes) < 0) {
            return NULL;
        }
        Py_BEGIN_ALLOW_THREADS
        status =
            gaztag_gazetteer_from_image((const uint8_t *)bytes.ptr, bytes.len, &handle, &error);
        Py_END_ALLOW_THREADS
        text_release(&bytes);
    } else {
        status = gaztag_gazetteer_builtin(&handle, &error);
    }
    if (status < 0) {
        return raise_error(&error);
    }
    return gazetteer_of_handle(type, handle);
}

static void gazetteer_dealloc(GazetteerObject *self) {
    for (uint32_t i = 0; i < self->len; i++) {
        if (self->ids != NULL) {
            Py_XDECREF(self->ids[i]);
        }
        if (self->names != NULL) {
            Py_XDECREF(self->names[i]);
        }
    }
    for (int i = 0; i < 256; i++) {
        Py_XDECREF(self->kinds[i]);
    }
    free(self->ids);
    free(self->names);
    gaztag_gazetteer_free(self->handle);
    object_free((PyObject *)self);
}

static Py_ssize_t gazetteer_len(GazetteerObject *self) {
    return self->len;
}

static PyObject *gazetteer_image(GazetteerObject *self, PyObject *unused) {
    (void)unused;
    const uint8_t *image;
    size_t len;
    gaztag_error error;
    if (gaztag_gazetteer_image(self->handle, &image, &len, &error) < 0) {
        return raise_error(&error);
    }
    return PyBytes_FromStringAndSize((const char *)image, (Py_ssize_t)len);
}

static PyObject *gazetteer_find(GazetteerObject *self, PyObject *arguments) {
    const char *id;
    Py_ssize_t len;
    if (!PyArg_ParseTuple(arguments, "s#", &id, &len)) {
        return clear_lone_surrogate() ? str_of((gaztag_str){NULL, 0}) : NULL;
    }
    uint64_t entity;
    gaztag_error error;
    gaztag_status status = gaztag_entity_find(self->handle, id, (size_t)len, &entity, &error);
    if (status < 0) {
        return raise_error(&error);
    }
    if (status == GAZTAG_NONE) {
        Py_RETURN_NONE;
    }
    return PyLong_FromUnsignedLongLong(entity);
}

static PyObject *gazetteer_resolve(GazetteerObject *self, PyObject *arguments) {
    const char *name;
    Py_ssize_t len;
    if (!PyArg_ParseTuple(arguments, "s#", &name, &len)) {
        return NULL;
    }
    uint64_t entity;
    gaztag_error error;
    if (gaztag_entity_resolve(self->handle, name, (size_t)len, &entity, &error) < 0) {
        return raise_error(&error);
    }
    return PyLong_FromUnsignedLongLong(entity);
}

/* Returns the entity that counts of an entity are added to. */
static PyObject *gazetteer_roll_up(GazetteerObject *self, PyObject *number) {
    uint64_t entity = PyLong_AsUnsignedLongLong(number);
    return PyErr_Occurred()
        ? NULL
        : PyLong_FromUnsignedLongLong(gaztag_entity_roll_up(self->handle, entity));
}

/* Returns the entity at a position. */
static PyObject *gazetteer_at(GazetteerObject *self, PyObject *index) {
    size_t position = PyLong_AsSize_t(index);
    return PyErr_Occurred() ? NULL
                            : PyLong_FromUnsignedLongLong(gaztag_entity_at(self->handle, position));
}

static PyObject *gazetteer_find_kind(GazetteerObject *self, PyObject *arguments) {
    const char *name;
    Py_ssize_t len;
    if (!PyArg_ParseTuple(arguments, "s#", &name, &len)) {
        return clear_lone_surrogate() ? str_of((gaztag_str){NULL, 0}) : NULL;
    }
    uint32_t kind;
    gaztag_error error;
    gaztag_status status = gaztag_kind_find(self->handle, name, (size_t)len, &kind, &error);
    if (status < 0) {
        return raise_error(&error);
    }
    if (status == GAZTAG_NONE) {
        Py_RETURN_NONE;
    }
    return PyLong_FromUnsignedLong(kind);
}

/* Whether a list of codes separated by | has a code. */
static int has_code(const char *list, size_t list_len, const char *code, size_t len) {
    for (size_t at = 0; at < list_len;) {
        const char *end = memchr(list + at, '|', list_len - at);
        size_t size = end == NULL ? list_len - at : (size_t)(end - list) - at;
        if (size == len && memcmp(list + at, code, len) == 0) {
            return 1;
        }
        at += size + 1;
    }
    return 0;
}

/* Returns whether a surface form has a language. Linear in the forms before the first that has. */
static PyObject *gazetteer_has_language(GazetteerObject *self, PyObject *arguments) {
    const char *code;
    Py_ssize_t code_len;
    if (!PyArg_ParseTuple(arguments, "s#", &code, &code_len)) {
        return NULL;
    }
    gaztag_error error;
    for (uint32_t position = 0; position < self->len; position++) {
        uint64_t entity = gaztag_entity_at(self->handle, position);
        size_t resume = 0;
        gaztag_status status = GAZTAG_MORE;
        while (status == GAZTAG_MORE) {
            gaztag_surface forms[64];
            size_t len = 0;
            status =
                gaztag_entity_surfaces(self->handle, entity, &resume, forms, 64, &len, &error);
            for (size_t i = 0; status >= 0 && i < len; i++) {
                char list[64 * 4 + 1];
                size_t list_len = 0;
                if (forms[i].languages > 0
                    && gaztag_surface_languages(self->handle, entity, forms[i].form.ptr,
                           forms[i].form.len, list, sizeof list, &list_len, &error)
                        == GAZTAG_OK
                    && has_code(list, list_len, code, (size_t)code_len)) {
                    Py_RETURN_TRUE;
                }
            }
        }
        if (status < 0) {
            return raise_error(&error);
        }
    }
    Py_RETURN_FALSE;
}

/* Returns (id, name, kind) of an entity. */
static PyObject *gazetteer_entity(GazetteerObject *self, PyObject *number) {
    uint64_t entity = PyLong_AsUnsignedLongLong(number);
    if (PyErr_Occurred()) {
        return NULL;
    }
    PyObject *id = gazetteer_id(self, entity),
             *name = id == NULL ? NULL : gazetteer_name(self, entity);
    uint32_t kind = 0;
    gaztag_error error;
    if (name == NULL) {
        return NULL;
    }
    if (gaztag_entity_kind(self->handle, entity, &kind, &error) < 0) {
        return raise_error(&error);
    }
    PyObject *kind_name = gazetteer_kind(self, kind);
    return kind_name == NULL ? NULL : PyTuple_Pack(3, id, name, kind_name);
}

static PyObject *surface_tuple(GazetteerObject *self, const gaztag_surface *surface) {
    char buffer[64 * 4 + 1];
    size_t len = 0;
    gaztag_error error;
    if (surface->languages > 0
        && gaztag_surface_languages(self->handle, surface->entity, surface->form.ptr,
               surface->form.len, buffer, sizeof buffer, &len, &error)
            < 0) {
        return raise_error(&error);
    }
    PyObject *languages;
    if (len < sizeof buffer) {
        languages = PyUnicode_DecodeUTF8(buffer, (Py_ssize_t)len, "replace");
    } else {
        /* It does not fit into the buffer. */
        char *longer = PyMem_Malloc(len + 1);
        if (longer == NULL) {
            return PyErr_NoMemory();
        }
        size_t capacity = len + 1;
        gaztag_status status = gaztag_surface_languages(self->handle, surface->entity,
            surface->form.ptr, surface->form.len, longer, capacity, &len, &error);
        languages = status == GAZTAG_OK ? PyUnicode_DecodeUTF8(longer, (Py_ssize_t)len, "replace")
                                        : PyUnicode_FromString("");
        PyMem_Free(longer);
    }
    if (languages == NULL) {
        return NULL;
    }
    PyObject *tuple = PyTuple_New(9);
    PyObject *entity = surface->entity == GAZTAG_NO_ENTITY
        ? (Py_INCREF(Py_None), Py_None)
        : PyLong_FromUnsignedLongLong(surface->entity);
    PyObject *role = role_name(surface->role);
    Py_XINCREF(role);
    if (tuple == NULL || put(tuple, 0, str_of(surface->form)) < 0 || put(tuple, 1, entity) < 0
        || put(tuple, 2, role) < 0
        || put(tuple, 3, PyUnicode_FromString(case_names[surface->case_rule & 3])) < 0
        || put(tuple, 4, languages) < 0 || put(tuple, 5, PyLong_FromLong(surface->prior)) < 0
        || put(tuple, 6, PyBool_FromLong(surface->word)) < 0
        || put(tuple, 7, PyUnicode_FromString(bounds_name(surface->bounds))) < 0
        || put(tuple, 8, PyBool_FromLong(surface->accents)) < 0) {
        Py_XDECREF(tuple);
        return NULL;
    }
    return tuple;
}

/* Returns (name, value, type). */
static PyObject *attribute_tuple(GazetteerObject *self, const gaztag_attribute *attribute) {
    (void)self;
    PyObject *tuple = PyTuple_New(3);
    const char *type = attribute->value_type < 6 ? type_names[attribute->value_type] : "?";
    if (tuple == NULL || put(tuple, 0, str_of(attribute->name)) < 0
        || put(tuple, 1, str_of(attribute->value)) < 0
        || put(tuple, 2, PyUnicode_FromString(type)) < 0) {
        Py_XDECREF(tuple);
        return NULL;
    }
    return tuple;
}

/* Returns (bloc, member, status, joined, left, source, as_of). */
static PyObject *membership_tuple(GazetteerObject *self, const gaztag_membership *membership) {
    (void)self;
    PyObject *tuple = PyTuple_New(7);
    if (tuple == NULL || put(tuple, 0, PyLong_FromUnsignedLongLong(membership->bloc)) < 0
        || put(tuple, 1, PyLong_FromUnsignedLongLong(membership->member)) < 0
        || put(tuple, 2, str_of(membership->status)) < 0
        || put(tuple, 3, str_of(membership->joined)) < 0
        || put(tuple, 4, str_of(membership->left)) < 0
        || put(tuple, 5, str_of(membership->source)) < 0
        || put(tuple, 6, str_of(membership->as_of)) < 0) {
        Py_XDECREF(tuple);
        return NULL;
    }
    return tuple;
}

/* Returns (key, key of the successor). */
static PyObject *retired_tuple(GazetteerObject *self, const gaztag_retired_key *retired) {
    PyObject *tuple = PyTuple_New(2), *successor = gazetteer_id(self, retired->successor);
    Py_XINCREF(successor);
    if (tuple == NULL || put(tuple, 0, str_of(retired->key)) < 0 || put(tuple, 1, successor) < 0) {
        Py_XDECREF(tuple);
        return NULL;
    }
    return tuple;
}

/* The library returns lists in pages. Each of these functions collects the pages of one list. */
#define LIST(name, item_type, tuple_of, CALL)                                        \
    static PyObject *name(                                                           \
        GazetteerObject *self, uint64_t entity, const char *form, size_t form_len) { \
        (void)entity, (void)form, (void)form_len;                                    \
        PyObject *list = PyList_New(0);                                              \
        size_t resume = 0;                                                           \
        gaztag_status status = GAZTAG_MORE;                                          \
        while (list != NULL && status == GAZTAG_MORE) {                              \
            item_type items[64];                                                     \
            size_t len = 0;                                                          \
            gaztag_error error;                                                      \
            status = CALL;                                                           \
            if (status < 0) {                                                        \
                Py_DECREF(list);                                                     \
                return raise_error(&error);                                          \
            }                                                                        \
            for (size_t i = 0; i < len; i++) {                                       \
                PyObject *tuple = tuple_of(self, &items[i]);                         \
                if (tuple == NULL || PyList_Append(list, tuple) < 0) {               \
                    Py_XDECREF(tuple);                                               \
                    Py_DECREF(list);                                                 \
                    return NULL;                                                     \
                }                                                                    \
                Py_DECREF(tuple);                                                    \
            }                                                                        \
        }                                                                            \
        return list;                                                                 \
    }

LIST(list_attributes, gaztag_attribute, attribute_tuple,
    gaztag_entity_attributes(self->handle, entity, &resume, items, 64, &len, &error))
LIST(list_surfaces, gaztag_surface, surface_tuple,
    gaztag_entity_surfaces(self->handle, entity, &resume, items, 64, &len, &error))
LIST(list_memberships, gaztag_membership, membership_tuple,
    gaztag_entity_memberships(self->handle, entity, &resume, items, 64, &len, &error))
LIST(list_members_on, gaztag_membership, membership_tuple,
    gaztag_entity_members_on(self->handle, entity, form, form_len, GAZTAG_MEMBERS_ANY_STATUS,
        &resume, items, 64, &len, &error))
LIST(list_blocs_on, gaztag_membership, membership_tuple,
    gaztag_entity_blocs_on(self->handle, entity, form, form_len, GAZTAG_MEMBERS_ANY_STATUS,
        &resume, items, 64, &len, &error))
LIST(list_decoys, gaztag_surface, surface_tuple,
    gaztag_gazetteer_decoys(self->handle, &resume, items, 64, &len, &error))
LIST(list_retired, gaztag_retired_key, retired_tuple,
    gaztag_gazetteer_retired_keys(self->handle, &resume, items, 64, &len, &error))
LIST(list_look_up, gaztag_surface, surface_tuple,
    gaztag_gazetteer_look_up(self->handle, form, form_len, &resume, items, 64, &len, &error))

static PyObject *of_entity(GazetteerObject *self, PyObject *number,
    PyObject *(*list)(GazetteerObject *, uint64_t, const char *, size_t)) {
    uint64_t entity = PyLong_AsUnsignedLongLong(number);
    return PyErr_Occurred() ? NULL : list(self, entity, NULL, 0);
}

static PyObject *gazetteer_attributes(GazetteerObject *self, PyObject *entity) {
    return of_entity(self, entity, list_attributes);
}

static PyObject *gazetteer_surfaces(GazetteerObject *self, PyObject *entity) {
    return of_entity(self, entity, list_surfaces);
}

static PyObject *gazetteer_memberships(GazetteerObject *self, PyObject *entity) {
    return of_entity(self, entity, list_memberships);
}

/* Lists the spells of an entity on a day, with every status. Arguments: the entity, the day. */
static PyObject *spells_on(GazetteerObject *self, PyObject *arguments,
    PyObject *(*list)(GazetteerObject *, uint64_t, const char *, size_t)) {
    unsigned long long entity;
    const char *day;
    Py_ssize_t len;
    if (!PyArg_ParseTuple(arguments, "Ks#", &entity, &day, &len)) {
        return NULL;
    }
    return list(self, entity, day, (size_t)len);
}

static PyObject *gazetteer_members_on(GazetteerObject *self, PyObject *arguments) {
    return spells_on(self, arguments, list_members_on);
}

static PyObject *gazetteer_blocs_on(GazetteerObject *self, PyObject *arguments) {
    return spells_on(self, arguments, list_blocs_on);
}

static PyObject *gazetteer_decoys(GazetteerObject *self, PyObject *unused) {
    (void)unused;
    return list_decoys(self, 0, NULL, 0);
}

static PyObject *gazetteer_retired(GazetteerObject *self, PyObject *unused) {
    (void)unused;
    return list_retired(self, 0, NULL, 0);
}

static PyObject *gazetteer_look_up(GazetteerObject *self, PyObject *arguments) {
    const char *form;
    Py_ssize_t len;
    if (!PyArg_ParseTuple(arguments, "s#", &form, &len)) {
        return clear_lone_surrogate() ? PyList_New(0) : NULL;
    }
    return list_look_up(self, 0, form, (size_t)len);
}

static PyObject *gazetteer_form_counts(GazetteerObject *self, PyObject *unused) {
    (void)unused;
    size_t surfaces, names;
    gaztag_error error;
    if (gaztag_gazetteer_form_counts(self->handle, &surfaces, &names, &error) < 0) {
        return raise_error(&error);
    }
    return Py_BuildValue("nn", (Py_ssize_t)surfaces, (Py_ssize_t)names);
}

/* Returns an object of a class for the gazetteer with another one as a layer above it. */
static PyObject *gazetteer_with_layer(GazetteerObject *self, PyObject *arguments) {
    PyTypeObject *class;
    GazetteerObject *upper;
    unsigned int preference;
    if (!PyArg_ParseTuple(
            arguments, "O!O!I", &PyType_Type, &class, gazetteer_type, &upper, &preference)) {
        return NULL;
    }
    gaztag_gazetteer *handle;
    gaztag_error error;
    gaztag_status status;
    Py_BEGIN_ALLOW_THREADS
    status = gaztag_gazetteer_with_layer(self->handle, upper->handle, preference, &handle, &error);
    Py_END_ALLOW_THREADS
    return status < 0 ? raise_error(&error) : gazetteer_of_handle(class, handle);
}

/* Returns an object of a class for each layer, the lowest first. */
static PyObject *gazetteer_layers(GazetteerObject *self, PyObject *class) {
    if (!PyType_Check(class)) {
        return PyErr_Format(PyExc_TypeError, "a class is needed, not %R", class);
    }
    uint32_t count = gaztag_gazetteer_layer_count(self->handle);
    PyObject *layers = PyList_New(0);
    for (uint32_t i = 0; layers != NULL && i < count; i++) {
        gaztag_gazetteer *handle;
        gaztag_error error;
        PyObject *layer = gaztag_gazetteer_layer(self->handle, i, &handle, &error) < 0
            ? raise_error(&error)
            : gazetteer_of_handle((PyTypeObject *)class, handle);
        if (layer == NULL || PyList_Append(layers, layer) < 0) {
            Py_CLEAR(layers);
        }
        Py_XDECREF(layer);
    }
    return layers;
}

static PyObject *gazetteer_data_version(GazetteerObject *self, void *closure) {
    (void)closure;
    return str_of(gaztag_gazetteer_data_version(self->handle));
}

static PyGetSetDef gazetteer_getset[] = {
    {"data_version", (getter)gazetteer_data_version, NULL,
        "The version of the data, such as \"2026.11\"; empty if the gazetteer was built without "
        "one.",
        NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef gazetteer_methods[] = {
    {"to_image", (PyCFunction)gazetteer_image, METH_NOARGS,
        "to_image($self, /)\n--\n\n"
        "Returns the image of the gazetteer, bytes for Gazetteer.from_image."},
    {"_find", (PyCFunction)gazetteer_find, METH_VARARGS, NULL},
    {"_find_kind", (PyCFunction)gazetteer_find_kind, METH_VARARGS, NULL},
    {"_has_language", (PyCFunction)gazetteer_has_language, METH_VARARGS, NULL},
    {"_at", (PyCFunction)gazetteer_at, METH_O, NULL},
    {"_entity", (PyCFunction)gazetteer_entity, METH_O, NULL},
    {"_attributes", (PyCFunction)gazetteer_attributes, METH_O, NULL},
    {"_surfaces", (PyCFunction)gazetteer_surfaces, METH_O, NULL},
    {"_memberships", (PyCFunction)gazetteer_memberships, METH_O, NULL},
    {"_members_on", (PyCFunction)gazetteer_members_on, METH_VARARGS, NULL},
    {"_blocs_on", (PyCFunction)gazetteer_blocs_on, METH_VARARGS, NULL},
    {"_resolve", (PyCFunction)gazetteer_resolve, METH_VARARGS, NULL},
    {"_roll_up", (PyCFunction)gazetteer_roll_up, METH_O, NULL},
    {"_decoys", (PyCFunction)gazetteer_decoys, METH_NOARGS, NULL},
    {"_retired", (PyCFunction)gazetteer_retired, METH_NOARGS, NULL},
    {"_look_up", (PyCFunction)gazetteer_look_up, METH_VARARGS, NULL},
    {"_form_counts", (PyCFunction)gazetteer_form_counts, METH_NOARGS, NULL},
    {"_with_layer", (PyCFunction)gazetteer_with_layer, METH_VARARGS, NULL},
    {"_layers", (PyCFunction)gazetteer_layers, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot gazetteer_slots[] = {
    {Py_tp_doc, "Gazetteer(image=None, path=None, trusted=False)\n--\n\n"},
    {Py_tp_new, gazetteer_new},
    {Py_tp_dealloc, gazetteer_dealloc},
    {Py_tp_getset, gazetteer_getset},
    {Py_tp_methods, gazetteer_methods},
    {Py_sq_length, gazetteer_len},
    {0, NULL},
};

static PyType_Spec gazetteer_spec = {"gaztag._gaztag.Gazetteer", sizeof(GazetteerObject), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, gazetteer_slots};

int gazetteer_init(PyObject *module) {
    PyObject *roles = PyTuple_New(ROLES);
    for (uint32_t i = 0; roles != NULL && i < ROLES; i++) {
        role_names[i] = PyUnicode_InternFromString(gaztag_role_name(i));
        Py_XINCREF(role_names[i]);
        PyTuple_SetItem(roles, i, role_names[i]);
    }
    if (roles == NULL || PyErr_Occurred() || PyModule_AddObject(module, "roles", roles) < 0) {
        return -1;
    }
    gazetteer_type = add_type(module, &gazetteer_spec);
    return gazetteer_type == NULL ? -1 : 0;
}
