"""Whatever happens to an apply on the way, the next one ends where an undisturbed one would."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import ldap3
import pytest

from tests.live.domain_controller import BASE
from tests.live.repairing import (
    ADMINISTRATOR,
    ADMINISTRATORS_PASSWORD,
    QUICKLY,
    URL,
    Lab,
    journal_of,
    lines_of,
    mending,
    save,
)
from tests.running import COMMAND, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.live.certificates import Authority
    from tests.live.domain_controller import DomainController

_PATIENCE = 60.0


@pytest.fixture
def lab(controller: DomainController, authority: Authority) -> Iterator[Lab]:
    """A part of the directory, gone afterwards."""
    made = Lab(controller, authority, "Trouble")
    yield made
    controller.delete_tree(made.ou)


def begun(lab: Lab, plan: Path, *options: str) -> subprocess.Popen[str]:
    """An apply that runs."""
    code = lab.command("plan", "show", plan, "--confirmation").stdout.strip()
    return subprocess.Popen(
        [COMMAND, "apply", plan, URL, "--yes", code, QUICKLY, *lab.options(), *options],
        env=environment(**lab.environment()),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def wait_for_lines(process: subprocess.Popen[str], journal: Path, number: int) -> None:
    """Wait until a journal has so many lines, or the process has ended."""
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if journal.exists() and journal.read_bytes().count(b"\n") >= number:
            return
        time.sleep(0.001)


def assert_kills_do_no_harm(lab: Lab, tmp_path: Path, kills: int, users: int) -> None:
    """Kill an apply and go on with it, again and again."""
    chance = random.Random(kills)  # noqa: S311 - it has to be the same each time
    guids = lab.add_many(users)
    before = lab.state()
    plan = save(tmp_path / "plan.json", *mending(lab, guids))
    journal = journal_of(plan)
    for _ in range(kills):
        process = begun(lab, plan)
        lines = journal.read_bytes().count(b"\n") if journal.exists() else 0
        wait_for_lines(process, journal, lines + chance.randrange(1, users // 2))
        time.sleep(chance.random() * 0.004)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    done = lab.apply(plan)
    assert done.returncode == 0, done.stdout + done.stderr
    for name, held in ((dn.partition(",")[0][3:], held) for dn, held in lab.state().items()):
        assert held["mail"] == {f"{name}.x@contoso.com"}
        assert held["proxyAddresses"] == {f"SMTP:{name}.x@contoso.com", f"smtp:{name}@contoso.com"}
    # what was sent and never answered counts as done, too: all of it is taken back
    back = lab.undo(journal)
    assert back.returncode == 0, back.stdout + back.stderr
    assert lab.state() == before


def test_an_apply_that_is_killed_goes_on_and_can_be_undone(lab: Lab, tmp_path: Path) -> None:
    assert_kills_do_no_harm(lab, tmp_path, kills=3, users=20)


@pytest.mark.slow
def test_an_apply_that_is_killed_twenty_times_can_be_undone(lab: Lab, tmp_path: Path) -> None:
    assert_kills_do_no_harm(lab, tmp_path, kills=20, users=100)


def test_a_server_that_falls_silent_leaves_nothing_in_doubt(lab: Lab, tmp_path: Path) -> None:
    guids = lab.add_many(60)
    plan = save(tmp_path / "plan.json", *mending(lab, guids))
    journal = journal_of(plan)
    # so slowly that it cannot be at its end before the server is frozen
    process = begun(lab, plan, "--timeout=2", "--rate=20")
    wait_for_lines(process, journal, 4)
    lab.controller.freeze()
    said, _ = process.communicate(timeout=_PATIENCE)
    lab.controller.thaw()
    assert process.returncode == 3, said
    assert lab.apply(plan).returncode == 0
    # the silence may as well begin before a request: then it is refused, and says so
    for one in lines_of(journal):
        result, message = one.get("result"), str(one.get("message", ""))
        assert result in {None, "done", "already-done", "unknown"} or (
            result == "refused" and message.startswith("nothing was sent")
        ), one
    assert all(" " not in value for held in lab.state().values() for value in held["mail"])


def test_two_runs_do_not_share_a_journal(lab: Lab, tmp_path: Path) -> None:
    plan = save(tmp_path / "plan.json", *mending(lab, lab.add_many(40)))
    process = begun(lab, plan, "--rate=1")  # it is killed long before its end
    wait_for_lines(process, journal_of(plan), 2)
    second = lab.apply(plan)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert second.returncode == 2
    assert "at this moment" in second.stderr


@pytest.mark.slow
def test_with_another_writer_at_work_no_update_is_lost(lab: Lab, tmp_path: Path) -> None:
    guids = lab.add_many(1000)
    plan = save(tmp_path / "plan.json", *mending(lab, guids))
    theirs: dict[str, str] = {}
    is_over = threading.Event()
    connection = _connected(lab)

    def write() -> None:
        chance = random.Random(7)  # noqa: S311 - as above
        names = list(guids)
        while not is_over.is_set() and names:
            name = names.pop(chance.randrange(len(names)))
            value = f"{name}.theirs@contoso.com"
            dn = f"CN={name},{lab.ou}"
            assert connection.modify(dn, {"mail": [(ldap3.MODIFY_REPLACE, [value])]})
            theirs[name] = value

    writer = threading.Thread(target=write)
    writer.start()
    done = lab.apply(plan, "--max-failures=1000")
    is_over.set()
    writer.join()
    connection.unbind()
    assert done.returncode == 1
    assert theirs
    outcomes = {
        one["outcome"]: one["result"] for one in lines_of(journal_of(plan)) if "outcome" in one
    }
    assert set(outcomes.values()) <= {"done", "refused", "failed"}
    assert len(outcomes) == len(guids)
    for dn, values in lab.state().items():
        name = dn.partition(",")[0][3:]
        assert values["mail"] == {theirs.get(name, f"{name}.x@contoso.com")}


def _connected(lab: Lab) -> ldap3.Connection:
    """Another administrator."""
    server = ldap3.Server(lab.controller.ip, port=636, use_ssl=True, get_info=ldap3.NONE)
    return ldap3.Connection(server, ADMINISTRATOR, ADMINISTRATORS_PASSWORD, auto_bind=True)


def test_the_sample_is_repaired_and_put_back(
    controller: DomainController, authority: Authority, tmp_path: Path
) -> None:
    lab = Lab(controller, authority, "Sample")
    given = ("--domain=contoso.com", "--exclude-ou", f"OU=Many,{BASE}", *lab.options())
    names = ("userPrincipalName", "mail", "proxyAddresses", "displayName", "mailNickname")
    before = controller.search(BASE, "(objectCategory=*)", *names)
    found = json.loads(lab.command("scan", URL, *given, "-r", "json:-").stdout)
    plan = tmp_path / "plan.json"
    made = lab.command("plan", "make", URL, *given, "-o", plan)
    assert made.returncode == 0, made.stderr
    content = json.loads(plan.read_text("utf-8"))
    changes = [one for stage in content["stages"] for one in stage["changes"]]
    chosen: set[str] = set()
    for change in changes:
        if change["alternatives"] not in chosen:
            change["decision"] = "apply"
        chosen |= {change["alternatives"]} - {None}
    plan.write_text(json.dumps(content), "utf-8")
    done = lab.apply(plan)
    assert done.returncode == 0, done.stdout + done.stderr
    later = json.loads(lab.command("scan", URL, *given, "-r", "json:-").stdout)
    mended = {(one["guid"], check) for one in changes for check in one["checks"]}
    old = {(one["guid"], one["check"]) for one in found["findings"] if one["severity"] == "error"}
    new = [one for one in later["findings"] if one["severity"] == "error"]
    assert {(one["guid"], one["check"]) for one in new} <= old
    assert [one for one in new if one["proposal"] and (one["guid"], one["check"]) in mended] == []
    assert len(new) < len(old)
    assert lab.undo(journal_of(plan)).returncode == 0
    assert controller.search(BASE, "(objectCategory=*)", *names) == before
    controller.delete_tree(lab.ou)
