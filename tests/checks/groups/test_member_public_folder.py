import pytest

from readiness import Kind
from tests.conftest import entry

ID = "group-member-public-folder"
GROUP = "CN=Sales,DC=contoso,DC=com"
SYSTEM = "CN=Microsoft Exchange System Objects,DC=contoso,DC=com"
FOLDER = f"CN=Info,{SYSTEM}"


@pytest.mark.parametrize("member", [FOLDER, FOLDER.lower(), rf"CN=A\, B,{SYSTEM}"])
def test_a_public_folder_as_a_member_is_found_whether_it_was_exported_or_not(bench, member):
    [finding] = bench(ID).examine({"member": ["CN=Ana,DC=x", member]}, kind=Kind.GROUP, dn=GROUP)
    assert (finding.dn, finding.attribute, finding.value) == (GROUP, "member", member)


def test_it_is_found_once(bench):
    folder = entry({}, dn=FOLDER, kind=Kind.OTHER, out_of_scope="not-synchronised-kind")
    group = entry({"member": FOLDER}, kind=Kind.GROUP, dn=GROUP)
    assert len(bench(ID).compare(group, folder)) == 1
    assert not bench("group-member-out-of-scope").compare(group, folder)


@pytest.mark.parametrize(
    "member",
    [
        f"CN=SystemMailbox{{1a2b}},{SYSTEM}",
        f"CN=HealthMailbox1,CN=Monitoring Mailboxes,{SYSTEM}",
        "CN=All Staff,OU=Groups,DC=contoso,DC=com",
        SYSTEM,
    ],
)
def test_other_members_are_another_check_s_business(bench, member):
    assert not bench(ID).examine({"member": member}, kind=Kind.GROUP, dn=GROUP)
    left_out = entry({}, dn=member, out_of_scope="system-mailbox")
    group = entry({"member": member}, kind=Kind.GROUP, dn=GROUP)
    assert bench("group-member-out-of-scope").compare(group, left_out)
