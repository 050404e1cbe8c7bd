"""What an export does not hold is told, and never taken for empty."""

import json

import pytest

from tests.running import ANA, BOB, CONTOSO, run

EVE = "a1a2a3a4-b5b6-4c7c-8d9d-000000000003"
EVERY_USER = {
    "userAccountControl": "512",
    "whenCreated": "20200101000000.0Z",
    "instanceType": "4",
}


def user(name, guid, **values):
    held = {
        "objectClass": "user",
        "sAMAccountName": name,
        "objectGUID": guid,
        **EVERY_USER,
        "objectSid": f"S-1-5-21-1-2-3-{1000 + ord(name[0])}",
        "userPrincipalName": f"{name}@contoso.com",
        **values,
    }
    lines = [f"{attribute}: {value}" for attribute, value in held.items() if value]
    return "\n".join([f"dn: CN={name},DC=contoso,DC=com", *lines]) + "\n\n"


def users(**values):
    return user("ana", ANA, **values) + user("bob", BOB, **values)


@pytest.fixture
def scan(tmp_path):
    """Scans an LDIF, and returns the outcome of the command and the JSON report."""

    def scanning(ldif, *options, exported=""):
        path, report = tmp_path / "export.ldif", tmp_path / "report.json"
        path.write_text(ldif)
        options = ("--domain", "contoso.com", "-q", "-r", report, *options)
        done = run("scan", path, *options, READINESS_EXPORTED_ATTRIBUTES=exported)
        return done, json.loads(report.read_text()) if report.exists() else None

    return scanning


def status_of(report, check):
    [outcome] = [one for one in report["checks"] if one["id"] == check]
    return outcome["status"], outcome["status_reason"]


def test_an_export_with_what_active_directory_gives_is_full(scan):
    done, report = scan(users())
    assert done.returncode in {0, 1}, done.stderr
    assert report["complete"]
    assert status_of(report, "mail-missing") == ("ran", None)
    assert report["summary"]["by_check"]["mail-missing"] == 2


@pytest.mark.parametrize("exported", ["", "all"])
def test_where_a_date_of_creation_alone_speaks_for_a_full_export_a_warning_says_so(scan, exported):
    done, report = scan(users(instanceType=None, mail=None), exported=exported)
    assert done.returncode == 0, done.stderr
    assert status_of(report, "mail-missing") == ("ran", None)
    said = [text for text in report["warnings"] if "nothing but whenCreated shows" in text]
    assert len(said) == (0 if exported else 1)


@pytest.mark.parametrize(
    "sign", ["objectcategory", "WHENCHANGED", "uSNCreated", "uSNChanged", "instanceType"]
)
def test_one_attribute_that_nobody_puts_on_a_list_shows_a_full_export(scan, sign):
    _, report = scan(users(**{"instanceType": None, sign: "4"}))
    assert report["complete"]
    assert not any("whenCreated" in text for text in report["warnings"])


@pytest.mark.parametrize("lacking", ["objectGUID", "objectSid", "userAccountControl"])
def test_an_export_that_lacks_what_every_object_has_is_incomplete(scan, lacking):
    done, report = scan(users(**{lacking: None}))
    assert done.returncode == 3
    assert f"the export holds no {lacking}: export again without a list" in done.stderr
    assert report["verdict"] == "incomplete"
    assert len(report["sources"][0]["problems"]) == 1


def test_what_one_kind_of_object_lacks_the_export_is_not_said_to_lack(scan):
    _, report = scan(users() + user("eve", EVE, objectClass="contact", whenCreated=None))
    [problem] = report["sources"][0]["problems"]
    assert "the export holds no whenCreated of contacts: " in problem


def test_checks_that_read_what_is_not_exported_are_not_asked(scan):
    _, report = scan(users(objectSid=None))
    assert status_of(report, "mail-missing") == ("skipped", "attribute-missing")
    assert "mail-missing" not in report["summary"]["by_check"]
    assert not [one for one in report["findings"] if one["check"] == "mail-missing"]


def test_nobody_is_called_unready_for_an_attribute_that_is_not_exported(scan):
    _, report = scan(users(userPrincipalName=None, objectSid=None))
    assert not [one for one in report["findings"] if one["check"] == "upn-missing"]
    assert report["summary"]["people"]["ready"] == 2


