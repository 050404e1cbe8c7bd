"""What comes back from people who decide in a table."""

import csv
import io
import re

import pytest

from tests.remediation.commands import changes, export
from tests.running import run

SPREADSHEETS = {
    "as it is": lambda text: text,
    "commas": lambda text: _rewritten(text, ","),
    "tabs": lambda text: _rewritten(text, "\t"),
    "without a mark": lambda text: text.removeprefix("\ufeff"),
    "a line that names the separator": lambda text: "sep=;\r\n" + text.removeprefix("\ufeff"),
    "numbers instead of ids": lambda text: re.sub(r'(?m)^"0+(\d+)";', r"\1;", text),
    "dates instead of ids": lambda text: re.sub(r'(?m)^"\d+-1";', "Jan 70;", text),
    "a column of somebody's own": lambda text: _rewritten(text, ";", ["Note"]),
    "line feeds alone": lambda text: text.replace("\r\n", "\n"),
}


def _rewritten(text, separator, before=()):
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([*before, *row] for row in rows)
    return out.getvalue()


@pytest.mark.parametrize("how", SPREADSHEETS)
def test_decisions_come_back_from_a_spreadsheet(plan, tmp_path, how):
    table = tmp_path / "review.csv"
    text = export(plan, "csv", table)
    assert text.startswith(
        '\ufeff"Id";"Decision";"Object";"Attribute";"Current value";"New value";'
    )
    assert not re.search(r'[;\n]"[=+@-]', text)  # nothing is a formula
    edited = SPREADSHEETS[how](text.replace(';"apply";', ';"skip";'))
    table.write_text(edited, "utf-8", newline="")
    done = run("plan", "review", plan, "--from", table)
    assert done.returncode == 0, done.stderr
    assert {one["decision"] for one in changes(plan)} == {"skip", "undecided"}


def test_a_cell_that_was_edited_is_refused(plan, tmp_path):
    table = tmp_path / "review.csv"
    text = export(plan, "csv", table)
    table.write_text(text.replace("kurt.meyer@", "boss@"), "utf-8", newline="")
    before = plan.read_bytes()
    done = run("plan", "review", plan, "--from", table)
    assert done.returncode == 2
    assert "only “Decision”" in done.stderr
    assert plan.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff", "is a workbook, and no CSV file: save it as"),
        (b"\xef\xbb\xbf\r\n", "is empty: “readiness plan export --format csv” writes one"),
        (b"Id;Object\r\n0001;CN=x\r\n", "has no column “Decision”, “Attribute”"),
        (b"name,city\r\nana,Rome\r\n", "is no table of a repair plan: “readiness plan export"),
        (b"Id;J\xfcrgen\r\n", "is not UTF-8: save it as “CSV UTF-8”"),
    ],
)
def test_a_file_that_is_no_table_is_told_for_what_it_is(plan, tmp_path, content, said):
    table = tmp_path / "review.csv"
    table.write_bytes(content)
    done = run("plan", "review", plan, "--from", table)
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert said in line


def test_what_was_decided_in_idfix_is_taken_where_it_fits(plan, tmp_path):
    table = tmp_path / "idfix.csv"
    dns = {one["dn"].split(",")[0]: one["dn"] for one in changes(plan)}
    rows = [
        ["DISTINGUISHEDNAME", "COMMONNAME", "OBJECTCLASS", "ATTRIBUTE", "ERROR", "VALUE", "UPDATE",
         "PROPOSEDACTION", "ACTION"],
        [dns["CN=Noah Whitaker"], "Noah", "user", "userPrincipalName", "TopLevelDomain",
         "noah.whitaker@fabrikam.com", "noah.whitaker@contoso.com", "EDIT", "EDIT"],
        [dns["CN=Kurt Meyer"], "Kurt", "user", "userPrincipalName", "Character",
         "kurt.meyer @contoso.com", "kurt.meyer@contoso.com", "EDIT", "COMPLETE"],
        [dns["CN=Amelia Stone"], "Amelia", "user", "userPrincipalName", "TopLevelDomain",
         "amelia.stone@fabrikam.com", "boss@contoso.com", "EDIT", "EDIT"],
    ]  # fmt: skip
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    done = run("plan", "review", plan, "--from", table)
    assert done.returncode == 0
    assert "line 4" in done.stderr
    decided = {one["dn"].split(",")[0]: one["decision"] for one in changes(plan)}
    assert decided["CN=Noah Whitaker"] == "apply"
    assert decided["CN=Kurt Meyer"] == "skip"
    assert decided["CN=Amelia Stone"] == "undecided"


def test_a_change_whose_row_was_taken_out_is_told_and_not_applied(plan, tmp_path):
    table = tmp_path / "review.csv"
    text = export(plan, "csv", table)
    decided = {one["id"] for one in changes(plan) if one["decision"] == "apply"}
    [row] = re.findall(r'(?m)^"(\d+)";"apply";"CN=Kurt Meyer.*\n', text)
    table.write_text(re.sub(r'(?m)^"\d+";"apply";"CN=Kurt Meyer.*\n', "", text), "utf-8")
    done = run("plan", "review", plan, "--from", table)
    assert done.returncode == 0, done.stderr
    [line] = done.stderr.splitlines()
    assert f"rows of 1 change are missing ({row}): what is not in the table is not" in line
    assert {one["id"] for one in changes(plan) if one["decision"] == "apply"} == decided - {row}
    table.write_text(text.split("\n")[0], "utf-8")  # nothing is left but the columns
    done = run("plan", "review", plan, "--from", table)
    assert "…): what is not in the table is not applied" in done.stderr
    assert "; 0 to apply" in done.stdout
    for form, status in (("ldif", 4), ("powershell", 4), ("rollback", 4), ("csv", 0)):
        done = run("plan", "export", plan, "--format", form, "-o", tmp_path / f"of.{form}")
        assert done.returncode == status
        assert ("Nothing is decided to be applied" in done.stderr) == (status == 4)
        assert (tmp_path / f"of.{form}").exists() == (status == 0)
    shown = run("plan", "show", plan).stdout
    assert "decide with “readiness plan review”" in shown
    assert "--yes" not in shown
