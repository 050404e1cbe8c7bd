"""Which commands there are, what they say about themselves, and what a shell is told."""

import json
import re
import shutil
import subprocess
from dataclasses import fields

import click
import jsonschema
import pytest

from readiness.command.cli import SUBCOMMANDS, cli
from readiness.command.help.grouped_help import GROUPS
from readiness.command.options import OPTIONS
from readiness.command.settings import settings
from readiness.command.settings.option import options_of
from readiness.command.subcommands.scan import scan_command
from readiness.model.plan import Plan
from tests.running import CLEAN, COMMAND, CONTOSO, environment, run


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_tells_what_it_does(name):
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: readiness {name}")


def test_the_command_alone_says_what_to_do():
    done = run()
    assert done.returncode == 0
    assert done.stdout.startswith("To scan an export, or a live directory:")
    for name in SUBCOMMANDS:
        assert f"\n  {name} " in done.stdout


def test_the_version_has_a_short_name():
    assert run("-V").stdout == run("--version").stdout == "readiness 0.1.0\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([CONTOSO], f"there is no command “{CONTOSO}”: write readiness scan {CONTOSO}"),
        (["missing.ldf"], "there is no command “missing.ldf”: write readiness scan missing.ldf"),
        (["ldaps://dc1"], "there is no command “ldaps://dc1”: write readiness scan ldaps://dc1"),
        (["sacn"], "there is no command “sacn”: did you mean scan?"),
        (["frobnicate"], "there is no command “frobnicate”: see readiness --help"),
        (
            ["completion"],
            "missing argument 'SHELL'. Choose from: bash, zsh, fish, powershell; see readiness",
        ),
        (["scan"], "missing argument 'SOURCE...'; see readiness scan --help"),
        (["preview", CLEAN, "--select=nosuch"], "readiness preview takes no --select: that is an"),
        (["preview", CLEAN, "-r", "x.json"], "readiness preview takes no --report: that is an"),
        (["waves", CLEAN, "--write-baseline=x"], "readiness waves takes no --write-baseline: "),
        (["plan", "make", CLEAN, "-o=x", "--history=x"], "readiness plan make takes no --history"),
        (["apply", "x", "ldaps://dc1", "--max=error=1"], "readiness apply takes no --max: "),
        (["snapshot", "ldaps://dc1", "x", "--dry-run"], "readiness snapshot takes no --dry-run"),
        (["explain", "upn-mising"], "there is no check upn-mising: did you mean upn-missing?"),
        (["explain", "upn-mail-missing"], "did you mean mail-missing"),
        (["explain", "ObjectTypeMissmatch"], "did you mean ObjectTypeMismatch?"),
    ],
)
def test_what_cannot_be_understood_is_answered_in_one_line(arguments, expected):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_help_of_scan_has_groups_examples_and_statuses():
    text = run("scan", "--help").stdout
    for title in (*GROUPS.values(), "Examples", "Exit status"):
        assert f"\n{title}:\n" in text or f"\n  {title}:\n" in text


def test_the_help_of_doctor_shows_what_matters_to_it():
    text = run("doctor", "--help").stdout
    assert "--start-tls" in text
    assert "--baseline" not in text
    assert "--page-size" not in text


def test_every_option_is_in_a_group_and_has_a_field_of_its_record():
    options = options_of(scan_command)
    assert len(options) == len(OPTIONS)
    assert {option.group for option in options} == set(GROUPS)
    records = {
        "scan": settings.ScanSettings,
        "plan": Plan,
        "tenant": settings.TenantSettings,
        "gate": settings.GateSettings,
        "report": settings.ReportSettings,
        "live": settings.LiveSettings,
    }
    for option in options:
        if option.table:
            assert option.name in {field.name for field in fields(records[option.table])}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_shell_gets_what_it_needs_to_complete(shell):
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_READINESS_COMPLETE" in done.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_what_bash_gets_is_bash():
    script = run("completion", "bash").stdout
    done = subprocess.run(["bash", "-n"], input=script, text=True, check=False)  # noqa: S607
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("words", "incomplete", "expected"),
    [
        ("readiness sca", "sca", "scan\t"),
        ("readiness scan --fail-on ", "", "warning\t"),
        ("readiness scan --exported", "--exported", "--exported-attributes\t"),
        ("readiness explain upn-mis", "upn-mis", "upn-missing\t"),
    ],
)
def test_powershell_is_offered_values(words, incomplete, expected):
    done = subprocess.run(
        [COMMAND],
        capture_output=True,
        text=True,
        env=environment(
            COMP_WORDS=words, COMP_CWORD=incomplete, _READINESS_COMPLETE="powershell_complete"
        ),
        check=True,
    )
    assert any(line.startswith(expected) for line in done.stdout.splitlines())


def test_the_schema_of_the_configuration_takes_what_the_command_takes():
    schema = json.loads(run("schema", "config").stdout)
    jsonschema.Draft7Validator.check_schema(schema)
    good = {
        "scan": {"jobs": 2, "exported-attributes": "all"},
        "plan": {"verified-domains": ["contoso.com"]},
        "gate": {"fail-on": "never", "max": {"error": 3, "warning": "2%"}},
        "severity": {"mail-missing": "off", "ours": "info"},
        "suppress": [{"check": "*", "dn": "CN=x", "reason": "y", "expires": "2027-01-01"}],
    }
    jsonschema.validate(good, schema, jsonschema.Draft7Validator)
    faulty: tuple[dict[str, object], ...] = (
        {"plna": {}},
        {"scan": {"jobs": 0}},
        {"gate": {"fail-on": "often"}},
        {"gate": {"max": {"error": "many"}}},
        {"suppress": [{"check": "*", "reason": "y"}]},
        {"suppress": [{"check": "*", "reason": "y", "dn": "CN=x", "ou": "OU=x"}]},
    )
    for wrong in faulty:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema, jsonschema.Draft7Validator)


def test_the_help_shows_every_command_once():
    shown = re.findall(r"^  ([a-z-]+)  ", run("--help").stdout, re.MULTILINE)
    assert sorted(shown) == sorted(SUBCOMMANDS)


def test_a_list_of_the_commands_says_of_each_what_its_own_help_begins_with():
    for name, listed in SUBCOMMANDS.items():
        command = cli.get_command(click.Context(cli), name)
        assert command
        assert command.get_short_help_str(limit=200) == listed.summary


def test_no_option_is_missing_in_a_help_for_want_of_words():
    for command in _commands(cli):
        for option in command.params:
            # one without words is left out of a help in groups
            assert not isinstance(option, click.Option) or option.help, (command.name, option.name)


def _commands(group):
    yield group
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        yield from _commands(command) if isinstance(command, click.Group) else [command]


def test_the_schemas_have_names():
    for name in ("report", "config"):
        assert json.loads(run("schema", name).stdout)["$id"].startswith("urn:readiness:")


def test_the_schema_of_the_report_is_what_it_was():
    assert run("schema").stdout == run("schema", "report").stdout


def test_an_option_is_not_taken_for_a_command():
    done = run("--nope", "scan", CLEAN)
    assert done.returncode == 2
    assert "no such option '--nope'" in done.stderr
