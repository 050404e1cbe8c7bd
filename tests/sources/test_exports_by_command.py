"""Exports of every kind, and files that are none, as people meet them: through the command."""

import bz2
import gzip
import io
import json
import lzma
import zipfile

import pytest

from tests.running import run

GUID, OTHER_GUID = (f"f2953050-cfdc-4d5b-a667-7d6615694d{number}" for number in (51, 52))
ANA = f"""\
dn: CN=ana,OU=Staff,DC=contoso,DC=com
objectClass: user
objectGUID: {GUID}
objectSid: S-1-5-21-1775622428-2957195455-776447979-1105
sAMAccountName: ana
userAccountControl: 512
whenCreated: 20261122023206.0Z
whenChanged: 20261122023206.0Z
userPrincipalName: ana@contoso.com
displayName: Ana
mail: ana@contoso.com
proxyAddresses: SMTP:ana@contoso.com
givenName: Ana
"""
BOB = ANA.replace("ana", "bob").replace("-1105", "-1106").replace(GUID, OTHER_GUID)
WRONG = BOB.replace("userPrincipalName: bob@", "userPrincipalName: b ob@")
HEAD = "# readiness: attributes=all\n"
COLLECTION = "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection"
EXPORT = f"{HEAD}\n{ANA}\n{WRONG}\n"
CSVDE = """\
DN,objectClass,objectGUID,objectSid,sAMAccountName,userAccountControl,whenCreated,whenChanged,\
userPrincipalName,displayName,mail,proxyAddresses,givenName
"CN=ana,OU=Staff,DC=contoso,DC=com",user,X'503095f2dccf5b4da6677d6615694d51',\
X'010500000000000515000000dc27d569c7b443b0ebc1472e51040000',ana,512,20261122023206.0Z,\
20261122023206.0Z,ana@contoso.com,Ana,ana@contoso.com,SMTP:ana@contoso.com,Ana
"CN=bob,OU=Staff,DC=contoso,DC=com",user,X'503095f2dccf5b4da6677d6615694d52',\
X'010500000000000515000000dc27d569c7b443b0ebc1472e52040000',bob,512,20261122023206.0Z,\
20261122023206.0Z,b ob@contoso.com,Ana,bob@contoso.com,SMTP:bob@contoso.com,Ana
"""
PROPERTIES = {
    "DistinguishedName": "CN=ana,OU=Staff,DC=contoso,DC=com",
    "Enabled": True,
    "ObjectClass": "user",
    "ObjectGUID": GUID,
    "SID": {"BinaryLength": 28, "Value": "S-1-5-21-1775622428-2957195455-776447979-1105"},
    "SamAccountName": "ana",
    "whenCreated": "/Date(1795314726000)/",
    "whenChanged": "2026-11-22T02:32:06.0000000Z",
    "UserPrincipalName": "ana@contoso.com",
    "DisplayName": "Ana",
    "EmailAddress": "ana@contoso.com",
    "proxyAddresses": ["SMTP:ana@contoso.com"],
    "GivenName": "Ana",
}
PROPERTIES_OF_BOB = json.loads(
    json.dumps(PROPERTIES)
    .replace("ana", "bob")
    .replace("-1105", "-1106")
    .replace("bob@contoso.com", "b ob@contoso.com", 1)
    .replace(GUID, OTHER_GUID)
)
INDENTED = json.dumps([PROPERTIES, PROPERTIES_OF_BOB], indent=4)


def export_csv(*objects):
    lines = [",".join(f'"{name}"' for name in PROPERTIES)]
    for one in objects:
        cells = {**one, "SID": one["SID"]["Value"], "whenCreated": "11/22/2026 2:32:06 AM"}
        cells["proxyAddresses"] = ";".join(cells["proxyAddresses"])
        lines.append(",".join(f'"{cell}"' for cell in cells.values()))
    return "".join(f"{line}\r\n" for line in lines)


