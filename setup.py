"""What pyproject.toml cannot say: which folders are packages, and what a wheel is called."""

import os
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.bdist_wheel import bdist_wheel

COMPILED = (".so", ".pyd")


class HonestWheel(bdist_wheel):  # type: ignore[misc]  # setuptools has no types
    """A wheel whose name says what it holds.

    The loops are optional: where no compiler is at hand they are left out, and what remains runs
    everywhere. READINESS_PURE leaves them out on purpose.
    """

    def finalize_options(self) -> None:
        """Take the extensions away before anybody asks whether there are any."""
        if os.environ.get("READINESS_PURE"):
            self.distribution.ext_modules = []
        super().finalize_options()

    def get_tag(self) -> tuple[str, str, str]:
        """The tag of the platform only if something was compiled for it."""
        built = Path(self.bdist_dir).rglob("*")
        if not any(path.suffix in COMPILED for path in built):
            self.root_is_pure = True
            return "py3", "none", "any"
        tag: tuple[str, str, str] = super().get_tag()
        return tag


CHECKS = "readiness_checks"
setup(
    packages=[
        *find_packages(include=["readiness", "readiness.*"]),
        # their folder is called checks, beside which nothing needs a longer name
        *(CHECKS, *(f"{CHECKS}.{name}" for name in find_packages("checks"))),
    ],
    cmdclass={"bdist_wheel": HonestWheel},
)
