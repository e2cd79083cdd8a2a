/* Texts from Python, strings for Python, and errors. */

#include "module.h"

static PyObject *raise(
    const char *code, PyObject *message, uint32_t line, uint32_t column, uint64_t offset);

/* Returns 0, or -1 with an exception for a buffer that is not a contiguous sequence of bytes.
 * Characters of four bytes, numbers and rows of a table would be read as something else. */
static int check_run_of_bytes(PyObject *object, const Py_buffer *view) {
    static const char help[] =
        "give a str (such as \"\".join(text)), or the bytes (such as text.tobytes())";
    const char *format = view->format == NULL ? "B" : view->format;
    /* ctypes writes the byte order first, which has no meaning for single bytes. */
    const char *item = strchr("@=<>!", format[0]) == NULL ? format : format + 1;
    if (view->itemsize != 1
        || (strcmp(item, "b") != 0 && strcmp(item, "B") != 0 && strcmp(item, "c") != 0)) {
        PyErr_Format(PyExc_TypeError,
            "a text must be str or a contiguous buffer of bytes, not %R with items of %zd byte%s "
            "and the format '%s'; %s",
            (PyObject *)Py_TYPE(object), view->itemsize, view->itemsize == 1 ? "" : "s", format,
            help);
        return -1;
    }
    if (view->ndim != 1) {
        PyErr_Format(PyExc_TypeError,
            "a text must be str or a contiguous buffer of bytes, not %R with %d dimensions; %s",
            (PyObject *)Py_TYPE(object), view->ndim, help);
        return -1;
    }
    int has_gaps = (view->strides != NULL && view->strides[0] != 1 && view->len > 1)
        || (view->suboffsets != NULL && view->suboffsets[0] >= 0);
    if (has_gaps) {
        PyErr_Format(PyExc_TypeError,
            "a text must be str or a contiguous buffer of bytes, not %R with gaps between its "
            "items; %s",
            (PyObject *)Py_TYPE(object), help);
        return -1;
    }
    return 0;
}

int text_of(PyObject *object, Text *text) {
    text->in_points = text->is_str = 0;
    text->view = NULL;
    if (PyUnicode_Check(object)) {
        Py_ssize_t len;
        text->ptr = PyUnicode_AsUTF8AndSize(object, &len);
        if (text->ptr == NULL) {
            if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
                PyObject *type, *error, *traceback;
                PyErr_Fetch(&type, &error, &traceback);
                PyErr_NormalizeException(&type, &error, &traceback);
                Py_ssize_t at = 0;
                PyUnicodeEncodeError_GetStart(error, &at);
                Py_XDECREF(type);
                Py_XDECREF(error);
                Py_XDECREF(traceback);
                PyObject *message = PyUnicode_FromFormat(
                    "lone surrogate at character %zd; check how the text was decoded, or tag "
                    "text.encode('utf-8', 'replace')",
                    at);
                raise("surrogate", message, 0, 0, (uint64_t)at);
            }
            return -1;
        }
        text->len = (size_t)len;
        text->is_str = 1;
        text->in_points = PyUnicode_GetLength(object) != len;
        return 0;
    }
    if (PyBytes_Check(object)) {
        char *ptr;
        Py_ssize_t len;
        PyBytes_AsStringAndSize(object, &ptr, &len);
        text->ptr = ptr;
        text->len = (size_t)len;
        return 0;
    }
    text->view = PyMem_Malloc(sizeof *text->view);
    if (text->view == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    /* Requests all information, so that check_run_of_bytes can refuse with a clear message. */
    if (PyObject_GetBuffer(object, text->view, PyBUF_FULL_RO) < 0) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Clear();
            PyErr_Format(PyExc_TypeError,
                "a text must be str, bytes or another buffer of bytes, not %R",
                (PyObject *)Py_TYPE(object));
        }
        PyMem_Free(text->view);
        text->view = NULL;
        return -1;
    }
    if (check_run_of_bytes(object, text->view) < 0) {
        text_release(text);
        return -1;
    }
    text->ptr = text->view->buf;
    text->len = (size_t)text->view->len;
    return 0;
}

void text_release(Text *text) {
    if (text->view != NULL) {
        PyBuffer_Release(text->view);
        PyMem_Free(text->view);
        text->view = NULL;
    }
}

int language_of(PyObject *object, Language *language) {
    *language = (Language){NULL, {sizeof language->options, NULL, 0}};
    if (object == Py_None) {
        return 0;
    }
    if (!PyUnicode_Check(object)) {
        PyErr_Format(PyExc_TypeError,
            "language must be an ISO 639 code as str, such as 'en', or None, not %R",
            (PyObject *)Py_TYPE(object));
        return -1;
    }
    Py_ssize_t len = 0;
    language->code = object;
    language->options.language = PyUnicode_AsUTF8AndSize(object, &len);
    language->options.language_len = (size_t)len;
    if (language->options.language != NULL) {
        return 0;
    }
    if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
        PyErr_Clear();
        raise("argument",
            PyUnicode_FromFormat(
                "the language %A has a lone surrogate; expected an ISO 639 code such as 'en'",
                object),
            0, 0, 0);
    }
    return -1;
}

