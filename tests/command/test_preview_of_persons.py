"""A preview of several forests, and of objects that get one name, as the cloud would take them."""

import json
from itertools import permutations

import pytest

from tests.running import run, user

KIM = "S-1-5-21-31-32-33-1201"
ACCOUNT, MAILBOX = "CN=kim,OU=People,DC=corp,DC=example", "CN=kim,OU=Boxes,DC=mail,DC=example"
CONTACT = "CN=kim,OU=Contacts,DC=partner,DC=example"
INITIAL = "fabrikam.onmicrosoft.com"
TENANT = ("--domain", "fabrikam.com", "--initial-domain", INITIAL)


def account(**more):
    about = {"userAccountControl": 512, "objectSid": KIM, "userPrincipalName": "kim@fabrikam.com"}
    return user(ACCOUNT, "11111111-aaaa-4aaa-8aaa-111111111111", **(about | more))


def mailbox(**more):
    about = {
        "userAccountControl": 514,
        "objectSid": "S-1-5-21-41-42-43-2201",
        "msExchMasterAccountSid": KIM,
        "msExchRecipientTypeDetails": 2,
        "mailNickname": "kim.l",
        "mail": "kim.lee@fabrikam.com",
        "proxyAddresses": "SMTP:kim.lee@fabrikam.com",
        "userPrincipalName": "box@mail.example",
        "displayName": "Kim Lee",
    }
    return user(MAILBOX, "22222222-bbbb-4bbb-8bbb-222222222222", **(about | more))


def contact(**more):
    return user(
        CONTACT,
        "33333333-cccc-4ccc-8ccc-333333333333",
        objectClass="contact",
        sAMAccountName="",
        mail="kim.lee@fabrikam.com",
        proxyAddresses="SMTP:kim.lee@fabrikam.com",
        **more,
    )


