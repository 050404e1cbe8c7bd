/* Reads blocks of LDIF, by column.

   Whatever is not plainly well formed is left to the readers in Python, which know what is wrong with
   it, so all of them lead to the same entries. */

#include "native.h"

/* What is wanted of an attribute, besides the length up to which bytes are left empty. */
#define AS_TEXT (-1)
#define AS_CLASSES (-2) /* as text, without those that every account has */

typedef struct {
    const char *name; /* in lower case */
    size_t length;
    Py_ssize_t how; /* AS_TEXT, AS_CLASSES, or a length */
    Buffer text;    /* its values, each with a line feed behind it */
    Buffer rows;    /* the number of the entry of each value, as uint32_t */
    PyObject *bytes; /* a list of its values, if they are read as bytes */
    PyObject *odd;    /* its values that are no text of one line, by their number; or NULL */
} Column;

/* What becomes of a block. */
typedef enum { READ, NOT_WELL_FORMED, FAILED } Outcome;

/* ---- names: letters, digits and hyphens, whatever their case --------------------------------- */

static unsigned char lower[256]; /* a character of a name in lower case, or 0 */
static signed char sextet[256];  /* what a character of base64 stands for, or -1 */

void
prepare_columns(void)
{
    const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    memset(sextet, -1, sizeof sextet);
    for (int number = 0; number < 64; number++) {
        unsigned char character = (unsigned char)alphabet[number];
        sextet[character] = (signed char)number;
        if (number < 62)
            lower[character] = (unsigned char)(number < 26 ? character + 32 : character);
    }
    lower['-'] = '-';
}

static uint32_t
mixed(uint32_t hash, unsigned char character)
{
    return hash * 33 + character;
}

static bool
is_named(const char *name, size_t length, const char *wanted, size_t wanted_length)
{
    if (length != wanted_length)
        return false;
    for (size_t at = 0; at < length; at++)
        if (lower[(unsigned char)name[at]] != (unsigned char)wanted[at])
            return false;
    return true;
}

/* The columns by the hash of their names, with so many slots that at most one in four is taken: most
   attributes of most entries are wanted by nobody, and their look-up ends at an empty slot. */
typedef struct {
    Column **slots;
    uint32_t mask;
} Directory;

static bool
make_directory(Directory *directory, Column *columns, size_t number)
{
    size_t size = 64;
    while (size < 4 * number)
        size *= 2;
    directory->slots = PyMem_Calloc(size, sizeof *directory->slots);
    if (!directory->slots) {
        PyErr_NoMemory();
        return false;
    }
    directory->mask = (uint32_t)size - 1;
    for (size_t which = 0; which < number; which++) {
        uint32_t hash = 0;
        for (size_t at = 0; at < columns[which].length; at++)
            hash = mixed(hash, (unsigned char)columns[which].name[at]);
        while (directory->slots[hash & directory->mask])
            hash++;
        directory->slots[hash & directory->mask] = &columns[which];
    }
    return true;
}

static Column *
look_up(const Directory *directory, uint32_t hash, const char *name, size_t length)
{
    Column *column;
    for (; (column = directory->slots[hash & directory->mask]); hash++)
        if (is_named(name, length, column->name, column->length))
            return column;
    return NULL;
}

/* A name without options as a block spells it: the same names come again and again. */
typedef struct {
    const char *at; /* in the block */
    size_t length;  /* 0 if there is none as yet */
    Column *column; /* or NULL, if nobody wants it */
} Spelling;

#define SPELLINGS 512

