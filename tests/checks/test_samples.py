"""Every sample of a check goes through the whole engine: exactly what it announces is found."""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from readiness import Plan
from tests.conftest import CHECKS, NOW, SAMPLES, scanned

HEADS = re.compile(
    r"^(?:# expect: (?P<ids>.+)\n)?dn:(?P<coded>:?) ?(?P<dn>.*(?:\n .*)*)", re.MULTILINE
)
PLAN = re.compile(r"^# plan: (.+)\n", re.MULTILINE)
LARGEST = 16_384
"""So many octets may a sample have that people are meant to read."""

# what is too large for the cloud is too large to be kept: here it is made
MADE = {
    "group-too-large": """\
# readiness: attributes=all
# plan: sync_tool=cloud-sync

# expect: group-too-large
dn: CN=All Staff,OU=Groups,DC=contoso,DC=com
objectClass: group
displayName: All Staff
objectGUID:: Gys7S1tre4ubq7vL2+v7Cw==
sAMAccountName: All Staff
groupType: -2147483640
"""
    + "".join(f"member: CN={number},DC=contoso,DC=com\n" for number in range(50_001)),
    "photo-too-large": """\
# readiness: attributes=all
# expect: photo-too-large
dn: CN=Ana Silva,OU=Staff,DC=contoso,DC=com
objectClass: user
displayName: Ana Silva
objectGUID:: DR0tPU1dbX2Nna29zd3t/Q==
userAccountControl: 512
sAMAccountName: ana
userPrincipalName: ana@contoso.com
mail: ana@contoso.com
"""
    f"thumbnailPhoto:: {base64.b64encode(bytes(102_401)).decode()}\n",
}
UNIT_TESTED = {"directory-too-large"}
"""It takes a hundred thousand objects: a count of them is enough."""


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - UNIT_TESTED))
def test_a_sample_has_what_it_announces_and_nothing_else(name, tmp_path):
    path = SAMPLES / "checks" / f"{name}.ldif"
    if name in MADE:
        path = tmp_path / path.name
        path.write_text(MADE[name], encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    announced = dict(expectations(text))
    assert name in {one for ids in announced.values() for one in ids}
    with scanned(plan_of(text), path) as result:
        found: dict[str, set[str]] = {dn: set() for dn in announced}
        for finding in result.findings():
            found[finding.dn].add(finding.check)
        assert result.is_complete, result.trouble
        assert result.counts.entries == len(announced)
    assert found == announced


def test_every_check_has_a_sample_and_every_sample_a_check():
    files = {path.stem for path in (SAMPLES / "checks").iterdir()}
    assert files | MADE.keys() | UNIT_TESTED == CHECKS.keys()
    assert not files & (MADE.keys() | UNIT_TESTED)


@pytest.mark.parametrize("path", sorted((SAMPLES / "checks").iterdir()), ids=lambda path: path.stem)
def test_a_sample_can_be_read_and_has_a_healthy_entry_too(path):
    text = path.read_text(encoding="utf-8")
    assert len(text) <= LARGEST
    announced = Counter(bool(ids) for _, ids in expectations(text))
    assert announced[True]
    assert announced[False], "show what a healthy entry looks like"


def expectations(text: str) -> Iterator[tuple[str, set[str]]]:
    """The DN of each entry of a sample, and the checks that are announced above it."""
    for head in HEADS.finditer(text):
        dn = head["dn"].replace("\n ", "")
        ids = set((head["ids"] or "").split())
        yield base64.b64decode(dn).decode() if head["coded"] else dn, ids


def plan_of(text: str) -> Plan:
    """The plan that the first lines of a sample tell."""
    told = PLAN.search(text)
    pairs = (pair.partition("=") for pair in told[1].split("; ")) if told else ()
    empty = Plan(now=NOW)
    given: dict[str, Any] = {
        name: tuple(value.split(",")) if isinstance(getattr(empty, name), tuple) else value
        for name, _, value in pairs
    }
    return Plan(now=NOW, **given)
