/* Screeners: names that are written otherwise than in a gazetteer. */

#include "module.h"

static PyTypeObject *screener_type;

typedef struct {
    PyObject_HEAD
    gaztag_screener *handle;
    GazetteerObject *gazetteer;
} ScreenerObject;

/* Screener(gazetteer, kinds). kinds is bytes, with a kind in each byte; None: the gazetteer's own
 * kinds. */
static PyObject *screener_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)keywords;
    GazetteerObject *gazetteer;
    const char *kinds;
    Py_ssize_t kinds_len;
    if (!PyArg_ParseTuple(arguments, "O!z#", gazetteer_type, &gazetteer, &kinds, &kinds_len)) {
        return NULL;
    }
    gaztag_screener *handle;
    gaztag_error error;
    gaztag_status status;
    Py_BEGIN_ALLOW_THREADS
    status = gaztag_screener_new(
        gazetteer->handle, (const uint8_t *)kinds, (size_t)kinds_len, &handle, &error);
    Py_END_ALLOW_THREADS
    if (status < 0) {
        return raise_error(&error);
    }
    ScreenerObject *self = (ScreenerObject *)object_alloc(type);
    if (self == NULL) {
        gaztag_screener_free(handle);
        return NULL;
    }
    self->handle = handle;
    Py_INCREF(gazetteer);
    self->gazetteer = gazetteer;
    return (PyObject *)self;
}

static void screener_dealloc(ScreenerObject *self) {
    gaztag_screener_free(self->handle);
    Py_XDECREF(self->gazetteer);
    object_free((PyObject *)self);
}

typedef struct {
    Job job;
    ScreenerObject *screener;
    PyObject *object;
    Text text;
    gaztag_likely_name *items;
    size_t len, capacity;
    gaztag_status status;
    gaztag_error error;
} ScreenJob;

static int32_t keep(void *user, const gaztag_likely_name *name) {
    ScreenJob *self = user;
    if (atomic_load_explicit(&self->job.stop, memory_order_relaxed)) {
        return 1;
    }
    if (self->len == self->capacity) {
        size_t capacity = self->capacity * 2 + 16;
        gaztag_likely_name *items = realloc(self->items, capacity * sizeof *items);
        if (items == NULL) {
            return 1;
        }
        self->items = items;
        self->capacity = capacity;
    }
    self->items[self->len++] = *name;
    return 0;
}

static void screen_work(Job *job) {
    ScreenJob *self = (ScreenJob *)job;
    self->status = gaztag_screen_each(self->screener->handle, self->text.ptr, self->text.len,
        self->text.in_points ? GAZTAG_UNIT_CODE_POINTS : GAZTAG_UNIT_BYTES, keep, self,
        &self->error);
}

static void screen_release(Job *job) {
    ScreenJob *self = (ScreenJob *)job;
    free(self->items);
    text_release(&self->text);
    Py_DECREF(self->screener);
    Py_DECREF(self->object);
}

/* Returns the names as tuples of (start, end, entity, differences, confidence). */
static PyObject *names_list(const ScreenJob *job) {
    PyObject *list = PyList_New((Py_ssize_t)job->len);
    for (size_t i = 0; list != NULL && i < job->len; i++) {
        const gaztag_likely_name *name = &job->items[i];
        PyObject *tuple = poll_signals(i) < 0
            ? NULL
            : Py_BuildValue("KKKIi", (unsigned long long)name->start, (unsigned long long)name->end,
                  (unsigned long long)name->entity, (unsigned int)name->differences,
                  (int)name->confidence);
        if (tuple == NULL) {
            Py_CLEAR(list);
        } else {
            PyList_SetItem(list, (Py_ssize_t)i, tuple);
        }
    }
    return list;
}

static PyObject *screener_screen(ScreenerObject *self, PyObject *object) {
    ScreenJob given;
    if (text_of(object, &given.text) < 0) {
        return NULL;
    }
    job_init(&given.job, screen_work, screen_release);
    Py_INCREF(self);
    given.screener = self;
    Py_INCREF(object);
    given.object = object;
    given.items = NULL;
    given.len = given.capacity = 0;
    ScreenJob *job = (ScreenJob *)job_run(&given.job, sizeof given, given.text.len, 1);
    if (job == NULL) {
        return NULL;
    }
    PyObject *result = job->status == GAZTAG_OK ? names_list(job)
        : job->status < 0                       ? raise_error(&job->error)
                                                : PyErr_NoMemory();
    job_end(&job->job);
    return result;
}

static Py_ssize_t screener_len(ScreenerObject *self) {
    return (Py_ssize_t)gaztag_screener_len(self->handle);
}

static PyObject *screener_gazetteer(ScreenerObject *self, void *closure) {
    (void)closure;
    Py_INCREF(self->gazetteer);
    return (PyObject *)self->gazetteer;
}

static PyGetSetDef screener_getset[] = {
    {"gazetteer", (getter)screener_gazetteer, NULL, "The gazetteer whose names are searched for.",
        NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef screener_methods[] = {
    {"_screen", (PyCFunction)screener_screen, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot screener_slots[] = {
    {Py_tp_doc, "Screener(gazetteer, kinds)\n--\n\n"},
    {Py_tp_new, screener_new},
    {Py_tp_dealloc, screener_dealloc},
    {Py_tp_getset, screener_getset},
    {Py_tp_methods, screener_methods},
    {Py_sq_length, screener_len},
    {0, NULL},
};

static PyType_Spec screener_spec = {"gaztag._gaztag.Screener", sizeof(ScreenerObject), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, screener_slots};

int screener_init(PyObject *module) {
    screener_type = add_type(module, &screener_spec);
    return screener_type == NULL ? -1 : 0;
}
