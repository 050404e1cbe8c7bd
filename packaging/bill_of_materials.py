"""The bill of materials: every package that travels along, with its licence and its hash.

https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import json
import uuid
import zipfile
from datetime import UTC, datetime
from email.parser import Parser
from typing import TYPE_CHECKING, Any

from checksums import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message
    from pathlib import Path

    from source import Release

_OURS = "entra-readiness"
_UNSAID = "UNKNOWN"


def write_bill(release: Release, wheels: Iterable[Path], path: Path) -> None:
    """Write the bill of some wheels; the same wheels give the same bytes."""
    by_name = {wheel.name: wheel for wheel in wheels}
    components = [_component(by_name[name]) for name in sorted(by_name)]
    [main] = [one for one in components if one["name"] == _OURS]
    hashes = "".join(one["hashes"][0]["content"] for one in components)
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, hashes)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(release.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": main | {"type": "application"},
        },
        "components": [one for one in components if one is not main],
    }
    path.write_text(json.dumps(bill, indent=1) + "\n", "utf-8", newline="\n")


def _component(wheel: Path) -> dict[str, Any]:
    metadata = _metadata(wheel)
    name, version = metadata["Name"].lower(), metadata["Version"]
    url = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        # a package that has a wheel for each platform is in the bill once for each
        "bom-ref": f"{url}#{wheel.name}",
        "name": name,
        "version": version,
        "hashes": [{"alg": "SHA-256", "content": sha256(wheel)}],
        "licenses": [{"license": {"name": _licence(metadata)}}],
        "purl": url,
        "properties": [{"name": "file", "value": wheel.name}],
    }


def _metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [one for one in archive.namelist() if one.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode("utf-8"), headersonly=True)


def _licence(metadata: Message) -> str:
    """The licence, in the newest of the three places where a package may name it."""
    said = metadata.get("License-Expression") or metadata.get("License")
    if said and said != _UNSAID:
        return said.partition("\n")[0]
    classifiers = metadata.get_all("Classifier") or []
    named = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License :: ")]
    return ", ".join(named) or _UNSAID
