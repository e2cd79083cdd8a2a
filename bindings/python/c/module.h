/* gaztag._gaztag: what the files of this folder share. A thin layer over gaztag.h; what need not be fast is written in Python. */

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
/* Every CPython from 3.9 on exports these, with this signature and this layout; the limited API took the first up with 3.10, the others with 3.11. */
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
/* CPython has it since 3.7, with this number; the limited API took it up with 3.10. */
#define METH_FASTCALL 0x0080
#endif

/* text.c */

/* A text of a caller, as bytes. */
typedef struct {
    const char *ptr;
    size_t len;
    int is_str; /* str, not bytes or another buffer */
    int in_points; /* its offsets are in code points, and these are not bytes: a str that is not ASCII */
    Py_buffer *view; /* of a buffer that is not bytes; else NULL */
} Text;

/* Reads a text; -1 with an exception. text_release when it is not used any more. */
int text_of(PyObject *object, Text *text);
void text_release(Text *text);

/* The language of a text, as a caller gave it. */
typedef struct {
    PyObject *code; /* a str; NULL: unknown */
    gaztag_text_options options;
} Language;

/* Reads a str or None, which must outlive the language; -1 with an exception. */
int language_of(PyObject *object, Language *language);
/* What the library takes: NULL if nothing is known. */
const gaztag_text_options *language_options(const Language *language);

/* Reads the arguments (text, *, language=None) of a method; -1 with an exception. */
int text_arguments(const char *method, PyObject *const *arguments, Py_ssize_t count,
    PyObject *names, PyObject **text, Language *language);

/* text_bytes(text): the bytes of a text, copied from a buffer. */
PyObject *text_bytes(PyObject *module, PyObject *object);

/* The part of a text between two offsets of a mention, as str or bytes. */
PyObject *text_part(PyObject *text, uint64_t start, uint64_t end);

PyObject *str_of(gaztag_str text); /* None for NULL */

/* Raises what went wrong. Gives NULL. */
PyObject *raise_error(const gaztag_error *error);

/* tp_new of types that only this module makes objects of. */
PyObject *not_made_so(PyTypeObject *type, PyObject *arguments, PyObject *keywords);

/* Frees an object of a heap type. */
void object_free(PyObject *self);

/* job.c */

/* From this length on the lock of the interpreter is let go while a text is tagged. Below, whoever wants it waits some 30 microseconds at most; to get it back from a busy thread takes 5 milliseconds. */
enum { UNLOCKED_FROM = 8192 };

/* A call of the library with its arguments and results; the first member of a struct that has these. */
typedef struct Job {
    /* Makes the call, on another thread, without the interpreter's lock; on several ones at once if
     * it is run so. Should return soon once `stop` is set. */
    void (*work)(struct Job *);
    /* Gives back everything but its own memory. Whatever happens, with the interpreter's lock. */
    void (*give_back)(struct Job *);
    atomic_int stop;
    int is_copy;
} Job;

void job_init(Job *job, void (*work)(Job *), void (*give_back)(Job *));

/* Runs a job of `size` bytes, which reads `len` bytes: at once if these are few, else as a copy on
 * threads of its own, so that signals are answered. What it was run as, to be ended by job_end; NULL
 * with an exception: then it was ended, or will be. */
Job *job_run(Job *job, size_t size, size_t len, size_t threads);
void job_end(Job *job);

/* In a loop that makes many objects, with the number of each: looks at signals now and then. -1 with
 * an exception. */
int answer_signals(size_t index);

/* gazetteer.c */

typedef struct {
    PyObject_HEAD
    gaztag_gazetteer *handle;
    uint32_t len;
    /* Strings that mentions were asked for, by the entity's position and by kind; made when they
     * are first wanted. */
    PyObject **ids, **names;
    PyObject *kinds[256];
} GazetteerObject;

extern PyTypeObject *gazetteer_type, *builder_type;
extern PyObject *role_names[10];

/* Borrowed, kept by the gazetteer. */
PyObject *gazetteer_id(GazetteerObject *self, uint64_t entity);
PyObject *gazetteer_name(GazetteerObject *self, uint64_t entity);
PyObject *gazetteer_kind(GazetteerObject *self, uint32_t kind);
PyObject *role_name(uint32_t role);
const char *bounds_name(uint32_t bounds);

/* tagger.c */

typedef struct {
    PyObject_HEAD
    gaztag_tagger *bytes, *points; /* the same options, offsets in bytes and in code points */
    GazetteerObject *gazetteer;
} TaggerObject;

extern PyTypeObject *tagger_type, *incremental_type;

/* mentions.c */

typedef struct {
    PyObject_VAR_HEAD
    PyObject *text; /* the text of all; or a tuple with the text of each */
    TaggerObject *tagger;
    int apart; /* whether it is a tuple */
    gaztag_mention items[1];
} MentionsObject;

extern PyTypeObject *mentions_type, *mention_type;

/* A copy of mentions, with new references to text and tagger. */
PyObject *mentions_new(
    TaggerObject *tagger, PyObject *text, int apart, const gaztag_mention *items, size_t len);

/* Every file adds its types and functions; -1 with an exception. */
int gazetteer_init(PyObject *module);
int builder_init(PyObject *module);
int tagger_init(PyObject *module);
int incremental_init(PyObject *module);
int mentions_init(PyObject *module);
int arrow_init(PyObject *module);

/* Makes a type and adds it under the name behind the dot. */
PyTypeObject *add_type(PyObject *module, PyType_Spec *spec);

#endif
