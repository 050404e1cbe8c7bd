import pytest

from tests.conftest import entry

ID = "mailbox-guid-duplicate"
GUID, TEXT = bytes(range(16)), b"03020100-0504-0706-0809-0a0b0c0d0e0f"


@pytest.mark.parametrize("one", ["msExchMailboxGuid", "msExchArchiveGUID"])
@pytest.mark.parametrize("other", ["msExchMailboxGuid", "msExchArchiveGUID"])
@pytest.mark.parametrize("spelt", [GUID, TEXT])
def test_a_mailbox_or_archive_belongs_to_one_user(bench, one, other, spelt):
    found = bench(ID).compare(
        entry({one: GUID}, dn="CN=Ana,DC=contoso,DC=com"),
        entry({other: spelt}, dn="CN=Ben,DC=contoso,DC=com"),
    )
    assert [(finding.dn[:6], finding.attribute) for finding in found] == [
        ("CN=Ana", one),
        ("CN=Ben", other),
    ]
    assert {finding.value for finding in found} == {TEXT.decode()}


def test_one_user_may_have_one_guid_twice(bench):
    both = {"msExchMailboxGuid": GUID, "msExchArchiveGUID": GUID}
    assert not bench(ID).compare(entry(both), entry({"msExchMailboxGuid": GUID[::-1]}))


@pytest.mark.parametrize("nothing", [bytes(16), b"none", b""])
def test_a_guid_of_zeros_and_what_is_no_guid_belong_to_nobody(bench, nothing):
    assert not bench(ID).compare(
        entry({"msExchArchiveGUID": nothing}), entry({"msExchArchiveGUID": nothing})
    )
