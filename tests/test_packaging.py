"""What is built is what is here, and it runs."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from readiness.columns import kernels
from tests.running import CLEAN, CONTOSO, environment, run

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMPILED = (".so", ".pyd")
FOLDERS = {"readiness": ROOT / "readiness", "readiness_checks": ROOT / "checks"}


def contents() -> list[str]:
    """The files that belong into a wheel."""
    return sorted(
        f"{package}/{path.relative_to(folder)}"
        for package, folder in FOLDERS.items()
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix not in {".md", ".c", ".h"}
        and not any(
            part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts
        )
    )


def test_every_folder_with_code_is_a_package():
    for folder in FOLDERS.values():
        for path in folder.rglob("*.py"):
            assert (path.parent / "__init__.py").exists(), path


def test_the_types_are_for_everybody():
    assert (ROOT / "readiness" / "py.typed").exists()


def built(folder: Path, **environment: str) -> Path:
    """The wheel of what is here, without what was compiled for the tests."""
    if not find_spec("setuptools"):
        pytest.skip("setuptools is not installed: pip install setuptools")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    ignored = shutil.ignore_patterns("__pycache__", ".*", "*.so", "*.pyd")
    for name in ("readiness", "checks"):
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run(
        [*command, str(source)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
    assert done.returncode == 0, done.stderr
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def plain_wheel(tmp_path_factory):
    """A wheel that is built where there is no compiler."""
    return built(tmp_path_factory.mktemp("plain"), CC="false")


def test_the_wheel_holds_every_check_template_and_mark(wheel):
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert sorted(names) == contents()


def test_the_wheel_has_its_entry_points(wheel):
    archive = ZipFile(wheel)
    [path] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    points = archive.read(path).decode()
    assert "readiness = readiness.command.main:main" in points
    assert "[readiness.checks]\nbuilt-in = readiness_checks" in points


needs_compiler = pytest.mark.skipif(kernels.columns is None, reason="there is no C compiler")


@needs_compiler
def test_the_wheel_serves_every_python_of_its_platform(wheel):
    assert "-cp311-abi3-" in wheel.name
    assert [name for name in ZipFile(wheel).namelist() if name.endswith(COMPILED)]


@needs_compiler
def test_the_compiled_loops_ask_for_nothing_that_versions_of_python_understand_differently():
    # what 3.13 compiles would not run in 3.11: https://docs.python.org/3/c-api/arg.html
    formats = [
        found
        for path in ROOT.glob("readiness/*/c/*.c")
        for found in re.findall(r'PyArg_ParseTuple\(\w+, "([^":]*)', path.read_text())
    ]
    assert formats
    assert not [found for found in formats if "#" in found]


def test_without_a_compiler_the_wheel_is_for_every_platform(plain_wheel):
    assert plain_wheel.name.endswith("-py3-none-any.whl")
    [path] = [name for name in ZipFile(plain_wheel).namelist() if name.endswith("/WHEEL")]
    facts = ZipFile(plain_wheel).read(path).decode()
    assert "Root-Is-Purelib: true" in facts
    assert "Tag: py3-none-any" in facts


@needs_compiler
def test_without_a_compiler_everything_else_is_built(plain_wheel, wheel):
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    plain = {name for name in ZipFile(plain_wheel).namelist() if ".dist-info/" not in name}
    assert {Path(name).stem.partition(".")[0] for name in names - plain} == {"_native"}
    assert plain < names


PROGRAM = """
import sys; sys.path.insert(0, {folder!r})
sys.meta_path[:] = [one for one in sys.meta_path if "editable" not in str(one)]
import readiness, readiness_checks
assert readiness.__file__.startswith({folder!r}), readiness.__file__
from readiness.columns import kernels
assert (kernels.columns is not None) is {is_compiled}
from readiness.command.main import main
sys.argv = ["readiness", "scan", "--report", "report.json", {sample!r}]
main()
"""


@pytest.mark.parametrize("name", ["wheel", "plain_wheel"])
def test_a_wheel_runs_where_nothing_else_of_it_is(name, request, tmp_path):
    ZipFile(request.getfixturevalue(name)).extractall(tmp_path)
    program = PROGRAM.format(
        folder=str(tmp_path),
        is_compiled=name == "wheel" and kernels.columns is not None,
        sample=str(ROOT / "sample_ldif" / "contoso.ldif"),
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert len(report["checks"]) >= len(list((ROOT / "checks").rglob("[a-z]*.py"))) > 90


def test_the_package_runs_out_of_an_archive(plain_wheel, tmp_path):
    """As in readiness.pyz, where there is no path to any of its files."""
    archive = shutil.copy(plain_wheel, tmp_path / "readiness.zip")
    with ZipFile(archive, "a") as file:
        file.writestr("__main__.py", "from readiness.command.main import main\nmain()\n")
    sources = [str(CLEAN), str(CONTOSO)]
    reports = ["--report", "report.json", "--report", "report.html"]
    done = subprocess.run(
        [sys.executable, archive, "scan", "--jobs", "2", *sources, *reports],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(PYTHONSAFEPATH=""),
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    installed = run("scan", *sources, "--report", "json:-", cwd=tmp_path)
    assert (tmp_path / "report.json").read_text("utf-8") == installed.stdout
    assert (tmp_path / "report.html").stat().st_size > 1 << 16


@pytest.mark.parametrize("arguments", [["--version"], ["checks"], ["--help"]])
def test_the_package_runs_as_a_module(arguments, tmp_path):
    command = [sys.executable, "-m", "readiness", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout
    assert not done.stderr


def test_the_version_is_said_once():
    command = [sys.executable, "-m", "readiness", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert PROJECT["project"]["version"] in done.stdout
