/* The module readiness.columns._native. */

#include "native.h"

static PyMethodDef methods[19]; /* the last one is empty */

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "readiness.columns._native",
    .m_doc = "The loops over lines of LDIF, lines of values, objects of JSON, and hashed keys, compiled.",
    .m_size = 0,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit__native(void)
{
    prepare_columns();
    prepare_key_words();
    methods[0] = columns_method;
    methods[1] = strange_method;
    methods[2] = gathered_method;
    methods[3] = domains_method;
    methods[4] = hashed_method;
    methods[5] = paired_method;
    methods[6] = scattered_method;
    methods[7] = repeated_method;
    methods[8] = containing_method;
    methods[9] = addressed_method;
    methods[10] = unusual_method;
    methods[11] = is_trim_method;
    methods[12] = bare_proxies_method;
    methods[13] = has_loose_comma_method;
    methods[14] = key_words_method;
    methods[15] = word_index_method;
    methods[16] = holders_method;
    methods[17] = json_columns_method;
    return PyModuleDef_Init(&definition);
}