/* The slot of a name; another one may be there. */
static Spelling *
slot_of(Spelling *spellings, const char *name, size_t length)
{
    uint64_t first = 0, last = 0;
    if (length >= sizeof first) {
        memcpy(&first, name, sizeof first);
        memcpy(&last, name + length - sizeof last, sizeof last);
    }
    else
        for (size_t at = 0; at < length; at++)
            first = first << 8 | (unsigned char)name[at];
    uint64_t mixing = (first * 31 + last + length) * 0x9E3779B97F4A7C15u;
    return &spellings[mixing >> 32 & (SPELLINGS - 1)];
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Decodes base64 at least as strictly as Python does; returns the number of bytes, or -1. */
static Py_ssize_t
decoded(const char *from, size_t length, char *to)
{
    const unsigned char *at = (const unsigned char *)from;
    if (length % 4)
        return -1;
    size_t padding = 0;
    while (padding < 2 && padding < length && at[length - 1 - padding] == '=')
        padding++;
    size_t whole = (length - padding) / 4 * 4;
    unsigned char *out = (unsigned char *)to;
    for (const unsigned char *end = at + whole; at < end; at += 4) {
        int a = sextet[at[0]], b = sextet[at[1]], c = sextet[at[2]], d = sextet[at[3]];
        if ((a | b | c | d) < 0)
            return -1;
        *out++ = (unsigned char)(a << 2 | b >> 4);
        *out++ = (unsigned char)(b << 4 | c >> 2);
        *out++ = (unsigned char)(c << 6 | d);
    }
    if (padding) {
        int a = sextet[at[0]], b = sextet[at[1]], c = padding == 1 ? sextet[at[2]] : 0;
        if ((a | b | c) < 0)
            return -1;
        *out++ = (unsigned char)(a << 2 | b >> 4);
        if (padding == 1)
            *out++ = (unsigned char)(b << 4 | c >> 2);
    }
    return (Py_ssize_t)(out - (unsigned char *)to);
}

/* As strictly as Python: https://www.rfc-editor.org/rfc/rfc3629#section-4 */
static bool
is_utf8(const char *value, size_t length)
{
    const unsigned char *at = (const unsigned char *)value, *end = at + length;
    while (at < end) {
        unsigned char lead = *at++;
        if (lead < 0x80)
            continue;
        Py_ssize_t more = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (lead < 0xC2 || lead > 0xF4 || end - at < more)
            return false;
        unsigned char least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        unsigned char most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (*at < least || *at > most)
            return false;
        for (at++; --more; at++)
            if ((*at & 0xC0) != 0x80)
                return false;
    }
    return true;
}

/* Whether bytes are a text of one line; what is no UTF-8 is none. */
static bool
is_line(const char *value, size_t length)
{
    return !memchr(value, '\n', length) && (is_ascii(value, length) || is_utf8(value, length));
}

/* Every account has these classes: they tell nothing, and are most of the values of an export. */
static bool
is_common_class(const char *value, size_t length)
{
    return is_named(value, length, "top", 3) || is_named(value, length, "person", 6)
           || is_named(value, length, "organizationalperson", 20);
}

static bool
add_bytes(Column *column, const char *value, size_t length)
{
    PyObject *bytes = PyBytes_FromStringAndSize(value, (Py_ssize_t)length);
    int failed = bytes ? PyList_Append(column->bytes, bytes) : -1;
    Py_XDECREF(bytes);
    return !failed;
}

static bool
add_odd(Column *column, const char *value, size_t length)
{
    if (!column->odd && !(column->odd = PyDict_New()))
        return false;
    PyObject *number = PyLong_FromSize_t(column->rows.used / sizeof(uint32_t) - 1);
    PyObject *bytes = PyBytes_FromStringAndSize(value, (Py_ssize_t)length);
    int failed = number && bytes ? PyDict_SetItem(column->odd, number, bytes) : -1;
    Py_XDECREF(number);
    Py_XDECREF(bytes);
    return !failed && append(&column->text, "\n", 1);
}

/* Takes what stands behind the colon of a wanted attribute, without folds. */
static Outcome
take(Column *column, uint32_t row, const char *value, size_t length, Buffer *decoding)
{
    bool is_coded = length && value[0] == ':';
    if (length && value[0] == '<')
        return NOT_WELL_FORMED; /* a URL, which is never opened */
    if (is_coded)
        value++, length--;
    while (length && value[0] == ' ')
        value++, length--;
    while (is_coded && length && value[length - 1] == ' ')
        length--;
    if (is_coded) {
        decoding->used = 0;
        if (!reserve(decoding, length))
            return FAILED;
        Py_ssize_t bytes = decoded(value, length, decoding->at);
        if (bytes < 0)
            return NOT_WELL_FORMED;
        value = decoding->at;
        length = (size_t)bytes;
    }
    if (column->how == AS_CLASSES && is_common_class(value, length))
        return READ;
    if (column->how >= 0 && (Py_ssize_t)length <= column->how)
        length = 0;
    if (!append(&column->rows, (const char *)&row, sizeof row))
        return FAILED;
    if (column->how >= 0)
        return add_bytes(column, value, length) ? READ : FAILED;
    if (is_coded && !is_line(value, length))
        return add_odd(column, value, length) ? READ : FAILED;
    return append(&column->text, value, length) && append(&column->text, "\n", 1) ? READ : FAILED;
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Where a name and its options end, at the colon; NULL if they are none. */
static const char *
behind_name(const char *at, const char *end, size_t *length, uint32_t *hash)
{
    const char *start = at;
    uint32_t mixing = 0;
    if (at < end && *at >= '0' && *at <= '9') { /* an OID, which nobody wants */
        char last = '.';
        for (; at < end && ((*at >= '0' && *at <= '9') || (*at == '.' && last != '.')); at++)
            last = *at;
        if (last == '.')
            return NULL;
    }
    else {
        if (at == end || *at == '-')
            return NULL;
        for (unsigned char small; at < end && (small = lower[(unsigned char)*at]); at++)
            mixing = mixed(mixing, small);
    }
    *length = (size_t)(at - start);
    *hash = mixing;
    while (at < end && *at == ';') {
        const char *option = ++at;
        while (at < end && (lower[(unsigned char)*at] || *at == '=' || *at == '*'))
            at++;
        if (at == option)
            return NULL;
    }
    return *length && at < end && *at == ':' ? at : NULL;
}

static bool
is_binary(const char *options, size_t length)
{
    return !length || (length == 7 && is_named(options + 1, 6, "binary", 6));
}

typedef struct {
    const char *at, *end;        /* the block */
    const char *checked;         /* how far it is known to have no CR */
    bool is_ascii;               /* so far */
    Directory directory;
    Spelling spellings[SPELLINGS];
    Column *dn;
    Buffer unfolded, decoded;
} Task;

typedef struct {
    Buffer lines;  /* the line of the dn of each entry, from 0, as uint32_t */
    uint32_t count; /* of lines */
} Found;

/* Whether there is no CR before `until`; looks at a few lines at a time, which stay in a cache. */
static bool
is_unix(Task *task, const char *until)
{
    enum { WINDOW = 16 * 1024 };
    while (task->checked < until) {
        size_t size = (size_t)(task->end - task->checked);
        size = size < WINDOW ? size : WINDOW;
        if (memchr(task->checked, '\r', size))
            return false;
        task->is_ascii = task->is_ascii && is_ascii(task->checked, size);
        task->checked += size;
    }
    return true;
}

/* Reads the name that a line begins with, its options up to the colon, and whose it is; returns
   false if there are none. */
static bool
name_of(Task *task, const char *start, const char *stop, size_t *length, const char **colon,
        Column **column)
{
    *colon = memchr(start, ':', (size_t)(stop - start));
    if (!*colon)
        return false;
    size_t span = (size_t)(*colon - start);
    Spelling *spelling = slot_of(task->spellings, start, span);
    if (span && spelling->length == span && !memcmp(spelling->at, start, span)) {
        *length = span;
        *column = spelling->column;
        return true;
    }
    uint32_t hash;
    if (behind_name(start, stop, length, &hash) != *colon)
        return false;
    *column = look_up(&task->directory, hash, start, *length);
    if (*length == span)
        *spelling = (Spelling){start, span, *column};
    return true;
}

static Outcome
read_lines(Task *task, Found *found)
{
    const char *at = task->at, *end = task->end;
    Buffer *unfolded = &task->unfolded;
    bool is_inside = false; /* a record */
    uint32_t row = UINT32_MAX, line = 0;
    if (at == end || end[-1] != '\n')
        return NOT_WELL_FORMED;
    while (at < end) {
        const char *start = at, *stop = memchr(at, '\n', (size_t)(end - at));
        uint32_t number = line++;
        if (!is_unix(task, at + 1))
            return NOT_WELL_FORMED;
        at = stop + 1;
        if (stop == start) {
            is_inside = false;
            continue;
        }
        const char *first_stop = stop;
        while (at < end && *at == ' ') { /* what is folded */
            stop = memchr(at, '\n', (size_t)(end - at));
            at = stop + 1;
            line++;
        }
        if (*start == '#')
            continue;
        size_t length;
        const char *colon;
        Column *column;
        if (!name_of(task, start, first_stop, &length, &colon, &column))
            return NOT_WELL_FORMED;
        const char *value = colon + 1;
        size_t options = (size_t)(colon - start) - length;
        if (column == task->dn || !is_inside) {
            if (column != task->dn || is_inside || options)
                return NOT_WELL_FORMED;
            is_inside = true;
            row++;
            if (!append(&found->lines, (const char *)&number, sizeof number))
                return FAILED;
        }
        if (!column) {
            while (value == first_stop && first_stop < stop) { /* nothing before the fold */
                value += 2;
                first_stop = memchr(value, '\n', (size_t)(end - value));
            }
            if (*value == '<')
                return NOT_WELL_FORMED;
            if (length == 10 && is_named(start, length, "changetype", 10)
                && (options || first_stop != stop || stop - value != 4
                    || memcmp(value, " add", 4)))
                return NOT_WELL_FORMED;
            continue;
        }
        if (!is_binary(start + length, options))
            return NOT_WELL_FORMED;
        size_t size = (size_t)(stop - value);
        if (stop != first_stop) {
            unfolded->used = 0;
            for (const char *piece = value, *here = first_stop;;) {
                if (!append(unfolded, piece, (size_t)(here - piece)))
                    return FAILED;
                if (here == stop)
                    break;
                piece = here + 2;
                here = memchr(piece, '\n', (size_t)(end - piece));
            }
            value = unfolded->at;
            size = unfolded->used;
        }
        Outcome outcome = take(column, row, value, size, &task->decoded);
        if (outcome != READ)
            return outcome;
    }
    found->count = line;
    if (!is_unix(task, end))
        return NOT_WELL_FORMED;
    return task->is_ascii || is_utf8(task->at, (size_t)(end - task->at)) ? READ : NOT_WELL_FORMED;
}

/* ---- what Python gets ------------------------------------------------------------------------ */

/* Bits, the lowest first: the entries that have a value, or that have several. */
static PyObject *
bits(const Column *column, uint32_t entries, bool is_several)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(entries / 8 + 1));
    if (!bytes)
        return NULL;
    char *at = PyBytes_AsString(bytes);
    memset(at, 0, entries / 8 + 1);
    const uint32_t *rows = (const uint32_t *)column->rows.at;
    size_t number = column->rows.used / sizeof *rows;
    for (size_t which = is_several; which < number; which++)
        if (!is_several || rows[which] == rows[which - 1])
            at[rows[which] / 8] |= (char)(1 << rows[which] % 8);
    return bytes;
}

