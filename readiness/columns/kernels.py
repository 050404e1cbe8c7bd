"""The compiled loops where there are any, and their twins in Python where there was no compiler.

Compiled is what is done to every line or value of an export, where a call of Python costs more than
the work itself. Each pair of twins is held against each other by tests. All stand here, since this
is the list of what is compiled.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any
from zlib import crc32

PlainParts = tuple[
    "str | list[bytes]", "dict[int, bytes] | None", "bytes | None", "bytes | None", "bytes | None"
]
"""`ColumnParts` as the compiled reader returns them, and as `marshal` writes them."""


FEW_ADDRESSES = 100
"""To look for repeated addresses of an entry among more than that is left to who is asked."""
_BLANK = ord(" ")
_HALF = 32
"""The bits of a number, and of a hash, in a word of an index."""
_SLOT_BITS = 16
"""The bits that the words of a slot of an index begin with."""
_BEGINNING_OF_VALUE = re.compile(r"[^ \t\n\r,]").search
"""What is neither a blank of JSON nor a comma."""
_DOMAIN = re.compile(r"@([^@\n]*+)\n").findall

Scan = Callable[[str, int], tuple[Any, int]]
"""As `json.JSONDecoder.raw_decode`."""
Columns = tuple[int, int, bytes, "dict[str, PlainParts]"]
"""The number of entries, that of lines, the line of each dn as unsigned integers of 32 bits, and
the parts of each column."""


def gathered_in_python(lines: str, entries: bytes, size: int) -> list[str]:
    """For each of so many entries its lines, without the last line feed.

    `entries` has the entry of each line, as unsigned integers in their order.
    """
    found: list[str | None] = [None] * size
    for entry, line in zip(array("I", entries), lines.split("\n")[:-1], strict=True):
        before = found[entry]
        found[entry] = line if before is None else f"{before}\n{line}"
    return [held or "" for held in found]


def domains_in_python(lines: str) -> dict[str, int]:
    """What follows the last @ in lines that have one, with the number of lines of each."""
    return dict(Counter(_DOMAIN(lines)))


def hashed_in_python(lines: str) -> bytes:
    """The hashes of lines in lower case, each with a line feed behind it; integers of 64 bits."""
    return array("q", [hash(line.lower()) for line in lines.split("\n")[:-1]]).tobytes()


def paired_in_python(
    hashes: bytes, salt: int, first: int, entries: bytes | None, chosen: bytes | None
) -> bytes:
    """Pairs of a hashed key, mixed with a salt, and the ordinal of its entry; entry 0 has `first`.

    A hash of -1 stands for no key. `entries` has the entry of each key, `chosen` bits for those
    that count; None stands for all.
    """
    keys = array("q", hashes)
    # None: every entry has one value, so that the number of a key is that of its entry
    numbers = range(len(keys)) if entries is None else array("I", entries)
    bits = -1 if chosen is None else int.from_bytes(chosen, "little")
    pairs = array("q")
    for key, entry in zip(keys, numbers, strict=True):
        if key != -1 and bits >> entry & 1:
            pairs.extend((key ^ salt, first + entry))
    return pairs.tobytes()


def scattered_in_python(pairs: bytes | bytearray, buckets: int) -> list[bytes]:
    """Pairs of a key and an ordinal, divided into buckets by their keys; equal ones come once."""
    numbers = array("q", pairs)
    found = [array("q") for _ in range(buckets)]
    for key, ordinal in dict.fromkeys(zip(numbers[0::2], numbers[1::2], strict=True)):
        # the last bits of a hash are as good as any, and cost least
        found[key & (buckets - 1)].extend((key, ordinal))
    return [bucket.tobytes() for bucket in found]


def repeated_in_python(pairs: bytes | bytearray, sides: int) -> bytes:
    """Of pairs of a key and an ordinal those whose key other pairs have, too.

    But not those of a key whose ordinals have some of the bits of `sides`, and none has the others.
    """
    numbers = array("q", pairs)
    keys = numbers[0::2]
    held_on = {key: 0 for key, count in Counter(keys).items() if count > 1}
    for key, ordinal in zip(keys, numbers[1::2], strict=True):
        if key in held_on:
            # that ten groups mention a member is nothing shared, until an entry is that member
            held_on[key] |= ordinal & sides
    found = array("q")
    for key, ordinal in zip(keys, numbers[1::2], strict=True):
        if held_on.get(key) in {0, sides}:
            found.extend((key, ordinal))
    return found.tobytes()


def addressed_in_python(  # noqa: PLR0917 - as the compiled loop takes it
    addresses: str, entries: bytes | None, names: str, named: bytes | None, size: int, kind: str
) -> bytes:
    """An octet for each of so many entries that tells of its addresses.

    It is the sum of 1 if there are some of a kind, `sip:` in any case or `SMTP:` in capitals; 2 if
    these are not just one, the name of the entry; 4 if one may come twice. `entries` and `named`
    have the entry of each line, as unsigned integers in their order; None if each has one.
    """
    each = array("I", range(size)).tobytes()
    held = gathered_in_python(addresses, each if entries is None else entries, size)
    names_held = gathered_in_python(names, each if named is None else named, size)
    return bytes(
        _marks(mine.encode(), name.encode().lower(), kind.encode())
        for mine, name in zip(held, names_held, strict=True)
    )


def key_words_in_python(lines: str, before: int, numbers: bytes, kind: str) -> bytes:
    """The words of keys, each with a line feed behind it, but for those that are empty.

    `before` is the CRC-32 of what is thought to stand before each key, `numbers` has the number of
    each holder, as unsigned integers. Only lines that begin with `kind`, in small letters for both
    cases, have a key: what follows it. A word is the CRC-32 of a key in lower case in the upper
    half of an integer of 64 bits, and the number in the lower one.
    """
    type_size = len(kind)
    words = [
        crc32(line[type_size:].lower().encode(), before) << _HALF | number
        for line, number in zip(lines.split("\n")[:-1], array("I", numbers), strict=True)
        if len(line) > type_size and line[:type_size].lower() == kind
    ]
    return array("Q", words).tobytes()


def word_index_in_python(words: bytes | bytearray) -> tuple[bytes, bytes]:
    """Words in order, and how many stand before each slot, and in the end how many there are.

    Integers of 64 and of 32 bits; a slot is the words that begin with the same bits.
    """
    parts = [array("Q") for _ in range(1 << 6)]  # sorted one by one, which takes less memory
    counts: Counter[int] = Counter()
    for word in array("Q", words):
        parts[word >> 2 * _HALF - 6].append(word)
        counts[word >> 2 * _HALF - _SLOT_BITS] += 1
    index = b"".join(array("Q", sorted(part)).tobytes() for part in parts)
    before = accumulate([counts[slot] for slot in range(1 << _SLOT_BITS)], initial=0)
    return index, array("I", before).tobytes()


def holders_in_python(
    words: bytes, index: bytes | memoryview, starts: bytes | memoryview, most: int
) -> bytes:
    """For each word those of the index with the same hash, but its number in place of the hash.

    Of one hash there are at most so many, the first ones.
    """
    held, begins = memoryview(index).cast("B").cast("Q"), memoryview(starts).cast("B").cast("I")
    found = array("Q")
    for word in array("Q", words):
        hashed, number = divmod(word, 1 << _HALF)
        slot = word >> 2 * _HALF - _SLOT_BITS
        begin = bisect_left(held, hashed << _HALF, begins[slot], begins[slot + 1])
        for place in range(begin, min(begin + most, begins[slot + 1])):
            met, holder = divmod(held[place], 1 << _HALF)
            if met != hashed:
                break
            found.append(number << _HALF | holder)
    return found.tobytes()


def json_columns_in_python(text: str, scan: Scan) -> dict[str, Sequence[Any]] | None:
    """The values of each name of the objects, between which may be commas, in a text in JSON.

    None if they have not the same names in the same order, or are damaged. `scan` decodes a value
    of a text from a place on, and returns it beside the place behind it.
    """
    objects: list[Any] = []
    at = 0
    try:
        while begins := _BEGINNING_OF_VALUE(text, at):
            value, at = scan(text, begins.start())
            objects.append(value)
    except (ValueError, RecursionError):
        return None
    if not objects or any(type(each) is not dict for each in objects):
        return None
    names = list(objects[0])
    if not names or any(list(each) != names for each in objects):
        return None
    return {name: [each[name] for each in objects] for name in names}


def _marks(addresses: bytes, name: bytes, kind: bytes) -> int:
    # octets, since their `lower` is about ASCII alone
    each, folded = addresses.split(b"\n"), addresses.lower().split(b"\n")
    capital = kind.isupper()
    of_kind = [
        small[len(kind) :]
        for line, small in zip(each, folded, strict=True)
        if (line if capital else small).startswith(kind)
    ]
    is_odd = any(line and (min(line[0], line[-1]) <= _BLANK or not line.isascii()) for line in each)
    is_doubtful = is_odd or len({*folded}) < len(each) or len(each) > FEW_ADDRESSES
    is_other = of_kind and (not name or of_kind != [name])
    return bool(of_kind) + 2 * bool(is_other) + 4 * is_doubtful


columns: Callable[[bytes, dict[str, int]], Columns | None] | None = None
"""The entries of a block of LDIF by column; None if it is not plainly well formed.

