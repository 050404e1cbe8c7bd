"""LDIF as exporters really write it, one record after the other."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif import record_reader
from readiness.sources.ldif.record_reader import (
    ChangeRecord,
    LineProblem,
    LineWarning,
    Record,
    read_records,
)
from tests.writing import CLASSES, ENTRIES, NAMES, STYLES, held, unhurried, written

WANTED = frozenset({"objectclass", "mail", "cn", "description", "proxyaddresses", "objectguid"})
EVERY_NAME = frozenset(name.lower() for name in (*NAMES, "objectClass"))
COMMON = {b"top", b"person", b"organizationalperson"}


def read(text, wanted=WANTED):
    return list(read_records(text.split("\n"), 1, wanted))


def only(text):
    [record] = read(text)
    assert isinstance(record, Record), record
    return record


def values(text):
    return only(f"dn: CN=Ana\n{text}\n").values


def problem(text):
    found = [one for one in read(text) if isinstance(one, LineProblem)]
    [one] = found
    return one


def test_a_record_has_its_line_its_name_and_its_values():
    record = only("\n\ndn: CN=Ana,DC=contoso,DC=com\nmail: ana@contoso.com\nsn: Silva\n")
    assert record == Record(3, "CN=Ana,DC=contoso,DC=com", {"mail": "ana@contoso.com"})


def test_records_are_parted_by_blank_lines():
    found = read("dn: CN=a\n\ndn: CN=b\nmail: b\n\n\n\ndn: CN=c\n")
    assert [(one.line, one.dn) for one in found] == [(1, "CN=a"), (3, "CN=b"), (8, "CN=c")]


def test_a_dn_begins_a_record_even_without_a_blank_line():
    found = read("dn: CN=a\nmail: a\ndn: CN=b\nmail: b\n")
    assert [(one.dn, one.values) for one in found] == [
        ("CN=a", {"mail": "a"}),
        ("CN=b", {"mail": "b"}),
    ]


def test_several_values_stay_in_order():
    assert values("mail: b\nsn: x\nmail: a\nMAIL: c") == {"mail": ["b", "a", "c"]}


@pytest.mark.parametrize("name", ["mail", "Mail", "MAIL", "mAIL;lang-de", "mail;binary;x-y"])
def test_names_have_any_case_and_options(name):
    assert values(f"{name}: x") == {"mail": "x"}


def test_names_may_be_numbers():
    assert read("dn: CN=a\n2.5.4.3: x\n", frozenset({"2.5.4.3"}))[0].values == {"2.5.4.3": "x"}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("mail: ana", "ana"),
        ("mail:ana", "ana"),
        ("mail:   ana", "ana"),
        ("mail: ana ", "ana "),
        ("mail:", ""),
        ("mail: ", ""),
        ("mail: :ana", ":ana"),
        ("mail: <ana", "<ana"),
        ("mail: #ana", "#ana"),
        ("mail: a: b", "a: b"),
        ("mail: Müller", "Müller"),
        ("mail:: w6k=", "é".encode()),
        ("mail::w6k=", "é".encode()),
        ("mail::   w6k=  ", "é".encode()),
        ("mail::", b""),
        ("mail:: ", b""),
        ("mail:: /9j/", b"\xff\xd8\xff"),
        ("mail: \n ana", "ana"),
        ("mail:\n  ana", "ana"),
        ("mail: a\n n\n a", "ana"),
        ("mail: a\n  na", "a na"),
        ("mail: a\n \n na", "ana"),
        ("ma\n il: ana", "ana"),
        ("mail\n :: w6k=", "é".encode()),
        ("mail:\n : w6k=", "é".encode()),
        ("mail:: w\n 6\n k=", "é".encode()),
        ("mail:: \n w6k=", "é".encode()),
    ],
)
def test_a_value_is_what_the_line_says_once_it_is_unfolded(line, value):
    assert values(line) == {"mail": value}


@pytest.mark.parametrize(
    "dn", ["dn:: Q049w6k=", "dn::Q049w6k=", "dn:: Q04\n 9w6k=", "DN: CN=é", "dn:CN=é"]
)
def test_a_dn_may_be_written_like_any_value(dn):
    assert only(f"{dn}\nmail: x\n").dn == "CN=é"


def test_classes_that_every_entry_has_are_not_kept():
    classes = "".join(f"objectClass: {name}\n" for name in CLASSES)
    assert values(classes) == {"objectclass": ["user", "group", "contact"]}


def test_comments_are_skipped_even_if_they_are_folded():
    record = only("# one\n#two\n goes on\ndn: CN=Ana\n# three\nmail: x\n  y\n#\n")
    assert record.values == {"mail": "x y"}


# The forms in which ldapsearch, ldbsearch and ldifde write more than the entries.
@pytest.mark.parametrize(
    "text",
    [
        "version: 1\n\ndn: CN=Ana\n",
        "version: 1\ndn: CN=Ana\n",
        "# extended LDIF\n#\n# LDAPv3\n# base <DC=x> with scope subtree\n#\n\ndn: CN=Ana\n",
        "dn: CN=Ana\n\n# refldaps://x/CN=Configuration,DC=x\n\n",
        "dn: CN=Ana\n\n# search reference\nref: ldaps://x/DC=x\n\n",
        "dn: CN=Ana\n\n# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: 1\n",
        "dn: CN=Ana\n\nresult: 0 Success\ncontrol: 1.2.840 false MAUCAQ==\npagedresults: cookie=\n",
        "# pagedresults: estimate=0 cookie=AAAA\n# ==\ndn: CN=Ana\n",
        "# record 1\ndn: CN=Ana\n\n# Referral\nref: ldap://x/DC=x\n\n# returned 2 records\n",
        "dn: CN=Ana\nchangetype: add\n",
        "dn: CN=Ana\nchangetype: ADD \n",
        "dn: CN=Ana\nChangeType:: YWRk\n",
    ],
)
def test_what_exporters_write_between_entries_is_no_entry(text):
    assert only(text).dn == "CN=Ana"


@pytest.mark.parametrize(
    "result", ["4 Size limit exceeded", "3 Time limit exceeded", "1", "10 Referral"]
)
def test_a_search_that_did_not_succeed_is_told(result):
    found = problem(f"dn: CN=Ana\n\nsearch: 2\nresult: {result}\n")
    assert found.line == 4
    assert result in found.message
    assert "incomplete" in found.message


@pytest.mark.parametrize(
    "changetype", ["modify", "delete", "modrdn", "moddn", "Modify", "nonsense"]
)
def test_a_list_of_changes_is_told_with_its_line(changetype):
    with pytest.raises(ChangeRecord, match="is a list of changes") as raised:
        read(f"dn: CN=a\nchangetype: add\n\ndn: CN=b\nchangetype: {changetype}\nreplace: mail\n")
    assert raised.value.line == 5
    assert f"“{changetype.lower()}”" in str(raised.value)


def test_no_more_of_a_kind_of_change_is_told_than_fits_in_a_line():
    with pytest.raises(ChangeRecord) as raised:
        read(f"dn: CN=b\nchangetype: {'x' * 5000}\n")
    assert len(str(raised.value)) < 250


def test_a_url_is_never_opened(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("must not be read")
    found = read(f"dn: CN=a\nmail:< {secret.as_uri()}\ncn: a\n")
    assert found == [
        LineProblem(
            2,
            "the value is a URL, which is never opened: export the value itself;"
            " the line is left out",
        ),
        Record(1, "CN=a", {"cn": "a"}),
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("mail:: not base64!", "the base64 value is broken"),
        ("mail:: w6k", "the base64 value is broken"),
        ("mail:: w6k=w6k=", "the base64 value is broken"),
        ("mail:: w6\u00e9=", "the base64 value is broken"),
        ("a line of prose", "not of the form"),
        ("this is: prose", "no name of an attribute"),
        (": value", "no name of an attribute"),
        ("\tmail: x", "no name of an attribute"),
        ("mail : x", "no name of an attribute"),
        ("mail;: x", "no name of an attribute"),
        ("mail: a\rb", "a CR without LF"),
        ("jpegPhoto: a\rmail: b", "a CR without LF"),
        ("# a comment\rmail: b", "a CR without LF"),
    ],
)
def test_a_damaged_line_that_a_check_may_read_is_a_problem_and_costs_itself(line, says):
    found = read(f"dn: CN=a\nmail: x\n{line}\nmail: y\n\ndn: CN=b\n")
    assert isinstance(found[0], LineProblem)
    assert found[0].line == 3
    assert says in found[0].message
    assert found[0].message.endswith("; the line is left out")
    assert found[1:] == [Record(1, "CN=a", {"mail": ["x", "y"]}), Record(6, "CN=b", {})]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("jpegPhoto:< file:///tmp/photo", "jpegphoto"),
        ("my_attribute: x", "my_attribute"),
        ("my_attribute;lang-de:: !", "my_attribute"),
        ("1mail: x", "1mail"),
        ("müll: x", "müll"),
        ("-", "-"),
    ],
)
def test_a_damaged_line_that_no_check_reads_is_a_warning_and_costs_itself(line, name):
    found = read(f"dn: CN=a\nmail: x\n{line}\nmail: y\n\ndn: CN=b\n")
    assert isinstance(found[0], LineWarning)
    assert found[0].line == 3
    assert found[0].message.endswith(f"; the line is left out, but no check reads “{name}”")
    assert found[1:] == [Record(1, "CN=a", {"mail": ["x", "y"]}), Record(6, "CN=b", {})]


@pytest.mark.parametrize("blanks", ["\t", " ", "  ", " \t "])
def test_a_line_of_blanks_is_an_empty_line_where_it_continues_nothing(blanks):
    text = f"dn: CN=a\n\n{blanks}\ndn: CN=b\n"
    warning = LineWarning(3, "the line holds only blanks, and is read as an empty one")
    assert read(text) == [Record(1, "CN=a", {}), warning, Record(4, "CN=b", {})]


def test_a_tab_on_a_blank_line_parts_records():
    found = read("dn: CN=a\nmail: x\n\t\nsearch: 2\nresult: 4 Size limit exceeded\n")
    assert [type(one) for one in found] == [LineWarning, Record, LineProblem]
    assert "Size limit" in found[2].message


@pytest.mark.parametrize("dn", ["dn: CN=b\rmail: b", "dn:: !", "dn : CN=b", "dn:< file:///x"])
def test_a_damaged_dn_costs_its_record_up_to_the_next_dn(dn):
    found = read(f"dn: CN=a\nmail: x\n{dn}\nmail: y\nprose\ndn: CN=c\nmail: z\n")
    assert [found[0], found[2]] == [
        Record(1, "CN=a", {"mail": "x"}),
        Record(6, "CN=c", {"mail": "z"}),
    ]
    assert found[1].line == 3
    assert found[1].message.endswith("; the record is left out")
    assert len(found) == 3


@pytest.mark.parametrize("line", ["dn:: ?", "dn:< file:///x"])
def test_a_damaged_dn_is_told(line):
    assert problem(f"{line}\nmail: x\n").line == 1


@pytest.mark.parametrize("line", ["mail: x", "cn: x", "objectClass: user"])
def test_a_record_without_a_dn_is_told(line):
    found = problem(f"dn: CN=a\n\n{line}\n")
    assert found == LineProblem(3, "the record does not begin with its dn; the record is left out")


def test_a_continuation_of_nothing_is_told():
    assert problem("dn: CN=a\n\n mail: x\n").line == 3


def test_the_problem_of_a_folded_line_has_its_first_line():
    assert problem("dn: CN=a\nmail:: AA\n AA\n !\n").line == 2


@pytest.mark.parametrize("options", [";range=0-1499", ";RANGE=0-0", ";binary;range=1500-2999"])
def test_a_cut_off_attribute_is_told_and_its_values_are_kept(options):
    told, record = read(f"dn: CN=a\nproxyAddresses{options}: smtp:a@b.c\n")
    assert record.values == {"proxyaddresses": "smtp:a@b.c"}
    assert told.line == 1
    assert f"proxyaddresses{options} holds only the first values" in told.message


def test_the_last_range_of_an_attribute_is_complete():
    assert values("mail;range=1500-*: x") == {"mail": "x"}


def test_a_line_that_is_too_long_is_told(monkeypatch):
    monkeypatch.setattr(record_reader, "LINE_MAX", 100)
    found = read(f"dn: CN=a\nmail: {'x' * 95}\n\ndn: CN=b\nmail: {'x' * 94}\n")
    assert found[0] == LineProblem(
        2, "the line is longer than 100 characters; the line is left out"
    )
    assert [record.dn for record in found[1:]] == ["CN=a", "CN=b"]


def test_a_very_long_value_is_unfolded_without_delay():
    lines = "\n ".join(["QUFB" * 19] * 50_000)
    assert len(values(f"mail:: {lines}")["mail"]) == 57 * 50_000


def test_what_nobody_wants_is_not_decoded():
    assert values("jpegPhoto:: not base64!\nmail: x") == {"mail": "x"}


def test_folding_does_not_hide_that_a_line_is_too_long(monkeypatch):
    monkeypatch.setattr(record_reader, "LINE_MAX", 100)
    assert "longer" in problem(f"dn: CN=a\nmail: {'x' * 50}\n {'x' * 50}\n").message


@unhurried
@given(ENTRIES, STYLES)
def test_what_is_written_in_any_style_is_read_back(entries, style):
    found = read(written(entries, style), EVERY_NAME)
    assert all(isinstance(one, Record) for one in found), found
    assert [(one.dn, octets_of(one.values)) for one in found] == [
        (dn, without_common(held(pairs))) for dn, pairs in entries
    ]


def octets_of(found):
    lists = ((name, value if isinstance(value, list) else [value]) for name, value in found.items())
    return held((name, one) for name, several in lists for one in several)


def without_common(found):
    classes = [one for one in found.pop("objectclass", []) if one.lower() not in COMMON]
    return found | ({"objectclass": classes} if classes else {})


@unhurried
@given(some.text(alphabet="dnmail: <;#=\n\t\r-09é", max_size=200))
def test_any_text_gives_records_or_problems(text):
    try:
        found = read(text)
    except ChangeRecord:
        return
    count = text.count("\n") + 1
    assert all(1 <= one.line <= count for one in found)


@unhurried
@given(some.binary(max_size=200))
def test_any_octets_survive_base64(octets):
    assert values(f"mail:: {b64encode(octets).decode()}") == {"mail": octets}
