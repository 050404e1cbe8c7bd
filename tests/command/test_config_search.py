"""A readiness.toml is found here or above, and never where it could do harm."""

import json
import os
import shutil

import pytest

from readiness.command.config_file.search import search
from tests.running import CLEAN, run

NEVER = "[gate]\nfail-on = 'never'\n"


@pytest.fixture
def folder(tmp_path):
    """A folder two below one with a configuration that lets everything pass."""
    (tmp_path / "readiness.toml").write_text(NEVER)
    inner = tmp_path / "exports" / "monday"
    inner.mkdir(parents=True)
    return inner


def configuration(folder, *options, **env):
    """The configuration that is in force in a folder."""
    done = run("config", *options, cwd=folder, **env)
    assert done.returncode == 0, done.stderr
    return done.stdout.partition("\n")[0].removeprefix("# ")


def test_the_configuration_of_a_folder_above_is_found(folder):
    assert configuration(folder) == "../../readiness.toml"
    assert run("scan", CLEAN, "--domain=fabrikam.com", "-q", cwd=folder).returncode == 0


def test_the_nearest_configuration_is_in_force(folder):
    (folder.parent / "readiness.toml").touch()
    assert configuration(folder) == "../readiness.toml"
    (folder / "readiness.toml").touch()
    assert configuration(folder) == "readiness.toml"


def test_nothing_is_looked_for_when_that_is_asked_for(folder):
    assert configuration(folder, "--no-config") == "no readiness.toml"
    assert configuration(folder, READINESS_NO_CONFIG="1") == "no readiness.toml"
    assert run("scan", CLEAN, "--domain=fabrikam.com", "-q", "--no-config", cwd=folder).returncode


def test_nothing_is_found_above_the_root_of_a_repository(folder):
    (folder.parent / ".git").mkdir()
    assert configuration(folder) == "no readiness.toml"
    (folder.parent / "readiness.toml").touch()
    assert configuration(folder) == "../readiness.toml"


def test_nothing_is_found_above_the_home_folder(folder):
    assert configuration(folder, HOME=str(folder.parent)) == "no readiness.toml"
    assert configuration(folder, HOME=str(folder.parent.parent)) == "../../readiness.toml"


def test_the_configuration_that_another_user_owns_is_not_used_but_named(folder, mocker):
    theirs = folder.parent / "readiness.toml"
    theirs.touch()
    user = os.geteuid()
    mocker.patch("os.geteuid", return_value=user + 1)
    found = search(folder)
    assert (found.path, len(found.foreign)) == (None, 2)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_the_check_file_of_another_user_is_not_run(folder):
    path = folder / "readiness.toml"
    path.write_text("[scan]\ncheck-file = ['theirs.py']\n")
    (folder / "theirs.py").write_text("raise SystemExit('it ran')\n")
    os.chown(path, 4711, 4711)
    done = run("scan", CLEAN, "-q", "--domain=fabrikam.com", cwd=folder)
    assert done.returncode == 0  # it is the configuration above that is in force
    assert "readiness.toml belongs to another user and is not used" in done.stderr
    assert "it ran" not in done.stderr


@pytest.mark.parametrize("form", ["json", "ndjson", "html", "markdown", "sarif", "junit"])
def test_a_report_names_the_configuration(folder, form):
    done = run("scan", CLEAN, "-r", f"{form}:-", cwd=folder)
    text = done.stdout.replace("&#46;", ".").replace("&#47;", "/")
    assert "../../readiness.toml" in text


def test_the_json_report_says_that_there_is_no_configuration(tmp_path):
    report = json.loads(run("scan", CLEAN, "-r", "json:-", cwd=tmp_path).stdout)
    assert report["configuration"] is None


def test_verbose_names_the_configuration(folder):
    assert "Configuration: ../../readiness.toml\n" in run("scan", CLEAN, "-v", cwd=folder).stdout
    assert "Configuration: none\n" in run("scan", CLEAN, "-v", "--no-config", cwd=folder).stdout


def test_a_source_is_meant_from_here_and_a_path_of_the_file_from_there(folder):
    (folder.parent.parent / "readiness.toml").write_text("[gate]\nwrite-baseline = 'a.json'\n")
    shutil.copy(CLEAN, folder / "here.ldif")
    assert run("scan", "here.ldif", "-q", cwd=folder).returncode == 0
    assert (folder.parent.parent / "a.json").exists()