const gaztag_text_options *language_options(const Language *language) {
    return language->code == NULL ? NULL : &language->options;
}

int text_arguments(const char *method, PyObject *const *arguments, Py_ssize_t count,
    PyObject *names, PyObject **object, Text *text, Language *language) {
    if (count != 1) {
        PyErr_Format(PyExc_TypeError,
            "%s() takes one text, not %zd; give language as a keyword argument", method, count);
        return -1;
    }
    *object = arguments[0];
    PyObject *code = Py_None;
    for (Py_ssize_t i = 0; names != NULL && i < PyTuple_Size(names); i++) {
        PyObject *name = PyTuple_GetItem(names, i);
        if (PyUnicode_CompareWithASCIIString(name, "language") != 0) {
            PyErr_Format(
                PyExc_TypeError, "%s() got an unexpected keyword argument %R", method, name);
            return -1;
        }
        code = arguments[count + i];
    }
    return language_of(code, language) < 0 ? -1 : text_of(*object, text);
}

PyObject *text_bytes(PyObject *module, PyObject *object) {
    (void)module;
    Text text;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    PyObject *bytes = PyBytes_FromStringAndSize(text.ptr, (Py_ssize_t)text.len);
    text_release(&text);
    return bytes;
}

PyObject *text_part(PyObject *text, uint64_t start, uint64_t end) {
    if (PyUnicode_Check(text)) {
        return PyUnicode_Substring(text, (Py_ssize_t)start, (Py_ssize_t)end);
    }
    Text bytes;
    if (text_of(text, &bytes) < 0) {
        return NULL;
    }
    /* A bytearray may have become shorter after it was tagged. */
    end = end < bytes.len ? end : bytes.len;
    start = start < end ? start : end;
    PyObject *part = PyBytes_FromStringAndSize(bytes.ptr + start, (Py_ssize_t)(end - start));
    text_release(&bytes);
    return part;
}

PyObject *str_of(gaztag_str text) {
    if (text.ptr == NULL) {
        Py_RETURN_NONE;
    }
    return PyUnicode_DecodeUTF8(text.ptr, (Py_ssize_t)text.len, "replace");
}

/* Raises gaztag.Error, and returns NULL. Takes ownership of the message. */
static PyObject *raise(
    const char *code, PyObject *message, uint32_t line, uint32_t column, uint64_t offset) {
    if (message == NULL) {
        return NULL;
    }
    PyObject *module = PyImport_ImportModule("gaztag._error");
    PyObject *type = module == NULL ? NULL : PyObject_GetAttrString(module, "Error");
    PyObject *error = type == NULL
        ? NULL
        : PyObject_CallFunction(type, "OsIIK", message, code, (unsigned int)line,
              (unsigned int)column, (unsigned long long)offset);
    if (error != NULL) {
        PyErr_SetObject(type, error);
    }
    Py_DECREF(message);
    Py_XDECREF(module);
    Py_XDECREF(type);
    Py_XDECREF(error);
    return NULL;
}

static const struct {
    gaztag_status status;
    const char *code;
} codes[] = {
    {GAZTAG_ERR_NULL, "null"},
    {GAZTAG_ERR_ARG, "argument"},
    {GAZTAG_ERR_UTF8, "utf8"},
    {GAZTAG_ERR_TOO_LARGE, "too_large"},
    {GAZTAG_ERR_PARSE, "parse"},
    {GAZTAG_ERR_VERSION, "version"},
    {GAZTAG_ERR_CORRUPT, "corrupt"},
    {GAZTAG_ERR_STATE, "state"},
    {GAZTAG_ERR_UNSUPPORTED, "unsupported"},
    {GAZTAG_ERR_IO, "io"},
    {GAZTAG_ERR_AMBIGUOUS, "ambiguous"},
    {GAZTAG_ERR_UNKNOWN, "unknown"},
};

PyObject *raise_error(const gaztag_error *error) {
    if (error->code == GAZTAG_ERR_NOMEM) {
        return PyErr_NoMemory();
    }
    const char *code = "internal";
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (codes[i].status == error->code) {
            code = codes[i].code;
        }
    }
    return raise(code,
        PyUnicode_DecodeUTF8(error->message, (Py_ssize_t)strlen(error->message), "replace"),
        error->line, error->column, error->offset);
}
