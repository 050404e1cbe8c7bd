/* Makes an index of keys, and looks keys up in it.

   The index holds words of 64 bits, sorted: the CRC-32 of a key above, the number of its holder
   below. A word takes no more than a pointer to the key would, and a hash that two keys share by
   chance only makes a candidate, whose real values are compared. */

#include "native.h"

/* The words of a slot have their first 16 bits in common: a search within a slot takes a few steps,
   with a million words as with a thousand, and the table of all slots is small. */
#define SLOT_SHIFT 48
#define SLOTS ((size_t)1 << (64 - SLOT_SHIFT))

static uint32_t crc_of_octet[256];

void
prepare_key_words(void)
{
    for (uint32_t octet = 0; octet < 256; octet++) {
        uint32_t crc = octet;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0); /* the polynomial of zlib's crc32 */
        crc_of_octet[octet] = crc;
    }
}

/* The CRC-32 of a text, gone on with from that of what stands before it; ASCII in lower case. */
static uint32_t
crc_of(const char *text, size_t length, uint32_t before)
{
    uint32_t crc = ~before;
    for (size_t at = 0; at < length; at++)
        crc = crc_of_octet[(crc ^ small(text[at])) & 0xFF] ^ crc >> 8;
    return ~crc;
}

/* The same of a line that may have letters beyond ASCII, which are left to Python. */
static bool
hash_line(const char *line, size_t length, uint32_t before, uint32_t *hash)
{
    PyObject *lowered = NULL;
    if (!is_ascii(line, length)) {
        PyObject *key = PyUnicode_FromStringAndSize(line, (Py_ssize_t)length);
        lowered = key ? PyObject_CallMethod(key, "lower", NULL) : NULL;
        Py_XDECREF(key);
        Py_ssize_t size;
        if (!lowered || !(line = PyUnicode_AsUTF8AndSize(lowered, &size))) {
            Py_XDECREF(lowered);
            return false;
        }
        length = (size_t)size;
    }
    *hash = crc_of(line, length, before);
    Py_XDECREF(lowered);
    return true;
}

PyDoc_STRVAR(key_words_doc,
    "key_words(lines, before, numbers, kind, /)\n--\n\n"
    "The words of keys, each with a line feed behind it, but for those that are empty.\n\n"
    "`before` is the CRC-32 of what is thought to stand before each key, `numbers` has the number\n"
    "of each holder, as unsigned integers. Only lines that begin with `kind`, in small letters for\n"
    "both cases, have a key: what follows it.");

static PyObject *
key_words(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *text;
    unsigned int before;
    const char *kind;
    Py_buffer numbers;
    if (!PyArg_ParseTuple(args, "UIy*s:key_words", &text, &before, &numbers, &kind))
        return NULL;
    size_t type = strlen(kind);
    const uint32_t *number = numbers.buf;
    size_t left = (size_t)numbers.len / sizeof *number;
    Py_ssize_t length;
    const char *line = PyUnicode_AsUTF8AndSize(text, &length), *stop;
    const char *end = line ? line + length : NULL;
    Buffer words = {0};
    bool is_fine = line && reserve(&words, left * sizeof(uint64_t));
    for (; is_fine && left && (stop = memchr(line, '\n', (size_t)(end - line))); line = stop + 1) {
        uint32_t hash;
        size_t size = (size_t)(stop - line);
        if (size > type && is_of(line, size, kind, type)) {
            is_fine = hash_line(line + type, size - type, before, &hash);
            uint64_t word = is_fine ? (uint64_t)hash << 32 | *number : 0;
            is_fine = is_fine && append(&words, (const char *)&word, sizeof word);
        }
        number++;
        left--;
    }
    if (is_fine && (left || line != end)) {
        PyErr_SetString(PyExc_ValueError, "there must be a number for each line");
        is_fine = false;
    }
    PyObject *result = is_fine ? bytes_of(&words) : NULL;
    PyMem_Free(words.at);
    PyBuffer_Release(&numbers);
    return result;
}

static int
compare(const void *left, const void *right)
{
    uint64_t first = *(const uint64_t *)left, second = *(const uint64_t *)right;
    return (first > second) - (first < second);
}

