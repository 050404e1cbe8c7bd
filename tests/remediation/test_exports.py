"""Nothing that a directory holds gets out of the place that an export gives it."""

import base64
import csv
import hashlib
import io
import json
import re

from hypothesis import example, given
from hypothesis import strategies as some

from readiness.remediation.exports import ldif_export, markdown, powershell_export, review_table
from readiness.remediation.exports.diff import diff
from readiness.remediation.repair_plan.change import octets_of
from readiness.reports.escaping import shown
from readiness.reports.tables.spreadsheet import bare, cell
from readiness.sources.ldif.record_reader import value_of
from tests.remediation.making import change, plan
from tests.writing import unhurried

HOSTILE = some.sampled_from(
    [
        "a\ndn: CN=victim\nchangetype: delete",
        "a\r\n\r\ndn: CN=victim",
        " leading",
        "trailing ",
        ":colon",
        "<file:///etc/passwd",
        "\u2028dn: x",
        "\u202egnp.exe",
        "'; Remove-ADUser -Identity ana; '",
        "\u2019; $(Remove-Item x) `",
        '=cmd|"/c calc"!A1',
        "````\n# heading",
        "a" * 300,
        "\x00\x1b[31m",
    ]
)
VALUES = (
    HOSTILE
    | some.text(some.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
    | some.binary(min_size=1, max_size=20)
)
CHANGES = some.builds(
    lambda old, new, dn: [
        change(1, ("displayName", [old], [new])).__class__(
            **{**vars(change(1, ("displayName", [old], [new]))), "dn": f"CN={dn},DC=x"}
        )
    ],
    VALUES,
    VALUES,
    HOSTILE,
)


@unhurried
@given(CHANGES)
def test_every_value_of_the_ldif_is_that_of_the_plan_and_no_record_is_added(changes):
    text = ldif_export.export(plan(*changes))
    assert text.replace("\n", "").isprintable()
    lines = text.replace("\n ", "").split("\n")
    found = [line for line in lines if line and not line.startswith("#")]
    assert found[0] == "version: 1"
    assert found[1].startswith("dn:: ")
    [edit] = changes[0].edits
    expected = ["changetype: modify"]
    expected += ["delete: displayName", edit.remove[0], "-", "add: displayName", edit.add[0], "-"]
    for line, wanted in zip(found[2:], expected, strict=True):
        if line.startswith("displayName:"):
            value = value_of(line.removeprefix("displayName:"))
            assert (value if isinstance(value, bytes) else value.encode()) == octets_of(wanted)
        else:
            assert line == wanted


@unhurried
@given(CHANGES)
def test_a_script_is_the_same_whatever_the_plan_holds_but_for_the_checksum(changes):
    data = powershell_export.data_of(plan(*changes))
    script = powershell_export.script_of(data, "plan.data.json")
    other = powershell_export.script_of("{}", "plan.data.json")
    assert script == other.replace(
        hashlib.sha256(b"{}").hexdigest(), hashlib.sha256(data.encode()).hexdigest()
    )
    [told] = json.loads(data)["changes"]
    [edit] = changes[0].edits
    assert base64.b64decode(told["edits"][0]["remove"][0]) == octets_of(edit.remove[0])
    assert re.fullmatch(r'[\w\s{}\[\]",:+/=-]*', data)


@given(some.text(some.sampled_from("a'\u2018\u2019\u201a\u201b$(`\"; "), min_size=1))
def test_the_name_of_the_data_file_cannot_end_its_quotes(name):
    script = powershell_export.script_of("{}", f"{name}.json")
    [line] = [one for one in script.splitlines() if "Join-Path $PSScriptRoot" in one]
    quoted = line[line.index("'") + 1 : line.rindex("'")]
    # in single quotes only a quote means something, and a doubled one is itself
    assert re.fullmatch(r"(?:[^'\u2018-\u201b]|(['\u2018-\u201b])\1)*", quoted)
    assert re.sub(r"(['\u2018-\u201b])\1", r"\1", quoted) == f"{name}.json"


@unhurried
@given(CHANGES)
def test_what_a_person_reads_hides_nothing_and_breaks_out_of_nothing(changes):
    shown = "\n".join(diff(plan(*changes)))
    assert re.sub(r"[\n]", "", shown).isprintable()
    assert markdown.export(plan(*changes)).count("````") == 2 or "````" in shown
    assert not any(line.startswith("`") for line in shown.split("\n"))


@unhurried
@given(CHANGES)
def test_a_table_comes_back_whatever_its_cells_hold(tmp_path_factory, changes):
    path = tmp_path_factory.mktemp("table") / "review.csv"
    one = plan(*changes)
    table = io.StringIO(review_table.export(one).removeprefix("\ufeff"), newline="")
    rows = list(csv.reader(table, delimiter=";"))
    assert [len(row) for row in rows] == [len(review_table.COLUMNS)] * 2
    for text in rows[1]:
        assert text.replace("\n", "").isprintable()
        assert not re.match(r"\s*[=+\-@|%]", text)
    path.write_text(review_table.export(one), "utf-8", newline="")
    assert review_table.reviewed(one, path) == (one, [])


@given(some.text(some.sampled_from("'=+-@|% \t\n1.7aé\uff1d\u200b"), max_size=8))
@example("'t Hart")
def test_the_guard_of_a_cell_can_be_taken_away(text):
    escaped = "\n".join(map(shown, text.split("\n")))
    assert bare(cell(text, keeps_numbers=False)) == escaped
    assert cell(text) == escaped or escaped.lstrip(" \n'")[0] in "=+-@|%\uff1d"
