"""Tells by its beginning what a file is, and what to do about one that is no export."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from readiness.sources.ldif.utf8_stream import HEAD_SIZE, Unreadable, text_of

_EXPORT_AGAIN = "export the directory with: ldifde -u -f export.ldf"
_UNPACK = "unpack it, and scan the export that is in it"
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", _UNPACK),
    (b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
    (b"\xfd7zXZ\x00", "compressed with xz", "unpack it with: xz -dk FILE"),
    (b"BZh", "compressed with bzip2", "unpack it with: bunzip2 -k FILE"),
    (b"\x28\xb5\x2f\xfd", "compressed with Zstandard", "unpack it with: zstd -d FILE"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"MSCF\x00\x00\x00\x00", "a cabinet archive", _UNPACK),
    (b"\x04\x22\x4d\x18", "compressed with LZ4", "unpack it with: lz4 -d FILE"),
    (b"ElfFile\x00", "a Windows event log", _EXPORT_AGAIN),
    (b"%PDF-", "a PDF document", _EXPORT_AGAIN),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel or Word document of old", _EXPORT_AGAIN),
    (b"TDB file\n", "a database of Samba", "export it with: ldbsearch -H FILE > export.ldif"),
    (b"\xff\xfe\x00\x00", "text in UTF-32", _EXPORT_AGAIN),
    (b"\x00\x00\xfe\xff", "text in UTF-32", _EXPORT_AGAIN),
)
"""What files begin with, what such files are, and what to do:
https://www.garykessler.net/library/file_sigs.html"""
_TAR = range(257, 262)
"""Where the signature of a TAR archive stands:
https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html"""
_ESE = b"\xef\xcd\xab\x89"
"""The signature of a database such as ntds.dit, behind a checksum of four bytes:
https://github.com/libyal/libesedb/blob/main/documentation/Extensible%20Storage%20Engine%20(ESE)%20Database%20File%20(EDB)%20format.asciidoc"""
_UTF32 = re.compile(rb"(?:[^\0]\0\0\0){2}|(?:\0\0\0[^\0]){2}")
_LDIF = re.compile(r"#(?!TYPE )|(?:dn|version|search|result|ref|control):", re.IGNORECASE)
"""What LDIF without an entry begins with, too: a search that found nothing is an export."""
_JSON = re.compile(r"[\[{]\s*(?:[\[\]{}\"\d-]|(?:null|true|false)\b|$)")
"""So JSON begins, and no table of TOML and no RTF."""
_NEITHER = (
    f"the file is neither LDIF nor a table with a column DN or DistinguishedName: {_EXPORT_AGAIN}"
)
_ON_SCREEN = re.compile(r"\s*DistinguishedName\s+:\s", re.MULTILINE)
_IDFIX = frozenset({"distinguishedname", "attribute", "error", "update"})
"""https://microsoft.github.io/idfix/operation/"""
_REVIEW = frozenset({"decision", "new value", "confidence", "depends on"})
"""Columns of the table in which the changes of a repair plan are reviewed."""
_DELIMITERS = ",;\t"
_DECLARED = re.compile(r"^# readiness: attributes=([^\n]+)", re.MULTILINE)
_DN = re.compile(r"^dn:", re.MULTILINE | re.IGNORECASE)
_HOST = re.compile(
    r"(?:[a-z]+:/{0,2})?([a-z0-9][a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::\d+)?/?", re.IGNORECASE
)
_FILE_ENDING = re.compile(r"\.(?:csv|gz|json|ldf|ldif|log|txt|zip)$", re.IGNORECASE)


class Form(Enum):
    """What an export can be written in."""

    LDIF = "LDIF"
    CSVDE = "the CSV of csvde"
    EXPORT_CSV = "the CSV of PowerShell"
    JSON = "the JSON of PowerShell"

    @property
    def kind(self) -> str:
        """What a report calls a source of this form."""
        return {Form.LDIF: "ldif", Form.JSON: "json"}.get(self, "csv")


class Header(NamedTuple):
    """What the first lines of a table say."""

    names: list[str]
    delimiter: str


