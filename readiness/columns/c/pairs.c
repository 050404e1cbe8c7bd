/* Makes, divides and compares pairs of a hashed key and the ordinal of its entry.

   A key is 64 bits of a hash and not its text, so that every pair takes 16 bytes and is copied,
   divided and compared in a few instructions. Hashes that are equal by chance do no harm: they only
   make candidates, whose real values are compared. */

#include "native.h"

typedef struct {
    int64_t key, ordinal;
} Pair;

/* Which pairs, or keys, were met before: a table of hashes with open addresses, at most half full,
   so that a look-up ends after a slot or two. A slot holds the number of a pair, or -1 if it is empty. */
typedef struct {
    int32_t *slots;
    size_t mask;
} Seen;

static bool
make_seen(Seen *seen, size_t number)
{
    size_t size = 64;
    while (size < 2 * number)
        size *= 2;
    seen->mask = size - 1;
    seen->slots = PyMem_Malloc(size * sizeof *seen->slots);
    if (!seen->slots) {
        PyErr_NoMemory();
        return false;
    }
    memset(seen->slots, -1, size * sizeof *seen->slots);
    return true;
}

static size_t
scrambled(uint64_t key)
{
    /* the keys of one bucket have their last bits in common; this spreads all bits over the slots
       (2^64 divided by the golden ratio: Knuth, The Art of Computer Programming 3, 6.4) */
    key *= 0x9E3779B97F4A7C15u;
    return (size_t)(key ^ key >> 29);
}

/* The hash of a line in lower case; -1 if there is none. */
static Py_hash_t
hash_of(const char *line, size_t length, Buffer *lowered)
{
    lowered->used = 0;
    if (!reserve(lowered, length))
        return -1;
    /* without a branch, so that the compiler can do sixteen characters at a time: a capital letter of
       ASCII becomes a small one with the bit 0x20 */
    for (size_t at = 0; at < length; at++) {
        unsigned char character = (unsigned char)line[at];
        lowered->at[at] = (char)(character | ((unsigned char)(character - 'A') < 26) << 5);
    }
    PyObject *key = PyUnicode_FromStringAndSize(lowered->at, (Py_ssize_t)length);
    if (key && !is_ascii(line, length)) { /* the letters of all other scripts are left to Python */
        PyObject *small = PyObject_CallMethod(key, "lower", NULL);
        Py_DECREF(key);
        key = small;
    }
    Py_hash_t hash = key ? PyObject_Hash(key) : -1;
    Py_XDECREF(key);
    return hash;
}

PyDoc_STRVAR(hashed_doc,
    "hashed(lines, /)\n--\n\n"
    "The hashes of lines in lower case, each with a line feed behind it; integers of 64 bits.");

static PyObject *
hashed(PyObject *module, PyObject *text)
{
    (void)module;
    Py_ssize_t length;
    const char *lines = PyUnicode_AsUTF8AndSize(text, &length), *stop;
    if (!lines)
        return NULL;
    const char *end = lines + length;
    Buffer hashes = {0}, lowered = {0};
    bool is_fine = true;
    for (; is_fine && (stop = memchr(lines, '\n', (size_t)(end - lines))); lines = stop + 1) {
        int64_t hash = hash_of(lines, (size_t)(stop - lines), &lowered);
        is_fine = hash != -1 && append(&hashes, (const char *)&hash, sizeof hash);
    }
    PyObject *result = is_fine ? bytes_of(&hashes) : NULL;
    PyMem_Free(hashes.at);
    PyMem_Free(lowered.at);
    return result;
}

PyDoc_STRVAR(paired_doc,
    "paired(hashes, salt, first, entries, chosen, /)\n--\n\n"
    "Pairs, as integers of 64 bits, of a hashed key, mixed with a salt, and the ordinal of its entry.\n\n"
    "`hashes` are such integers, too; -1 stands for no key. `first` is the ordinal of entry 0;\n"
    "`entries` the entry of each key, as unsigned integers, or None if key and entry have the\n"
    "same number. `chosen` has bits for the entries that count, or is None if all do.");

static PyObject *
paired(PyObject *module, PyObject *args)
{
    (void)module;
    long long salt, first;
    Py_buffer hashes, entries = {0}, chosen = {0};
    if (!PyArg_ParseTuple(args, "y*LLz*z*:paired", &hashes, &salt, &first, &entries, &chosen))
        return NULL;
    size_t number = (size_t)hashes.len / sizeof(int64_t);
    const int64_t *hash = hashes.buf;
    const uint32_t *rows = entries.buf;
    const unsigned char *bits = chosen.buf;
    PyObject *result = NULL;
    Pair *pairs = PyMem_Malloc((number ? number : 1) * sizeof *pairs);
    size_t used = 0;
    if (!pairs)
        PyErr_NoMemory();
    else if (rows && (size_t)entries.len != number * sizeof *rows)
        PyErr_SetString(PyExc_ValueError, "there must be an entry for each key");
    else {
        for (size_t at = 0; at < number; at++) {
            size_t entry = rows ? rows[at] : at;
            bool counts = !bits
                          || (entry / 8 < (size_t)chosen.len && bits[entry / 8] >> entry % 8 & 1);
            if (hash[at] != -1 && counts)
                pairs[used++] = (Pair){hash[at] ^ salt, first + (int64_t)entry};
        }
        result = PyBytes_FromStringAndSize((const char *)pairs, (Py_ssize_t)(used * sizeof *pairs));
    }
    PyMem_Free(pairs);
    PyBuffer_Release(&hashes);
    PyBuffer_Release(&entries);
    PyBuffer_Release(&chosen);
    return result;
}

