import pytest

from readiness import Kind
from tests.conftest import entry

ID = "group-member-public-folder"
GROUP = "CN=Sales,DC=contoso,DC=com"
SYSTEM = "CN=Microsoft Exchange System Objects,DC=contoso,DC=com"
FOLDER = f"CN=Info,{SYSTEM}"


def compared(bench, check, dn, **described):
    return bench(check).compare(
        entry({"member": dn.lower()}, kind=Kind.GROUP, dn=GROUP), entry({}, dn=dn, **described)
    )


def test_a_public_folder_as_a_member_is_found_once(bench):
    folder = {"kind": Kind.OTHER, "out_of_scope": "not-synchronised-kind"}
    [finding] = compared(bench, ID, FOLDER, **folder)
    assert (finding.dn, finding.attribute, finding.related) == (GROUP, "member", (FOLDER,))
    assert not compared(bench, "group-member-out-of-scope", FOLDER, **folder)


@pytest.mark.parametrize(
    ("dn", "kind"),
    [
        (f"CN=SystemMailbox,{SYSTEM}", Kind.USER),
        ("CN=All Staff,OU=Groups,DC=contoso,DC=com", Kind.OTHER),
    ],
)
def test_other_members_that_are_left_out_are_another_check_s_business(bench, dn, kind):
    described = {"kind": kind, "out_of_scope": "system-mailbox"}
    assert not compared(bench, ID, dn, **described)
    assert compared(bench, "group-member-out-of-scope", dn, **described)
