"""What a developer runs, on any system, without anything but Python: `python tasks.py check`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
SAMPLE = ("sample_ldif/contoso.ldif", "--domain", "contoso.com")
TASKS = {
    "setup": ("make .venv, with everything", [("pip", "install", "-q", "-e", ".[dev]")]),
    "fast": (
        "the tests of a minute",
        [("pytest", "-q", "tests/test_layers.py", "tests/checking", "tests/checks", "tests/docs")],
    ),
    "test": ("all tests but the slow ones", [("pytest", "-q")]),
    "slow": ("the slow tests: servers killed, a million users, builds", [("pytest", "-m", "slow")]),
    "lint": (
        "style, and types",
        [
            ("ruff", "check", "--fix", "."),
            ("ruff", "format", "."),
            ("mypy", "readiness", "checks", "tests"),
        ],
    ),
    "pages": (
        "write again what is generated: checks/README.md, docs/mistakes.md, docs/proof.md",
        [("readiness.checking.catalogue",), ("tests.mistakes",), ("tests.proof",)],
    ),
    "sample": (
        "scan the sample, and write readiness.html",
        [("readiness", "scan", *SAMPLE, "--report", "readiness.html", "--exit-zero")],
    ),
}
"""What each task is, and the modules of Python that it runs with their arguments."""
CHECK = ("lint", "fast")


def main() -> int:
    """Run the tasks of the command line, up to the first that fails; returns its status."""
    names = sys.argv[1:]
    if not names or not set(names) <= {*TASKS, "check"}:
        for name, (what, _) in TASKS.items():
            print(f"{name:8} {what}")  # noqa: T201 - this is the output
        print(f"{'check':8} {' and '.join(CHECK)}: what to run before a commit")  # noqa: T201 - as above
        return 2
    for name in names:
        for task in CHECK if name == "check" else (name,):
            if status := _run(task):
                return status
    return 0


def _run(task: str) -> int:
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)  # noqa: S603 - Python
    for module in TASKS[task][1]:
        status = subprocess.run([str(PYTHON), "-m", *module], cwd=ROOT, check=False).returncode  # noqa: S603 - as above
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