PyDoc_STRVAR(scattered_doc,
    "scattered(pairs, buckets, /)\n--\n\n"
    "Pairs of a key and an ordinal, as integers of 64 bits, divided into buckets by the lowest bits\n"
    "of their keys; pairs that are equal come once. The number of buckets is a power of two.");

static PyObject *
scattered(PyObject *module, PyObject *args)
{
    (void)module;
    Py_buffer given;
    Py_ssize_t number_of_buckets;
    if (!PyArg_ParseTuple(args, "y*n:scattered", &given, &number_of_buckets))
        return NULL;
    const Pair *pairs = given.buf;
    size_t number = (size_t)given.len / sizeof *pairs;
    Seen seen = {0};
    PyObject *result = NULL;
    Buffer *buckets = NULL;
    if (number_of_buckets < 1 || number_of_buckets & (number_of_buckets - 1) || number > INT32_MAX)
        PyErr_SetString(PyExc_ValueError, "the buckets are a power of two, the pairs not too many");
    else if (!(buckets = PyMem_Calloc((size_t)number_of_buckets, sizeof *buckets)))
        PyErr_NoMemory();
    else if (make_seen(&seen, number)) {
        bool is_fine = true;
        for (size_t which = 0; is_fine && which < number; which++) {
            const Pair *pair = &pairs[which];
            size_t at = scrambled((uint64_t)pair->key + 3 * (uint64_t)pair->ordinal) & seen.mask;
            int32_t other;
            while ((other = seen.slots[at]) >= 0
                   && (pairs[other].key != pair->key || pairs[other].ordinal != pair->ordinal))
                at = (at + 1) & seen.mask;
            if (other >= 0)
                continue;
            seen.slots[at] = (int32_t)which;
            Buffer *bucket = &buckets[(uint64_t)pair->key & (uint64_t)(number_of_buckets - 1)];
            is_fine = append(bucket, (const char *)pair, sizeof *pair);
        }
        result = is_fine ? PyList_New(number_of_buckets) : NULL;
        for (Py_ssize_t which = 0; result && which < number_of_buckets; which++) {
            PyObject *bytes = bytes_of(&buckets[which]);
            if (!bytes || PyList_SetItem(result, which, bytes))
                Py_CLEAR(result);
        }
    }
    for (Py_ssize_t which = 0; buckets && which < number_of_buckets; which++)
        PyMem_Free(buckets[which].at);
    PyMem_Free(buckets);
    PyMem_Free(seen.slots);
    PyBuffer_Release(&given);
    return result;
}

PyDoc_STRVAR(repeated_doc,
    "repeated(pairs, sides, /)\n--\n\n"
    "Of pairs of a key and an ordinal, as 64-bit integers, those whose key other pairs have, too;\n"
    "but not those of a key whose ordinals have some bits of `sides`, and none has the others.");

static PyObject *
repeated(PyObject *module, PyObject *args)
{
    (void)module;
    Py_buffer given;
    long long sides;
    if (!PyArg_ParseTuple(args, "y*L:repeated", &given, &sides))
        return NULL;
    const Pair *pairs = given.buf;
    size_t number = (size_t)given.len / sizeof *pairs;
    Seen seen = {0};
    Buffer found = {0};
    PyObject *result = NULL;
    /* for each pair the first one with its key, and for a first one the sides and whether it is alone */
    struct { int32_t first; bool is_alone; int64_t sides; } *about = NULL;
    if (number > INT32_MAX)
        PyErr_SetString(PyExc_ValueError, "the pairs are too many");
    else if (!(about = PyMem_Malloc((number ? number : 1) * sizeof *about)))
        PyErr_NoMemory();
    else if (make_seen(&seen, number)) {
        for (size_t which = 0; which < number; which++) {
            size_t at = scrambled((uint64_t)pairs[which].key) & seen.mask;
            int32_t first;
            while ((first = seen.slots[at]) >= 0 && pairs[first].key != pairs[which].key)
                at = (at + 1) & seen.mask;
            about[which].is_alone = first < 0;
            about[which].sides = 0;
            if (first < 0)
                seen.slots[at] = first = (int32_t)which;
            else
                about[first].is_alone = false;
            about[which].first = first;
            about[first].sides |= pairs[which].ordinal & sides;
        }
        bool is_fine = true;
        for (size_t which = 0; is_fine && which < number; which++) {
            int32_t first = about[which].first;
            if (!about[first].is_alone && (!about[first].sides || about[first].sides == sides))
                is_fine = append(&found, (const char *)&pairs[which], sizeof *pairs);
        }
        result = is_fine ? bytes_of(&found) : NULL;
    }
    PyMem_Free(about);
    PyMem_Free(found.at);
    PyMem_Free(seen.slots);
    PyBuffer_Release(&given);
    return result;
}

PyMethodDef hashed_method = {"hashed", hashed, METH_O, hashed_doc};
PyMethodDef paired_method = {"paired", paired, METH_VARARGS, paired_doc};
PyMethodDef scattered_method = {"scattered", scattered, METH_VARARGS, scattered_doc};
PyMethodDef repeated_method = {"repeated", repeated, METH_VARARGS, repeated_doc};
