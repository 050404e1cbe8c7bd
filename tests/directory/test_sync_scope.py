"""Which entries the sync engine takes in: every rule, bit, prefix and letter case."""

import pytest

from readiness import Entry, Kind
from readiness.directory.objects.sync_scope import is_below, is_mail_enabled, reason_left_out

PERSON = {"samaccountname": "ana"}
CONFLICT = r"CN=Ana\0ACNF:f2953050-cfdc-4d5b-a667-7d6615694d51,OU=Staff,DC=contoso,DC=com"
PEOPLE = [Kind.USER, Kind.INETORGPERSON]
IN_SCOPE = {
    Kind.USER: {"samaccountname": "ana"},
    Kind.INETORGPERSON: {"samaccountname": "ana"},
    Kind.GROUP: {"samaccountname": "staff", "grouptype": "-2147483646"},
    Kind.CONTACT: {"mail": "ana@fabrikam.com"},
}
ALL = pytest.mark.parametrize("kind", IN_SCOPE)


def reason(
    kind: Kind, dn: str = "CN=Ana,OU=Staff,DC=contoso,DC=com", /, **values: str | list[str] | bytes
) -> str | None:
    given = IN_SCOPE.get(kind, {}) | values
    present = {name: value for name, value in given.items() if value != ""}
    return reason_left_out(Entry(dn, kind, present))  # type: ignore[arg-type]  # lists of texts


@ALL
def test_what_the_rules_ask_for_is_enough(kind):
    assert reason(kind) is None


def test_other_kinds_are_not_synchronised():
    assert reason(Kind.OTHER) == "not-synchronised-kind"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("value", "expected"), [("TRUE", True), ("true", True), ("FALSE", False)])
def test_tombstones_stay_out(kind, value, expected):
    assert (reason(kind, isdeleted=value) == "deleted") is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (r"Old\0ADEL:0b2c3d4e-1111-2222-3333-444455556666", True),
        ("Old\nDEL:0b2c3d4e-1111-2222-3333-444455556666", True),
        ("MODEL: 0b2c3d4e", False),
        (r"Old\0ADEL:b2c", False),
    ],
)
def test_a_tombstone_is_known_by_its_name_where_nothing_else_was_exported(name, expected):
    dn = f"CN={name},CN=Deleted Objects,DC=contoso,DC=com"
    of_user = Entry(dn, Kind.USER, {"samaccountname": "ana"})
    assert (reason_left_out(of_user) == "deleted") is expected


@ALL
@pytest.mark.parametrize("value", ["TRUE", "true", "True"])
def test_critical_system_objects_stay_out(kind, value):
    assert reason(kind, iscriticalsystemobject=value) == "critical-system-object"


@ALL
def test_an_object_that_is_said_not_to_be_critical_comes_in(kind):
    assert reason(kind, iscriticalsystemobject="FALSE") is None


@ALL
@pytest.mark.parametrize(
    "dn", [CONFLICT, CONFLICT.replace("0A", "0a"), CONFLICT.replace(r"\0A", "\n")]
)
def test_objects_that_lost_a_conflict_stay_out(kind, dn):
    assert reason(kind, dn) == "conflict-object"


@ALL
@pytest.mark.parametrize(
    "dn",
    [
        "CN=CNF:1,OU=Staff,DC=contoso,DC=com",
        r"CN=Ana,OU=Old\0ACNF:f2953050-cfdc-4d5b-a667-7d6615694d51,DC=contoso,DC=com",
    ],
)
def test_only_the_name_of_the_object_itself_tells_of_a_conflict(kind, dn):
    assert reason(kind, dn) is None


@ALL
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("CAS_{0123}", "system-mailbox"),
        ("CAS_x}", "system-mailbox"),
        ("CAS_x", None),
        ("cas_{0123}", None),
        ("xCAS_{0123}", None),
    ],
)
def test_the_alias_of_a_client_access_server_stays_out(kind, value, expected):
    assert reason(kind, mailnickname=value) == expected


