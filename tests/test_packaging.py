"""What is built is what is here, and it runs."""

import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = {"readiness": ROOT / "readiness", "readiness_checks": ROOT / "checks"}


def packages() -> list[str]:
    """The packages that the folders make."""
    return sorted(
        ".".join((package, *path.parent.relative_to(folder).parts))
        for package, folder in FOLDERS.items()
        for path in folder.rglob("__init__.py")
    )


def contents() -> list[str]:
    """The files that belong into a wheel."""
    return sorted(
        f"{package}/{path.relative_to(folder)}"
        for package, folder in FOLDERS.items()
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix != ".md"
        and not any(
            part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts
        )
    )


def test_every_folder_with_code_is_a_package():
    for folder in FOLDERS.values():
        for path in folder.rglob("*.py"):
            assert (path.parent / "__init__.py").exists(), path


def test_the_packages_are_the_folders():
    assert sorted(PROJECT["tool"]["setuptools"]["packages"]) == packages()


def test_the_types_are_for_everybody():
    assert (ROOT / "readiness" / "py.typed").exists()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    if not find_spec("setuptools"):
        pytest.skip("setuptools is not installed: pip install setuptools")
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("readiness", "checks"):
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [path] = out.glob("*.whl")
    return path


def test_the_wheel_holds_every_check_template_and_mark(wheel):
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert sorted(names) == contents()


def test_the_wheel_needs_no_platform_and_has_its_entry_points(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    archive = ZipFile(wheel)
    [path] = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    points = archive.read(path).decode()
    assert "readiness = readiness.cli:main" in points
    assert "[readiness.checks]\nbuilt-in = readiness_checks" in points


def test_the_wheel_runs_where_nothing_else_of_it_is(wheel, tmp_path):
    ZipFile(wheel).extractall(tmp_path)
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import readiness, readiness_checks\n"
        f"assert readiness.__file__.startswith({str(tmp_path)!r}), readiness.__file__\n"
        "from readiness.registry import by_id, installed\n"
        "print(len(by_id(installed())))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    files = list((ROOT / "checks").rglob("[a-z]*.py"))
    assert int(done.stdout) >= len(files) > 90


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
