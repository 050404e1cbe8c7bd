/* Reads objects of JSON that have the same names in the same order into a list for each name.

   Plain texts, words, and lists and objects of them are read here. Numbers, texts with escapes, and
   whatever is damaged, are left to Python's own decoder. */

#include "native.h"

enum { MOST_NAMES = 256 };

typedef struct {
    PyObject *text, *scan; /* what Python's decoder is called with, and it itself */
    const char *at, *end;
    const char *counted; /* up to here so many characters were counted: the decoder counts by them */
    Py_ssize_t characters;
} Json;

typedef struct {
    const char *at; /* with the quotation mark behind it */
    size_t length;
    PyObject *values; /* that the columns hold */
} Name;

static void
skip_blanks(Json *json)
{
    while (json->at < json->end
           && (*json->at == ' ' || *json->at == '\n' || *json->at == '\t' || *json->at == '\r'))
        json->at++;
}

static bool
take(Json *json, char character)
{
    skip_blanks(json);
    bool is_next = json->at < json->end && *json->at == character;
    json->at += is_next;
    return is_next;
}

/* The quotation mark that ends the text from here on; NULL if the text is not plain. */
static const char *
end_of_text(const Json *json)
{
    for (const char *at = json->at; at < json->end; at++) {
        if (*at == '"')
            return at;
        if (*at == '\\' || (unsigned char)*at < ' ')
            return NULL;
    }
    return NULL;
}

/* A text, behind whose first quotation mark we are; NULL without an error if it is not plain. */
static PyObject *
plain_text(Json *json)
{
    const char *stop = end_of_text(json);
    if (!stop)
        return NULL;
    PyObject *text = PyUnicode_FromStringAndSize(json->at, stop - json->at);
    json->at = stop + 1;
    return text;
}

static bool
take_word(Json *json, const char *word)
{
    size_t length = strlen(word);
    bool is_next = (size_t)(json->end - json->at) >= length && !memcmp(json->at, word, length);
    json->at += is_next ? length : 0;
    return is_next;
}

/* Whatever comes next, by Python's decoder. */
static PyObject *
decoded(Json *json)
{
    for (; json->counted < json->at; json->counted++) /* a character has one octet that begins it */
        json->characters += ((unsigned char)*json->counted & 0xC0) != 0x80;
    PyObject *index = PyLong_FromSsize_t(json->characters);
    PyObject *found = index ? PyObject_CallFunctionObjArgs(json->scan, json->text, index, NULL) : NULL;
    PyObject *value = NULL;
    Py_ssize_t end;
    if (found && PyArg_ParseTuple(found, "On:decoded", &value, &end)) {
        Py_INCREF(value);
        for (; json->at < json->end && json->characters < end; json->characters++)
            do
                json->at++;
            while (json->at < json->end && ((unsigned char)*json->at & 0xC0) == 0x80);
        json->counted = json->at;
    }
    Py_XDECREF(index);
    Py_XDECREF(found);
    return value;
}

static PyObject *read_value(Json *json);

/* The values of a list behind whose bracket we are; NULL, perhaps without an error, if it is none. */
static PyObject *
read_list(Json *json)
{
    PyObject *list = PyList_New(0);
    if (!list || take(json, ']'))
        return list;
    int failed;
    do {
        PyObject *value = read_value(json);
        failed = value ? PyList_Append(list, value) : -1;
        Py_XDECREF(value);
    } while (!failed && take(json, ','));
    if (failed || !take(json, ']'))
        Py_CLEAR(list);
    return list;
}

/* The same of an inner object. */
static PyObject *
read_inner(Json *json)
{
    PyObject *inner = PyDict_New();
    if (!inner || take(json, '}'))
        return inner;
    int failed;
    do {
        skip_blanks(json);
        PyObject *name = json->at < json->end && *json->at == '"' ? read_value(json) : NULL;
        PyObject *value = name && take(json, ':') ? read_value(json) : NULL;
        failed = value ? PyDict_SetItem(inner, name, value) : -1;
        Py_XDECREF(name);
        Py_XDECREF(value);
    } while (!failed && take(json, ','));
    if (failed || !take(json, '}'))
        Py_CLEAR(inner);
    return inner;
}

