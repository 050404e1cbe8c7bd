"""Files that are no export, or damaged ones, and sources that are not there."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import tarfile
import zipfile

from tests.mistakes.mistake import EXPORT, Mistake, people

_SCAN = "readiness scan export.ldif --domain contoso.com"


def _wrong(what: str, name: str, content: str | bytes, says: str, status: int = 3) -> Mistake:
    """A file that somebody takes for an export."""
    return Mistake(what, f"readiness scan {name}", status, says, {name: content})


def _damaged(what: str, content: str | bytes, blames: str, status: int = 3) -> Mistake:
    """An export with a fault."""
    return Mistake(what, _SCAN, status, blames, {"export.ldif": content})


def _zipped(content: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("export.ldif", content)
    return archive.getvalue()


def _tarred(content: str) -> bytes:
    archive, member = io.BytesIO(), tarfile.TarInfo("export.ldif")
    member.size = len(content)
    with tarfile.open(fileobj=archive, mode="w:gz") as file:
        file.addfile(member, io.BytesIO(content.encode()))
    return archive.getvalue()


_TWICE = EXPORT.replace("\n\n", "\n", 1)
_USER = EXPORT.partition("\n\n")[2]
_IDFIX = "DISTINGUISHEDNAME,OBJECTCLASS,ATTRIBUTE,ERROR,VALUE,UPDATE\n"
_GET_ADUSER_TEXT = "\nDistinguishedName : CN=ana,OU=Staff,DC=contoso,DC=com\nEnabled : True\n"
_TYPE_NAMES = (
    '"DistinguishedName","ObjectClass","SamAccountName","proxyAddresses"\n'
    '"CN=ana,DC=contoso,DC=com","user","ana",'
    '"Microsoft.ActiveDirectory.Management.ADPropertyValueCollection"\n'
)

WRONG_FILES = (
    Mistake("no such file", "readiness scan exports.ldif", 3, "exports.ldif: there is no such"),
    Mistake("a folder", "readiness scan exports", 3, "it is a folder", {"exports/a.ldif": EXPORT}),
    Mistake(
        "a file that nobody may read",
        "readiness scan secret.ldif",
        3,
        "secret.ldif: cannot be read: Permission denied",
        {"secret.ldif": EXPORT},
        before="chmod 000 secret.ldif",
    ),
    Mistake(
        "a link to nowhere", "readiness scan link.ldif", 3, "link.ldif", before="ln -s x link.ldif"
    ),
    Mistake(
        "a link to itself",
        "readiness scan link.ldif",
        3,
        "symbolic links",
        before="ln -s link.ldif link.ldif",
    ),
    _wrong("an empty file", "empty.ldif", "", "the file is empty", 4),
    _wrong("a file of blank lines", "blank.ldif", "\n\n\n", "NOTHING TO SCAN", 4),
    _wrong("prose", "readme.ldif", "Dear colleagues,\nhere is it.\n", "neither LDIF nor a table"),
    _wrong(
        "a table without a DN",
        "people.csv",
        "name,mail\nana,a@b.de\n",
        "column DN or DistinguishedName",
    ),
    _wrong("a result of IdFix", "idfix.csv", _IDFIX, "a result of IdFix"),
    _wrong("what PowerShell shows", "users.txt", _GET_ADUSER_TEXT, "shows on the screen"),
    _wrong(
        "values that PowerShell dropped", "users.csv", _TYPE_NAMES, "the values of proxyaddresses"
    ),
    _wrong("JSON of something else", "package.json", '{"name": "x"}', "package.json"),
    _wrong("JSON that ends early", "users.json", '[{"DistinguishedName": "CN=a', "users.json"),
    _wrong("JSON that is nested too deeply", "deep.json", "[" * 200_000, "deep.json"),
    _wrong("a web page", "users.html", "<!doctype html><p>Sign in", "an HTML page"),
    _wrong("an XML document", "users.xml", "<?xml version='1.0'?><Objs/>", "an XML document"),
    _wrong("a ZIP archive", "export.zip", _zipped(EXPORT), "ZIP"),
    _wrong("an XZ archive", "export.ldif.xz", lzma.compress(EXPORT.encode()), "compressed with xz"),
    _wrong("a BZ2 archive", "export.ldif.bz2", bz2.compress(EXPORT.encode()), "bzip2"),
    _wrong("a Zstandard archive", "export.ldif.zst", b"\x28\xb5\x2f\xfd\0\0", "Zstandard"),
    _wrong("an LZ4 archive", "export.ldif.lz4", b"\x04\x22\x4d\x18" + bytes(50), "LZ4"),
    _wrong("a TAR archive", "export.tgz", _tarred(EXPORT), "TAR archive"),
    _wrong("a cabinet", "export.cab", b"MSCF" + bytes(100), "cabinet"),
    _wrong("a configuration", "readiness.conf", "[plan]\nverified-domains = []\n", "neither LDIF"),
    _wrong("a letter", "a.eml", "From: ana\nSubject: users\n\nHello\n", "neither LDIF"),
    _wrong("a script", "export.ps1", "Get-ADUser -Filter *\n", "neither LDIF"),
    _wrong("an event log", "events.evtx", b"ElfFile\0" + bytes(100), "event log"),
    _wrong("a picture", "photo.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "binary data"),
    _wrong("a PDF", "report.pdf", b"%PDF-1.7\n" + bytes(100), "report.pdf"),
    _wrong("a program", "setup.exe", b"MZ\x90\0" + bytes(100), "binary data"),
    _wrong(
        "the database itself", "ntds.dit", bytes(4) + b"\xef\xcd\xab\x89" + bytes(99), "ntds.dit"
    ),
    _wrong("text in UTF-32", "export.ldf", EXPORT.encode("utf-32"), "text in UTF-32"),
    _wrong("random bytes", "export.bin", bytes(range(256)) * 20, "binary data"),
    _wrong("a list of changes", "mods.ldif", "dn: CN=a\nchangetype: modify\n", "a list of changes"),
    _wrong(
        "a list of deletions", "gone.ldif", "dn: CN=a\nchangetype: delete\n", "a list of changes"
    ),
)

DAMAGED_EXPORTS = (
    _damaged("cut off within a line", EXPORT[:-40], "cut short"),
    _damaged("cut off behind a line", EXPORT[:-1].rpartition("\n")[0], "cut short"),
    Mistake(
        "a compressed export that is cut off",
        "readiness scan export.ldif.gz",
        3,
        "the gzip data ends early",
        {"export.ldif.gz": gzip.compress(EXPORT.encode())[:-9]},
    ),
    Mistake(
        "a compressed export with a wrong byte",
        "readiness scan export.ldif.gz",
        3,
        "the gzip data is damaged",
        {"export.ldif.gz": gzip.compress(EXPORT.encode(), mtime=0)[:-8] + bytes(8)},
    ),
    _damaged(
        "a server's size limit", EXPORT + "search: 2\nresult: 4 Size limit exceeded\n", "Size limit"
    ),
    _damaged(
        "a server's time limit", EXPORT + "search: 2\nresult: 3 Time limit exceeded\n", "Time limit"
    ),
    _damaged(
        "a line that is no attribute", EXPORT.replace("mail: ana", "mail ana"), "export.ldif:15"
    ),
    _damaged("broken base64", EXPORT.replace("mail: ana", "mail:: ana"), "base64"),
    _damaged("broken base64 in a DN", EXPORT.replace("dn: CN=bob", "dn:: CN=bob"), "base64"),
    _damaged(
        "an entry without a DN", EXPORT.replace("dn: CN=bob,OU=Staff,DC=contoso,DC=com\n", ""), "dn"
    ),
    _damaged(
        "an entry without a class",
        EXPORT.replace("objectClass: user\ncn: bob", "cn: bob").replace(
            "objectClass: top\nobjectClass: person\nobjectClass: organizationalPerson\ncn: bob",
            "cn: bob",
        ),
        "objectClass",
    ),
    _damaged(
        "a value in another file",
        EXPORT.replace("mail: ana@contoso.com", "mail:< file:///tmp/a"),
        "is a URL",
    ),
    _damaged(
        "a picture in another file",
        EXPORT.replace("mail: ana", "jpegPhoto:< file:///tmp/a\nmail: ana"),
        "no check reads “jpegphoto”",
        0,
    ),
    _damaged(
        "a name with an underscore",
        EXPORT.replace("mail: ana", "my_attr: x\nmail: ana"),
        "no check reads “my_attr”",
        0,
    ),
    _damaged("a dash behind an entry", EXPORT[:-1] + "-\n\n", "export.ldif:32", 0),
    _damaged(
        "a tab on a blank line",
        EXPORT.replace("\n\ndn: CN=bob", "\n\t\ndn: CN=bob"),
        "export.ldif:17",
        0,
    ),
    _damaged("a CR within a line", EXPORT.replace("mail: ana", "mail: \rana"), "CR without LF"),
    _damaged(
        "values that were not fetched to the end",
        EXPORT.replace("proxyAddresses: SMTP:ana", "proxyAddresses;range=0-1499: SMTP:ana"),
        "range",
    ),
    _damaged(
        "another encoding than UTF-8",
        EXPORT.replace("cn: ana", "cn: J\xf6rg").encode("latin-1"),
        "is not UTF-8",
    ),
    _damaged(
        "UTF-16 with half a character",
        codecs.BOM_UTF16_LE + EXPORT.encode("utf-16-le") + b"x",
        "UTF-16",
    ),
    _damaged(
        "a line of 17 million characters",
        EXPORT + "dn: CN=c\nobjectClass: user\ndescription: " + "x" * 17_000_000 + "\n\n",
        "longer than",
    ),
    _damaged(
        "a record of 70 MiB",
        EXPORT + "dn: CN=c\n" + ("member: " + "x" * 1_000_000 + "\n") * 70 + "\n",
        "64 MiB",
    ),
    _damaged(
        "two files that were joined", "\ufeff" + EXPORT + "\ufeff" + people(["eva"]), "order mark"
    ),
    _damaged("an entry that was taken out", EXPORT + "# numEntries: 3\n", "tell of 3 entries"),
    _damaged(
        "an account of no known class",
        EXPORT.replace("objectClass: user", "objectClass: usr", 1),
        "1 entry has account attributes",
    ),
    _damaged("a fold before anything", " folded\n" + EXPORT, "export.ldif:1"),
    _damaged("exactly 1,000 entries", people(f"u{n}" for n in range(1000)), "1,000", 0),
    _damaged(
        "a list of attributes that lacks what everybody has",
        "".join(
            line
            for line in EXPORT.replace("# readiness: attributes=all", "").splitlines(keepends=True)
            if not line.startswith(("userAcc", "objectGUID"))
        ),
        "objectGUID",
    ),
    Mistake("the same export twice", "readiness scan export.ldif ./export.ldif", 2, "export.ldif"),
    Mistake(
        "an export, and the same on standard input",
        "readiness scan export.ldif - < export.ldif",
        2,
        "- and export.ldif are one source",
    ),
    Mistake(
        "an export and a copy of it",
        "readiness scan export.ldif copy.ldif",
        2,
        "copy.ldif",
        before="cp export.ldif copy.ldif",
    ),
    Mistake(
        "an export, and itself compressed",
        "readiness scan export.ldif*",
        2,
        "export.ldif.gz",
        before="gzip -k export.ldif",
    ),
    Mistake(
        "one file of two is missing",
        "readiness scan export.ldif more.ldif",
        3,
        "more.ldif: there is no such file",
    ),
    Mistake("a file name that is not UTF-8", "readiness scan $'a\\xff.ldif'", 3, "a\\xff.ldif"),
    Mistake(
        "a file name that holds an escape sequence",
        "readiness scan $'a\\e[31m.ldif'",
        3,
        "a\\x1b[31m.ldif",
    ),
    Mistake("a file name that begins with a dash", "readiness scan -export.ldif", 2, "-e"),
)