/* Whether every entry has just one value. */
static bool
is_dense(const Column *column, uint32_t entries)
{
    const uint32_t *rows = (const uint32_t *)column->rows.at;
    if (column->rows.used / sizeof *rows != entries)
        return false;
    for (uint32_t row = 0; row < entries; row++)
        if (rows[row] != row)
            return false;
    return true;
}

static PyObject *
column_of(Column *column, uint32_t entries)
{
    PyObject *values;
    if (column->how >= 0)
        values = Py_NewRef(column->bytes);
    else
        values = PyUnicode_DecodeUTF8(column->text.at, (Py_ssize_t)column->text.used, "strict");
    PyObject *odd = Py_NewRef(column->odd ? column->odd : Py_None);
    if (is_dense(column, entries))
        return Py_BuildValue("(NNsss)", values, odd, NULL, NULL, NULL);
    return Py_BuildValue("(NNNNN)", values, odd, bytes_of(&column->rows),
                         bits(column, entries, false), bits(column, entries, true));
}

static PyObject *
result_of(Column *columns, size_t number, const Found *found)
{
    uint32_t entries = (uint32_t)(found->lines.used / sizeof(uint32_t));
    PyObject *made = PyDict_New();
    for (size_t which = 0; made && which < number; which++) {
        Column *column = &columns[which];
        if (!column->rows.used)
            continue;
        PyObject *name = PyUnicode_FromStringAndSize(column->name, (Py_ssize_t)column->length);
        PyObject *value = name ? column_of(column, entries) : NULL;
        if (!value || PyDict_SetItem(made, name, value))
            Py_CLEAR(made);
        Py_XDECREF(name);
        Py_XDECREF(value);
    }
    if (!made)
        return NULL;
    return Py_BuildValue("(IINN)", entries, found->count, bytes_of(&found->lines), made);
}

