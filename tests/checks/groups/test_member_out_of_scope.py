import pytest

from readiness import Kind
from tests.conftest import entry

ID = "group-member-out-of-scope"
GROUP, MEMBER = "CN=Sales,DC=contoso,DC=com", "CN=Ana,DC=contoso,DC=com"
FOREIGN = "CN=S-1-5-21-1-2-3-1104,CN=ForeignSecurityPrincipals,DC=contoso,DC=com"


@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP, Kind.CONTACT, Kind.OTHER])
def test_a_member_that_is_left_out_is_missing_from_the_group(bench, kind):
    [finding] = bench(ID).compare(
        entry({"member": MEMBER.lower()}, kind=Kind.GROUP, dn=GROUP),
        entry({}, kind=kind, dn=MEMBER, out_of_scope="critical-system-object"),
    )
    assert (finding.dn, finding.attribute, finding.value) == (GROUP, "member", MEMBER.lower())
    assert finding.related == (MEMBER,)


def test_every_group_is_found(bench):
    found = bench(ID).compare(
        entry({"member": MEMBER}, kind=Kind.GROUP, dn=GROUP),
        entry({"member": MEMBER}, kind=Kind.GROUP, dn="CN=Staff,DC=contoso,DC=com"),
        entry({}, dn=MEMBER, out_of_scope="linked-mailbox"),
    )
    assert len(found) == 2


def test_a_member_in_scope_passes(bench):
    group = entry({"member": MEMBER}, kind=Kind.GROUP, dn=GROUP)
    assert not bench(ID).compare(group, entry({}, dn=MEMBER))


def test_a_group_that_is_left_out_itself_is_no_news(bench):
    assert not bench(ID).compare(
        entry({"member": MEMBER}, kind=Kind.GROUP, dn=GROUP, out_of_scope="opted-out"),
        entry({}, dn=MEMBER, out_of_scope="opted-out"),
    )


@pytest.mark.parametrize(("kind", "dn"), [(Kind.COMPUTER, MEMBER), (Kind.OTHER, FOREIGN)])
def test_nobody_misses_a_computer_and_another_check_has_foreign_members(bench, kind, dn):
    assert not bench(ID).compare(
        entry({"member": dn}, kind=Kind.GROUP, dn=GROUP),
        entry({}, kind=kind, dn=dn, out_of_scope="not-synchronised-kind"),
    )
