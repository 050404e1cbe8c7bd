"""Every command of docs/repairing.md that needs no server runs as it stands, in its order."""

import re
import shlex
import shutil

import pytest

from readiness.command.subcommands.apply import apply_command
from readiness.command.subcommands.plan import plan_command
from readiness.command.subcommands.scan import scan_command
from readiness.command.subcommands.undo import undo_command
from tests.running import ROOT, run

PAGE = (ROOT / "docs/repairing.md").read_text("utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()
]
WITH_SERVER = {"apply": apply_command, "undo": undo_command, "scan": scan_command}


def test_what_needs_no_server_runs_as_it_stands(tmp_path):
    shutil.copytree(ROOT / "sample_ldif", tmp_path / "sample_ldif")
    offline = [line for line in COMMANDS if "ldaps://" not in line]
    assert len(offline) > 8
    for line in offline:
        done = run(*shlex.split(line)[1:], cwd=tmp_path)
        assert done.returncode in ({0, 1} if " scan " in line else {0}), (line, done.stderr)


@pytest.mark.parametrize("line", [one for one in COMMANDS if "ldaps://" in one])
def test_the_options_of_what_needs_a_server_are_known(line):
    _, name, *given = shlex.split(line)
    command = plan_command.commands[given[0]] if name == "plan" else WITH_SERVER[name]
    known = {option for one in command.params for option in one.opts}
    assert {one for one in given if one.startswith("-")} <= known


def test_the_diff_of_the_page_is_what_the_command_shows(tmp_path):
    plan = tmp_path / "plan.json"
    run("plan", "make", ROOT / "sample_ldif/contoso.ldif", "--no-config", "--domain",
        "contoso.com", "--accept", "mechanical", "-o", plan)  # fmt: skip
    shown = run("plan", "show", plan).stdout
    [block] = re.findall(r"```text\n(~.*?)```", PAGE, re.DOTALL)
    number = re.compile(r"\[\d+ ")  # that of a change depends on the others
    assert number.sub("[", block) in number.sub("[", shown)
