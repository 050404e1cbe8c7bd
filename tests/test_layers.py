"""What may import what: the table of layers, held against the code."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LAYERS = {
    "nouns": """
        _native addresses anchor bits column dn domains errors fingerprint groups model native notes
        patterns place plan scope sign_in_name table values
        """,
    "contract": "readiness catalogue check doc registry survey",
    "memory": "ledger spill",
    "judgement": """
        advice advice.anchor advice.candidates advice.identity advice.section advice.signals
        advice.suffixes baseline earlier gate result standing suppress
        """,
    "sources": """
        sources sources.address sources.ber sources.blocks sources.connection sources.export
        sources.facts sources.forest sources.harvest sources.kerberos sources.ldap
        sources.ldap_errors sources.ldif sources.options sources.outline sources.pages
        sources.paging sources.peek sources.query sources.ranges sources.session
        sources.stream sources.tls sources.writer
        """,
    "engine": """
        brief census compare door examine found memory parts programme scan screen shelf suspects
        team wanted worker
        """,
    "reports": """
        pseudonyms redact_entries
        redact reports reports.annotations reports.azure reports.console reports.csv reports.facts
        reports.github reports.html reports.json reports.junit reports.markdown reports.names
        reports.ndjson reports.page reports.payload reports.sarif reports.schema reports.shown trend
        """,
    "command": """
        __main__ cli config doctor in_force live options output progress settings snapshot
        """,
}
"""Every module of the engine, by the layer that it is in."""
MAY_IMPORT = {
    "nouns": "nouns",
    "contract": "nouns contract",
    "memory": "nouns memory",
    "judgement": "nouns contract memory judgement",
    "sources": "nouns sources",
    "engine": "nouns contract memory judgement sources engine",
    "reports": "nouns contract judgement reports",
    "command": "nouns contract memory judgement sources engine reports command",
}
"""What a layer may import: sources never checks, reports never the scan, nobody the command."""
LIBRARIES = {
    "click": "cli in_force live options progress",
    "jinja2": "reports.html",
    "ldap3": "sources.connection sources.session",
    "publicsuffixlist": "domains",
    "markupsafe": "reports.html",
}
"""The modules that may import each library; no other library is imported at all."""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "readiness").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "readiness"


FILES = {
    name_of(path): path
    for path in sorted((ROOT / "readiness").rglob("*.py*"))
    if path.suffix in {".py", ".pyi"}  # what is compiled has only the latter
}
LAYER_OF = {module: layer for layer, modules in LAYERS.items() for module in modules.split()}
CHECKS = sorted((ROOT / "checks").rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every name that a file imports, wherever in it, and from how many levels above."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = f"{node.module}." if node.module else ""
            yield from ((node.level, base + alias.name) for alias in node.names)


def module_in(name: str) -> str:
    """The module of the engine that an imported name is, or is in."""
    inner = name.removeprefix("readiness").removeprefix(".")
    while inner and inner not in FILES:
        inner = inner.rpartition(".")[0]
    return inner or "readiness"


def is_ours(name: str) -> bool:
    return name.partition(".")[0] == "readiness"


def test_every_module_has_one_layer():
    listed = [module for modules in LAYERS.values() for module in modules.split()]
    assert sorted(listed) == sorted(FILES)


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_what_its_layer_may(module):
    allowed = MAY_IMPORT[LAYER_OF[module]].split()
    used = {module_in(name) for _, name in imports(FILES[module]) if is_ours(name)}
    assert {one for one in used if LAYER_OF[one] not in allowed} == set()


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_libraries_that_are_its_business(module):
    roots = {name.partition(".")[0] for _, name in imports(FILES[module]) if not is_ours(name)}
    used = roots - sys.stdlib_module_names
    assert {one for one in used if module not in LIBRARIES.get(one, "").split()} == set()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_where_the_table_says(library):
    for module in LIBRARIES[library].split():
        assert library in {name.partition(".")[0] for _, name in imports(FILES[module])}


@pytest.mark.parametrize("module", FILES)
def test_imports_are_absolute(module):
    assert {level for level, _ in imports(FILES[module])} <= {0}


def test_the_engine_knows_no_check_by_name():
    for path in FILES.values():
        roots = {name.partition(".")[0] for _, name in imports(path)}
        assert not roots & {"readiness_checks", "checks", "tests"}, path


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_check_imports_the_public_api_and_its_own_folder(path):
    for level, name in imports(path):
        first = name.partition(".")[0]
        if level:
            assert level == 1, name
            assert first.startswith("_"), f"{name}: shared between checks, so not a check itself"
        else:
            assert first in sys.stdlib_module_names or name.count(".") == 1, name
            assert first in sys.stdlib_module_names or first == "readiness", name


def test_the_public_api_is_all_that_it_says():
    api = {alias.rpartition(".")[2] for _, alias in imports(FILES["readiness"])}
    tree = ast.parse(FILES["readiness"].read_text(encoding="utf-8"))
    [listed] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    assert set(listed) == api
