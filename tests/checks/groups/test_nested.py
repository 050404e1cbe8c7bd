import pytest

from readiness import Kind
from tests.conftest import entry

ID = "group-nested"
INNER, OUTER, ANA = (f"CN={name},DC=contoso,DC=com" for name in ("Inner", "Outer", "Ana"))


@pytest.mark.parametrize("member", [INNER, INNER.lower(), "CN=Inner, DC=contoso, DC=com"])
def test_the_outer_group_is_found(bench, member):
    [finding] = bench(ID).compare(
        entry({"member": [ANA, member]}, kind=Kind.GROUP, dn=OUTER),
        entry({"member": [ANA]}, kind=Kind.GROUP, dn=INNER),
    )
    assert (finding.dn, finding.attribute, finding.value) == (OUTER, "member", member)
    assert finding.related == (INNER,)


def test_two_outer_groups_are_two_findings(bench):
    found = bench(ID).compare(
        entry({"member": INNER}, kind=Kind.GROUP, dn=OUTER),
        entry({"member": INNER}, kind=Kind.GROUP, dn=OUTER.replace("Outer", "Other")),
        entry({}, kind=Kind.GROUP, dn=INNER),
    )
    assert {finding.related for finding in found} == {(INNER,)}
    assert len(found) == 2


@pytest.mark.parametrize(
    "inner", [{"kind": Kind.USER}, {"kind": Kind.GROUP, "out_of_scope": "opted-out"}]
)
def test_a_user_or_a_group_that_stays_out_is_not_nested(bench, inner):
    outer = entry({"member": INNER}, kind=Kind.GROUP, dn=OUTER)
    assert not bench(ID).compare(outer, entry({}, dn=INNER, **inner))


def test_groups_with_a_member_in_common_are_not_nested(bench):
    both = (entry({"member": ANA}, kind=Kind.GROUP, dn=dn) for dn in (INNER, OUTER))
    assert not bench(ID).compare(*both)
