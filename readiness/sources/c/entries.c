/* The module readiness.sources._native: entries out of LDAP messages, and into LDIF.

   A message comes from a server that may be broken or malicious, so every tag, every length and
   every name is checked. Both functions have twins in Python, for where there was no compiler:
   ber.py and writer.py. */

#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { INTEGER = 0x02, OCTETS = 0x04, SEQUENCE = 0x30, SET = 0x31, ENTRY = 0x64, CONTROLS = 0xA0 };

typedef struct {
    const uint8_t *at, *end;
} Span;

/* Take the element at the beginning of `rest`, which must have this tag, into `content`. */
static bool
take(Span *rest, uint8_t tag, Span *content)
{
    const uint8_t *at = rest->at;
    if (rest->end - at < 2 || *at != tag) {
        PyErr_SetString(PyExc_ValueError, "an element is missing, or is another one");
        return false;
    }
    size_t length = at[1];
    at += 2;
    if (length >= 0x80) {
        size_t size = length - 0x80;
        /* none at all would stand for an end that is marked, which LDAP does not use:
           https://www.rfc-editor.org/rfc/rfc4511#section-5.1 */
        if (size < 1 || size > 4 || (size_t)(rest->end - at) < size) {
            PyErr_SetString(PyExc_ValueError, "a length is none");
            return false;
        }
        for (length = 0; size; size--)
            length = length << 8 | *at++;
    }
    if ((size_t)(rest->end - at) < length) {
        PyErr_SetString(PyExc_ValueError, "an element is longer than what it is in");
        return false;
    }
    content->at = at;
    content->end = rest->at = at + length;
    return true;
}

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool
is_letter(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether this names an attribute, by a word or by numbers with dots between them, perhaps with
   options such as a range: https://www.rfc-editor.org/rfc/rfc4512#section-2.5 */
static bool
is_name(const uint8_t *at, const uint8_t *end)
{
    if (at < end && is_letter(*at))
        while (at < end && (is_letter(*at) || is_digit(*at) || *at == '-'))
            at++;
    else
        do {
            if (at == end || !is_digit(*at))
                return false;
            while (at < end && is_digit(*at))
                at++;
        } while (at < end && *at == '.' && at++);
    while (at < end) {
        const uint8_t *option = at + 1;
        if (*at++ != ';')
            return false;
        while (at < end && (is_letter(*at) || is_digit(*at) || strchr("=*-", *at)) && *at)
            at++;
        if (at == option)
            return false;
    }
    return true;
}

static PyObject *
octets_in(Span span)
{
    return PyBytes_FromStringAndSize((const char *)span.at, span.end - span.at);
}

/* Append to a list what it owns from now on. */
static bool
append_new(PyObject *list, PyObject *item)
{
    bool is_done = item && PyList_Append(list, item) == 0;
    Py_XDECREF(item);
    return is_done;
}

/* The name and the values of one attribute. */
static PyObject *
attribute_in(Span content)
{
    Span name, set, value;
    if (!take(&content, OCTETS, &name) || !take(&content, SET, &set))
        return NULL;
    if (content.at != content.end || !is_name(name.at, name.end)) {
        PyErr_SetString(PyExc_ValueError, "an attribute has no name, or more than values");
        return NULL;
    }
    PyObject *values = PyList_New(0);
    while (values && set.at < set.end)
        if (!take(&set, OCTETS, &value) || !append_new(values, octets_in(value)))
            Py_CLEAR(values);
    PyObject *called = values ? octets_in(name) : NULL;
    PyObject *both = called ? PyTuple_Pack(2, called, values) : NULL;
    Py_XDECREF(called);
    Py_XDECREF(values);
    return both;
}

PyDoc_STRVAR(entry_doc,
    "entry(message, number, /)\n--\n\n"
    "The DN and the attributes of the entry in a message; None if it is another message, or has\n"
    "another number. ValueError: the message is damaged.");

static PyObject *
entry(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    Span message, whole, number, found, dn, attributes, attribute, controls;
    PyObject *octets;
    long long expected, held = 0;
    if (!PyArg_ParseTuple(arguments, "SL", &octets, &expected))
        return NULL;
    message.at = (const unsigned char *)PyBytes_AsString(octets);
    message.end = message.at + PyBytes_Size(octets);
    if (!take(&message, SEQUENCE, &whole) || !take(&whole, INTEGER, &number))
        return NULL;
    bool is_number = number.end > number.at && number.end - number.at <= 4 && *number.at < 0x80;
    for (; is_number && number.at < number.end; number.at++)
        held = held << 8 | *number.at;
    if (!is_number || held != expected || whole.at == whole.end || *whole.at != ENTRY)
        Py_RETURN_NONE;
    if (!take(&whole, ENTRY, &found) || !take(&found, OCTETS, &dn) ||
        !take(&found, SEQUENCE, &attributes))
        return NULL;
    if (whole.at < whole.end && !take(&whole, CONTROLS, &controls))
        return NULL;
    if (found.at != found.end || whole.at != whole.end || message.at != message.end) {
        PyErr_SetString(PyExc_ValueError, "an entry has more than it should");
        return NULL;
    }
    PyObject *list = PyList_New(0);
    while (list && attributes.at < attributes.end)
        if (!take(&attributes, SEQUENCE, &attribute) || !append_new(list, attribute_in(attribute)))
            Py_CLEAR(list);
    PyObject *called = list ? octets_in(dn) : NULL;
    PyObject *both = called ? PyTuple_Pack(2, called, list) : NULL;
    Py_XDECREF(called);
    Py_XDECREF(list);
    return both;
}

typedef struct {
    char *at;
    size_t used, room;
} Text;

static bool
reserve(Text *text, size_t more)
{
    if (text->at && text->room - text->used >= more)
        return true;
    size_t room = text->room * 2 > 4096 ? text->room * 2 : 4096;
    if (room - text->used < more)
        room = text->used + more; /* a single value may be large, and is mostly alone */
    char *at = PyMem_Realloc(text->at, room);
    if (!at) {
        PyErr_NoMemory();
        return false;
    }
    text->at = at;
    text->room = room;
    return true;
}

static void
add(Text *text, const void *from, size_t length)
{
    memcpy(text->at + text->used, from, length);
    text->used += length;
}

static void
add_base64(Text *text, const uint8_t *from, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *to = text->at + text->used;
    for (; length > 0; from += 3) {
        size_t some = length < 3 ? length : 3;
        uint32_t bits = (uint32_t)from[0] << 16 | (some > 1 ? (uint32_t)from[1] << 8 : 0) |
                        (some > 2 ? from[2] : 0);
        *to++ = digits[bits >> 18];
        *to++ = digits[bits >> 12 & 63];
        *to++ = some > 1 ? digits[bits >> 6 & 63] : '=';
        *to++ = some > 2 ? digits[bits & 63] : '=';
        length -= some;
    }
    text->used = (size_t)(to - text->at);
}

/* SAFE-STRING of https://www.rfc-editor.org/rfc/rfc2849, which also asks for base64 when the last
   character is a blank. */
static bool
is_safe(const uint8_t *at, size_t length)
{
    if (!length || *at == ' ' || *at == ':' || *at == '<' || at[length - 1] == ' ')
        return false;
    for (const uint8_t *end = at + length; at < end; at++)
        if (*at >= 0x80 || *at == '\0' || *at == '\n' || *at == '\r')
            return false;
    return true;
}

/* Add a line for one value. */
static bool
add_line(Text *text, PyObject *name, PyObject *value)
{
    char *called, *held;
    Py_ssize_t name_length, length;
    if (PyBytes_AsStringAndSize(name, &called, &name_length) < 0 ||
        PyBytes_AsStringAndSize(value, &held, &length) < 0)
        return false;
    if (!reserve(text, (size_t)name_length + (size_t)length / 3 * 4 + 8))
        return false;
    add(text, called, (size_t)name_length);
    if (is_safe((const uint8_t *)held, (size_t)length)) {
        add(text, ": ", 2);
        add(text, held, (size_t)length);
    }
    else {
        add(text, ":: ", 3);
        add_base64(text, (const uint8_t *)held, (size_t)length);
    }
    add(text, "\n", 1);
    return true;
}

/* Add the lines of an attribute, which is a tuple of its name and a list of values. */
static bool
add_attribute(Text *text, PyObject *attribute)
{
    PyObject *name, *values;
    char *called;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(attribute, "SO!", &name, &PyList_Type, &values) ||
        PyBytes_AsStringAndSize(name, &called, &length) < 0)
        return false;
    if (!is_name((const uint8_t *)called, (const uint8_t *)called + length)) {
        PyErr_SetString(PyExc_ValueError, "the name of an attribute has characters that no name has");
        return false;
    }
    for (Py_ssize_t at = 0; at < PyList_Size(values); at++)
        if (!add_line(text, name, PyList_GetItem(values, at)))
            return false;
    return true;
}