@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("SystemMailbox{1f05a927}", "system-mailbox"),
        ("SystemMailbox{", "system-mailbox"),
        ("SystemMailbox", None),
        ("systemmailbox{1f05a927}", None),
        ("MySystemMailbox{1f05a927}", None),
    ],
)
def test_system_mailboxes_stay_out(kind, value, expected):
    assert reason(kind, mailnickname=value) == expected


@pytest.mark.parametrize("kind", [Kind.GROUP, Kind.CONTACT])
def test_only_users_are_system_mailboxes(kind):
    assert reason(kind, mailnickname="SystemMailbox{1f05a927}") is None


@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "sam-account-name-missing"),
        ("SUPPORT_388945a0", "service-account"),
        ("SUPPORT_388945a1", None),
        ("support_388945a0", None),
        ("AAD_1", "service-account"),
        ("AAD1", None),
        ("aad_1", None),
        ("MSOL_1", "service-account"),
        ("MSOL1", None),
        ("msol_1", None),
        ("CAS_{0123}", "service-account"),
        ("CAS_x", None),
        ("cas_{0123}", None),
    ],
)
def test_service_accounts_stay_out_by_their_name(kind, name, expected):
    assert reason(kind, samaccountname=name) == expected


# https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
OUT = [4096, 8192, 16384, 4194304, 8388608, 16777216, 536870912]
IN = [1, 4, 16, 32, 64, 128, 2147483648, 8589934592, 17179869184, 34359738368]


@pytest.mark.parametrize("kind", PEOPLE)
@pytest.mark.parametrize("bit", range(40))
def test_the_mask_decides_about_recipients_of_exchange(kind, bit):
    value = 1 << bit
    expected = "exchange-system-recipient" if value in OUT else None
    if value == 2:
        expected = "linked-mailbox"
    assert reason(kind, msexchrecipienttypedetails=str(value)) == expected


@pytest.mark.parametrize("value", IN)
def test_mailboxes_of_people_and_rooms_come_in(value):
    assert reason(Kind.USER, msexchrecipienttypedetails=str(value)) is None


@pytest.mark.parametrize("value", [str(1 | 4096), str(2 | 8192), str(sum(OUT))])
def test_one_bit_of_the_mask_is_enough(value):
    found = reason(Kind.USER, msexchrecipienttypedetails=value)
    assert found == "exchange-system-recipient"


def test_a_linked_mailbox_is_the_number_two_and_not_the_bit():
    assert reason(Kind.USER, msexchrecipienttypedetails="2") == "linked-mailbox"
    assert reason(Kind.USER, msexchrecipienttypedetails="3") is None


def test_a_recipient_type_that_is_no_number_decides_nothing():
    assert reason(Kind.USER, msexchrecipienttypedetails="mailbox") is None


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.USER, "User_NoSync", "opted-out"),
        (Kind.USER, "User_", "opted-out"),
        (Kind.USER, "user_NoSync", None),
        (Kind.USER, "Group_NoSync", None),
        (Kind.USER, "A User_", None),
        (Kind.INETORGPERSON, "User_NoSync", None),
        (Kind.GROUP, "Group_NoSync", "opted-out"),
        (Kind.GROUP, "group_NoSync", None),
        (Kind.GROUP, "User_NoSync", None),
        (Kind.CONTACT, "User_NoSync", None),
        (Kind.CONTACT, "Group_NoSync", None),
    ],
)
def test_users_and_groups_can_opt_out(kind, value, expected):
    assert reason(kind, admindescription=value) == expected


@pytest.mark.parametrize(
    ("value", "is_security"),
    [
        (-2147483646, True),
        (-2147483644, True),
        (-2147483640, True),
        (-2147483643, True),
        (2147483650, True),
        (2, False),
        (4, False),
        (8, False),
    ],
)
def test_security_groups_come_in_without_mail(value, is_security):
    expected = None if is_security else "group-not-mail-or-security-enabled"
    assert reason(Kind.GROUP, grouptype=str(value)) == expected


