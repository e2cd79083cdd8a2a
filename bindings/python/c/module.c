/* The module. */

#include "module.h"

/* The interpreter that imported the module first. The types belong to it; others are refused. */
static int64_t interpreter = -1;

/* Raises ImportError in another interpreter. The package calls it, because CPython shares the
 * module with other interpreters without calling PyInit__gaztag again. */
static PyObject *check_interpreter(PyObject *module, PyObject *unused) {
    (void)module;
    (void)unused;
    if (PyInterpreterState_GetID(PyInterpreterState_Get()) != interpreter) {
        PyErr_SetString(PyExc_ImportError,
            "gaztag supports one interpreter in a process, and another one has imported it");
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"check_interpreter", check_interpreter, METH_NOARGS, NULL},
    {"text_bytes", text_bytes, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module_def = {PyModuleDef_HEAD_INIT, .m_name = "gaztag._gaztag",
    .m_doc = "The types of gaztag, on top of its C interface.", .m_size = -1,
    .m_methods = functions};

PyMODINIT_FUNC PyInit__gaztag(void) {
    if (gaztag_abi_version() != GAZTAG_ABI_VERSION) {
        PyErr_SetString(PyExc_ImportError,
            "gaztag was linked with a library whose ABI differs from that of its header");
        return NULL;
    }
    if (interpreter < 0) {
        interpreter = PyInterpreterState_GetID(PyInterpreterState_Get());
    } else if (interpreter != PyInterpreterState_GetID(PyInterpreterState_Get())) {
        return check_interpreter(NULL, NULL);
    }
    PyObject *module = PyModule_Create(&module_def);
    if (module == NULL) {
        return NULL;
    }
    PyObject *data_version = str_of(gaztag_data_version());
    if (gazetteer_init(module) < 0 || builder_init(module) < 0 || tagger_init(module) < 0
        || mentions_init(module) < 0 || incremental_init(module) < 0 || arrow_init(module) < 0
        || screener_init(module) < 0
        || PyModule_AddStringConstant(module, "version", gaztag_version_string()) < 0
        || data_version == NULL || PyModule_AddObject(module, "data_version", data_version) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
