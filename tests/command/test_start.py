"""A scan loads what it needs, and nothing else: to load the rest would double its time."""

import subprocess
import sys

import pytest

from tests.running import CLEAN

NEEDLESS = {
    "importlib.metadata": "finds plug-ins, and none is installed",
    "importlib.resources": "opens the list of public suffixes, which pkgutil does in no time",
    "multiprocessing": "starts workers, and the file is small",
    "tomllib": "reads a readiness.toml, and there is none",
    "subprocess": "runs checks of others, and there are none",
    "jinja2": "makes a page, and none was asked for",
    "ldap3": "asks a live directory, and there is none",
    "readiness.isolation.check_process": "runs checks of others, and there are none",
    "readiness.sources.live.ldap_source": "asks a live directory, and there is none",
    "readiness.tenant.export": "reads what the tenant holds, and nobody said",
    "readiness.reports.json": "writes a report, and none was asked for",
}
"""What a small scan of a file must not load, and why it could be thought to."""


def loaded_by(*arguments):
    """The modules that a command loads."""
    program = (
        "import sys\n"
        "from readiness.command.main import main\n"
        f"sys.argv[1:] = {list(map(str, arguments))!r}\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print(*sys.modules, sep='\\n')\n"
    )
    command = [sys.executable, "-I", "-c", program]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.fixture(scope="module")
def loaded():
    return loaded_by("scan", CLEAN, "--no-config", "--quiet")


def test_a_scan_loads_the_engine(loaded):
    assert {"readiness.pipeline.scan", "readiness_checks.mail.missing"} <= loaded


@pytest.mark.parametrize("module", NEEDLESS)
def test_a_small_scan_does_not_load(module, loaded):
    assert module not in loaded, NEEDLESS[module]


def test_the_list_of_commands_loads_none_of_them():
    modules = loaded_by("--help")
    assert "readiness.command.cli" in modules
    assert not [name for name in modules if name.startswith("readiness.command.subcommands")]


def test_the_help_of_a_command_that_writes_loads_no_ldap():
    modules = loaded_by("apply", "--help")
    assert "readiness.command.subcommands.apply" in modules
    assert "ldap3" not in modules
