import pytest

from readiness import Kind
from tests.conftest import entry

ID, BOSS = "manager-out-of-scope", "CN=Boss,OU=Staff,DC=contoso,DC=com"


@pytest.mark.parametrize("kind", [Kind.USER, Kind.CONTACT])
def test_a_manager_who_is_left_out_is_found(bench, kind):
    ana = entry({"manager": BOSS.lower()}, kind=kind)
    [finding] = bench(ID).compare(ana, entry({}, dn=BOSS, out_of_scope="opted-out"))
    assert (finding.attribute, finding.value, finding.related) == ("manager", BOSS.lower(), (BOSS,))


def test_a_manager_who_arrives_or_is_unknown_passes(bench):
    ana = entry({"manager": BOSS})
    assert not bench(ID).compare(ana, entry({}, dn=BOSS))
    assert not bench(ID).compare(ana)
    left_out = entry({"manager": BOSS}, out_of_scope="opted-out")
    assert not bench(ID).compare(left_out, entry({}, dn=BOSS, out_of_scope="opted-out"))