PyDoc_STRVAR(record_doc,
    "record(dn, attributes, /)\n--\n\n"
    "An entry in LDIF, and the blank line after it. ValueError: the name of an attribute is none.");

static PyObject *
record(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *dn, *attributes, *result = NULL;
    if (!PyArg_ParseTuple(arguments, "SO!", &dn, &PyList_Type, &attributes))
        return NULL;
    PyObject *heading = PyBytes_FromStringAndSize("dn", 2);
    Text text = {0};
    bool is_whole = heading && add_line(&text, heading, dn);
    for (Py_ssize_t at = 0; is_whole && at < PyList_Size(attributes); at++)
        is_whole = add_attribute(&text, PyList_GetItem(attributes, at));
    if (is_whole && reserve(&text, 1)) {
        add(&text, "\n", 1);
        result = PyBytes_FromStringAndSize(text.at, (Py_ssize_t)text.used);
    }
    PyMem_Free(text.at);
    Py_XDECREF(heading);
    return result;
}

static PyMethodDef methods[] = {
    {"entry", entry, METH_VARARGS, entry_doc},
    {"record", record, METH_VARARGS, record_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "readiness.sources._native",
    .m_doc = "Entries out of LDAP messages, and into LDIF, compiled.",
    .m_size = 0,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit__native(void)
{
    return PyModuleDef_Init(&definition);
}