@pytest.mark.parametrize(
    ("mail", "addresses", "is_enabled"),
    [
        ("staff@contoso.com", [], True),
        ("staff", [], False),
        ("", ["SMTP:staff@contoso.com"], True),
        ("", ["smtp:b@contoso.com", "SMTP:staff@contoso.com"], True),
        ("", ["smtp:staff@contoso.com"], False),
        ("", ["Smtp:staff@contoso.com"], False),
        ("", ["SMTP:staff"], False),
        ("", ["SMTP:staff", "smtp:staff@contoso.com"], False),
        ("", ["X500:/o=SMTP:a@b"], True),
        ("", [], False),
    ],
)
def test_distribution_groups_need_a_primary_address_or_mail(mail, addresses, is_enabled):
    values = {"grouptype": "2", "mail": mail, "proxyaddresses": addresses or ""}
    expected = None if is_enabled else "group-not-mail-or-security-enabled"
    assert reason(Kind.GROUP, **values) == expected
    given = {name: value for name, value in values.items() if value != ""}
    group = Entry("CN=Staff", Kind.GROUP, given)
    assert is_mail_enabled(group) is is_enabled


def test_a_group_without_a_type_is_no_security_group():
    assert reason(Kind.GROUP, grouptype="") == "group-not-mail-or-security-enabled"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MSOL_AD_Sync_RichCoexistence", "service-account"),
        ("msol_ad_sync_richcoexistence", None),
        ("MSOL_AD_Sync", None),
    ],
)
def test_the_group_of_the_sync_tool_stays_out(name, expected):
    assert reason(Kind.GROUP, samaccountname=name) == expected


@pytest.mark.parametrize("bit", range(40))
def test_role_groups_of_exchange_stay_out(bit):
    expected = "exchange-system-recipient" if bit == 30 else None
    assert reason(Kind.GROUP, msexchrecipienttypedetails=str(1 << bit)) == expected


def test_a_group_needs_no_account_name():
    assert reason(Kind.GROUP, samaccountname="") is None


@pytest.mark.parametrize("mail", ["", "  "])
def test_contacts_need_mail(mail):
    assert reason(Kind.CONTACT, mail=mail) == "contact-without-mail"


@pytest.mark.parametrize(
    ("name", "hidden", "expected"),
    [
        ("Sync (MSOL)", "TRUE", "service-account"),
        ("Sync (MSOL)", "true", "service-account"),
        ("Sync (MSOL)", "FALSE", None),
        ("Sync (MSOL)", "", None),
        ("Sync (msol)", "TRUE", None),
        ("Sync", "TRUE", None),
    ],
)
def test_contacts_of_the_sync_tool_stay_out(name, hidden, expected):
    found = reason(Kind.CONTACT, displayname=name, msexchhidefromaddresslists=hidden)
    assert found == expected


def test_computers_come_in_with_a_certificate():
    assert reason(Kind.COMPUTER) == "computer-without-certificate"
    assert reason(Kind.COMPUTER, usercertificate=b"\x30\x82") is None


@pytest.mark.parametrize(
    ("dn", "expected"),
    [
        ("OU=Staff,DC=contoso,DC=com", True),
        ("ou=staff,dc=contoso,dc=com", True),
        ("CN=Ana,OU=Staff,DC=contoso,DC=com", True),
        ("CN=Ana,OU=A,OU=Staff,DC=contoso,DC=com", True),
        ("CN=Ana,OU=More Staff,DC=contoso,DC=com", False),
        ("CN=Ana,OU=Staff,OU=A,DC=contoso,DC=com", False),
        (r"CN=Ana\,OU=Staff,DC=contoso,DC=com", False),
        (r"CN=Ana\\,OU=Staff,DC=contoso,DC=com", True),
        ("DC=contoso,DC=com", False),
        ("", False),
    ],
)
def test_an_entry_is_below_its_container(dn, expected):
    assert is_below(dn, ["ou=other,dc=x", "ou=staff,dc=contoso,dc=com"]) is expected
