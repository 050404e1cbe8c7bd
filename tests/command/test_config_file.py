"""readiness.toml, the environment and the command line, as the command takes them."""

import re
import tomllib

import pytest

from readiness.command.config_file.reader import MAPS
from readiness.command.settings.option import keys_of
from readiness.command.subcommands.scan import scan_command
from tests.running import ROOT, people, run

TEMPLATE = ROOT / "readiness" / "command" / "templates" / "readiness.toml"


@pytest.fixture
def folder(tmp_path):
    """A folder with an export whose users have no mail, which is a warning."""
    (tmp_path / "export.ldif").write_text(people())
    return tmp_path


def configured(folder, text):
    (folder / "readiness.toml").write_text(text)
    return folder


def complaint(folder, text):
    """The only line that a wrong file gets for an answer."""
    done = run("scan", "export.ldif", cwd=configured(folder, text))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[gate]\nfial-on = 'error'", "toml:2: [gate] has no key “fial-on”: did you mean fail-on?"),
        ("[plna]\n", "toml:1: there is no table [plna]: did you mean plan?"),
        ("x = 1", "toml:1: there is no table [x]: it may be scan, plan, gate"),
        ("gate = 1", "toml:1: “gate” is a table: write [gate]"),
        ("[suppress]\ncheck = 'x'", "toml:1: “suppress” is a table: write [[suppress]]"),
        ("[plan]\nfail-on = 'error'", "toml:2: [plan] has no key “fail-on”: it belongs to [gate]"),
        ("[gate]\n\nfail-on = 1", "toml:3: fail-on is a text in quotes"),
        ("[gate]\nfail-on = 'eror'", "toml:2: fail-on is one of error, warning, info, never: did"),
        ("[scan]\nexclude-ou = 'OU=x'", "toml:2: exclude-ou is a list of texts"),
        ("[scan]\nexclude-ou = [1]", "toml:2: exclude-ou is a list of texts"),
        ("[scan]\njobs = true", "toml:2: jobs is a whole number"),
        ("[scan]\njobs = 0", "toml:2: jobs is a number, 1 to 64"),
        ("[report]\nquiet = 'yes'", "toml:2: quiet is true or false"),
        ("[gate]\nmax = 5", "toml:2: max is a table"),
        ("[gate]\nmax = { error = -1 }", "toml:2: the budget of error is a number"),
        ("[gate.max]\nerror = 1\nwarning = '2'\ninfo = 'x%'", "toml:4: the budget of info is"),
        ("[gate.max]\n'mail-mising' = 1", "toml:2: there is no check mail-mising: did you mean"),
        ("[severity]\nmail-missing = 'high'", "toml:2: the severity of mail-missing is one of"),
        ("[severity]\nmail-mising = 'off'", "toml:2: there is no check mail-mising: did you mean"),
        ("[scan]\nignore = ['mail-mising']", "toml:2: there is no check mail-mising: did you mean"),
        ("[gate\n", "toml:1: Expected ']'"),
        ("[gate]\nfail-on = 'error", "toml:2: "),
        ("[[suppress]]\nreason = 'x'\ndn = 'CN=x'", "toml:1: this suppression has no check"),
        (
            "[[suppress]]\ncheck = 'upn-missing'\ndn = 'CN=x'",
            "toml:1: this suppression has no reas",
        ),
        (
            "[[suppress]]\ncheck = 'upn-missing'\nreason = 'x'",
            "toml:1: a suppression has one of dn",
        ),
        (
            "[[suppress]]\ncheck = 'upn-missing'\nreason = 'x'\ndn = 'x'\nexpires = '2027'",
            "toml:5: expires is a date without quotes",
        ),
        (
            "[[suppress]]\nreasn = 'x'",
            "toml:2: [[suppress]] has no key “reasn”: did you mean reason",
        ),
        (
            "\n[[suppress]]\ncheck = 'upn-mising'\nreason = 'x'\ndn = 'x'",
            "toml:2: there is no check upn-mising: did you mean upn-missing?",
        ),
        ("[[suppress]]\ncheck = 'upn-missing'\nreason='x'\nguid = 'x'", "toml:4: “x” is no GUID"),
        (
            "[[suppress]]\ncheck = 'upn-missing'\nreason='x'\nfingerprint = 'x'",
            "toml:4: a fingerprint is v1: and 32 hexadecimal digits",
        ),
    ],
)
def test_a_mistake_is_told_with_file_line_and_what_to_write(folder, text, expected):
    assert f"readiness: readiness.{expected}" in complaint(folder, text)


def test_a_file_that_is_not_there_is_told(folder):
    done = run("scan", "export.ldif", "--config", "no.toml", cwd=folder)
    assert done.returncode == 2
    assert "no.toml cannot be read: No such file" in done.stderr


def test_a_file_that_is_not_utf8_is_told(folder):
    (folder / "readiness.toml").write_bytes(b"# \xff")
    assert "is not UTF-8" in run("scan", "export.ldif", cwd=folder).stderr


def test_the_file_is_read_without_being_named(folder):
    configured(folder, "[gate]\nfail-on = 'warning'")
    assert run("scan", "export.ldif", cwd=folder).returncode == 1


def test_the_environment_goes_before_the_file_and_the_command_line_before_both(folder):
    configured(folder, "[gate]\nfail-on = 'warning'")
    env = {"READINESS_FAIL_ON": "info"}
    assert run("scan", "export.ldif", cwd=folder, READINESS_FAIL_ON="error").returncode == 0
    assert run("scan", "export.ldif", "--fail-on=error", cwd=folder, **env).returncode == 0
    assert run("scan", "export.ldif", cwd=folder, **env).returncode == 1


