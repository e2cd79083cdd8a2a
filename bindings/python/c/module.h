/* gaztag._gaztag: declarations shared by the files of this folder.
 *
 * The extension is a thin layer over gaztag.h. What need not be fast is written in Python. */

#ifndef GAZTAG_PYTHON_MODULE_H
#define GAZTAG_PYTHON_MODULE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gaztag.h"

#if defined(Py_LIMITED_API) && Py_LIMITED_API + 0 < 0x030b0000
/* Every CPython since 3.9 exports these, with these signatures and this layout. The limited API has
 * the first since 3.10, and the others since 3.11. */
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *unicode, Py_ssize_t *size);
typedef struct bufferinfo {
    void *buf;
    PyObject *obj;
    Py_ssize_t len;
    Py_ssize_t itemsize;
    int readonly;
    int ndim;
    char *format;
    Py_ssize_t *shape;
    Py_ssize_t *strides;
    Py_ssize_t *suboffsets;
    void *internal;
} Py_buffer;
PyAPI_FUNC(int) PyObject_GetBuffer(PyObject *object, Py_buffer *view, int flags);
PyAPI_FUNC(void) PyBuffer_Release(Py_buffer *view);
#define PyBUF_FULL_RO (0x0100 | 0x0010 | 0x0008 | 0x0004)
#endif

#ifndef METH_FASTCALL
/* CPython has it since 3.7, with this value; the limited API since 3.10. */
#define METH_FASTCALL 0x0080
#endif

/* object.c */

extern PyTypeObject *tagger_type;

/* Creates a type and adds it to the module, under the part of its name after the last dot. */
PyTypeObject *add_type(PyObject *module, PyType_Spec *spec);

/* tp_new of types whose objects only this module creates. Raises TypeError. */
PyObject *not_constructible(PyTypeObject *type, PyObject *arguments, PyObject *keywords);

/* Allocates an object of a heap type, zeroed. Returns NULL with an exception without memory. */
PyObject *object_alloc(PyTypeObject *type);

/* Frees an object of a heap type. */
void object_free(PyObject *self);

/* text.c */

/* A text given by a caller, as bytes. */
typedef struct {
    const char *ptr;
    size_t len;
    int is_str;      /* a str, not bytes or another buffer */
    int in_points;   /* a str that is not ASCII: offsets in code points and in bytes differ */
    Py_buffer *view; /* the view of a buffer other than bytes; otherwise NULL */
} Text;

/* Reads a text, to be released by text_release. Returns 0, or -1 with an exception. */
int text_of(PyObject *object, Text *text);
void text_release(Text *text);

/* The language of a text given by a caller. */
typedef struct {
    PyObject *code; /* a str, or NULL if unknown; borrowed */
    gaztag_text_options options;
} Language;

/* Reads a str or None, which must outlive the language. Returns 0, or -1 with an exception. */
int language_of(PyObject *object, Language *language);
/* Returns the argument for the library: NULL if the language is unknown. */
const gaztag_text_options *language_options(const Language *language);

/* Reads the arguments (text, *, language=None) of a method. The text must be released. Returns 0,
 * or -1 with an exception. */
int text_arguments(const char *method, PyObject *const *arguments, Py_ssize_t count,
    PyObject *names, PyObject **object, Text *text, Language *language);

/* text_bytes(text): returns the bytes of a text; those of a buffer are copied. */
PyObject *text_bytes(PyObject *module, PyObject *object);

/* Returns the part of a text between two offsets of a mention, as str or bytes. */
PyObject *text_part(PyObject *text, uint64_t start, uint64_t end);

/* Returns a str, or None for NULL. */
PyObject *str_of(gaztag_str text);

/* Raises an error of the library as a Python exception. Returns NULL. */
PyObject *raise_error(const gaztag_error *error);

/* job.c */

/* For texts of at least this length the interpreter's lock is released during the call. A shorter
 * text blocks other threads for about 30 microseconds at most, while getting the lock back from a
 * busy thread takes 5 milliseconds. */
enum { UNLOCKED_FROM = 8192 };

/* A call of the library. It is the first member of a struct with the arguments and the results. */
typedef struct Job {
    /* Makes the call, without the interpreter's lock, possibly on several threads at the same time.
     * Should return soon after `stop` is set. */
    void (*work)(struct Job *);
    /* Releases everything that the job owns except its own memory. Called once, with the
     * interpreter's lock. */
    void (*release)(struct Job *);
    /* NULL, or called again and again while the job runs on other threads, with the interpreter's
     * lock. Returns 0, or -1 with an exception that ends the call. */
    int (*tick)(struct Job *);
    atomic_int stop;
    int is_copy;
} Job;

void job_init(Job *job, void (*work)(Job *), void (*release)(Job *));

/* Runs a job, a struct of `size` bytes, that reads `len` bytes of text. A short text is read on
 * this thread; a long one, or one for several threads, by a copy of the job on new threads, so that
 * this thread can handle signals. Returns the job that was run, to be ended by job_end; or NULL
 * with an exception, when the job has been ended or will be. */
Job *job_run(Job *job, size_t size, size_t len, size_t threads);
void job_end(Job *job);

/* Handles signals at every 1024th index of a loop that creates many objects. Returns 0, or -1 with
 * an exception. */
int poll_signals(size_t index);

/* gazetteer.c */

typedef struct {
    PyObject_HEAD
    gaztag_gazetteer *handle;
    uint32_t len;
    /* Strings of mentions, by the entity's position and by kind, created at their first use. */
    PyObject **ids, **names;
    PyObject *kinds[256];
} GazetteerObject;

extern PyTypeObject *gazetteer_type, *builder_type;
extern PyObject *role_names[];

/* These return borrowed references, which the gazetteer owns. */
PyObject *gazetteer_id(GazetteerObject *self, uint64_t entity);
PyObject *gazetteer_name(GazetteerObject *self, uint64_t entity);
PyObject *gazetteer_kind(GazetteerObject *self, uint32_t kind);
PyObject *role_name(uint32_t role);
/* Returns a new object of the class, which owns the handle; on failure the handle is freed. */
PyObject *gazetteer_of_handle(PyTypeObject *class, gaztag_gazetteer *handle);
const char *bounds_name(uint32_t bounds);

/* tagger.c */

typedef struct {
    PyObject_HEAD
    gaztag_tagger *bytes, *points; /* with offsets in bytes and in code points */
    GazetteerObject *gazetteer;
} TaggerObject;

/* mentions.c */

typedef struct {
    PyObject_VAR_HEAD
    PyObject *text; /* the whole text, or a tuple with the text of each mention */
    TaggerObject *tagger;
    int apart; /* whether text is a tuple */
    gaztag_mention items[1];
} MentionsObject;

extern PyTypeObject *mentions_type, *mention_type;

/* Returns a new object with a copy of the mentions and new references to text and tagger. */
PyObject *mentions_new(
    TaggerObject *tagger, PyObject *text, int apart, const gaztag_mention *items, size_t len);

/* These add the types and functions of a file to the module. They return -1 with an exception. */
int gazetteer_init(PyObject *module);
int builder_init(PyObject *module);
int tagger_init(PyObject *module);
int incremental_init(PyObject *module);
int mentions_init(PyObject *module);
int screener_init(PyObject *module);
int arrow_init(PyObject *module);

#endif