/* One of both, counted as Python's decoder counts it: what is read here, it can read once more. */
static PyObject *
read_nested(Json *json, PyObject *(*read)(Json *))
{
    if (Py_EnterRecursiveCall(" while JSON is read"))
        return NULL;
    PyObject *value = read(json);
    Py_LeaveRecursiveCall();
    return value;
}

static PyObject *
read_value(Json *json)
{
    if (take(json, '['))
        return read_nested(json, read_list);
    if (take(json, '{'))
        return read_nested(json, read_inner);
    const char *begin = json->at;
    PyObject *value = take(json, '"') ? plain_text(json)
        : take_word(json, "null") ? Py_NewRef(Py_None)
        : take_word(json, "true") ? Py_NewRef(Py_True)
        : take_word(json, "false") ? Py_NewRef(Py_False)
        : NULL;
    if (value || PyErr_Occurred())
        return value;
    json->at = begin;
    return decoded(json);
}

/* Go to the next object, past commas that there may be; whether there is one, or something else. */
static bool
go_on(Json *json)
{
    while (take(json, ','))
        continue;
    return json->at < json->end;
}

/* Read objects up to the end of the text; whether there are some, with the names of the first one. */
static bool
read_objects(Json *json, PyObject *columns)
{
    Name names[MOST_NAMES], *name;
    size_t number = 0;
    for (bool is_first = true; go_on(json); is_first = false) {
        size_t which = 0;
        if (!take(json, '{'))
            return false;
        do {
            if (!take(json, '"') || which == MOST_NAMES)
                return false;
            name = &names[which++];
            if (is_first) {
                name->at = json->at;
                PyObject *text = plain_text(json);
                if (!text)
                    return false;
                name->length = (size_t)(json->at - name->at);
                /* a name that comes twice counts once */
                name->values = PyDict_Contains(columns, text) ? NULL : PyList_New(0);
                int failed = name->values ? PyDict_SetItem(columns, text, name->values) : -1;
                Py_XDECREF(name->values);
                Py_DECREF(text);
                if (failed)
                    return false;
            } else if (which > number || (size_t)(json->end - json->at) < name->length
                       || memcmp(json->at, name->at, name->length))
                return false;
            else
                json->at += name->length;
            PyObject *value = take(json, ':') ? read_value(json) : NULL;
            int failed = value ? PyList_Append(name->values, value) : -1;
            Py_XDECREF(value);
            if (failed)
                return false;
        } while (take(json, ','));
        if (!take(json, '}') || (!is_first && which != number))
            return false;
        number = which;
    }
    return number;
}

PyDoc_STRVAR(json_columns_doc,
    "json_columns(text, scan, /)\n--\n\n"
    "The values of each name of the objects, between which there may be commas, in a text in JSON;\n"
    "None if they have not the same names in the same order. `scan` decodes a value of a text from\n"
    "a place on, and returns it beside the place behind it, as `json.JSONDecoder.raw_decode` does.");

static PyObject *
json_columns(PyObject *module, PyObject *args)
{
    (void)module;
    Json json = {0};
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "UO:json_columns", &json.text, &json.scan))
        return NULL;
    json.at = json.counted = PyUnicode_AsUTF8AndSize(json.text, &length);
    PyObject *columns = json.at ? PyDict_New() : NULL;
    if (!columns)
        return NULL;
    json.end = json.at + length;
    bool is_read = false;
    if (!Py_EnterRecursiveCall(" while JSON is read")) { /* for the object around the values */
        is_read = read_objects(&json, columns);
        Py_LeaveRecursiveCall();
    }
    if (is_read)
        return columns;
    Py_DECREF(columns);
    /* what the decoder cannot read, somebody else has to tell */
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_ValueError)
        && !PyErr_ExceptionMatches(PyExc_RecursionError))
        return NULL;
    PyErr_Clear();
    Py_RETURN_NONE;
}

PyMethodDef json_columns_method = {"json_columns", json_columns, METH_VARARGS, json_columns_doc};
