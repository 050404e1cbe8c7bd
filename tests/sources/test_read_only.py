"""Nothing in the program can change a directory."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TypeVar

import readiness

HOME = Path(readiness.__file__).parent
FILES = sorted(HOME.rglob("*.py"))
Node = TypeVar("Node", bound=ast.AST)
SENT = {"searchRequest", "bindRequest", "extendedReq", "unbindRequest"}
"""The only operations that are ever sent; an extended one is the demand for encryption."""
MODULES = {
    *("ldap3", "ldap3.core.exceptions", "ldap3.operation.bind", "ldap3.operation.extended"),
    *("ldap3.operation.search", "ldap3.operation.unbind", "ldap3.protocol.controls"),
    *("ldap3.protocol.rfc2696", "ldap3.protocol.rfc4511", "ldap3.utils.asn1", "ldap3.utils.ntlm"),
}
"""What is used of ldap3: nothing that could make another operation."""


def nodes(tree: ast.AST, kind: type[Node]) -> list[Node]:
    return [node for node in ast.walk(tree) if isinstance(node, kind)]


def ldap3_modules(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    imported = {node.module or "" for node in nodes(tree, ast.ImportFrom)}
    imported |= {alias.name for node in nodes(tree, ast.Import) for alias in node.names}
    return {name for name in imported if name.partition(".")[0] == "ldap3"}


def test_nothing_is_used_of_ldap3_that_could_change_a_directory():
    for file in FILES:
        if file.name != "directory_writer.py":
            assert ldap3_modules(file) <= MODULES, file


def test_every_request_is_one_of_four():
    tree = ast.parse((HOME / "sources/protocol/requests.py").read_text())
    messages = [
        call
        for call in nodes(tree, ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id == "message"
    ]
    kinds = [call.args[1] for call in messages]
    assert {kind.value for kind in kinds if isinstance(kind, ast.Constant)} == SENT
    assert len(kinds) == len(SENT)
    [extended] = [
        call
        for call in nodes(tree, ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id == "extended_operation"
    ]
    assert isinstance(extended.args[0], ast.Name)
    assert extended.args[0].id == "START_TLS"


def test_nobody_else_writes_to_the_connection():
    found = [file.name for file in FILES if ".sendall(" in file.read_text()]
    assert found == ["session.py"]


def test_ldap3_is_loaded_only_when_a_directory_is_searched():
    program = (
        "import sys, readiness.command.live.snapshot, readiness.command.live.connection_check;"
        " import readiness.sources.live.search_plan;"
        " print('ldap3' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout == "False\n"
