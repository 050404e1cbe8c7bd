/* What the compiled loops share: text that grows, letters in any case, and the functions' names.

   The loops know LDIF and JSON, and nothing of checks. There is nothing here that could not be done in
   Python, and where there is no compiler, it is: see kernels.py.

   Only the stable interface of Python is used, so that what is compiled once runs in every version
   from 3.11 on: https://docs.python.org/3/c-api/stable.html. Formats with # are left out, since
   their meaning is a macro's in the headers before 3.13, and the interpreter's since then:
   https://docs.python.org/3/c-api/arg.html#strings-and-buffers */

#ifndef READINESS_NATIVE_H
#define READINESS_NATIVE_H

#define Py_LIMITED_API 0x030B0000
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *at;
    size_t used, room;
} Buffer;

static inline bool
reserve(Buffer *buffer, size_t more)
{
    if (buffer->at && buffer->room - buffer->used >= more) /* never NULL, even for nothing */
        return true;
    size_t room = buffer->room ? buffer->room : 256; /* doubled, so that all appends take linear time */
    while (room - buffer->used < more)
        room *= 2;
    char *at = PyMem_Realloc(buffer->at, room);
    if (!at) {
        PyErr_NoMemory();
        return false;
    }
    buffer->at = at;
    buffer->room = room;
    return true;
}

static inline bool
append(Buffer *buffer, const char *from, size_t length)
{
    if (!reserve(buffer, length))
        return false;
    memcpy(buffer->at + buffer->used, from, length);
    buffer->used += length;
    return true;
}

static inline PyObject *
bytes_of(const Buffer *buffer)
{
    return PyBytes_FromStringAndSize(buffer->at, (Py_ssize_t)buffer->used);
}

static inline bool
is_ascii(const char *text, size_t length)
{
    unsigned char all = 0;
    for (size_t at = 0; at < length; at++)
        all |= (unsigned char)text[at];
    return all < 128;
}

static inline unsigned char
small(char letter)
{
    unsigned char character = (unsigned char)letter;
    return (unsigned char)(character | ((unsigned char)(character - 'A') < 26) << 5);
}

/* Whether a line begins with a kind, whose small letters stand for both cases. */
static inline bool
is_of(const char *line, size_t length, const char *kind, size_t kind_length)
{
    if (length < kind_length)
        return false;
    for (size_t place = 0; place < kind_length; place++)
        if (line[place] != kind[place] && small(line[place]) != (unsigned char)kind[place])
            return false;
    return true;
}

void prepare_columns(void), prepare_key_words(void); /* to be called once */

extern PyMethodDef columns_method, strange_method, gathered_method, domains_method;
extern PyMethodDef is_trim_method, bare_proxies_method, has_loose_comma_method;
extern PyMethodDef addressed_method, containing_method, unusual_method;
extern PyMethodDef hashed_method, paired_method, scattered_method, repeated_method;
extern PyMethodDef json_columns_method, key_words_method, word_index_method, holders_method;

#endif