It has no twin here: the readers of `sources.ldif` do its work where it is missing.
"""
strange: Callable[[str, int], list[int]] | None = None
"""The numbers of the lines that are no `visible_text` of so many characters at most."""
containing: Callable[[str, str], list[int]] | None = None
"""The numbers of the lines that contain a text of ASCII in small letters, in any case."""
unusual: Callable[[str, bool], dict[int, str]] | None = None
"""The lines, by their number, that are no address as nearly all are, with or without a type."""
is_trim: Callable[[str], bool] | None = None
"""Whether all lines are visible ASCII without outer blanks, and none is empty."""
bare_proxies: Callable[[str], str | None] | None = None
"""Proxy addresses, one a line, without `SMTP:`; None if one is unusual, or not trim."""
has_loose_comma: Callable[[str], bool] | None = None
"""Whether a blank follows a comma that no backslash escapes."""
addressed: Callable[[str, bytes | None, str, bytes | None, int, str], bytes] = addressed_in_python
gathered: Callable[[str, bytes, int], list[str]] = gathered_in_python
domains: Callable[[str], dict[str, int]] = domains_in_python
hashed: Callable[[str], bytes] = hashed_in_python
paired: Callable[[bytes, int, int, bytes | None, bytes | None], bytes] = paired_in_python
scattered: Callable[[bytes | bytearray, int], list[bytes]] = scattered_in_python
repeated: Callable[[bytes | bytearray, int], bytes] = repeated_in_python
json_columns: Callable[[str, Scan], dict[str, Sequence[Any]] | None] = json_columns_in_python
key_words: Callable[[str, int, bytes, str], bytes] = key_words_in_python
word_index: Callable[[bytes | bytearray], tuple[bytes, bytes]] = word_index_in_python
holders: Callable[[bytes, bytes | memoryview, bytes | memoryview, int], bytes] = holders_in_python

try:
    from readiness.columns import _native

    columns, strange, containing = _native.columns, _native.strange, _native.containing
    gathered, domains = _native.gathered, _native.domains
    hashed, paired = _native.hashed, _native.paired
    scattered, repeated = _native.scattered, _native.repeated
    addressed, unusual = _native.addressed, _native.unusual
    is_trim, bare_proxies = _native.is_trim, _native.bare_proxies
    has_loose_comma = _native.has_loose_comma
    json_columns = _native.json_columns
    key_words, word_index, holders = _native.key_words, _native.word_index, _native.holders
# there was no compiler when this was installed, or what it made is older than this: then the twins
# do the work of what is missing
except (ImportError, AttributeError):
    pass
