/* The result of tagging a text: mentions as the library wrote them, and a Python object for each
 * one that is accessed. */

#include "module.h"

PyTypeObject *mentions_type, *mention_type;

typedef struct {
    PyObject_HEAD
    MentionsObject *mentions;
    Py_ssize_t index;
} MentionObject;

PyObject *mentions_new(
    TaggerObject *tagger, PyObject *text, int apart, const gaztag_mention *items, size_t len) {
    if (len > PY_SSIZE_T_MAX / sizeof *items - 2) {
        return PyErr_NoMemory();
    }
    /* For a subclass of str, keep a plain copy: its object may refer to other objects, or to these
     * mentions, and mentions do not support cyclic garbage collection. */
    if (PyUnicode_Check(text) && !PyUnicode_CheckExact(text)) {
        text = PyUnicode_FromObject(text);
        if (text == NULL) {
            return NULL;
        }
    } else {
        Py_INCREF(text);
    }
    MentionsObject *self = PyObject_NewVar(MentionsObject, mentions_type, (Py_ssize_t)len);
    if (self == NULL) {
        Py_DECREF(text);
        return NULL;
    }
    Py_INCREF(tagger);
    self->text = text;
    self->tagger = tagger;
    self->apart = apart;
    memcpy(self->items, items, len * sizeof *items);
    return (PyObject *)self;
}

static void mentions_dealloc(MentionsObject *self) {
    Py_DECREF(self->text);
    Py_DECREF(self->tagger);
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    PyObject_Free(self);
    Py_DECREF(type);
}

static Py_ssize_t mentions_len(MentionsObject *self) {
    return Py_SIZE(self);
}

static PyObject *mentions_item(MentionsObject *self, Py_ssize_t index) {
    if (index < 0 || index >= Py_SIZE(self)) {
        PyErr_SetString(PyExc_IndexError, "mention index out of range");
        return NULL;
    }
    MentionObject *mention = PyObject_New(MentionObject, mention_type);
    if (mention != NULL) {
        Py_INCREF(self);
        mention->mentions = self;
        mention->index = index;
    }
    return (PyObject *)mention;
}

static PyObject *mentions_slice(MentionsObject *self, PyObject *slice) {
    Py_ssize_t start, stop, step;
    if (PySlice_Unpack(slice, &start, &stop, &step) < 0) {
        return NULL;
    }
    Py_ssize_t len = PySlice_AdjustIndices(Py_SIZE(self), &start, &stop, step);
    gaztag_mention *items = PyMem_Malloc((size_t)len * sizeof *items + 1);
    PyObject *text = self->apart ? PyTuple_New(len) : self->text;
    if (items == NULL || text == NULL) {
        PyMem_Free(items);
        return items == NULL ? PyErr_NoMemory() : NULL;
    }
    for (Py_ssize_t i = 0; i < len; i++) {
        items[i] = self->items[start + i * step];
        if (self->apart) {
            PyObject *part = PyTuple_GetItem(self->text, start + i * step);
            Py_INCREF(part);
            PyTuple_SetItem(text, i, part);
        }
    }
    PyObject *result = mentions_new(self->tagger, text, self->apart, items, (size_t)len);
    if (self->apart) {
        Py_DECREF(text);
    }
    PyMem_Free(items);
    return result;
}

