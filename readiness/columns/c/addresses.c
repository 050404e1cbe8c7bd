/* Compares the addresses of entries with their names. */

#include "native.h"

/* Lines of which each belongs to an entry, in the order of the entries. */
struct held {
    const char *at, *end;
    const uint32_t *entries; /* NULL if each entry has one line */
    size_t number, which;
};

/* The next line, if it belongs to an entry. */
static bool
take_line(struct held *lines, size_t entry, const char **line, size_t *length)
{
    if (lines->which == lines->number)
        return false;
    size_t holder = lines->entries ? lines->entries[lines->which] : lines->which;
    const char *stop = holder == entry
        ? memchr(lines->at, '\n', (size_t)(lines->end - lines->at)) : NULL;
    if (!stop)
        return false;
    *line = lines->at;
    *length = (size_t)(stop - lines->at);
    lines->at = stop + 1;
    lines->which++;
    return true;
}

static bool
is_same(const char *one, const char *other, size_t length)
{
    for (size_t place = 0; place < length; place++)
        if (small(one[place]) != small(other[place]))
            return false;
    return true;
}

/* Whether a line begins with a kind, whose small letters stand for both cases. */
static bool
is_of(const char *line, size_t length, const char *kind, size_t kind_length)
{
    if (length < kind_length)
        return false;
    for (size_t place = 0; place < kind_length; place++)
        if (line[place] != kind[place] && small(line[place]) != (unsigned char)kind[place])
            return false;
    return true;
}

/* Whether nothing but the case of its letters could make it another line to who trims and folds. */
static bool
is_plain_line(const char *line, size_t length)
{
    if (length && ((unsigned char)line[0] <= ' ' || (unsigned char)line[length - 1] <= ' '))
        return false;
    for (size_t place = 0; place < length; place++)
        if ((unsigned char)line[place] >= 0x80)
            return false;
    return true;
}

/* What `addressed` tells of one entry. */
static char
marks_of(struct held *addresses, struct held *names, size_t entry, const char *kind,
         size_t kind_length)
{
    enum { TYPED = 1, OTHER = 2, DOUBTFUL = 4, FEW = 100 };
    const char *name, *line, *seen[FEW];
    size_t length, name_length = 0, lengths[FEW], count = 0;
    bool has_name = take_line(names, entry, &name, &name_length) && name_length;
    while (take_line(names, entry, &line, &length))
        has_name = false; /* of several, nobody knows which is meant */
    char marks = 0;
    for (; take_line(addresses, entry, &line, &length); count += count < FEW) {
        if (count == FEW || !is_plain_line(line, length))
            marks |= DOUBTFUL;
        for (size_t before = 0; before < count && !(marks & DOUBTFUL); before++)
            if (lengths[before] == length && is_same(seen[before], line, length))
                marks |= DOUBTFUL;
        if (is_of(line, length, kind, kind_length)) {
            bool is_name = has_name && length - kind_length == name_length
                && is_same(line + kind_length, name, name_length);
            marks |= marks & TYPED || !is_name ? TYPED | OTHER : TYPED;
        }
        if (count < FEW) {
            seen[count] = line;
            lengths[count] = length;
        }
    }
    return marks;
}

PyDoc_STRVAR(addressed_doc,
    "addressed(addresses, entries, names, named, size, kind, /)\n--\n\n"
    "An octet for each of so many entries that tells of its addresses: 1 if there are some of a kind,\n"
    "2 if these are not just one, the name of the entry, 4 if one may come twice.\n\n"
    "`entries` and `named` have the entry of each line, in their order, or are None if each has one.");

static PyObject *
addressed(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *texts[3];
    Py_ssize_t lengths[3], size;
    Py_buffer entries, named;
    if (!PyArg_ParseTuple(args, "Uz*Uz*nU:addressed", &texts[0], &entries, &texts[1], &named, &size,
                          &texts[2]))
        return NULL;
    const char *starts[3];
    bool is_read = size >= 0;
    for (int which = 0; which < 3 && is_read; which++)
        is_read = (starts[which] = PyUnicode_AsUTF8AndSize(texts[which], &lengths[which])) != NULL;
    PyObject *found = is_read ? PyBytes_FromStringAndSize(NULL, size) : NULL;
    if (found) {
        struct held addresses = {starts[0], starts[0] + lengths[0], entries.buf,
                                 entries.buf ? (size_t)entries.len / sizeof(uint32_t) : (size_t)size, 0};
        struct held names = {starts[1], starts[1] + lengths[1], named.buf,
                             named.buf ? (size_t)named.len / sizeof(uint32_t) : (size_t)size, 0};
        char *marks = PyBytes_AsString(found);
        for (size_t entry = 0; entry < (size_t)size; entry++)
            marks[entry] = marks_of(&addresses, &names, entry, starts[2], (size_t)lengths[2]);
    } else if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "there is no negative number of entries");
    PyBuffer_Release(&entries);
    PyBuffer_Release(&named);
    return found;
}

PyMethodDef addressed_method = {"addressed", addressed, METH_VARARGS, addressed_doc};
