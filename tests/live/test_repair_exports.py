"""The LDIF of a plan does with ldapmodify what apply does, and its rollback takes it back."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.live.repairing import (
    ADMINISTRATOR,
    ADMINISTRATORS_PASSWORD,
    Lab,
    change,
    mending,
    save,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.live.certificates import Authority
    from tests.live.domain_controller import DomainController

_LDAPMODIFY = shutil.which("ldapmodify")
_NO_SUCH_ATTRIBUTE, _HELD_ALREADY = 16, 20
pytestmark = pytest.mark.skipif(
    _LDAPMODIFY is None, reason="no ldapmodify: apt-get install ldap-utils"
)


@pytest.fixture
def lab(controller: DomainController, authority: Authority) -> Iterator[Lab]:
    """A part of the directory, gone afterwards."""
    made = Lab(controller, authority, "Exports")
    yield made
    controller.delete_tree(made.ou)


def modified(lab: Lab, ldif: Path) -> int:
    """How ldapmodify ends with a file as it is."""
    done = subprocess.run(
        [str(_LDAPMODIFY), "-x", "-H", f"ldaps://{lab.controller.ip}", "-D", ADMINISTRATOR,
         "-w", ADMINISTRATORS_PASSWORD, "-f", ldif],
        env={**os.environ, "LDAPTLS_REQCERT": "never"},
        capture_output=True,
        check=False,
    )  # fmt: skip
    return done.returncode


@pytest.mark.parametrize("line_ends", [(), ("--crlf",)])
def test_ldapmodify_makes_the_changes_and_the_rollback_takes_them_back(
    lab: Lab, tmp_path: Path, line_ends: tuple[str, ...]
) -> None:
    guids = lab.add_many(3)
    odd = lab.add("odd", displayName="odd")
    hostile = "a\ndn: CN=u0000\nchangetype: delete\n\n# ☃ "
    plan = save(
        tmp_path / "plan.json",
        *mending(lab, guids),
        change(9, odd, f"CN=odd,{lab.ou}\n", ("displayName", ["odd"], [hostile])),
    )
    before = lab.state()
    there, back = tmp_path / "plan.ldif", tmp_path / "rollback.ldif"
    for form, path in (("ldif", there), ("rollback", back)):
        lab.command("plan", "export", plan, "--format", form, "-o", path, *line_ends)
    assert modified(lab, there) == 0
    after = lab.state()
    assert len(after) == len(before)
    assert after[f"CN=u0000,{lab.ou}"]["mail"] == {"u0000.x@contoso.com"}
    assert modified(lab, there) == _NO_SUCH_ATTRIBUTE  # each record is guarded
    assert lab.state() == after
    assert modified(lab, back) == 0
    assert lab.state() == before
    # all of a record or nothing: of the first one, only the second attribute is stale here
    first = next(iter(guids))
    lab.change(first, "add: proxyAddresses", f"proxyAddresses: SMTP:{first}.x@contoso.com")
    before = lab.state()
    assert modified(lab, there) == _HELD_ALREADY
    assert lab.state() == before
    lab.change(first, "delete: proxyAddresses", f"proxyAddresses: SMTP:{first} x@contoso.com")
    before = lab.state()
    assert modified(lab, there) == _NO_SUCH_ATTRIBUTE
    assert lab.state() == before
