"""The files of a release: each is tried in a clean environment, as somebody who got it would.

Slow, and for a computer with the Internet: packaging/build loads its tools and the dependencies.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pytest

from tests.running import CONTOSO, ROOT, environment, run
from tests.schemas import schema

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the release is built on Linux"),
]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = ("win_amd64", "macosx_11_0_arm64", "manylinux2014_x86_64")
OPTIONS = ("--no-config", "--domain", "contoso.com", "--report", "json:-")
REPRODUCIBLE = ("*.whl", "*.tar.gz", "*.pyz")


def build(into: Path, *steps: str) -> Path:
    """The folder with what packaging/build has built."""
    subprocess.run([ROOT / "packaging" / "build", "--into", into, *steps], check=True)
    return into


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return build(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="module")
def expected():
    """The report that every artefact has to write."""
    return run("scan", CONTOSO, *OPTIONS).stdout


def scanned(*command: object, cwd: Path) -> str:
    """The report of the sample, by two processes that start as the artefact makes them."""
    shutil.copy(CONTOSO, cwd / "contoso.ldif")
    sources = (CONTOSO, *OPTIONS, "--jobs", "2")
    done = subprocess.run(
        [*map(str, command), "scan", *map(str, sources)],
        cwd=cwd,
        env=environment(HOME="/nonexistent"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


# the wheel for every platform is what the bundle below installs
@pytest.mark.parametrize("pattern", ["*-abi3-*.whl", "entra_readiness-*.tar.gz"])
def test_a_package_installs_and_says_the_same(pattern, release, expected, tmp_path):
    [package] = release.glob(pattern)
    folder = tmp_path / "venv"
    venv.create(folder)  # empty: not even pip, which the tests have
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, package], check=True)
    assert scanned(folder / "bin" / "readiness", cwd=tmp_path) == expected


def test_the_single_file_says_the_same(release, expected, tmp_path):
    path = release / f"readiness-{VERSION}.pyz"
    python = tmp_path / "venv"
    venv.create(python)  # none of the packages that the tests have
    assert scanned(python / "bin" / "python", path, cwd=tmp_path) == expected


def test_the_program_says_the_same_without_python(release, expected, tmp_path):
    [path] = release.glob("readiness-*-linux-*.tar.gz")
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path, filter="data")
    program = tmp_path / "readiness" / "readiness"
    assert scanned(program, cwd=tmp_path) == expected
    assert (tmp_path / "readiness" / "man" / "man1" / "readiness-scan.1").exists()


def test_the_bundle_installs_from_itself_alone(release, expected, tmp_path):
    name = f"readiness-{VERSION}-offline-manylinux2014_x86_64"
    shutil.unpack_archive(release / f"{name}.zip", tmp_path)
    assert list((tmp_path / name).glob("entra_readiness-*-py3-none-any.whl"))
    script = tmp_path / name / "install.sh"
    subprocess.run(["sh", script], env=environment(PIP_NO_INDEX="1"), check=True)  # noqa: S607 - on the path
    assert scanned(tmp_path / name / "venv" / "bin" / "readiness", cwd=tmp_path) == expected


@pytest.mark.parametrize("platform", PLATFORMS)
def test_pip_finds_all_of_a_platform_in_its_bundle(platform, release, tmp_path):
    name = f"readiness-{VERSION}-offline-{platform}"
    shutil.unpack_archive(release / f"{name}.zip", tmp_path)
    for python in PYTHONS:
        command = [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--no-index"),
            *("--find-links", tmp_path / name, "--only-binary=:all:", "--platform", platform),
            *("--python-version", python, "--implementation", "cp", "--target", tmp_path / "x"),
            "entra-readiness",
        ]
        subprocess.run(command, check=True)


def test_the_scripts_of_windows_have_its_line_ends(release):
    name = f"readiness-{VERSION}-offline-win_amd64"
    script = ZipFile(release / f"{name}.zip").read(f"{name}/install.cmd")
    assert script.count(b"\r\n") == script.count(b"\n") > 1


def test_every_file_has_its_hash(release):
    lines = (release / "SHA256SUMS").read_text("utf-8").splitlines()
    hashes = dict(reversed(line.split("  ")) for line in lines)
    files = {path.name: path for path in release.iterdir() if path.name != "SHA256SUMS"}
    assert set(hashes) == set(files)
    for name, path in files.items():
        assert hashes[name] == hashlib.sha256(path.read_bytes()).hexdigest(), name


def test_the_bill_names_every_wheel_of_the_bundles(release):
    bill = json.loads((release / "sbom.cdx.json").read_text("utf-8"))
    named = {
        one["properties"][0]["value"]
        for one in [bill["metadata"]["component"], *bill["components"]]
    }
    travelling = {
        Path(name).name
        for platform in PLATFORMS
        for name in ZipFile(release / f"readiness-{VERSION}-offline-{platform}.zip").namelist()
        if name.endswith(".whl")
    }
    assert named == travelling
    licences = {one["licenses"][0]["license"]["name"] for one in bill["components"]}
    assert "UNKNOWN" not in licences


def test_what_is_built_again_has_the_same_bytes(release, tmp_path):
    again = build(tmp_path / "again", "packages", "pyz")
    for pattern in REPRODUCIBLE:
        for path in again.glob(pattern):
            assert path.read_bytes() == (release / path.name).read_bytes(), path.name


def test_the_manifests_say_where_the_program_lies_and_its_hash(tmp_path):
    folder = tmp_path / "windows"
    folder.mkdir()
    program = folder / f"readiness-{VERSION}-windows-x64.zip"
    program.write_bytes(b"the program")
    address = "https://code.contoso.com/readiness"
    build(folder, "manifests", "--address", address, "--publisher", "Contoso Ltd")
    digest = hashlib.sha256(b"the program").hexdigest()
    scoop = json.loads((folder / "manifests" / "readiness.json").read_text("utf-8"))
    jsonschema.validate(scoop, schema("Scoop manifest"))
    assert scoop["architecture"]["64bit"]["hash"] == digest
    texts = [path.read_text("utf-8") for path in (folder / "manifests").glob("ContosoLtd.*.yaml")]
    assert len(texts) == 3
    [installer] = [one for one in texts if '"installer"' in one]
    assert digest.upper() in installer
    assert f"{address}/releases/download/v{VERSION}/{program.name}" in installer


def test_the_names_that_the_pages_tell_are_those_that_are_built(release):
    told = (ROOT / "docs" / "installing.md").read_text("utf-8")
    for path in release.iterdir():
        name = path.name.partition("-cp311-abi3-")[0]
        name = name.replace("-macosx", "|").replace("-manylinux2014", "|").partition("|")[0]
        assert name in told, path.name
