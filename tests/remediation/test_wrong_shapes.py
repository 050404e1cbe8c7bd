"""A plan or a journal that somebody wrote by hand is refused in one line, or does no harm."""

import copy
import json
from contextlib import suppress

import pytest

from readiness.errors import UsageError
from readiness.remediation.applying import journal as journals
from readiness.remediation.applying.undoing import confirmation, reversed_changes
from readiness.remediation.exports import ldif_export, markdown, powershell_export, review_table
from readiness.remediation.exports.diff import diff
from readiness.remediation.repair_plan import plan_file, plan_json
from readiness.remediation.repair_plan.change import CloudChange
from tests.remediation.making import change, plan

STRANGE: tuple[object, ...] = (None, 5, True, "x", [], {}, [None], [5], {"a": 1}, [[]])
WRITERS = (
    ldif_export.export, ldif_export.rollback, markdown.export, powershell_export.data_of,
    review_table.export, plan_file.confirmation,
)  # fmt: skip
HEAD = {
    "schema": "readiness-journal/1", "action": "apply", "plan": "digest", "domain": "corp.local",
    "server": "dc1", "user": "ana", "host": "host", "started": "2026-11-26T18:00:00Z",
}  # fmt: skip
EDIT = {"attribute": "mail", "remove": ["a@x", {"b64": "/w=="}], "add": ["b@x"]}
INTENT = {"intent": "0001", "guid": "x", "dn": "CN=x", "edits": [EDIT], "shared_with": ["y"]}
OUTCOME = {"outcome": "0001", "result": "done", "message": ""}


def spoilt(content):
    """The content with each of its parts, one after the other, something strange."""
    for path in paths(content):
        for value in STRANGE:
            changed = copy.deepcopy(content)
            place = changed
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = value
            yield changed


def paths(content, at=()):
    named = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in named:
        yield (*at, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*at, key))


def test_a_plan_that_was_sealed_anew_is_refused_or_can_be_shown_and_exported(tmp_path):
    path = tmp_path / "plan.json"
    given = plan(
        change(
            1, ("mail", ["a@x", b"\xff"], ["b@x"]), after=(), effects=("mail",), step=1,
            cloud=(CloudChange("primary_smtp", "a@x", None),), alternatives="0001",
        )
    )  # fmt: skip
    refused = 0
    for content in spoilt(plan_json.as_json(given)):
        text = json.dumps(content)
        with suppress(Exception):  # what cannot even be sealed is read as it is
            text = plan_file.written(plan_json.plan_of(content))
        path.write_text(text, encoding="utf-8")
        try:
            found = plan_file.read(path)
        except UsageError:
            refused += 1
            continue
        assert all(isinstance(line, str) for line in diff(found))
        assert all(isinstance(write(found), str) for write in WRITERS)
    assert refused > 200


def test_a_journal_of_another_shape_is_refused_or_can_be_taken_back(tmp_path):
    path = tmp_path / "journal.jsonl"
    refused = 0
    for journal in journal_lines():
        path.write_text("".join(f"{json.dumps(one)}\n" for one in journal))
        try:
            found = journals.read(path)
        except UsageError:
            refused += 1
            continue
        assert confirmation(found, "corp.local")
        assert isinstance(reversed_changes(found, "corp.local"), list)
    assert refused > 100


def journal_lines():
    """The lines of a journal, one of them spoilt."""
    for at, line in enumerate((HEAD, INTENT, OUTCOME)):
        for changed in spoilt(line):
            found = [HEAD, INTENT, OUTCOME]
            found[at] = changed
            yield found


def test_two_changes_with_one_id_are_refused(tmp_path):
    path = tmp_path / "plan.json"
    twice = change(1, ("mail", ["a@x"], ["b@x"])), change(2, ("mail", ["c@x"], ["d@x"]), id="0001")
    plan_file.write(plan(*twice), path)
    with pytest.raises(UsageError, match="two changes have one id"):
        plan_file.read(path)
