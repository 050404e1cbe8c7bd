"""The script that applies a plan, read by a grammar of PowerShell: there is none to run it here."""

import re

import pytest

from readiness.remediation.exports.powershell_export import script_of

tree_sitter = pytest.importorskip("tree_sitter", reason="parses PowerShell")
powershell = pytest.importorskip("tree_sitter_powershell", reason="the grammar of PowerShell")

CMDLETS = {
    "Add-Type", "ConvertFrom-Json", "Get-FileHash", "Join-Path", "New-Object", "Set-StrictMode",
    "Write-Output", "Write-Warning",
}  # fmt: skip
"""What Windows PowerShell 5.1 has without a module of its own."""
AUTOMATIC = {"_", "null", "true", "PSCmdlet", "PSScriptRoot"}
PREFERENCES = {"ErrorActionPreference", "WhatIfPreference"}


@pytest.fixture(scope="module")
def script():
    """The nodes of the script by their kind, each as its text."""
    text = script_of("{}", "plan's data.json").removeprefix("\ufeff")
    tree = tree_sitter.Parser(tree_sitter.Language(powershell.language())).parse(text.encode())
    assert not tree.root_node.has_error
    found: dict[str, list[str]] = {}
    waiting = [tree.root_node]
    while waiting:
        node = waiting.pop()
        found.setdefault(node.type, []).append(node.text.decode())
        waiting += node.children
    return found


def test_only_what_windows_powershell_has_is_called(script):
    assert set(script["command_name"]) == CMDLETS | set(script["function_name"])


def test_every_variable_has_a_value(script):
    used = {name.removeprefix("$") for name in script["variable"]}
    given = {name.removeprefix("$") for name in script["left_assignment_expression"]}
    begun = "\n".join((*script["script_parameter"], *script["foreach_statement"]))
    given |= set(re.findall(r"(?m)(?:^|\] |^foreach \()\$(\w+)(?:$| in )", begun))
    assert used - AUTOMATIC <= given
    assert {name for name in given if "." not in name} - PREFERENCES <= used


def test_no_collection_is_taken_apart_on_its_way(script):
    assert "+=" not in script["assignement_operator"]
    for function in script["function_statement"]:
        assert function.split("\n")[-2].startswith("    , $")


def test_no_text_is_run_as_code_and_none_but_the_names_of_two_things_is_expanded(script):
    expanded = "".join(script["expandable_string_literal"])
    assert set(re.findall(r"\$\(([^)]*)\)", expanded)) == {
        "$edit.attribute", "$change.id", "$_.Exception.Message"
    }  # fmt: skip
    assert "'plan''s data.json'" in script["verbatim_string_characters"]
    assert not [one for one in script["command"] if one.startswith(("&", ".", "iex"))]


def test_what_is_sent_is_asked_for_twice(script):
    [condition] = [one for one in script["if_statement"] if "ShouldProcess" in one]
    assert condition.startswith("if ($PSCmdlet.ShouldProcess(")
    assert "-and $Apply) {" in condition.split("\n")[0]
    sent = [one for one in script["pipeline"] if re.fullmatch(r"\[void\] .*SendRequest.*", one)]
    assert sent == ["[void] $connection.SendRequest($request)"]
    assert sent[0] in condition
