/* Tells usual addresses from others, and compares those of entries with their names. */

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

static bool
is_letter_or_digit(char character)
{
    return (unsigned char)(small(character) - 'a') < 26 || (unsigned char)(character - '0') < 10;
}

/* Whether a text is an address as nearly all are, which a directory takes for mail and names alike. */
static bool
is_usual_address(const char *at, const char *end)
{
    enum { LOCAL_MAX = 64, DOMAIN_MAX = 48 };
    const char *start = at;
    bool may_end = false; /* not at the beginning, nor behind a dot or, in a domain, a hyphen */
    for (; at < end && *at != '@'; at++) {
        if (is_letter_or_digit(*at) || *at == '-' || *at == '_' || *at == '\'')
            may_end = true;
        else if (*at == '.' && may_end)
            may_end = false;
        else
            return false;
    }
    if (at == end || !may_end || at - start > LOCAL_MAX)
        return false;
    start = ++at;
    may_end = false;
    for (; at < end; at++) {
        if (is_letter_or_digit(*at))
            may_end = true;
        else if ((*at == '.' || *at == '-') && may_end)
            may_end = false;
        else
            return false;
    }
    return may_end && at - start <= DOMAIN_MAX;
}

/* Whether a text is a usual address behind a type, or the name of a mailbox in X.500. */
static bool
is_usual_proxy(const char *at, const char *end)
{
    static const char types[][6] = {"SMTP:", "smtp:", "SIP:", "sip:"};
    enum { X500_MAX = 251 };
    for (size_t which = 0; which < sizeof types / sizeof *types; which++) {
        size_t length = strlen(types[which]);
        if ((size_t)(end - at) > length && !memcmp(at, types[which], length))
            return is_usual_address(at + length, end);
    }
    if (end - at < 5 || end - at > X500_MAX || !is_of(at, 5, "x500:", 5) || end[-1] == ' ')
        return false;
    while (at < end && *at >= ' ' && *at <= '~' && *at != '@')
        at++;
    return at == end;
}

PyDoc_STRVAR(unusual_doc,
    "unusual(lines, are_typed, /)\n--\n\n"
    "The lines, by their number, that are no address as nearly all are, with or without a type.");

static PyObject *
unusual(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *text;
    Py_ssize_t size;
    int are_typed;
    if (!PyArg_ParseTuple(args, "Up:unusual", &text, &are_typed))
        return NULL;
    const char *line = PyUnicode_AsUTF8AndSize(text, &size);
    if (!line)
        return NULL;
    PyObject *found = PyDict_New();
    const char *end = line + size, *stop;
    for (Py_ssize_t number = 0; found && (stop = memchr(line, '\n', (size_t)(end - line)));
         number++, line = stop + 1) {
        if (are_typed ? is_usual_proxy(line, stop) : is_usual_address(line, stop))
            continue;
        PyObject *key = PyLong_FromSsize_t(number);
        PyObject *value = key ? PyUnicode_FromStringAndSize(line, stop - line) : NULL;
        if (!value || PyDict_SetItem(found, key, value))
            Py_CLEAR(found);
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    return found;
}

PyMethodDef unusual_method = {"unusual", unusual, METH_VARARGS, unusual_doc};
