/* The module, and its types. */

#include "module.h"

PyTypeObject *add_type(PyObject *module, PyType_Spec *spec) {
    PyObject *type = PyType_FromSpec(spec);
    if (type == NULL) {
        return NULL;
    }
    Py_INCREF(type);
    if (PyModule_AddObject(module, strrchr(spec->name, '.') + 1, type) < 0) {
        Py_DECREF(type);
        Py_DECREF(type);
        return NULL;
    }
    return (PyTypeObject *)type;
}

/* One state for all of a process: interpreters beside the main one are not served, and CPython says so when they import it. */
static struct PyModuleDef module_def = {PyModuleDef_HEAD_INIT, .m_name = "gaztag._gaztag", .m_doc = "gaztag over its C interface.", .m_size = -1};

PyMODINIT_FUNC PyInit__gaztag(void) {
    if (gaztag_abi_version() != GAZTAG_ABI_VERSION) {
        PyErr_SetString(PyExc_ImportError, "gaztag was linked with a library of another ABI than its header");
        return NULL;
    }
    PyObject *module = PyModule_Create(&module_def);
    if (module == NULL) {
        return NULL;
    }
    PyObject *data_version = str_of(gaztag_data_version());
    if (gazetteer_init(module) < 0 || builder_init(module) < 0 || tagger_init(module) < 0 || mentions_init(module) < 0 || stream_init(module) < 0 || arrow_init(module) < 0
        || PyModule_AddStringConstant(module, "version", gaztag_version_string()) < 0 || data_version == NULL || PyModule_AddObject(module, "data_version", data_version) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
