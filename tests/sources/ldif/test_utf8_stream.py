"""An export is read as UTF-8, whatever it is compressed with and encoded in."""

import gzip
import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif.utf8_stream import (
    READ_ERRORS,
    Unreadable,
    as_utf8,
    is_plain,
    source_error,
    text_chunks,
    text_of,
)
from tests.writing import unhurried

TEXT = "".join(f"dn: CN=Zoë {n}\ndescription: {'x' * n * n}\n\n" for n in range(30))


def recoded(octets):
    """What `as_utf8` makes of a file, read to its end."""
    file = as_utf8(io.BufferedReader(io.BytesIO(octets)))
    return b"".join(iter(lambda: file.read(7), b""))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_utf_16_becomes_utf_8_with_and_without_a_mark(encoding, end, mark):
    text = f"dn: CN=Zoë 東 😀{end}{end}"
    assert recoded((mark + text).encode(encoding)) == text.encode()


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_that_end_with_cr_alone_are_lines(pack):
    assert recoded(pack(b"dn: CN=a\rmail: b\r\r")) == b"dn: CN=a\nmail: b\n\n"


def test_a_cr_among_other_line_ends_stays():
    assert recoded(b"dn: CN=a\nmail: b\rc\r\n") == b"dn: CN=a\nmail: b\rc\r\n"


def test_utf_8_stays_as_it_is():
    octets = b"dn: CN=Zo\xc3\xab\n\xff\n"
    assert recoded(octets) == octets
    assert recoded(b"\xef\xbb\xbf" + octets) == octets


@pytest.mark.parametrize("text", ["", "d", "dn: CN=a\n\n", "dn: CN=Zoë\r\n" * 1000])
def test_gzip_is_unpacked(text):
    assert recoded(gzip.compress(text.encode())) == text.encode()


def test_gzip_of_several_members_is_unpacked_to_its_end():
    octets = gzip.compress(b"dn: CN=a\n\n") + gzip.compress(b"dn: CN=b\n\n")
    assert recoded(octets) == b"dn: CN=a\n\ndn: CN=b\n\n"


def test_gzip_of_utf_16_is_unpacked():
    octets = gzip.compress("\ufeffdn: CN=Zoë\n\n".encode("utf-16-le"))
    assert recoded(octets) == "dn: CN=Zoë\n\n".encode()


GZIP = gzip.compress(TEXT.encode())


@pytest.mark.parametrize("length", range(3, len(GZIP), 7))
def test_gzip_that_is_cut_short_is_never_taken_for_whole(length):
    with pytest.raises(EOFError):
        recoded(GZIP[:length])


@pytest.mark.parametrize(
    "octets",
    [
        GZIP[:-8] + bytes(8),
        GZIP[:20] + bytes([GZIP[20] ^ 255]) + GZIP[21:],
        GZIP + b"what is this",
        b"\x1f\x8bnothing",
        "\ufeffdn: CN=a".encode("utf-16-le")[:-1],
        b"\xff\xfe\x00\xd8a\x00",
        b"\xfe\xff\xd8",
    ],
)
def test_damage_is_explained_in_one_sentence(octets):
    with pytest.raises(READ_ERRORS) as raised:
        recoded(octets)
    message = str(source_error(raised.value, "export.ldif.gz"))
    assert message.startswith("export.ldif.gz: ")
    assert "copy it again" in message or "export it again" in message


def test_each_error_has_its_words():
    errors = (EOFError(), zlib.error("-3"), gzip.BadGzipFile("x"), PermissionError(13, "denied"))
    words = [str(source_error(error, "x")) for error in errors]
    assert "ends early" in words[0]
    assert "damaged" in words[1]
    assert "damaged" in words[2]
    assert words[3] == "x: cannot be read: denied"


@pytest.mark.parametrize(
    ("head", "plain"),
    [
        (b"dn: CN=a\n", True),
        (b"", True),
        (b"d", True),
        (b"\xef\xbb\xbfdn: CN=a\n", True),
        (b"\x1f\x8b\x08", False),
        (b"\xff\xfed\x00", False),
        (b"\xfe\xff\x00d", False),
        (b"d\x00n\x00", False),
        (b"\x00d\x00n", False),
        (b"dn: CN=a\rmail: b\r", False),
        (b"dn: CN=a\rmail: b\n", True),
    ],
)
def test_only_plain_files_are_read_in_ranges(head, plain):
    assert is_plain(head) is plain


@unhurried
@given(some.binary(max_size=100))
def test_any_octets_are_read_or_explained(octets):
    with suppress(*READ_ERRORS):
        assert isinstance(recoded(octets), bytes)


@unhurried
@given(some.text(), some.integers(1, 7))
def test_text_comes_in_pieces_with_lf_line_ends(text, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("readiness.sources.ldif.utf8_stream._CHUNK_SIZE", size)
        pieces = list(text_chunks(io.BytesIO(text.encode())))
    assert "".join(pieces) == text.replace("\r\n", "\n").replace("\r", "\n")


def test_text_that_is_not_utf_8_is_told():
    with pytest.raises(Unreadable, match="not UTF-8"):
        list(text_chunks(io.BytesIO(b"Z\xeb")))


@unhurried
@given(some.binary(max_size=200) | some.binary(max_size=200).map(gzip.compress))
def test_the_text_of_any_beginning_is_told(head):
    assert isinstance(text_of(head), str)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_text_of_a_beginning_is_decoded(pack, encoding):
    assert text_of(pack("dn: CN=Zoë\r\n".encode(encoding))) == "dn: CN=Zoë\n"