static PyObject *mentions_subscript(MentionsObject *self, PyObject *key) {
    if (PySlice_Check(key)) {
        return mentions_slice(self, key);
    }
    Py_ssize_t index = PyNumber_AsSsize_t(key, PyExc_IndexError);
    if (index == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return mentions_item(self, index < 0 ? index + Py_SIZE(self) : index);
}

/* Returns whether the span, entity, role and confidence are equal; -1 with an exception. */
static int same(MentionsObject *a, Py_ssize_t i, MentionsObject *b, Py_ssize_t j) {
    const gaztag_mention *x = &a->items[i], *y = &b->items[j];
    if (x->start != y->start || x->end != y->end || x->role != y->role
        || x->confidence != y->confidence) {
        return 0;
    }
    if (a->tagger->gazetteer == b->tagger->gazetteer) {
        return x->entity == y->entity;
    }
    PyObject *p = gazetteer_id(a->tagger->gazetteer, x->entity),
             *q = gazetteer_id(b->tagger->gazetteer, y->entity);
    return p == NULL || q == NULL ? -1 : PyObject_RichCompareBool(p, q, Py_EQ);
}

static PyObject *answer(int equal, int operation) {
    return equal < 0 ? NULL : PyBool_FromLong(equal == (operation == Py_EQ));
}

static PyObject *mentions_compare(PyObject *a, PyObject *b, int operation) {
    if ((operation != Py_EQ && operation != Py_NE) || Py_TYPE(b) != mentions_type) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    int equal = Py_SIZE(a) == Py_SIZE(b);
    for (Py_ssize_t i = 0; equal > 0 && i < Py_SIZE(a); i++) {
        equal = same((MentionsObject *)a, i, (MentionsObject *)b, i);
    }
    return answer(equal, operation);
}

static PyObject *mentions_text(MentionsObject *self, void *closure) {
    (void)closure;
    PyObject *text = self->apart ? Py_None : self->text;
    Py_INCREF(text);
    return text;
}

static PyObject *mentions_tagger(MentionsObject *self, void *closure) {
    (void)closure;
    Py_INCREF(self->tagger);
    return (PyObject *)self->tagger;
}

/* Returns the arguments for restore_mentions. */
static PyObject *mentions_state(MentionsObject *self, PyObject *unused) {
    (void)unused;
    return Py_BuildValue("OOiy#", self->tagger, self->text, self->apart, (const char *)self->items,
        Py_SIZE(self) * (Py_ssize_t)sizeof *self->items);
}

static PyObject *restore_mentions(PyObject *module, PyObject *arguments) {
    (void)module;
    TaggerObject *tagger;
    PyObject *text;
    int apart;
    const char *items;
    Py_ssize_t len;
    if (!PyArg_ParseTuple(arguments, "O!Oiy#", tagger_type, &tagger, &text, &apart, &items, &len)) {
        return NULL;
    }
    size_t count = (size_t)len / sizeof(gaztag_mention);
    if (apart && (!PyTuple_Check(text) || PyTuple_Size(text) != (Py_ssize_t)count)) {
        PyErr_SetString(
            PyExc_ValueError, "the number of texts differs from the number of mentions");
        return NULL;
    }
    return mentions_new(tagger, text, apart, (const gaztag_mention *)items, count);
}

static PyGetSetDef mentions_getset[] = {
    {"text", (getter)mentions_text, NULL,
        "The text that was tagged, as it was given; a plain str for a subclass of str. None for\n"
        "mentions of an IncrementalTagger, which does not keep the text.",
        NULL},
    {"tagger", (getter)mentions_tagger, NULL, "The tagger that found the mentions.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef mentions_methods[] = {
    {"_state", (PyCFunction)mentions_state, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot mentions_slots[] = {
    {Py_tp_doc,
        "The mentions in a text, in the order of the text: an immutable sequence of `Mention`.\n\n"
        ">>> mentions = gaztag.tag('gold in Mali')\n"
        ">>> len(mentions), mentions[-1].id, [m.text for m in mentions[:1]]\n"
        "(2, 'country/MLI', ['gold'])\n\n"
        "Objects are created for mentions when they are accessed. Sequences with equal mentions\n"
        "are equal. They can be pickled, and used by any number of threads."},
    {Py_tp_new, not_constructible},
    {Py_tp_dealloc, mentions_dealloc},
    {Py_tp_getset, mentions_getset},
    {Py_tp_methods, mentions_methods},
    {Py_tp_richcompare, mentions_compare},
    {Py_tp_hash, PyObject_HashNotImplemented},
    {Py_sq_length, mentions_len},
    {Py_sq_item, mentions_item},
    {Py_mp_length, mentions_len},
    {Py_mp_subscript, mentions_subscript},
    {0, NULL},
};

static PyType_Spec mentions_spec = {"gaztag.Mentions", offsetof(MentionsObject, items),
    sizeof(gaztag_mention), Py_TPFLAGS_DEFAULT, mentions_slots};

static const gaztag_mention *item_of(MentionObject *self) {
    return &self->mentions->items[self->index];
}

static void mention_dealloc(MentionObject *self) {
    Py_DECREF(self->mentions);
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    PyObject_Free(self);
    Py_DECREF(type);
}

static PyObject *mention_start(MentionObject *self, void *closure) {
    (void)closure;
    return PyLong_FromUnsignedLongLong(item_of(self)->start);
}

static PyObject *mention_end(MentionObject *self, void *closure) {
    (void)closure;
    return PyLong_FromUnsignedLongLong(item_of(self)->end);
}

static PyObject *mention_text(MentionObject *self, void *closure) {
    (void)closure;
    if (self->mentions->apart) {
        PyObject *text = PyTuple_GetItem(self->mentions->text, self->index);
        Py_XINCREF(text);
        return text;
    }
    return text_part(self->mentions->text, item_of(self)->start, item_of(self)->end);
}

static PyObject *counted(PyObject *object) {
    Py_XINCREF(object);
    return object;
}

static PyObject *mention_id(MentionObject *self, void *closure) {
    (void)closure;
    return counted(gazetteer_id(self->mentions->tagger->gazetteer, item_of(self)->entity));
}

static PyObject *mention_name(MentionObject *self, void *closure) {
    (void)closure;
    return counted(gazetteer_name(self->mentions->tagger->gazetteer, item_of(self)->entity));
}

static PyObject *mention_kind(MentionObject *self, void *closure) {
    (void)closure;
    return counted(gazetteer_kind(self->mentions->tagger->gazetteer, item_of(self)->kind));
}

static PyObject *mention_role(MentionObject *self, void *closure) {
    (void)closure;
    return counted(role_name(item_of(self)->role));
}

static PyObject *mention_confidence(MentionObject *self, void *closure) {
    (void)closure;
    return PyLong_FromLong(item_of(self)->confidence);
}

static PyObject *mention_candidates(MentionObject *self, void *closure) {
    (void)closure;
    TaggerObject *tagger = self->mentions->tagger;
    gaztag_candidate found[32];
    size_t len = 0;
    gaztag_error error;
    if (gaztag_candidates(tagger->bytes, item_of(self)->entity, item_of(self)->readings, NULL,
            found, 32, &len, &error)
        < 0) {
        return raise_error(&error);
    }
    PyObject *ids = PyTuple_New((Py_ssize_t)len);
    for (size_t i = 0; ids != NULL && i < len; i++) {
        PyObject *id = counted(gazetteer_id(tagger->gazetteer, found[i].entity));
        if (id == NULL) {
            Py_DECREF(ids);
            return NULL;
        }
        PyTuple_SetItem(ids, (Py_ssize_t)i, id);
    }
    return ids;
}

static PyObject *mention_entity(MentionObject *self, void *closure) {
    (void)closure;
    return PyLong_FromUnsignedLongLong(item_of(self)->entity);
}

static PyObject *mention_mentions(MentionObject *self, void *closure) {
    (void)closure;
    return counted((PyObject *)self->mentions);
}

static PyObject *mention_index(MentionObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSsize_t(self->index);
}

static PyObject *mention_compare(PyObject *a, PyObject *b, int operation) {
    if ((operation != Py_EQ && operation != Py_NE) || Py_TYPE(b) != mention_type) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    MentionObject *x = (MentionObject *)a, *y = (MentionObject *)b;
    return answer(same(x->mentions, x->index, y->mentions, y->index), operation);
}

static Py_hash_t mention_hash(MentionObject *self) {
    const gaztag_mention *item = item_of(self);
    PyObject *id = gazetteer_id(self->mentions->tagger->gazetteer, item->entity);
    Py_hash_t hash = id == NULL ? -1 : PyObject_Hash(id);
    if (hash == -1) {
        return -1;
    }
    hash = (Py_hash_t)((size_t)hash ^ (size_t)(item->start * 0x9e3779b97f4a7c15u)
        ^ (size_t)(item->end << 20));
    return hash == -1 ? -2 : hash;
}

static PyGetSetDef mention_getset[] = {
    {"start", (getter)mention_start, NULL,
        "The start of the name in the text, in code points of a str and in bytes otherwise.", NULL},
    {"end", (getter)mention_end, NULL,
        "The end of the name in the text, exclusive, in the same unit as start.", NULL},
    {"text", (getter)mention_text, NULL,
        "The name as written in the text: a str for a str, bytes otherwise.", NULL},
    {"kind", (getter)mention_kind, NULL,
        "The kind of the entity: country, bloc, mineral, or a kind that the gazetteer defines.",
        NULL},
    {"id", (getter)mention_id, NULL, "The key of the entity, such as country/MLI.", NULL},
    {"name", (getter)mention_name, NULL, "The usual English name of the entity.", NULL},
    {"role", (getter)mention_role, NULL,
        "How the surface form relates to the entity: name, official, alias, former, demonym,\n"
        "acronym, code, symbol, capital, misspelling or compound.",
        NULL},
    {"confidence", (getter)mention_confidence, NULL,
        "How likely the reading is to be right, 0 to 100: about the percentage of mentions with\n"
        "this confidence that are right.",
        NULL},
    {"candidates", (getter)mention_candidates, NULL,
        "The keys of all entities that the name could mean, the likeliest first. id is one of\n"
        "them.",
        NULL},
    {"_entity", (getter)mention_entity, NULL, NULL, NULL},
    {"_mentions", (getter)mention_mentions, NULL, NULL, NULL},
    {"_index", (getter)mention_index, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot mention_slots[] = {
    {Py_tp_doc,
        "A name in a text, judged to mean one entity.\n\n"
        ">>> mention = gaztag.tag('é Mali')[0]\n"
        ">>> mention.start, mention.end, mention.text, mention.id, mention.role\n"
        "(2, 6, 'Mali', 'country/MLI', 'name')\n\n"
        "Mentions with the same span, entity, role and confidence are equal. A mention keeps its\n"
        "text and its tagger. It can be pickled."},
    {Py_tp_new, not_constructible},
    {Py_tp_dealloc, mention_dealloc},
    {Py_tp_getset, mention_getset},
    {Py_tp_richcompare, mention_compare},
    {Py_tp_hash, mention_hash},
    {0, NULL},
};

static PyType_Spec mention_spec = {
    "gaztag.Mention", sizeof(MentionObject), 0, Py_TPFLAGS_DEFAULT, mention_slots};

static PyMethodDef functions[] = {
    {"restore_mentions", restore_mentions, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

int mentions_init(PyObject *module) {
    mentions_type = add_type(module, &mentions_spec);
    mention_type = add_type(module, &mention_spec);
    return mentions_type == NULL || mention_type == NULL ? -1
                                                         : PyModule_AddFunctions(module, functions);
}