static bool
prepare(PyObject *wanted, Column *columns, size_t number)
{
    PyObject *name, *how;
    Py_ssize_t position = 0;
    for (size_t which = 0; which < number; which++) {
        Column *column = &columns[which];
        Py_ssize_t length;
        PyDict_Next(wanted, &position, &name, &how);
        column->name = PyUnicode_AsUTF8AndSize(name, &length);
        if (!column->name)
            return false;
        column->length = (size_t)length;
        column->how = PyLong_AsSsize_t(how);
        if (PyErr_Occurred())
            return false;
        if (column->how >= 0 && !(column->bytes = PyList_New(0)))
            return false;
    }
    return true;
}

PyDoc_STRVAR(columns_doc,
    "columns(block, wanted, /)\n--\n\n"
    "The entries of a block of LDIF by column, or None if it is not plainly well formed.\n\n"
    "That is UTF-8, with LF line ends. `wanted` has the names of attributes in lower case,\n"
    "among them `dn`, with what is wanted of each: -1 for text, -2 for classes, else bytes, of\n"
    "which those that are not longer than the number are left empty.\n\n"
    "Returns the number of entries, that of lines, the line of each dn as unsigned integers,\n"
    "and for each attribute that is there a tuple: its values, as a text\n"
    "with a line for each of them or as a list of bytes; those that are no text of one line, by\n"
    "number; and, unless every entry has just one: the entry of each value, and bits for the\n"
    "entries that have a value and that have several.");

