"""What an account may not see is said, as far as there is evidence of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from readiness.errors import SourceError
from tests.live.conftest import report, source
from tests.live.domain_controller import BASE, FQDN, SECRET, DomainController

BLIND = f"CN=blind,CN=Users,{BASE}"
CHILD = f"CN=CHILD,CN=Partitions,CN=Configuration,{BASE}"


@pytest.fixture
def _child(controller: DomainController) -> Iterator[None]:
    """A second domain of the forest, which has no controller."""
    controller.add(
        f"dn: {CHILD}\nobjectClass: crossRef\nnCName: DC=child,{BASE}\ndnsRoot: child.contoso.com\n"
        "nETBIOSName: CHILD\nsystemFlags: 3\n\n"
    )
    yield
    controller.delete(CHILD)


def test_entries_that_others_name_and_that_cannot_be_seen_make_the_scan_incomplete(readiness):
    done = readiness("scan", "--report=json:-", user=BLIND)
    assert done.returncode == 3, done.stderr
    [problem] = report(done)["sources"][0]["problems"]
    assert "1 entry that groups or people name cannot be seen by this account" in problem
    assert SECRET in problem


def test_what_everybody_may_see_and_was_not_searched_is_no_gap(ask):
    # groups name computers and builtin entries, too
    live = source(ask())
    list(live.partitions(1))
    assert not any("cannot be seen" in warning for warning in live.warnings)


def test_attributes_that_nobody_has_are_a_warning(readiness):
    found = report(readiness("scan", "--report=json:-"))
    [warning] = [one for one in found["warnings"] if "nobody has these attributes" in one]
    assert "userSMIMECertificate" in warning
    assert "displayName" not in warning
    assert "msExchArchiveGUID" not in warning  # the schema does not have it


@pytest.mark.usefixtures("_child")
def test_a_second_domain_of_the_forest_is_a_warning(readiness):
    done = readiness("scan", "--report=json:-")
    assert done.returncode == 1, done.stderr
    assert any("child.contoso.com" in one and "--forest" in one for one in report(done)["warnings"])


@pytest.mark.usefixtures("_child")
def test_a_domain_without_controller_leaves_the_others_to_be_read(readiness):
    done = readiness("scan", "--forest", "--report=json:-")
    assert done.returncode == 3, done.stderr
    found = report(done)
    assert found["summary"]["entries"] > 1800
    [problem] = found["sources"][0]["problems"]
    assert "no domain controller of child.contoso.com" in problem


def test_a_catalogue_without_an_attribute_makes_the_scan_incomplete(ask):
    with pytest.raises(SourceError, match="does not hold every attribute"):
        list(source(ask(f"ldaps://{FQDN}:3269", base=None), ("cn", "notThere")).partitions(1))
