"""Plans applied to a real domain controller, and taken back: nothing is lost or mistaken."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.live.repairing import URL, Lab, change, journal_of, lines_of, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from readiness.remediation.repair_plan.change import Change
    from tests.live.certificates import Authority
    from tests.live.domain_controller import DomainController

from tests.live.domain_controller import BASE, PASSWORD, READER
from tests.running import COMMAND, environment


@pytest.fixture
def lab(controller: DomainController, authority: Authority) -> Iterator[Lab]:
    """A part of the directory, gone afterwards."""
    made = Lab(controller, authority, "Repair")
    yield made
    controller.delete_tree(made.ou)


def of_mail(lab: Lab, guid: str, name: str, to: str, number: int = 1) -> Change:
    """A change of the mail of a user, which was the name."""
    edit = ("mail", [f"{name}@contoso.com"], [f"{to}@contoso.com"])
    return change(number, guid, f"CN={name},{lab.ou}", edit)


def test_a_change_is_made_in_one_request_journaled_and_undone(lab: Lab, tmp_path: Path) -> None:
    addresses = ["SMTP:ann@contoso.com", "smtp:a b@contoso.com", "smtp:late@contoso.com"]
    guid = lab.add("ann", mail="a b@contoso.com", proxyAddresses=addresses)
    before = lab.state()
    plan = save(
        tmp_path / "plan.json",
        change(
            1,
            guid,
            f"CN=ann,{lab.ou}",
            ("mail", ["a b@contoso.com"], ["ab@contoso.com"]),
            (
                "proxyAddresses",
                ["SMTP:ann@contoso.com", "smtp:a b@contoso.com"],
                ["smtp:ann@contoso.com", "SMTP:ab@contoso.com"],
            ),
            ("department", [], ["Sales"]),
        ),
    )
    told = lab.command("plan", "show", plan, "--against", URL, *lab.options())
    assert "Drift: 1 still right" in told.stdout, told.stderr
    dry = lab.apply(plan, "--dry-run")
    assert (dry.returncode, lab.state()) == (0, before), dry.stderr
    assert not journal_of(plan).exists()
    done = lab.apply(plan)
    assert done.returncode == 0, done.stdout + done.stderr
    [held] = lab.state().values()
    assert held["proxyAddresses"] == {
        "smtp:ann@contoso.com", "SMTP:ab@contoso.com", "smtp:late@contoso.com"
    }  # fmt: skip
    assert held["mail"] | held["department"] == {"ab@contoso.com", "Sales"}
    journal = journal_of(plan)
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert [("intent" in one, "outcome" in one) for one in lines_of(journal)[1:]] == [
        (True, False),
        (False, True),
    ]
    assert "Passw0rd" not in journal.read_text()
    again = lab.apply(plan)
    assert again.returncode == 0
    assert "already so" in again.stdout
    back = lab.undo(journal)
    assert back.returncode == 0, back.stdout + back.stderr
    assert lab.state() == before
    redone = lab.undo(tmp_path / "plan.journal.undo.jsonl")
    assert redone.returncode == 0
    assert lab.state() != before


def test_what_was_changed_meanwhile_is_refused_even_by_letter_case(
    lab: Lab, tmp_path: Path
) -> None:
    names = ("ann", "bob", "blank", "cy")
    guids = {name: lab.add(name, mail=f"{name}@contoso.com") for name in names}
    plan = save(
        tmp_path / "plan.json",
        *(
            of_mail(lab, guid, name, f"{name}2", at)
            for at, (name, guid) in enumerate(guids.items(), 1)
        ),
    )
    lab.change("ann", "replace: mail", "mail: ANN@contoso.com")
    lab.change("bob", "replace: mail", "mail: other@contoso.com")
    # a server takes either of the first and the third for what the plan knows
    lab.change("blank", "replace: mail", f"mail:: {b64encode(b'blank@contoso.com ').decode()}")
    before = lab.state()
    stopped = lab.apply(plan)
    assert stopped.returncode == 1
    assert "3 not reached" in stopped.stdout
    assert lab.state() == before
    gone_on = lab.apply(plan, "--max-failures=5")
    assert gone_on.returncode == 1
    assert gone_on.stdout.count("REFUSED") == 3
    assert lab.state()[f"CN=cy,{lab.ou}"]["mail"] == {"cy2@contoso.com"}


def test_an_object_is_found_by_its_guid_whoever_has_its_name(lab: Lab, tmp_path: Path) -> None:
    guid = lab.add("ann", mail="ann@contoso.com")
    plan = save(tmp_path / "plan.json", of_mail(lab, guid, "ann", "b"))
    lab.controller.change(
        f"dn: CN=ann,{lab.ou}\nchangetype: modrdn\nnewrdn: CN=ann2\ndeleteoldrdn: 1\n"
    )
    lab.add("ann3", mail="ann@contoso.com")
    lab.controller.change(
        f"dn: CN=ann3,{lab.ou}\nchangetype: modrdn\nnewrdn: CN=ann\ndeleteoldrdn: 1\n"
    )
    assert lab.apply(plan).returncode == 0
    state = lab.state()
    assert state[f"CN=ann2,{lab.ou}"]["mail"] == {"b@contoso.com"}
    assert state[f"CN=ann,{lab.ou}"]["mail"] == {"ann@contoso.com"}


def test_names_are_swapped_in_the_order_of_the_plan(lab: Lab, tmp_path: Path) -> None:
    p, q = (lab.add(name, userPrincipalName=f"{name[0]}.x@contoso.com") for name in ("p1", "q1"))
    name = "userPrincipalName"
    dns = [f"CN={one},{lab.ou}" for one in ("p1", "q1")]
    wrong = save(
        tmp_path / "wrong.json",
        change(1, p, dns[0], (name, ["p.x@contoso.com"], ["q.x@contoso.com"])),
    )
    refused = lab.apply(wrong)
    assert refused.returncode == 1
    assert "belongs to" in refused.stdout
    right = save(
        tmp_path / "right.json",
        change(1, p, dns[0], (name, ["p.x@contoso.com"], ["x-1@contoso.com"]), id="0001a"),
        change(2, q, dns[1], (name, ["q.x@contoso.com"], ["p.x@contoso.com"]), after=("0001a",)),
        change(1, p, dns[0], (name, ["x-1@contoso.com"], ["q.x@contoso.com"]), id="0001b"),
    )
    assert lab.apply(right, "--dry-run").returncode == 0
    assert lab.apply(right).returncode == 0
    assert lab.state()[dns[0]][name] == {"q.x@contoso.com"}
    assert lab.undo(journal_of(right)).returncode == 0
    assert lab.state()[dns[0]][name] == {"p.x@contoso.com"}


def test_a_name_that_somebody_got_meanwhile_is_not_taken(lab: Lab, tmp_path: Path) -> None:
    guid = lab.add("ann", mail="ann@contoso.com")
    plan = save(tmp_path / "plan.json", of_mail(lab, guid, "ann", "b"))
    lab.add("bob", proxyAddresses=["smtp:B@contoso.com"])
    before = lab.state()
    done = lab.apply(plan)
    assert (done.returncode, lab.state()) == (1, before)
    assert "belongs to CN=bob" in done.stdout


def test_who_may_not_write_is_told_before_anything_is_sent(lab: Lab, tmp_path: Path) -> None:
    guid = lab.add("ann", mail="ann@contoso.com")
    plan = save(tmp_path / "plan.json", of_mail(lab, guid, "ann", "b"))
    before = lab.state()
    for options in (("--dry-run",), ()):
        done = lab.apply(plan, *options, user=READER, READINESS_PASSWORD=PASSWORD)
        assert (done.returncode, lab.state()) == (1, before)
        assert "no right to write mail" in done.stdout


def test_what_is_gone_or_protected_is_refused(lab: Lab, tmp_path: Path) -> None:
    guid = lab.add("ann", mail="ann@contoso.com")
    lab.change("ann", "replace: adminCount", "adminCount: 1")
    unknown = "11111111-132e-4e17-93ae-33d64fb14e9c"
    before = lab.state()
    for who, why in ((guid, "adminCount is 1"), (unknown, "there is no object with this GUID")):
        plan = save(tmp_path / f"{who}.json", of_mail(lab, who, "ann", "b"))
        done = lab.apply(plan)
        assert (done.returncode, lab.state()) == (1, before)
        assert f"REFUSED  CN=ann,{lab.ou}: " in done.stdout
        assert why in done.stdout


def test_an_undo_leaves_what_somebody_changed_since(lab: Lab, tmp_path: Path) -> None:
    guids = {name: lab.add(name, mail=f"{name}@contoso.com") for name in ("ann", "bob", "cy")}
    plan = save(
        tmp_path / "plan.json",
        *(
            of_mail(lab, guid, name, f"{name}2", at)
            for at, (name, guid) in enumerate(guids.items(), 1)
        ),
    )
    assert lab.apply(plan).returncode == 0
    lab.change("bob", "replace: mail", "mail: his@contoso.com")
    done = lab.undo(journal_of(plan), "--max-failures=9")
    assert done.returncode == 1
    held = {dn: values["mail"] for dn, values in lab.state().items()}
    assert set(held.values()) == {frozenset({f"{one}@contoso.com"}) for one in ("ann", "his", "cy")}


def test_any_value_arrives_octet_for_octet(lab: Lab, tmp_path: Path) -> None:
    guid = lab.add("ann")
    odd = "a\\b(c)*\0\nx: y \u2603\U0001f600 "
    plan = save(
        tmp_path / "plan.json",
        change(1, guid, f"CN=ann,{lab.ou}", ("displayName", ["ann"], [odd])),
    )
    assert lab.apply(plan).returncode == 0
    assert lab.undo(journal_of(plan)).returncode == 0
    assert lab.state()[f"CN=ann,{lab.ou}"]["displayName"] == {"ann"}


@pytest.mark.parametrize(("typed", "status"), [("1", 0), ("2", 2)])
def test_a_person_confirms_by_the_number_of_changes(
    lab: Lab, tmp_path: Path, typed: str, status: int
) -> None:
    plan = save(
        tmp_path / "plan.json", of_mail(lab, lab.add("ann", mail="ann@contoso.com"), "ann", "b")
    )
    person, terminal = pty.openpty()
    os.write(person, f"{typed}\n".encode())
    done = subprocess.run(
        [COMMAND, "apply", plan, URL, *lab.options()],
        stdin=terminal,
        capture_output=True,
        env=environment(**lab.environment()),
        check=False,
    )
    os.close(person)
    os.close(terminal)
    assert done.returncode == status, done.stderr
    assert b"1 change will be written" in done.stderr
    mail = "b@contoso.com" if status == 0 else "ann@contoso.com"
    assert lab.state()[f"CN=ann,{lab.ou}"]["mail"] == {mail}


def test_a_plan_of_another_domain_is_refused(lab: Lab, tmp_path: Path) -> None:
    guid = lab.add("ann", mail="ann@contoso.com")
    dn = f"CN=ann,{lab.ou}".replace(BASE, "DC=fabrikam,DC=com")
    plan = save(tmp_path / "plan.json", replace(of_mail(lab, guid, "ann", "b"), dn=dn))
    done = lab.apply(plan)
    assert done.returncode == 2
    assert "contoso.com" in done.stderr