static PyObject *
columns_of(PyObject *module, PyObject *args)
{
    (void)module;
    Py_buffer block;
    PyObject *wanted;
    if (!PyArg_ParseTuple(args, "y*O!:columns", &block, &PyDict_Type, &wanted))
        return NULL;
    size_t number = (size_t)PyDict_Size(wanted);
    Column *columns = PyMem_Calloc(number ? number : 1, sizeof *columns);
    Task task = {
        .at = block.buf,
        .end = (const char *)block.buf + block.len,
        .checked = block.buf,
        .is_ascii = true,
    };
    Found found = {0};
    Outcome outcome = FAILED;
    PyObject *result = NULL;
    if (!columns)
        PyErr_NoMemory();
    else if (prepare(wanted, columns, number) && make_directory(&task.directory, columns, number)) {
        uint32_t hash = mixed(mixed(0, 'd'), 'n');
        task.dn = look_up(&task.directory, hash, "dn", 2);
        if (!task.dn || block.len >= UINT32_MAX)
            PyErr_SetString(PyExc_ValueError, "dn must be wanted, and the block be a small one");
        else
            outcome = read_lines(&task, &found);
    }
    if (outcome == READ)
        result = result_of(columns, number, &found);
    else if (outcome == NOT_WELL_FORMED)
        result = Py_NewRef(Py_None);
    for (size_t which = 0; columns && which < number; which++) {
        PyMem_Free(columns[which].text.at);
        PyMem_Free(columns[which].rows.at);
        Py_XDECREF(columns[which].bytes);
        Py_XDECREF(columns[which].odd);
    }
    PyMem_Free(columns);
    PyMem_Free(task.directory.slots);
    PyMem_Free(task.unfolded.at);
    PyMem_Free(task.decoded.at);
    PyMem_Free(found.lines.at);
    PyBuffer_Release(&block);
    return result;
}

PyMethodDef columns_method = {"columns", columns_of, METH_VARARGS, columns_doc};
