"""Installed packages with checks are found, wherever Python itself would find them."""

import importlib.metadata
from zipfile import ZipFile

import pytest

from readiness.checking.plug_ins import GROUP, plug_ins

DECLARATION = f"[{GROUP}]\nvisit = visiting_checks\n"


@pytest.mark.parametrize(
    "place",
    [
        "visiting-1.0.dist-info",
        "entra_readiness_extras-1.0.dist-info",
        "visiting.egg-info",
        "visiting.egg/EGG-INFO",
    ],
)
def test_a_package_that_declares_checks_is_found(place, tmp_path, monkeypatch):
    metadata = tmp_path / place
    metadata.mkdir(parents=True)
    (metadata / "entry_points.txt").write_text(DECLARATION)
    (metadata / "PKG-INFO").write_text("Name: visiting\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(metadata.parent)
    assert "visiting_checks" in plug_ins()


def test_a_package_in_an_archive_is_found(tmp_path, monkeypatch):
    archive = tmp_path / "visiting-1.0-py3-none-any.whl"
    with ZipFile(archive, "w") as file:
        file.writestr("visiting-1.0.dist-info/entry_points.txt", DECLARATION)
        file.writestr("visiting-1.0.dist-info/METADATA", "Name: visiting\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(archive)
    assert "visiting_checks" in plug_ins()


def test_a_package_with_other_entry_points_is_none(tmp_path, monkeypatch):
    metadata = tmp_path / "other-1.0.dist-info"
    metadata.mkdir()
    (metadata / "entry_points.txt").write_text("[console_scripts]\nother = other:main\n")
    monkeypatch.syspath_prepend(tmp_path)
    # what takes a tenth of the time of a small scan is not even asked
    monkeypatch.delattr(importlib.metadata, "entry_points")
    assert plug_ins() == ()