def test_a_declared_list_makes_an_export_complete_but_not_ready(scan):
    names = "objectClass,objectGUID,objectSid,sAMAccountName,userAccountControl,userPrincipalName"
    done, report = scan(users(whenCreated=None), exported=names)
    assert done.returncode == 0, done.stderr
    assert report["verdict"] == "not-assessed"
    assert status_of(report, "address-duplicate") == ("skipped", "attribute-missing")


def test_a_comment_declares_what_an_export_holds(scan):
    comment = "# readiness: attributes=all\n"
    done, report = scan(comment + users(objectSid=None))
    assert report["complete"], done.stderr
    assert status_of(report, "mail-missing") == ("ran", None)


def test_a_declared_list_without_what_every_object_has_is_incomplete(scan):
    done, _ = scan(users(objectSid=None), exported="objectClass,objectGUID,userPrincipalName")
    assert done.returncode == 3
    assert "was made without objectSid" in done.stderr


def test_missing_guids_are_one_line_and_not_an_error_an_object(scan):
    done, report = scan(users(objectGUID=None), exported="all")
    assert done.stderr.count("objectGUID") == 1
    assert not [one for one in report["findings"] if one["check"].startswith("source-anchor")]
    assert report["verdict"] != "ready"


def test_an_account_without_an_object_class_is_told(scan):
    done, report = scan(user("ana", ANA) + user("bob", BOB, objectClass=None), exported="all")
    assert done.returncode == 3
    assert "1 entry has account attributes, but no objectClass" in done.stderr
    assert report["verdict"] == "incomplete"


@pytest.mark.parametrize(("classes", "status"), [("user ", 0), ("usr", 3), ("domain", 3)])
def test_an_account_of_no_known_class_is_told_and_a_blank_behind_the_class_counts_for_nothing(
    scan, classes, status
):
    done, report = scan(user("ana", ANA) + user("bob", BOB, objectClass=classes), exported="all")
    assert done.returncode == status, done.stderr
    assert ("1 entry has account attributes, but no objectClass that says" in done.stderr) is (
        status == 3
    )
    assert report["summary"]["people"]["in_scope"] == (1 if status else 2)


def test_an_object_guid_of_another_length_is_told_and_anchors_nobody(scan):
    short = user("bob", None, **{"objectGUID:": "AQID"}) + user("eve", ANA[:-1])
    done, report = scan(user("ana", ANA) + short, exported="all")
    assert (done.returncode, report["verdict"]) == (3, "incomplete")
    assert "2 objectGUIDs are no GUIDs of 16 octets" in done.stderr
    assert "was not read" not in report["summary"]["answer"]["then"]
    assert {finding["guid"] for finding in report["findings"]} == {ANA, None}


@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("# numResponses: 4\n# numEntries: 3\n", 3),
        ("# returned 4 records\r\n# 3 entries\r\n# 1 referrals\r\n", 3),
        ("# numEntries: 2\n", 0),
        ("# numEntries: 1\n", 0),  # the last of two files that were joined
        ("# 3 people have left since\n", 0),
    ],
)
def test_fewer_entries_than_the_last_lines_tell_are_an_incomplete_export(scan, ending, status):
    done, _ = scan(users() + ending, exported="all")
    assert done.returncode == status, done.stderr
    assert ("its last lines tell of 3 entries, and 2 are in it" in done.stderr) is bool(status)


@pytest.mark.parametrize("rest", ["", "objectClass: top\n", "description: x\n"])
@pytest.mark.parametrize("exported", ["", "all"])
def test_a_record_that_is_cut_at_the_end_of_a_line_is_told(scan, rest, exported):
    done, report = scan(users() + "dn: CN=Carla,DC=contoso,DC=com\n" + rest, exported=exported)
    assert done.returncode == 3
    assert "1 entry has no objectClass that tells what is meant, so the file may be cut short" in (
        done.stderr
    )
    assert report["verdict"] == "incomplete"


COLUMNS = (
    "DistinguishedName,ObjectClass,ObjectGUID,SID,SamAccountName,Enabled,Created,"
    "UserPrincipalName,DisplayName"
)
ROW = f'"CN=ana,DC=contoso,DC=com",user,{ANA},S-1-5-21-1-2-3-1001,ana,True,2020-01-01T10:00:00Z'