@pytest.fixture
def preview(tmp_path):
    """The records of several sources by DN; those of several objects are told by the test."""

    def previewing(*texts, options=(), domains=TENANT):
        names = [f"{number}.ldif" for number in range(len(texts))]
        for name, text in zip(names, texts, strict=True):
            (tmp_path / name).write_text(text)
        asked = ("--no-progress", "--format", "json", *domains, *options)
        done = run("preview", *names, *asked, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return {one["dn"]: one for one in map(json.loads, done.stdout.splitlines())}

    return previewing


def test_an_account_has_the_addresses_of_its_mailbox_in_another_forest(preview):
    [(dn, record)] = preview(account(), mailbox()).items()
    assert (dn, record["guid"]) == (ACCOUNT, "11111111-aaaa-4aaa-8aaa-111111111111")
    assert record["user_principal_name"] == "kim@fabrikam.com"
    assert (record["mail_nickname"], record["display_name"]) == ("kim.l", "Kim Lee")
    assert record["proxy_addresses"] == ["SMTP:kim.lee@fabrikam.com"]
    assert record["account_enabled"] is True
    assert record["joined_with"] == [MAILBOX]


def test_a_contact_of_a_user_of_another_forest_has_no_record_of_its_own(preview):
    [record] = preview(account(mail="kim.lee@fabrikam.com"), contact()).values()
    assert (record["type"], record["joined_with"]) == ("user", [CONTACT])
    assert record["primary_smtp"] == "kim.lee@fabrikam.com"


def test_the_order_of_the_sources_changes_nothing_but_the_order_of_records(preview):
    sources = (account(), mailbox(msExchRecipientTypeDetails=1 << 31), contact())
    first, *others = [preview(*order) for order in permutations(sources)]
    assert len(first) == 1
    assert all(other == first for other in others)


def test_of_two_enabled_accounts_nobody_knows_whose_name_arrives(preview):
    other = user(
        MAILBOX, "22222222-bbbb-4bbb-8bbb-222222222222", userAccountControl=512, sAMAccountName="k",
        userPrincipalName="k@fabrikam.com", mail="kim.lee@fabrikam.com",
    )  # fmt: skip
    first = account(mail="kim.lee@fabrikam.com")
    [record] = preview(first, other, options=("--match-users", "mail")).values()
    assert record["user_principal_name"] is None
    assert "order in which forests" in record["because"]["user_principal_name"]
    assert record["account_enabled"] is True
    assert record["primary_smtp"] == "kim.lee@fabrikam.com"
    # not joined, they are two users with one address
    apart = preview(first, other)
    assert {one["primary_smtp"] for one in apart.values()} == {None}
    assert apart[ACCOUNT]["collides_with"] == [MAILBOX]


def test_a_linked_mailbox_without_its_account_has_no_record(preview):
    assert list(preview(mailbox(), account(objectSid="S-1-5-21-1-2-3-4"))) == [ACCOUNT]


def test_what_joined_objects_collide_with_is_said_of_the_person(preview):
    other = user(
        CONTACT, "44444444-dddd-4ddd-8ddd-444444444444", userPrincipalName="kim@fabrikam.com"
    )
    remote = mailbox(msExchRecipientTypeDetails=1 << 31, userPrincipalName="kim@fabrikam.com")
    for sources in permutations((account(), remote, other)):
        records = preview(*sources)
        assert records.keys() == {ACCOUNT, CONTACT}
        assert records[ACCOUNT]["user_principal_name"] is None
        assert records[ACCOUNT]["collides_with"] == [CONTACT]
        assert records[CONTACT]["collides_with"] == [MAILBOX, ACCOUNT]


def twin(number, **more):
    dn = f"CN=twin{number},OU=People,DC=corp,DC=example"
    names = {"sAMAccountName": f"twin{number}", "userPrincipalName": f"t{number}@fabrikam.com"}
    return user(dn, f"5555555{number}-eeee-4eee-8eee-555555555555", **(names | more))


@pytest.mark.parametrize(
    ("first", "second", "unknown", "word"),
    [
        (
            {"userPrincipalName": "info@fabrikam.com"},
            {"userPrincipalName": "INFO@fabrikam.com"},
            {"user_principal_name"},
            "four digits",
        ),
        (
            {"userPrincipalName": "a@corp.example", "mailNickname": "info"},
            {"userPrincipalName": "b@corp.example", "mailNickname": "Info"},
            {"user_principal_name"},
            "four digits",
        ),
        (
            {"proxyAddresses": "SMTP:info@fabrikam.com"},
            {"proxyAddresses": "smtp:Info@fabrikam.com"},
            {"proxy_addresses"},
            "without it",
        ),
    ],
)
def test_of_two_who_get_one_name_nobody_knows_who_keeps_it(preview, first, second, unknown, word):
    records = preview(twin(1, **first) + "\n" + twin(2, **second))
    for record, other in zip(records.values(), reversed(records), strict=True):
        assert record["collides_with"] == [other]
        for name in unknown:
            assert record[name] is None
            assert word in record["because"][name]
            assert record["certainty"][name] == "not-predictable"


def test_a_name_that_connect_builds_may_be_an_address_of_somebody_else(preview):
    built = user(
        "CN=ana,OU=People,DC=fabrikam,DC=com", "66666666-ffff-4fff-8fff-666666666666",
        sAMAccountName="ana", userPrincipalName="",
    )  # fmt: skip
    group = user(
        "CN=all,OU=Groups,DC=fabrikam,DC=com", "77777777-ffff-4fff-8fff-777777777777",
        objectClass="group", sAMAccountName="all", groupType=8, mail="ana@fabrikam.com",
    )  # fmt: skip
    records = preview(built + "\n" + group)
    [person] = [one for one in records.values() if one["kind"] == "user"]
    assert person["user_principal_name"] is None
    assert "address of a group" in person["because"]["user_principal_name"]


def test_two_aliases_that_are_one_leave_the_licensed_addresses_open(preview):
    records = preview(twin(1, mailNickname="t") + "\n" + twin(2, mailNickname="T"))
    for record in records.values():
        assert record["user_principal_name"] is not None
        assert record["with_exchange_licence"]["proxy_addresses"] is None
        assert "alias" in record["because"]["with_exchange_licence"]


def test_the_text_says_which_name_or_address_is_contested(tmp_path):
    about = {"mailNickname": "info", "proxyAddresses": "smtp:team@fabrikam.com"}
    text = "\n".join(twin(number, userAccountControl=512, **about) for number in (1, 2))
    (tmp_path / "twins.ldif").write_text(text)
    done = run("preview", "twins.ldif", "--only-changes", *TENANT, cwd=tmp_path)
    lines = [line for line in done.stdout.splitlines() if "cannot be told: " in line]
    assert len(lines) == 4, done.stdout
    assert lines[0].startswith("  addresses        cannot be told: “team@fabrikam.com” is an")
    # both that are contested are said, for either may be with somebody else
    assert lines[1].startswith("  with a licence   cannot be told: ")
    assert "team@fabrikam.com" in lines[1]
    assert INITIAL in lines[1]


def test_of_many_contested_addresses_three_are_said(tmp_path):
    shared = "\nproxyAddresses: ".join(f"smtp:team{n}@fabrikam.com" for n in range(1005))
    text = "\n".join(
        twin(number, userAccountControl=512, proxyAddresses=shared) for number in (1, 2)
    )
    (tmp_path / "twins.ldif").write_text(text)
    for form in ("text", "csv"):
        done = run("preview", "twins.ldif", f"--format={form}", *TENANT, cwd=tmp_path)
        assert done.stdout.count("; and 1,002 more") >= 2
        assert done.stdout.count("is an address of another object") <= 12


def test_a_contact_whose_mail_is_no_address_is_not_created(preview):
    about = {"objectClass": "contact", "sAMAccountName": "", "userPrincipalName": ""}
    assert not preview(twin(1, mail="reception", **about))
    # proxyAddresses make it mail-enabled, whatever mail says
    assert preview(twin(1, mail="reception", proxyAddresses=["SMTP:r@fabrikam.com"], **about))


def test_an_address_that_does_not_arrive_collides_with_nothing(preview):
    shared = {"proxyAddresses": f"smtp:info@{INITIAL}"}
    records = preview(twin(1, **shared) + "\n" + twin(2, **shared))
    assert all(not record["collides_with"] for record in records.values())


def test_a_scan_counts_persons_once_and_who_is_contested(tmp_path):
    sources = {"a": account(), "b": mailbox(msExchRecipientTypeDetails=1 << 31), "c": contact()}
    sources["d"] = twin(1, userPrincipalName="kim@fabrikam.com")
    for name, text in sources.items():
        (tmp_path / name).write_text(text)
    done = run("scan", *sources, *TENANT, "--preview", "-q", "-r", "json:-", cwd=tmp_path)
    counted = json.loads(done.stdout)["preview"]
    assert (counted["objects"], counted["joined"], counted["collisions"]) == (2, 1, 2)
