"""The properties of PowerShell become the attributes that they were made of."""

import pytest

from readiness.model.values import guid_text, sid_text
from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.sources.tables import powershell
from readiness.sources.tables.powershell import ACCOUNT_FLAGS, NAMES, TIMES, Number, row_of
from readiness.sources.tables.row_blocks import Row, RowProblem
from tests.running import ROOT

MANUAL = (ROOT / "docs" / "reading-exports.md").read_text(encoding="utf-8")

GUID = "f2953050-cfdc-4d5b-a667-7d6615694d51"
SID = "S-1-5-21-1775622428-2957195455-776447979-1105"


def attributes(**properties):
    [row] = row_of(1, {"DistinguishedName": "CN=a", **properties})
    assert isinstance(row, Row), row
    return row.attributes


@pytest.mark.parametrize(("name", "attribute"), NAMES.items())
def test_a_property_of_another_name_is_its_attribute(name, attribute):
    texts = {"objectsid": SID, "whencreated": "2026-11-22T02:32:06Z"}
    held = attributes(**{name.title(): texts.get(attribute.lower(), "2026-11-22T02:32:06Z")})
    assert list(held) == [attribute]


@pytest.mark.parametrize(("name", "attribute"), TIMES.items())
def test_a_date_becomes_a_number_of_ticks(name, attribute):
    assert attributes(**{name: "1601-01-01T00:00:01Z"}) == {attribute: [b"10000000"]}


def test_the_attribute_itself_goes_before_what_was_made_of_it():
    held = attributes(
        Enabled=True, userAccountControl=Number(514), Surname="of it", sn="itself", EmailAddress="x"
    )
    assert held["userAccountControl"] == [b"514"]
    assert held["sn"] == [b"itself"]
    assert held["mail"] == [b"x"]


@pytest.mark.parametrize(
    ("enabled", "control"), [(True, b"512"), ("True", b"512"), ("False", b"514")]
)
def test_enabled_becomes_user_account_control(enabled, control):
    assert attributes(Enabled=enabled)["userAccountControl"] == [control]


@pytest.mark.parametrize(("name", "flag"), ACCOUNT_FLAGS.items())
def test_other_properties_of_an_account_are_bits_of_it(name, flag):
    held = attributes(Enabled="True", **{name: "True"})
    assert held["userAccountControl"] == [str(0x200 | flag).encode()]
    assert attributes(Enabled="True", **{name: "False"})["userAccountControl"] == [b"512"]


def test_without_enabled_nothing_is_known_of_user_account_control():
    assert "userAccountControl" not in attributes(PasswordNeverExpires=True)


@pytest.mark.parametrize(
    ("category", "scope", "group_type"),
    [
        ("Security", "Global", -2147483646),
        ("Security", "DomainLocal", -2147483644),
        ("Distribution", "Universal", 8),
        (Number(1), Number(2), -2147483640),
        (Number(0), Number(1), 2),
    ],
)
def test_category_and_scope_become_group_type(category, scope, group_type):
    held = attributes(GroupCategory=category, GroupScope=scope)
    assert held["groupType"] == [str(group_type).encode()]


def test_identifiers_become_octets():
    held = attributes(ObjectGUID=GUID, SID={"BinaryLength": Number(28), "Value": SID})
    assert guid_text(held["ObjectGUID"][0]) == GUID
    assert len(held["ObjectGUID"][0]) == 16
    assert sid_text(held["objectSid"][0]) == SID
    assert not held["objectSid"][0].startswith(b"S-")


@pytest.mark.parametrize("text", ["", "S-1", "S-1-5-99999999999", "S-1-999999999999999-1", "x"])
def test_what_is_no_sid_stays_as_it_is(text):
    assert attributes(objectSid=text)["objectSid"] == ([text.encode()] if text else [])


def test_octets_come_byte_by_byte():
    bytes_of = [Number(255), Number(216)]
    held = attributes(thumbnailPhoto=bytes_of, userCertificate=[bytes_of, [Number(1)]])
    assert held == {"thumbnailPhoto": [b"\xff\xd8"], "userCertificate": [b"\xff\xd8", b"\x01"]}


def test_truth_values_are_written_as_ldap_does():
    held = attributes(isCriticalSystemObject=True, isDeleted="False")
    assert held == {"isCriticalSystemObject": [b"TRUE"], "isDeleted": [b"FALSE"]}


def test_nothing_and_empty_lists_are_no_values():
    held = attributes(mail=None, proxyAddresses=[], displayName="")
    assert not any(held.values())


def test_a_date_with_its_spelling_is_a_date():
    held = attributes(Created={"value": "/Date(0)/", "DateTime": "Thursday, January 1, 1970"})
    assert held == {"whenCreated": [b"19700101000000.0Z"]}


@pytest.mark.parametrize(
    ("name", "value", "attribute"),
    [
        ("whenCreated", "soon", "whencreated"),
        ("LastLogonDate", "soon", "lastlogontimestamp"),
        ("mail", {"Length": Number(3)}, "mail"),
        ("thumbnailPhoto", [Number(300)], "thumbnailphoto"),
        ("thumbnailPhoto", [Number("9" * 5000)], "thumbnailphoto"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_with_its_attribute(name, value, attribute):
    problem, row = row_of(7, {"DistinguishedName": "CN=a", name: value, "cn": "a"})
    assert isinstance(problem, RowProblem)
    assert (problem.line, problem.attribute) == (7, attribute)
    assert isinstance(row, Row)
    assert row.attributes["cn"] == [b"a"]


def test_an_object_without_dn_is_told():
    [problem] = row_of(7, {"cn": "a"})
    assert isinstance(problem, RowProblem)
    assert problem.attribute is None


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection",
        "System.String[]",
        "System.Byte[]",
        "System.Object[]",
        "System.DirectoryServices.ResultPropertyValueCollection",
        "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection`1[System.String]",
    ],
)
def test_the_name_of_a_type_in_place_of_values_is_refused_with_what_to_do(text):
    with pytest.raises(Unreadable, match="ConvertTo-Json"):
        list(row_of(1, {"DistinguishedName": "CN=a", "proxyAddresses": text}))


def test_half_a_character_shows_as_what_it_is():
    [row] = row_of(1, {"DistinguishedName": "CN=\ud800", "cn": "\ud800"})
    assert isinstance(row, Row)
    assert row.attributes["cn"] == [b"\xed\xa0\x80"]


def test_no_property_is_translated_twice():
    assert not {*powershell.NAMES} & {*powershell.TIMES} & {*powershell.ACCOUNT_FLAGS}


@pytest.mark.parametrize(("name", "attribute"), [*NAMES.items(), *TIMES.items()])
def test_the_manual_says_which_attribute_a_property_is(name, attribute):
    assert f"| `{name}` | `{attribute}` |".lower() in MANUAL.lower()


@pytest.mark.parametrize("name", ["Enabled", *ACCOUNT_FLAGS])
def test_the_manual_says_what_is_made_of_user_account_control(name):
    lines = [line for line in MANUAL.lower().splitlines() if f"`{name}`".lower() in line]
    assert any("useraccountcontrol" in line for line in lines)
