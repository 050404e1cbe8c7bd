"""What winget and Scoop need to install the Windows program: where it lies, and its hash.

https://learn.microsoft.com/windows/package-manager/package/manifest
https://github.com/ScoopInstaller/Scoop/wiki/App-Manifests
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from checksums import sha256

if TYPE_CHECKING:
    from pathlib import Path

    from source import Release

_SCHEMA_VERSION = "1.9.0"
_SCHEMA = (
    "# yaml-language-server: $schema="
    f"https://aka.ms/winget-manifest.{{kind}}.{_SCHEMA_VERSION}.schema.json\n"
)
_DESCRIPTION = "Finds what is wrong in a directory before it is synchronised to Microsoft Entra ID"


def build(release: Release, publisher: str, into: Path) -> None:
    """Write the manifests of the Windows program that lies in the folder, with its hash."""
    program = into / f"readiness-{release.version}-windows-x64.zip"
    if not program.exists():
        raise SystemExit(f"{program}: build the program on Windows first, and put it there")
    folder = into / "manifests"
    folder.mkdir(exist_ok=True)
    address = f"{release.files_address}/{program.name}"
    for name, text in winget(release, publisher, address, sha256(program)).items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    scoop_text = json.dumps(scoop(release, address, sha256(program)), indent=4) + "\n"
    (folder / "readiness.json").write_text(scoop_text, "utf-8", newline="\n")


def winget(release: Release, publisher: str, address: str, digest: str) -> dict[str, str]:
    """The three files of winget, by their names."""
    identifier = f"{publisher.replace(' ', '')}.Readiness"
    head = {"PackageIdentifier": identifier, "PackageVersion": release.version}
    installer: dict[str, object] = {
        **head,
        "InstallerLocale": "en-US",
        "InstallerType": "zip",
        "NestedInstallerType": "portable",
        "NestedInstallerFiles": [
            {"RelativeFilePath": "readiness\\readiness.exe", "PortableCommandAlias": "readiness"}
        ],
        # the program is a folder, in which it finds the rest of itself
        "ArchiveBinariesDependOnPath": True,
        "ReleaseDate": datetime.fromtimestamp(release.epoch, UTC).date().isoformat(),
        "Installers": [
            {
                "Architecture": "x64",
                "InstallerUrl": address,
                "InstallerSha256": digest.upper(),
            }
        ],
    }
    locale: dict[str, object] = {
        **head,
        "PackageLocale": "en-US",
        "Publisher": publisher,
        "PackageName": "readiness",
        "PackageUrl": release.address,
        "License": "MIT",
        "ShortDescription": _DESCRIPTION,
        "Tags": ["active-directory", "entra-id", "idfix", "ldap", "migration"],
    }
    documents: dict[str, tuple[str, dict[str, object]]] = {
        f"{identifier}.yaml": ("version", {**head, "DefaultLocale": "en-US"}),
        f"{identifier}.installer.yaml": ("installer", installer),
        f"{identifier}.locale.en-US.yaml": ("defaultLocale", locale),
    }
    return {
        # JSON is YAML: every text is quoted, so that no version turns into a number
        name: _SCHEMA.format(kind=kind)
        + json.dumps(
            {**content, "ManifestType": kind, "ManifestVersion": _SCHEMA_VERSION}, indent=2
        )
        + "\n"
        for name, (kind, content) in documents.items()
    }


def scoop(release: Release, address: str, digest: str) -> dict[str, object]:
    """The manifest of Scoop."""
    return {
        "version": release.version,
        "description": _DESCRIPTION,
        "homepage": release.address,
        "license": "MIT",
        "architecture": {"64bit": {"url": address, "hash": digest}},
        "extract_dir": "readiness",
        "bin": "readiness.exe",
    }
