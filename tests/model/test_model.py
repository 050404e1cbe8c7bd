"""Entries, kinds, findings and tallies."""

import pytest

from readiness.model.counts import AnchorValueCounts, Counts
from readiness.model.entry import Entry, Kind
from readiness.model.finding import Finding, Severity
from readiness.model.key_holder import KeyHolder


def entry(**values: object) -> Entry:
    return Entry("CN=Ana,DC=contoso,DC=com", Kind.USER, values)  # type: ignore[arg-type]  # as given


class Untouchable(bytes):
    """Octets that must not be decoded."""

    __slots__ = ()

    def decode(self, *_: object, **__: object) -> str:
        raise AssertionError("decoded although nobody asked for the value")


@pytest.mark.parametrize("name", ["mail", "Mail", "MAIL"])
def test_a_name_may_have_any_case(name):
    one = entry(mail="ana@contoso.com")
    assert one.has(name)
    assert one.first(name) == "ana@contoso.com"
    assert one.all(name) == ["ana@contoso.com"]
    assert one.raw(name) == [b"ana@contoso.com"]


def test_an_absent_attribute_has_no_values():
    one = entry()
    assert not one.has("mail")
    assert one.first("mail") is None
    assert one.all("mail") == []
    assert one.raw("mail") == []
    assert one.number("mail") is None


def test_values_keep_the_order_of_the_source():
    one = entry(proxyaddresses=["smtp:b@contoso.com", b"SMTP:a@contoso.com"])
    assert one.all("proxyAddresses") == ["smtp:b@contoso.com", "SMTP:a@contoso.com"]
    assert one.first("proxyAddresses") == "smtp:b@contoso.com"


def test_octets_are_decoded_when_they_are_asked_for_as_text():
    one = entry(sn="Müller".encode())
    assert one.first("sn") == "Müller"
    assert one.all("sn") == ["Müller"]
    assert one.raw("sn") == ["Müller".encode()]


def test_nothing_is_decoded_that_nobody_asks_for():
    octets = Untouchable(b"\xff\xd8")
    one = entry(thumbnailphoto=octets, mail="ana@contoso.com")
    assert one.has("thumbnailPhoto")
    assert one.first("mail") == "ana@contoso.com"
    assert one.raw("thumbnailPhoto") == [octets]


def test_the_first_value_does_not_decode_the_others():
    assert entry(url=["https://contoso.com", Untouchable(b"x")]).first("url") is not None


def test_octets_that_are_not_text_show_as_escapes():
    assert entry(cn=b"M\xfcller").first("cn") == r"M\xfcller"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("512", 512),
        ("-2147483646", -2147483646),
        (b"2", 2),
        ("", None),
        ("two", None),
        ("1.5", None),
    ],
)
def test_a_number_is_an_integer_or_none(value, number):
    assert entry(useraccountcontrol=value).number("userAccountControl") == number


@pytest.mark.parametrize(
    "octets",
    [
        bytes.fromhex("503095f2dccf5b4da6677d6615694d51"),
        b"f2953050-cfdc-4d5b-a667-7d6615694d51",
    ],
)
def test_the_guid_has_its_usual_form(octets):
    assert entry(objectguid=octets).guid == "f2953050-cfdc-4d5b-a667-7d6615694d51"


@pytest.mark.parametrize("values", [{}, {"objectguid": "none"}])
def test_an_entry_may_have_no_guid(values):
    assert entry(**values).guid is None


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        (("top", "person", "organizationalPerson", "user"), Kind.USER),
        (("user", "person"), Kind.USER),
        (("TOP", "USER"), Kind.USER),
        (("top", "person", "user", "inetOrgPerson"), Kind.INETORGPERSON),
        (("inetOrgPerson",), Kind.INETORGPERSON),
        (("top", "person", "user", "computer"), Kind.COMPUTER),
        (("top", "user", "computer", "msDS-GroupManagedServiceAccount"), Kind.COMPUTER),
        (("top", "group"), Kind.GROUP),
        (("top", "person", "contact"), Kind.CONTACT),
        (("top", "organizationalUnit"), Kind.OTHER),
        (("foreignSecurityPrincipal",), Kind.OTHER),
        ((), Kind.OTHER),
    ],
)
def test_the_classes_make_the_kind(classes, kind):
    assert Kind.of(classes) is kind


def test_severities_are_ordered_and_labelled():
    assert Severity.INFO < Severity.WARNING < Severity.ERROR
    assert [one.label for one in Severity] == ["info", "warning", "error"]


def test_findings_sort_in_the_order_of_the_report():
    late = Finding("b", "CN=a", "mail", "x", "is wrong")
    early = Finding("a", "CN=b", "mail", "x", "is wrong")
    assert sorted([late, early]) == [early, late]


def test_equal_keys_sort_together_and_then_by_place():
    def holder(key: str, ordinal: int) -> KeyHolder:
        return KeyHolder(
            space="address",
            key=key,
            ordinal=ordinal,
            attribute="mail",
            value=key,
            dn="CN=x",
            is_out_of_scope=False,
            kind=Kind.USER,
        )

    holders = [holder("b", 1), holder("a", 3), holder("a", 2)]
    assert [(one.key, one.ordinal) for one in sorted(holders)] == [("a", 2), ("a", 3), ("b", 1)]


def test_the_counts_of_partitions_add_up():
    whole = Counts(
        entries=2, in_scope={"user": 2}, findings={("mail-missing", Severity.WARNING): 1}
    )
    whole.anchors = {"employeeid": AnchorValueCounts({5: 2}, forbidden=1)}
    other = Counts(entries=3, in_scope={"user": 1, "group": 2}, out_of_scope={"excluded-ou": 1})
    other.anchors = {
        "employeeid": AnchorValueCounts({5: 1, 7: 1}),
        "objectguid": AnchorValueCounts(),
    }
    other.unreported = {("a", "mail"): 4}
    whole += other
    assert whole == Counts(
        entries=5,
        in_scope={"user": 3, "group": 2},
        out_of_scope={"excluded-ou": 1},
        findings={("mail-missing", Severity.WARNING): 1},
        unreported={("a", "mail"): 4},
        anchors={
            "employeeid": AnchorValueCounts({5: 3, 7: 1}, forbidden=1),
            "objectguid": AnchorValueCounts(),
        },
    )


def test_adding_counts_leaves_the_others_alone():
    one, other = Counts(), Counts(in_scope={"user": 1})
    one += other
    one.in_scope["user"] += 1
    assert other.in_scope == {"user": 1}
