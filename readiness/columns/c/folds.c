/* Folds the lines of a column at once, as far as that needs no letters beyond ASCII. */

#include "native.h"

/* Whether no line is empty or has a blank at an end, and all have visible ASCII and blanks alone. No
   branch, so that the compiler can do sixteen characters at a time. */
static bool
are_trim(const char *lines, size_t length)
{
    bool is_odd = length && (lines[0] == '\n' || lines[0] == ' ');
    unsigned char odd = 0;
    for (size_t at = 0; at < length; at++) {
        unsigned char character = (unsigned char)lines[at];
        odd |= (unsigned char)((character != '\n') & ((unsigned char)(character - ' ') > '~' - ' '));
    }
    for (size_t at = 1; at < length; at++) {
        char before = lines[at - 1], character = lines[at];
        odd |= (unsigned char)(((before == '\n') & ((character == ' ') | (character == '\n')))
                               | ((before == ' ') & (character == '\n')));
    }
    return !is_odd && !odd;
}

PyDoc_STRVAR(is_trim_doc,
    "is_trim(lines, /)\n--\n\n"
    "Whether all lines, each with a line feed behind it, are visible ASCII without outer blanks.");

static PyObject *
is_trim(PyObject *module, PyObject *text)
{
    (void)module;
    Py_ssize_t length;
    const char *lines = PyUnicode_AsUTF8AndSize(text, &length);
    return lines ? PyBool_FromLong(are_trim(lines, (size_t)length)) : NULL;
}

/* The number of characters of the type that a trim line begins with, if it is a usual one and an
   address follows it; 0 if not. */
static size_t
usual_type(const char *line, size_t length)
{
    bool is_smtp = is_of(line, length, "smtp:", 5);
    /* in mixed case it is rare, and the rare is left to Python */
    if (is_smtp && ((line[0] == 'S') != (line[1] == 'M') || (line[0] == 'S') != (line[2] == 'T')
                    || (line[0] == 'S') != (line[3] == 'P')))
        return 0;
    size_t type = is_smtp || is_of(line, length, "x500:", 5) ? 5
        : is_of(line, length, "sip:", 4) ? 4 : 0;
    if (!type || length == type || line[type] == ' ' || line[type] == ':'
        || (is_smtp && is_of(line + type, length - type, "smtp:", 5)))
        return 0;
    return type;
}

PyDoc_STRVAR(bare_proxies_doc,
    "bare_proxies(lines, /)\n--\n\n"
    "Proxy addresses, each with a line feed behind it, without `SMTP:`; None if one is unusual.");

static PyObject *
bare_proxies(PyObject *module, PyObject *text)
{
    (void)module;
    Py_ssize_t size;
    const char *line = PyUnicode_AsUTF8AndSize(text, &size), *stop;
    if (!line)
        return NULL;
    if (!are_trim(line, (size_t)size))
        Py_RETURN_NONE;
    Buffer bare = {0};
    bool is_usual = true, is_fine = reserve(&bare, (size_t)size); /* once: nothing gets longer */
    for (const char *end = line + size; is_fine && (stop = memchr(line, '\n', (size_t)(end - line)));
         line = stop + 1) {
        size_t type = usual_type(line, (size_t)(stop - line));
        if (!type) {
            is_usual = false;
            break;
        }
        const char *from = small(line[1]) == 'm' ? line + type : line; /* the others keep theirs */
        is_fine = append(&bare, from, (size_t)(stop + 1 - from));
    }
    PyObject *result = !is_fine ? NULL
        : is_usual ? PyUnicode_FromStringAndSize(bare.at, (Py_ssize_t)bare.used)
        : Py_NewRef(Py_None);
    PyMem_Free(bare.at);
    return result;
}

PyDoc_STRVAR(has_loose_comma_doc,
    "has_loose_comma(text, /)\n--\n\n"
    "Whether a blank follows a comma that no backslash escapes.");

static PyObject *
has_loose_comma(PyObject *module, PyObject *text)
{
    (void)module;
    Py_ssize_t length;
    const char *at = PyUnicode_AsUTF8AndSize(text, &length);
    if (!at)
        return NULL;
    unsigned char found = length > 1 && at[0] == ',' && at[1] == ' ';
    for (Py_ssize_t place = 1; place + 1 < length; place++)
        found |= (unsigned char)((at[place] == ',') & (at[place + 1] == ' ')
                                 & (at[place - 1] != '\\'));
    return PyBool_FromLong(found);
}

PyMethodDef is_trim_method = {"is_trim", is_trim, METH_O, is_trim_doc};
PyMethodDef bare_proxies_method = {"bare_proxies", bare_proxies, METH_O, bare_proxies_doc};
PyMethodDef has_loose_comma_method = {
    "has_loose_comma", has_loose_comma, METH_O, has_loose_comma_doc,
};