@pytest.fixture
def scan(tmp_path):
    """Scans what is written into a file; returns how it ended, and the report."""

    def scan(content, *options, name="export"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        given = ("--domain", "contoso.com", "--ignore", "source-anchor*", *options)
        done = run("scan", path, "-q", "-r", "json:report.json", *given, cwd=tmp_path)
        assert "Traceback" not in done.stderr
        report = tmp_path / "report.json"
        return done, json.loads(report.read_text()) if report.exists() else None

    return scan


def found(report):
    """What was found of whom, in the order of the DNs."""
    findings = sorted((one["dn"], one["check"], one["value"]) for one in report["findings"])
    assert findings
    return findings


def problems(report):
    return [problem for source in report["sources"] for problem in source["problems"]]


@pytest.fixture
def expected(scan):
    """What is found in the export in LDIF."""
    done, report = scan(EXPORT)
    assert done.returncode == 1
    return found(report)


@pytest.mark.parametrize(
    ("kind", "content", "line"),
    [
        ("csv", CSVDE.encode(), 3),
        ("csv", CSVDE.encode("utf-16-le"), 3),
        ("csv", export_csv(PROPERTIES, PROPERTIES_OF_BOB).encode("utf-8-sig"), 3),
        ("json", INDENTED.encode("utf-16"), 1 + INDENTED.split("\n").index("    {", 2)),
        ("json", json.dumps([PROPERTIES, PROPERTIES_OF_BOB]).encode(), 1),
    ],
    ids=["csvde", "csvde -u", "Export-Csv", "ConvertTo-Json", "ConvertTo-Json -Compress"],
)
def test_a_table_is_read_as_the_same_directory(scan, expected, kind, content, line):
    done, report = scan(content)
    assert (done.returncode, problems(report)) == (1, [])
    assert found(report) == expected
    assert {one["line"] for one in report["findings"]} == {line}
    assert [source["kind"] for source in report["sources"]] == [kind]


@pytest.mark.parametrize(
    ("missing", "status"),
    [(["ObjectGUID"], 3), (["EmailAddress", "proxyAddresses", "whenChanged"], 0), ([], 0)],
)
def test_a_column_that_is_not_there_was_not_exported_whatever_is_declared(scan, missing, status):
    row = {name: value for name, value in PROPERTIES.items() if name not in missing}
    done, report = scan(json.dumps([row]), "--exported-attributes=all", "--ignore=*-missing")
    assert done.returncode == status
    skipped = {one["id"] for one in report["checks"] if one["status_reason"] == "attribute-missing"}
    assert bool(skipped) == bool(missing)
    express = report["advice"]["source_anchor"]["express"]
    assert express == (None if missing else "ms-DS-ConsistencyGuid")


@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8-sig", "\r\n"), ("utf-8", "\r"), ("utf-16", "\r\n"), ("utf-16-be", "\n")],
)
def test_ldif_is_read_in_any_encoding_with_any_line_ends(scan, expected, encoding, end):
    done, report = scan(EXPORT.replace("\n", end).encode(encoding))
    assert done.returncode == 1
    assert found(report) == expected


def test_a_cr_that_ends_no_line_makes_the_scan_incomplete(scan):
    glued = WRONG.replace("\n", "\r")
    done, report = scan(f"{HEAD}\n{ANA}\n{glued}\n\n{ANA.replace('ana', 'eva')}\n")
    assert done.returncode == 3
    assert report["verdict"] == "incomplete"
    assert "export:17: the line holds a CR without LF" in problems(report)[0]
    assert report["summary"]["entries"] == 2


@pytest.mark.parametrize(
    "line",
    ["jpegPhoto:< file:///tmp/ldapsearch-jpegPhoto-x", "my_attr: x", "-", "\t"],
    ids=["URL", "underscore", "dash", "tab"],
)
def test_a_line_that_no_check_reads_costs_itself(scan, line):
    done, report = scan(f"{HEAD}\n{ANA}{line}\n\n{BOB}\n")
    assert (done.returncode, problems(report)) == (0, [])
    assert report["summary"]["entries"] == 2
    [warning] = [one for one in report["warnings"] if "export:16: " in one]
    assert warning.endswith("”" if line.strip() else "is read as an empty one")