PyDoc_STRVAR(word_index_doc,
    "word_index(words, /)\n--\n\n"
    "Words in order, and how many stand before each slot, and in the end how many there are;\n"
    "integers of 64 and of 32 bits.");

static PyObject *
word_index(PyObject *module, PyObject *given)
{
    (void)module;
    PyObject *sorted = NULL, *starts = NULL, *result = NULL;
    Py_buffer buffer;
    if (PyObject_GetBuffer(given, &buffer, PyBUF_SIMPLE))
        return NULL;
    const uint64_t *words = buffer.buf;
    size_t number = (size_t)buffer.len / sizeof *words;
    if (number > UINT32_MAX) {
        PyErr_SetString(PyExc_ValueError, "the words are too many");
        goto end;
    }
    sorted = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(number * sizeof *words));
    starts = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)((SLOTS + 1) * sizeof(uint32_t)));
    if (!sorted || !starts)
        goto end;
    uint64_t *to = (uint64_t *)PyBytes_AsString(sorted);
    uint32_t *start = (uint32_t *)PyBytes_AsString(starts);
    memset(start, 0, (SLOTS + 1) * sizeof *start);
    /* the end of each slot, from which its words are written downwards: then it is the beginning */
    for (size_t at = 0; at < number; at++)
        start[words[at] >> SLOT_SHIFT]++;
    for (size_t slot = 1; slot <= SLOTS; slot++)
        start[slot] += start[slot - 1];
    for (size_t at = number; at--;)
        to[--start[words[at] >> SLOT_SHIFT]] = words[at];
    for (size_t slot = 0; slot < SLOTS; slot++)
        qsort(to + start[slot], start[slot + 1] - start[slot], sizeof *to, compare);
    result = PyTuple_Pack(2, sorted, starts);
end:
    Py_XDECREF(sorted);
    Py_XDECREF(starts);
    PyBuffer_Release(&buffer);
    return result;
}

PyDoc_STRVAR(holders_doc,
    "holders(words, index, starts, most, /)\n--\n\n"
    "For each word those of the index with the same hash, but the number of the word in place of\n"
    "the hash; at most so many of one hash, the first ones.");

static PyObject *
holders(PyObject *module, PyObject *args)
{
    (void)module;
    Py_buffer given, index, starts;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "y*y*y*n:holders", &given, &index, &starts, &most))
        return NULL;
    const uint64_t *words = given.buf, *held = index.buf;
    const uint32_t *start = starts.buf;
    size_t number = (size_t)given.len / sizeof *words, size = (size_t)index.len / sizeof *held;
    Buffer found = {0};
    bool is_fine = (size_t)starts.len == (SLOTS + 1) * sizeof *start && most >= 0;
    if (!is_fine)
        PyErr_SetString(PyExc_ValueError, "these are not the starts of an index");
    is_fine = is_fine && reserve(&found, number * sizeof *words);
    for (size_t at = 0; is_fine && at < number; at++) {
        uint64_t hash = words[at] >> 32;
        size_t slot = (size_t)(words[at] >> SLOT_SHIFT);
        size_t begin = start[slot], end = start[slot + 1] < size ? start[slot + 1] : size;
        for (size_t stop = end; begin < stop;) {
            size_t middle = begin + (stop - begin) / 2;
            if (held[middle] >> 32 < hash)
                begin = middle + 1;
            else
                stop = middle;
        }
        for (Py_ssize_t left = most; is_fine && left && begin < end; left--, begin++) {
            if (held[begin] >> 32 != hash)
                break;
            uint64_t met = words[at] << 32 | (held[begin] & UINT32_MAX);
            is_fine = append(&found, (const char *)&met, sizeof met);
        }
    }
    PyObject *result = is_fine ? bytes_of(&found) : NULL;
    PyMem_Free(found.at);
    PyBuffer_Release(&given);
    PyBuffer_Release(&index);
    PyBuffer_Release(&starts);
    return result;
}

PyMethodDef key_words_method = {"key_words", key_words, METH_VARARGS, key_words_doc};
PyMethodDef word_index_method = {"word_index", word_index, METH_O, word_index_doc};
PyMethodDef holders_method = {"holders", holders, METH_VARARGS, holders_doc};
