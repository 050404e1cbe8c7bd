"""Nothing in the program can change a directory."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import readiness

HOME = Path(readiness.__file__).parent
FILES = sorted(HOME.rglob("*.py"))
CHANGING = {
    *("add", "modify", "modify_dn", "delete", "extend", "extended", "modify_password"),
    *("add_members_to_groups", "remove_members_from_groups", "unlock_account"),
}
"""What a connection of ldap3 has to change a directory, or to do anything else than to read it."""
SENT = {"searchRequest"}


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def imports_ldap3(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "ldap3":
            return True
        if isinstance(node, ast.Import) and any(
            n.name.split(".")[0] == "ldap3" for n in node.names
        ):
            return True
    return False


def test_only_two_files_know_ldap3():
    found = [file.name for file in FILES if imports_ldap3(ast.parse(file.read_text()))]
    assert found == ["connection.py", "session.py"]


@pytest.mark.parametrize("name", ["connection.py", "session.py"])
def test_no_call_changes_a_directory(name):
    for call in calls(ast.parse((HOME / "sources" / name).read_text())):
        if isinstance(call.func, ast.Attribute):
            assert call.func.attr not in CHANGING
            if call.func.attr == "send":
                assert isinstance(call.args[0], ast.Constant)
                assert call.args[0].value in SENT


def test_every_connection_is_read_only():
    tree = ast.parse((HOME / "sources/connection.py").read_text())
    made = [
        call
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "Connection"
    ]
    assert len(made) == 1
    given = {word.arg: word.value for word in made[0].keywords}
    read_only, referrals = given["read_only"], given["auto_referrals"]
    assert isinstance(read_only, ast.Constant)
    assert isinstance(referrals, ast.Constant)
    assert (read_only.value, referrals.value) == (True, False)


def test_ldap3_is_loaded_only_when_a_directory_is_searched():
    program = (
        "import sys, readiness.command.snapshot, readiness.command.connection_check;"
        " import readiness.sources.live.search_plan;"
        " print('ldap3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "False\n"