def form_of(head: bytes) -> Form:
    """The form of an export that begins with these bytes; what nothing is known of may be LDIF.

    Raises:
        Unreadable: it is no export.
    """
    _refuse_signatures(head)
    text = text_of(head)
    if text[_TAR.start : _TAR.stop] == "ustar":
        raise _refused("a TAR archive", _UNPACK)
    text = text.lstrip()
    if text.startswith("<"):
        is_page = re.match(r"<(?:!doctype )?html", text, re.IGNORECASE)
        raise _refused("an HTML page" if is_page else "an XML document", _EXPORT_AGAIN)
    if _JSON.match(text):
        return Form.JSON  # which of all that is JSON, its first object tells: it may be a long one
    if _ON_SCREEN.match(text):
        raise _refused(
            "what PowerShell shows on the screen",
            "write objects instead: … | ConvertTo-Json -Depth 3 | Out-File export.json",
        )
    # LDIF with something odd before it is LDIF: its reader tells what is wrong with which line
    if is_ldif(text):
        return Form.LDIF
    if "\0" in text:
        raise _refused("a picture, a program or other binary data", _EXPORT_AGAIN)
    header = header_of(text)
    if header:
        return _form_of_table(header.names)
    # of a longer file, or one that is compressed, the first dn may be further down
    if text.strip() and len(head) < HEAD_SIZE and len(text) < HEAD_SIZE // 4:
        raise Unreadable(_NEITHER)
    return Form.LDIF


def _refuse_signatures(head: bytes) -> None:
    """Refuse what its first bytes tell to be no text, or none that is read.

    Raises:
        Unreadable: names what it is.
    """
    for signature, what, remedy in _SIGNATURES:
        if head.startswith(signature):
            raise _refused(what, remedy)
    if head[4:8] == _ESE:
        raise _refused("a database such as ntds.dit", _EXPORT_AGAIN)
    if _UTF32.match(head):
        raise _refused("text in UTF-32", _EXPORT_AGAIN)


def is_ldif(text: str) -> bool:
    """Whether a text looks like the beginning of LDIF, be it one without an entry."""
    return bool(_LDIF.match(text) or _DN.search(text))


def header_of(text: str) -> Header | None:
    """The header of a table in CSV; None if a text does not begin with one.

    Export-Csv of Windows PowerShell writes a line with the type before it:
    https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/export-csv
    """
    first, _, rest = text.partition("\n")
    if first.startswith("#TYPE "):
        first, _, rest = rest.partition("\n")
    # with -UseCulture, Export-Csv writes the delimiter of the country
    delimiter = max(_DELIMITERS, key=first.count)
    names = [name.strip().strip('"') for name in first.split(delimiter)]
    # a spreadsheet may have added columns without a name behind the others
    is_table = len(names) > 1 and bool(names[0]) and ":" not in first
    return Header(names, delimiter) if is_table else None


def _form_of_table(names: list[str]) -> Form:
    """Which export has columns of these names.

    Raises:
        Unreadable: its header names no column for the DN, or it is one of IdFix or of a plan.
    """
    lower = [name.lower() for name in names]
    if set(lower) >= _IDFIX:
        raise _refused("a result of IdFix", _EXPORT_AGAIN)
    if set(lower) >= _REVIEW:
        raise _refused("the review table of a repair plan", "readiness plan review reads it")
    if lower[0] == "dn":
        return Form.CSVDE
    if "distinguishedname" in lower:
        return Form.EXPORT_CSV
    # a letter that begins with “Dear colleagues,” is no table either
    raise Unreadable(_NEITHER)


def _refused(what: str, remedy: str) -> Unreadable:
    return Unreadable(f"the file is {what}, not an export of a directory: {remedy}")


def declared_attributes(head: bytes) -> tuple[str, ...] | None:
    """The attributes that an export says it was asked for, in a comment before its first entry.

    In lower case, `("all",)` for everything; None if there is no such comment.
    """
    text = text_of(head)
    first_dn = _DN.search(text)
    declared = _DECLARED.search(text, 0, first_dn.start() if first_dn else len(text))
    if not declared:
        return None
    return tuple(name.strip().lower() for name in declared[1].split(",") if name.strip())


def missing_file(location: str) -> str:
    """What to say where there is no file of this name; it may be meant for a server."""
    host = _HOST.fullmatch(location)
    if host is None or _FILE_ENDING.search(location):
        return "there is no such file"
    return f"there is no such file; for a directory server write ldaps://{host[1]}"
