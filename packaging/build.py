"""Builds the files of a release: what to build is chosen by name, packages first."""

from __future__ import annotations

import argparse
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import checksums
import manifests
import offline_bundle
import program_folder
import python_packages
import single_file
from source import Release

STEPS = {
    "packages": "the wheels and the sdist",
    "pyz": "the single file, from the wheels",
    "bundles": "a folder of wheels for each platform, and the bill of materials",
    "program": "the folder with the program, for the platform that this runs on",
    "manifests": "what winget and Scoop need, of a Windows program that lies in the folder",
}

OF_PACKAGES = {"pyz": single_file, "bundles": offline_bundle, "program": program_folder}
"""The steps for which the packages have to be there."""


def main() -> None:
    """Build what the command line asks for."""
    given = _arguments()
    release = Release.of_checkout(given.address)
    into = given.into.resolve()
    into.mkdir(parents=True, exist_ok=True)
    steps = given.steps or ["packages", "pyz", "bundles", "program"]
    # whatever is built takes its time from the commit, and so has the same bytes tomorrow
    os.environ |= {"SOURCE_DATE_EPOCH": str(release.epoch), "PYTHONHASHSEED": "0"}
    with tempfile.TemporaryDirectory(prefix="readiness-build-") as name:
        scratch = Path(name)
        if "packages" in steps:
            python_packages.build(release, scratch, into)
        # what is made of the packages waits for other programs, mostly, and not for one another
        with ThreadPoolExecutor() as pool:
            begun = [
                pool.submit(builder.build, release, scratch, into)
                for step, builder in OF_PACKAGES.items()
                if step in steps
            ]
        for one in begun:
            one.result()
    if "manifests" in steps:
        manifests.build(release, given.publisher, into)
    checksums.write(into)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="\n".join(f"{name:10} {what}" for name, what in STEPS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("steps", nargs="*", metavar="STEP", help="default: all but manifests")
    parser.add_argument("--into", type=Path, default=Path("dist"), help="default: dist")
    parser.add_argument(
        "--address",
        help="the https address of the repository; links of the README become absolute with it",
    )
    parser.add_argument("--publisher", help="who publishes: a part of the name that winget knows")
    given = parser.parse_args()
    if unknown := sorted(set(given.steps) - set(STEPS)):
        parser.error(f"there is no step {', '.join(unknown)}: choose from {', '.join(STEPS)}")
    if "manifests" in given.steps and not (given.address and given.publisher):
        parser.error("manifests need --address and --publisher")
    return given


if __name__ == "__main__":
    main()