def scan_table(tmp_path, name, content, report):
    path = tmp_path / name
    path.write_text(content)
    options = ("--domain", "contoso.com", "-q", "-r", report)
    done = run("scan", path, *options, READINESS_EXPORTED_ATTRIBUTES="")
    return done, json.loads(report.read_text())


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_table_is_not_full_for_the_date_of_creation(tmp_path, form):
    values = dict(
        zip(
            COLUMNS.split(","),
            ["CN=ana,DC=contoso,DC=com", *ROW.split(",")[3:], "ana@contoso.com", "Ana"],
            strict=True,
        )
    )
    content = f"{COLUMNS}\n{ROW},ana@contoso.com,Ana\n"
    content = json.dumps([values]) if form == "json" else content
    done, report = scan_table(tmp_path, f"users.{form}", content, tmp_path / "report.json")
    assert done.returncode == 3
    assert "Get-ADUser -Filter * -Properties * | ConvertTo-Json -Depth 3" in done.stderr
    assert "without a list of attributes" not in done.stderr
    assert report["verdict"] == "incomplete"
    assert status_of(report, "address-duplicate") == ("skipped", "attribute-missing")


@pytest.mark.parametrize("sign", ["instanceType", "Modified", "uSNChanged", "ObjectCategory"])
def test_a_table_is_full_that_holds_what_nobody_puts_on_a_list(tmp_path, sign):
    value = "2020-01-01T10:00:00Z" if sign == "Modified" else "4"
    content = f"{COLUMNS},{sign}\n{ROW},ana@contoso.com,Ana,{value}\n"
    done, report = scan_table(tmp_path, "users.csv", content, tmp_path / "report.json")
    assert done.returncode in {0, 1}, done.stderr
    assert report["complete"]
    assert status_of(report, "address-duplicate") == ("ran", None)


@pytest.mark.parametrize("number", [1000, 1500, 5000])
@pytest.mark.parametrize("ending", ["", "# numEntries: 1000\n"])
def test_as_many_entries_as_a_server_returns_at_most_are_suspicious(scan, number, ending):
    entries = (f"dn: OU=u{n},DC=x\nobjectClass: organizationalUnit\n\n" for n in range(number))
    done, _ = scan("".join(entries) + ending, exported="all")
    assert (f"exactly {number:,} entries" in done.stderr) is not ending.startswith("#")


def test_another_number_of_entries_is_not_suspicious(scan):
    entries = (f"dn: OU=u{n},DC=x\nobjectClass: organizationalUnit\n\n" for n in range(999))
    done, _ = scan("".join(entries), exported="all")
    assert "exactly" not in done.stderr


def test_one_file_that_is_named_twice_is_refused(tmp_path):
    link = tmp_path / "link.ldif"
    link.symlink_to(CONTOSO)
    for twin in (CONTOSO, link):
        done = run("scan", CONTOSO, twin, "-q")
        assert done.returncode == 2
        assert "are one source: name it once" in done.stderr


def test_a_copy_of_a_file_is_refused(tmp_path):
    copy = tmp_path / "copy.ldif"
    copy.write_bytes(CONTOSO.read_bytes())
    done = run("scan", CONTOSO, copy, "-q")
    assert done.returncode == 2
    assert f"{copy} holds the same objects as {CONTOSO}" in done.stderr


def test_a_check_runs_on_the_source_that_holds_what_it_reads(tmp_path):
    full, listed, report = (tmp_path / name for name in ("full.ldif", "listed.ldif", "out.json"))
    full.write_text("# readiness: attributes=all\n" + user("ana", ANA))
    listed.write_text(user("bob", BOB, objectSid=None))
    options = ("--domain", "contoso.com", "-q", "-r", report)
    run("scan", full, listed, *options, READINESS_EXPORTED_ATTRIBUTES="")
    found = json.loads(report.read_text())
    missing = [one["source"] for one in found["findings"] if one["check"] == "mail-missing"]
    assert missing == [str(full)]
    assert status_of(found, "mail-missing") == ("ran", "attribute-missing")