def test_an_empty_variable_says_nothing(folder):
    configured(folder, "[gate]\nfail-on = 'warning'")
    assert run("scan", "export.ldif", cwd=folder, READINESS_FAIL_ON="").returncode == 1


def test_a_variable_holds_several_values_with_semicolons_between(folder):
    shown = run("config", cwd=folder, READINESS_DOMAIN="contoso.com; contoso.de").stdout
    assert 'verified-domains = ["contoso.com", "contoso.de"]  # environment: READINESS_DOMAIN' in (
        shown
    )


def test_a_wrong_variable_is_told_by_its_name(folder):
    done = run("scan", "export.ldif", cwd=folder, READINESS_FAIL_ON="often")
    assert done.returncode == 2
    assert "READINESS_FAIL_ON" in done.stderr


def test_config_tells_where_each_value_comes_from(folder):
    configured(
        folder,
        "[gate]\nfail-on = 'warning'\nmax = { error = '2%' }\n[severity]\n'mail-missing' = 'off'\n"
        "[[suppress]]\ncheck = 'upn-missing'\nou = 'OU=Lab, DC=contoso'\nreason = 'x'\n"
        "expires = 2027-03-31",
    )
    shown = run("config", "--max", "info=3", cwd=folder, READINESS_BY="ou").stdout
    for line in (
        'fail-on = "warning"  # readiness.toml:2',
        'by = "ou"  # environment: READINESS_BY',
        'redact = "none"  # default',
        '"error" = "2%"  # readiness.toml:3',
        '"info" = "3"  # command line: --max',
        '"mail-missing" = "off"  # readiness.toml:5',
        "# suppressed until 2027-03-31: upn-missing for ou ou=lab,dc=contoso  # readiness.toml:6",
        "# user is not set",
    ):
        assert f"\n{line}\n" in shown


def test_config_never_shows_a_password(folder):
    shown = run("config", cwd=folder, READINESS_PASSWORD="hunter2")  # noqa: S106 - it is the test
    assert shown.returncode == 0
    assert "hunter2" not in shown.stdout + shown.stderr


def test_a_path_in_the_file_is_beside_the_file(folder):
    inner = folder / "inner"
    inner.mkdir()
    configured(inner, "[gate]\nwrite-baseline = 'known.json'")
    assert (
        run("scan", "export.ldif", "--config", "inner/readiness.toml", cwd=folder).returncode == 0
    )
    assert (inner / "known.json").exists()


def test_init_writes_a_file_that_changes_nothing(folder):
    before = run("config", cwd=folder).stdout.partition("\n")[2]
    assert run("init", cwd=folder).returncode == 0
    after = run("config", cwd=folder)
    assert after.returncode == 0
    assert after.stdout.partition("\n")[2] == before


def test_init_overwrites_nothing(folder):
    configured(folder, "# mine")
    done = run("init", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "readiness.toml exists" in done.stderr
    assert (folder / "readiness.toml").read_text() == "# mine"


def test_init_also_writes_to_standard_output(folder):
    assert run("init", "-", cwd=folder).stdout == TEMPLATE.read_text()
    assert not (folder / "readiness.toml").exists()


def test_every_example_of_the_template_is_a_valid_value(folder):
    values = re.sub(r"^# (?=[\w\"-]+ *= |\[)", "", TEMPLATE.read_text(), flags=re.MULTILINE)
    (folder / "our_checks.py").write_text((ROOT / "tests" / "ours.py").read_text())
    done = run("config", cwd=configured(folder, values))
    assert (done.returncode, done.stderr) == (0, "")
    facts = tomllib.loads(values)
    keys = keys_of(scan_command)
    assert {name: set(facts[name]) - {"max", *MAPS} for name in keys} == {
        name: set(table) for name, table in keys.items()
    }


def test_the_command_line_adds_to_severities_and_budgets_of_the_file(folder):
    configured(folder, "[severity]\nmail-missing = 'error'\n[gate]\nmax = { mail-missing = 1 }")
    assert run("scan", "export.ldif", cwd=folder).returncode == 1
    assert run("scan", "export.ldif", "--max=mail-missing=2", cwd=folder).returncode == 0
    again = run("scan", "export.ldif", "--set-severity=mail-missing=off", cwd=folder)
    assert again.returncode == 0


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--max=error", "--max error: write ID=50, or SEVERITY=2%"),
        ("--max=error=x", "--max error=x: write ID=50, or SEVERITY=2%"),
        ("--max=eror=1", "--max: there is no check eror"),
        ("--set-severity=mail-missing", "--set-severity mail-missing: write ID=LEVEL"),
        ("--set-severity=x=off", "--set-severity: there is no check x"),
        ("--select=x-*", "--select: there is no check x-*"),
        ("--report=x.pdf", "the format of the report “x.pdf” is unknown"),
        ("--check-file=x.py", "x.py cannot be loaded"),
        ("--baseline=x.json", "x.json cannot be read"),
        ("--redact-key-file=x.key", ""),
    ],
)
def test_a_wrong_option_is_told_in_one_line(folder, option, expected):
    more = ["--redact=pseudonyms"] if "key" in option else []
    done = run("scan", "export.ldif", option, *more, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_number_out_of_range_is_told(folder):
    assert run("scan", "export.ldif", "--jobs=0", cwd=folder).returncode == 2


def test_the_password_and_the_export_do_not_both_come_from_standard_input(folder):
    done = run("scan", "-", "ldaps://dc.invalid", "--password-stdin", cwd=folder, stdin="")
    assert done.returncode == 2
    assert "--password-file" in done.stderr
