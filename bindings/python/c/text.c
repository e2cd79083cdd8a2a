/* Texts from Python, strings for Python, and errors. */

#include "module.h"

static PyObject *raise(const char *code, PyObject *message, uint32_t line, uint32_t column, uint64_t offset);

int text_of(PyObject *object, Text *text) {
    text->has_view = text->in_points = text->is_str = 0;
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
                PyObject *message = PyUnicode_FromFormat("lone surrogate at character %zd, which no text has; see how the text was decoded, or tag text.encode('utf-8', 'replace')", at);
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
    if (PyObject_GetBuffer(object, &text->view, PyBUF_SIMPLE) < 0) {
        if (PyErr_ExceptionMatches(PyExc_TypeError)) {
            PyErr_Clear();
            PyErr_Format(PyExc_TypeError, "a text is str, bytes or another buffer of bytes, not %R", (PyObject *)Py_TYPE(object));
        }
        return -1;
    }
    text->has_view = 1;
    text->ptr = text->view.buf;
    text->len = (size_t)text->view.len;
    return 0;
}

void text_release(Text *text) {
    if (text->has_view) {
        PyBuffer_Release(&text->view);
    }
}

PyObject *text_part(PyObject *text, uint64_t start, uint64_t end) {
    if (PyUnicode_Check(text)) {
        return PyUnicode_Substring(text, (Py_ssize_t)start, (Py_ssize_t)end);
    }
    Text bytes;
    if (text_of(text, &bytes) < 0) {
        return NULL;
    }
    /* A bytearray may have been cut since. */
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

/* Raises gaztag.Error; takes the message over. */
static PyObject *raise(const char *code, PyObject *message, uint32_t line, uint32_t column, uint64_t offset) {
    if (message == NULL) {
        return NULL;
    }
    PyObject *module = PyImport_ImportModule("gaztag._error");
    PyObject *type = module == NULL ? NULL : PyObject_GetAttrString(module, "Error");
    PyObject *error = type == NULL ? NULL : PyObject_CallFunction(type, "OsIIK", message, code, (unsigned int)line, (unsigned int)column, (unsigned long long)offset);
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
    {GAZTAG_ERR_NULL, "null"},   {GAZTAG_ERR_ARG, "argument"},    {GAZTAG_ERR_UTF8, "utf8"},   {GAZTAG_ERR_TOO_LARGE, "too_large"},     {GAZTAG_ERR_PARSE, "parse"}, {GAZTAG_ERR_VERSION, "version"},
    {GAZTAG_ERR_CORRUPT, "corrupt"}, {GAZTAG_ERR_STATE, "state"}, {GAZTAG_ERR_UNSUPPORTED, "unsupported"}, {GAZTAG_ERR_IO, "io"},
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
    return raise(code, PyUnicode_DecodeUTF8(error->message, (Py_ssize_t)strlen(error->message), "replace"), error->line, error->column, error->offset);
}

PyObject *not_made_so(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
    (void)arguments;
    (void)keywords;
    return PyErr_Format(PyExc_TypeError, "%R is made by taggers, not called", type);
}

void object_free(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

