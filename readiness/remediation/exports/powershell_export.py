"""A repair plan as a PowerShell script without data, and a data file that it checks.

No value of the directory gets into code: the script is the same for every plan, but for the
checksum of its data file. There is no PowerShell where it was written: it has not been run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from readiness.remediation.repair_plan.change import octets_of

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.remediation.repair_plan.change import RepairPlan, Value

_CHECKSUM = "@CHECKSUM@"
_DATA = "@DATA@"
# PowerShell takes all of these for the quote that ends a text, and a doubled one for itself:
# https://learn.microsoft.com/dotnet/api/system.management.automation.language.codegeneration.escapesinglequotedstringcontent
_QUOTES = re.compile("['\u2018\u2019\u201a\u201b]")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Windows PowerShell 5.1 reads the file in the code page of the machine."""


def data_of(plan: RepairPlan) -> str:
    """The changes that were decided, each in a line, with every value in base64.

    So nothing needs to be quoted, and the script can read one change after the other.
    """
    changes = [
        {
            "id": change.id,
            "guid": change.guid,
            "edits": [
                {
                    "attribute": edit.attribute,
                    "remove": [_base64(value) for value in edit.remove],
                    "add": [_base64(value) for value in edit.add],
                }
                for edit in change.edits
            ],
        }
        for change in plan.to_apply
    ]
    return '{"changes": [\n' + ",\n".join(map(json.dumps, changes)) + "\n]}\n"


def script_of(data: str, data_name: str) -> str:
    """The script that applies a data file of this content, which lies beside it."""
    template = files("readiness.remediation.exports").joinpath("apply.ps1").read_text("utf-8")
    checksum = hashlib.sha256(data.encode()).hexdigest()
    quoted = _QUOTES.sub(r"\g<0>\g<0>", data_name)
    script = template.replace(_CHECKSUM, checksum).replace(_DATA, quoted)
    return BYTE_ORDER_MARK + script.replace("\n", "\r\n")


def data_path(script: Path) -> Path:
    """Where the data file of a script lies."""
    return script.with_suffix(".data.json")


def _base64(value: Value) -> str:
    return base64.b64encode(octets_of(value)).decode("ascii")
