import pytest

from readiness import Kind

ID = "lockout-policy-conflict"
MINUTE = 60 * 10_000_000
DOMAIN = {"kind": Kind.OTHER, "out_of_scope": "not-synchronised-kind"}


@pytest.fixture
def conflicts(bench):
    planned = bench(ID).with_plan(identity_model="pass-through")

    def found(threshold: int, minutes: float | None, name: str = "domainDNS") -> list[str]:
        head = {"objectClass": ["top", "domain", name], "lockoutThreshold": str(threshold)}
        if minutes is not None:
            head["lockoutDuration"] = str(int(-minutes * MINUTE))
        findings = planned.examine(head, **DOMAIN)
        return [finding.attribute for finding in findings]

    return found


@pytest.mark.parametrize(("threshold", "found"), [(1, 1), (19, 1), (20, 0), (50, 0), (0, 0)])
def test_the_threshold_must_be_twice_that_of_entra_id(conflicts, threshold, found):
    assert conflicts(threshold, None) == ["lockoutThreshold"] * found


@pytest.mark.parametrize(("minutes", "found"), [(30, 1), (1, 1), (0.9, 0), (0, 1), (-1, 0)])
def test_entra_id_must_lock_for_longer(conflicts, minutes, found):
    assert conflicts(20, minutes) == ["lockoutDuration"] * found


def test_without_lockouts_the_duration_does_not_matter(conflicts):
    assert not conflicts(0, 30)


def test_only_the_head_of_a_domain_counts(conflicts):
    assert not conflicts(5, 30, name="organizationalUnit")
    assert conflicts(5, 30, name="DOMAINDNS") == ["lockoutThreshold", "lockoutDuration"]


@pytest.mark.parametrize("duration", ["0", str(-(2**63))])
def test_a_lock_without_an_end_is_said(bench, duration):
    head = {"objectClass": "domainDNS", "lockoutThreshold": "20", "lockoutDuration": duration}
    [finding] = bench(ID).with_plan(identity_model="pass-through").examine(head, **DOMAIN)
    assert "until an administrator unlocks them" in finding.message
