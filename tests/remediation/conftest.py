"""The plan of the sample."""

import shutil
from pathlib import Path

import pytest

from tests.remediation.commands import MAKE
from tests.running import CONTOSO, run


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The plan of the sample, of which what follows from rules is decided."""
    path = tmp_path_factory.mktemp("plan") / "plan.json"
    done = run(*MAKE, CONTOSO, "--accept", "deterministic", "-o", path)
    assert done.returncode == 0, done.stderr
    return path


@pytest.fixture
def plan(made, tmp_path):
    """The same plan, to be spoilt."""
    return Path(shutil.copy(made, tmp_path / "plan.json"))
