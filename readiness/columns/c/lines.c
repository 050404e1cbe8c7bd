/* Looks at values that stand in one text, each on a line of its own. */

#include "native.h"

/* The letters of Latin, Greek and Cyrillic beyond ASCII, none of which hides. */
static const uint32_t letters[][2] = {
    {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2AF}, {0x386, 0x3FF}, {0x400, 0x481}, {0x48A, 0x52F},
};

/* Whether a line of UTF-8 is a visible text of not too many characters. */
static bool
is_visible(const unsigned char *at, const unsigned char *end, size_t longest)
{
    if (at == end || *at == ' ' || end[-1] == ' ')
        return false;
    size_t characters = 0;
    for (; at < end; characters++) {
        if (*at < 0x80) {
            if (*at < ' ' || *at > '~')
                return false;
            at++;
            continue;
        }
        if (*at >= 0xE0) /* a sequence of three or four */
            return false;
        uint32_t character = (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
        size_t range = 0, ranges = sizeof letters / sizeof *letters;
        while (range < ranges && character > letters[range][1])
            range++;
        if (range == ranges || character < letters[range][0])
            return false;
        at += 2;
    }
    return characters <= longest;
}

PyDoc_STRVAR(strange_doc,
    "strange(lines, longest, /)\n--\n\n"
    "The numbers of the lines, each with a line feed behind it, that are no visible text of so many\n"
    "characters at most: see `patterns.visible_text`.");

static PyObject *
strange(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *text;
    Py_ssize_t length, longest;
    if (!PyArg_ParseTuple(args, "Un:strange", &text, &longest))
        return NULL;
    const char *lines = PyUnicode_AsUTF8AndSize(text, &length);
    if (!lines)
        return NULL;
    PyObject *found = PyList_New(0);
    const char *end = lines + length, *stop;
    for (Py_ssize_t number = 0; found && (stop = memchr(lines, '\n', (size_t)(end - lines)));
         number++) {
        if (!is_visible((const unsigned char *)lines, (const unsigned char *)stop,
                        (size_t)longest)) {
            PyObject *one = PyLong_FromSsize_t(number);
            if (!one || PyList_Append(found, one))
                Py_CLEAR(found);
            Py_XDECREF(one);
        }
        lines = stop + 1;
    }
    return found;
}

static bool
count_domain(PyObject *counts, const char *at, size_t length, size_t times)
{
    PyObject *domain = PyUnicode_FromStringAndSize(at, (Py_ssize_t)length);
    PyObject *before = domain ? PyDict_GetItemWithError(counts, domain) : NULL;
    PyObject *now = NULL;
    if (domain && !PyErr_Occurred())
        now = PyLong_FromSize_t(times + (before ? PyLong_AsSize_t(before) : 0));
    int failed = now ? PyDict_SetItem(counts, domain, now) : -1;
    Py_XDECREF(domain);
    Py_XDECREF(now);
    return !failed;
}

PyDoc_STRVAR(domains_doc,
    "domains(lines, /)\n--\n\n"
    "What follows the last @ in lines that have one, with the number of lines of each.");

static PyObject *
domains(PyObject *module, PyObject *text)
{
    enum { RECENT = 8 };
    (void)module;
    Py_ssize_t size;
    const char *lines = PyUnicode_AsUTF8AndSize(text, &size);
    if (!lines)
        return NULL;
    struct { const char *at; size_t length, times; } recent[RECENT] = {{0}};
    int next = 0;
    PyObject *counts = PyDict_New();
    const char *end = lines + size, *stop;
    for (; counts && (stop = memchr(lines, '\n', (size_t)(end - lines))); lines = stop + 1) {
        const char *at = stop;
        while (at > lines && at[-1] != '@')
            at--;
        if (at == lines)
            continue;
        size_t length = (size_t)(stop - at);
        int which = 0;
        while (which < RECENT
               && !(recent[which].times && recent[which].length == length
                    && !memcmp(recent[which].at, at, length)))
            which++;
        if (which < RECENT) {
            recent[which].times++;
            continue;
        }
        if (recent[next].times
            && !count_domain(counts, recent[next].at, recent[next].length, recent[next].times))
            Py_CLEAR(counts);
        recent[next].at = at;
        recent[next].length = length;
        recent[next].times = 1;
        next = (next + 1) % RECENT;
    }
    for (int which = 0; counts && which < RECENT; which++)
        if (recent[which].times
            && !count_domain(counts, recent[which].at, recent[which].length, recent[which].times))
            Py_CLEAR(counts);
    return counts;
}

PyDoc_STRVAR(gathered_doc,
    "gathered(lines, entries, size, /)\n--\n\n"
    "For each of so many entries its lines, without the last line feed.\n\n"
    "`entries` has the entry of each line, as unsigned integers in their order.");

static PyObject *
gathered(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *text;
    Py_ssize_t length, size;
    Py_buffer entries;
    if (!PyArg_ParseTuple(args, "Uy*n:gathered", &text, &entries, &size))
        return NULL;
    const char *lines = PyUnicode_AsUTF8AndSize(text, &length);
    if (!lines) {
        PyBuffer_Release(&entries);
        return NULL;
    }
    const uint32_t *rows = entries.buf;
    size_t number = (size_t)entries.len / sizeof *rows, which = 0;
    const char *end = lines + length;
    PyObject *result = PyList_New(size);
    for (Py_ssize_t entry = 0; result && entry < size; entry++) {
        const char *start = lines, *stop = lines;
        for (; which < number && rows[which] == (uint64_t)entry && stop; which++)
            if ((stop = memchr(lines, '\n', (size_t)(end - lines))))
                lines = stop + 1;
        PyObject *mine = stop ? PyUnicode_FromStringAndSize(start, stop - start) : NULL;
        if (!mine || PyList_SetItem(result, entry, mine))
            Py_CLEAR(result);
    }
    bool is_done = which == number && !memchr(lines, '\n', (size_t)(end - lines));
    if (!PyErr_Occurred() && (!result || !is_done)) {
        Py_CLEAR(result);
        PyErr_SetString(PyExc_ValueError, "there must be an entry for each line, in their order");
    }
    PyBuffer_Release(&entries);
    return result;
}

static bool
begins_with(const char *at, const char *text, size_t length)
{
    for (size_t same = 0; same < length; same++)
        if (small(at[same]) != (unsigned char)text[same])
            return false;
    return true;
}

/* Where a text in small letters begins, or `end`, by the first of its signs that names rarely have. */
static const char *
found_by_sign(const char *at, const char *end, const char *text, size_t length, size_t place)
{
    while ((size_t)(end - at) >= length) {
        const char *sign = memchr(at + place, text[place], (size_t)(end - at) - (length - 1));
        if (!sign)
            return end;
        if (begins_with(sign - place, text, length))
            return sign - place;
        at = sign - place + 1;
    }
    return end;
}

/* Where a text in small letters begins, or `end`. Looks at the last character that it could have, and
   goes as far as that allows: Horspool, https://doi.org/10.1002/spe.4380100608 */
static const char *
found_at(const char *at, const char *end, const char *text, size_t length, const size_t *skip)
{
    if (!length)
        return at;
    size_t place = strcspn(text, "#:_{");
    if (place < length)
        return found_by_sign(at, end, text, length, place);
    while ((size_t)(end - at) >= length) {
        unsigned char last = small(at[length - 1]);
        if (last == (unsigned char)text[length - 1] && begins_with(at, text, length))
            return at;
        at += skip[last];
    }
    return end;
}

PyDoc_STRVAR(containing_doc,
    "containing(lines, text, /)\n--\n\n"
    "The numbers of the lines, each with a line feed behind it, that contain a text in any case.\n\n"
    "The text has ASCII in small letters; only the case of such letters is ignored.");

static PyObject *
containing(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *given, *sought;
    Py_ssize_t size, length;
    if (!PyArg_ParseTuple(args, "UU:containing", &given, &sought))
        return NULL;
    const char *at = PyUnicode_AsUTF8AndSize(given, &size);
    const char *text = at ? PyUnicode_AsUTF8AndSize(sought, &length) : NULL;
    if (!text)
        return NULL;
    size_t skip[256];
    for (size_t letter = 0; letter < 256; letter++)
        skip[letter] = (size_t)length;
    for (Py_ssize_t place = 0; place + 1 < length; place++)
        skip[(unsigned char)text[place]] = (size_t)(length - 1 - place);
    PyObject *found = PyList_New(0);
    const char *line = at, *end = at + size, *stop;
    Py_ssize_t number = 0;
    while (found && (at = found_at(line, end, text, (size_t)length, skip)) < end) {
        while ((stop = memchr(line, '\n', (size_t)(end - line))) && stop < at) {
            line = stop + 1;
            number++;
        }
        PyObject *one = PyLong_FromSsize_t(number++);
        if (!one || PyList_Append(found, one))
            Py_CLEAR(found);
        Py_XDECREF(one);
        line = stop ? stop + 1 : end;
    }
    return found;
}

PyMethodDef containing_method = {"containing", containing, METH_VARARGS, containing_doc};
PyMethodDef strange_method = {"strange", strange, METH_VARARGS, strange_doc};
PyMethodDef gathered_method = {"gathered", gathered, METH_VARARGS, gathered_doc};
PyMethodDef domains_method = {"domains", domains, METH_O, domains_doc};