@pytest.mark.parametrize(
    "line", ["thumbnailPhoto:< file:///tmp/x", "mail:: !", "mail : x", "prose"]
)
def test_a_line_that_a_check_may_read_makes_the_scan_incomplete(scan, line):
    done, report = scan(f"{HEAD}\n{ANA}{line}\n\n{BOB}\n")
    assert done.returncode == 3
    assert report["summary"]["entries"] == 2
    [problem] = problems(report)
    assert "export:16: " in problem


def test_a_guid_in_base64_with_one_colon_is_a_guid(scan):
    one_colon = ANA.replace(GUID, "UDCV8tzPW02mZ31mFWlNUQ==")
    done, report = scan(f"{HEAD}\n{one_colon.replace('ana@', 'a na@')}\n")
    assert done.returncode == 1
    assert {one["guid"] for one in report["findings"]} == {GUID}


def zipped(content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("export.ldif", content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped(EXPORT), "a ZIP archive"),
        (lzma.compress(EXPORT.encode()), "compressed with xz"),
        (bz2.compress(EXPORT.encode()), "compressed with bzip2"),
        (b"\x28\xb5\x2f\xfd\x04\x00", "compressed with Zstandard"),
        (b"ElfFile\x00" + bytes(100), "a Windows event log"),
        (EXPORT.encode("utf-32"), "text in UTF-32"),
        ("<!doctype html><html></html>", "an HTML page"),
        ("DISTINGUISHEDNAME,ATTRIBUTE,ERROR,UPDATE\nCN=a,mail,format,x\n", "a result of IdFix"),
        ("a,b\n1,2\n", "neither LDIF nor a table with a column DN"),
        ('[{"id": "1", "userPrincipalName": "a@b.c"}]', "an export of a tenant"),
        ('{"schema": "readiness-plan/1", "stages": [], "digest": ""}', "a repair plan, not"),
        ("Id;Decision;New value;Confidence;Depends on\n", "the review table of a repair plan"),
        ('{"schema_version": "1.0", "tool": {}, "findings": []}', "a report of readiness"),
        (
            f'"DistinguishedName","proxyAddresses"\n"CN=a","{COLLECTION}"\n',
            "ConvertTo-Json -Depth 3",
        ),
    ],
)
def test_a_wrong_file_is_named_in_one_line(scan, content, says):
    done, report = scan(content)
    assert done.returncode == 3
    assert report["verdict"] == "incomplete"
    [problem] = problems(report)
    assert says in problem
    assert "\n" not in problem
    assert says in done.stderr


def test_a_wrong_file_is_named_though_it_is_compressed(scan):
    done, report = scan(gzip.compress(b"<html></html>"))
    assert done.returncode == 3
    assert "an HTML page" in problems(report)[0]


def test_an_empty_file_is_told(scan):
    done, report = scan("")
    assert done.returncode == 4
    assert "the file is empty" in " ".join(report["warnings"])


def test_a_folder_is_told(tmp_path):
    (tmp_path / "export.ldif").write_text(EXPORT)
    done = run("scan", tmp_path, "-q")
    assert done.returncode == 3
    assert "it is a folder: name the files in it, such as" in done.stderr
    assert str(tmp_path / "export.ldif") in done.stderr


@pytest.mark.parametrize("host", ["dc1.contoso.com", "ldaps:dc1.contoso.com"])
def test_a_host_where_a_file_was_meant_is_answered_with_its_url(host):
    done = run("scan", host, "-q")
    assert done.returncode == 2
    assert "write ldaps://dc1.contoso.com" in done.stderr


@pytest.mark.parametrize(
    "content",
    [CSVDE[:-1], CSVDE[:-40], json.dumps([PROPERTIES])[:-1], json.dumps([PROPERTIES])[:-40]],
    ids=range(4),
)
def test_a_table_that_is_cut_short_is_incomplete(scan, content):
    done, report = scan(content)
    assert done.returncode == 3
    assert problems(report)


def test_a_table_comes_from_standard_input_too(tmp_path):
    done = run("scan", "-", "-q", "-r", "json:-", cwd=tmp_path, stdin=CSVDE)
    report = json.loads(done.stdout)
    assert report["sources"][0]["kind"] == "csv"
    assert report["summary"]["entries"] == 2
