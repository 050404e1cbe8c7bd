"""What may import what: one line a package, held against the code."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {
    "errors": "",
    "model": "errors",
    "columns": "errors model",
    "directory": "model",
    "directory.addresses": "model columns",
    "directory.identifiers": "model columns",
    "directory.objects": "model directory.addresses directory.identifiers",
    "cloud": "errors model directory.*",
    "cloud.matching": "model",
    "checking": "errors model columns directory.* checking.triggers",
    "checking.triggers": "errors model columns checking",
    "testing": "errors model columns directory.* checking",
    "sources": "errors model columns sources.ldif sources.tables",
    "sources.ldif": "errors model columns sources",
    "sources.tables": "errors model sources.ldif",
    "sources.protocol": "errors model sources",
    "sources.live": "errors model sources sources.ldif sources.protocol",
    "gating": "errors model directory.* checking",
    "advice": "model columns directory.* checking checking.triggers advice.choices",
    "advice.choices": "model directory.* checking advice",
    "advice.steps": "model directory.addresses checking advice",
    "storage": "errors model columns checking sources sources.ldif gating",
    "uniqueness": "errors model columns directory.* checking storage",
    "tenant": """
        errors model columns cloud storage tenant.readers
        """,
    "tenant.readers": "errors model columns sources.ldif sources.tables tenant",
    "tenant.arriving": "model columns directory.* cloud cloud.matching",
    "tenant.forecasting": """
        model columns directory.* cloud cloud.matching storage tenant tenant.arriving
        """,
    "evaluation": """
        errors model columns directory.* checking checking.triggers advice storage uniqueness
        """,
    "isolation": "errors model columns directory.* checking storage uniqueness evaluation",
    "pipeline": """
        errors model directory.identifiers cloud checking sources gating advice.* storage uniqueness
        tenant tenant.forecasting pipeline.completion pipeline.partitioning pipeline.preview
        pipeline.processes
        """,
    "pipeline.partitioning": """
        errors model directory.* checking sources sources.ldif storage pipeline
        """,
    "pipeline.processes": """
        errors model columns directory.objects checking sources sources.ldif advice storage
        uniqueness evaluation isolation tenant tenant.arriving pipeline pipeline.partitioning
        pipeline.preview
        """,
    "pipeline.preview": "model directory.* cloud checking storage uniqueness",
    "pipeline.completion": """
        model directory.* cloud.matching checking gating advice.* storage uniqueness tenant
        tenant.arriving tenant.forecasting pipeline pipeline.partitioning pipeline.processes
        """,
    "redaction": """
        errors model directory.* cloud checking gating advice.* tenant tenant.forecasting pipeline
        pipeline.preview
        """,
    "reports": """
        readiness errors model checking gating tenant.forecasting pipeline reports.html
        reports.serialized reports.tables reports.texts
        """,
    "reports.texts": "model checking gating advice.* tenant pipeline reports",
    "reports.tables": """
        errors model cloud advice pipeline pipeline.preview reports reports.texts
        """,
    "reports.build_services": "model pipeline reports reports.texts",
    "reports.serialized": """
        readiness model cloud.matching checking gating advice.* tenant.forecasting pipeline
        pipeline.preview reports.texts
        """,
    "reports.schema": """
        model cloud.matching checking gating advice pipeline pipeline.preview reports.serialized
        """,
    "reports.comparison": """
        errors model directory.* gating redaction reports reports.html reports.serialized
        """,
    "reports.html": """
        readiness model directory.addresses cloud cloud.matching gating advice.* pipeline
        pipeline.preview tenant.forecasting reports reports.comparison reports.html.parts
        reports.serialized reports.texts
        """,
    "reports.html.parts": """
        model checking cloud cloud.matching gating advice.* pipeline pipeline.preview
        tenant.forecasting reports.html reports.texts
        """,
    "remediation": "",
    "remediation.repair_plan": "errors model directory.*",
    "remediation.making": """
        errors advice.steps model directory.* cloud cloud.matching pipeline sources sources.ldif
        tenant remediation.repair_plan
        """,
    "remediation.exports": """
        errors model directory.* reports reports.tables remediation.repair_plan
        """,
    "remediation.directories": """
        errors model directory.* sources sources.live sources.protocol remediation.repair_plan
        remediation.making
        """,
    "remediation.applying": """
        errors remediation.repair_plan remediation.directories
        """,
    "command": """
        readiness errors model directory.* sources sources.ldif sources.live sources.protocol gating
        evaluation tenant pipeline pipeline.processes redaction reports command.config_file
        command.help command.live command.settings remediation.repair_plan remediation.making
        """,
    "command.help": "readiness command.settings",
    "command.config_file": "errors directory.* gating command.help",
    "command.live": """
        errors model sources.ldif sources.live sources.protocol redaction command
        command.settings
        """,
    "command.settings": """
        errors model directory.* checking sources.protocol gating advice isolation
        command.config_file command.help
        """,
    "command.options": """
        advice gating isolation tenant command.config_file
        command.settings
        """,
    "command.subcommands": """
        errors checking sources sources.live gating isolation storage tenant pipeline
        pipeline.completion pipeline.processes redaction reports reports.comparison reports.schema
        reports.tables reports.texts command command.config_file command.help command.live
        command.options command.settings remediation.repair_plan remediation.making
        remediation.exports remediation.directories remediation.applying readiness model
        """,
    "api": "model columns directory.* cloud checking checking.triggers",
    "readiness": "api",
    "__main__": "command",
}
"""What the modules of each package may import, beside their own package; `name.*` is a package and
all that is below it.

The nouns come first and the command last. A source never knows a check, a report never the
engine, and nobody knows the command. `readiness` is the public API itself.
"""
LIBRARIES = {
    "click": """
        command command.help command.live command.options command.settings command.subcommands
        """,
    "jinja2": "reports.html",
    "ldap3": "sources.protocol remediation.directories",
    "markupsafe": "reports.html",
    "publicsuffixlist": "directory.addresses",
}
"""The packages that may import each library; no other library is imported at all."""
FLAT = {"__init__", "__main__", "api", "errors", "testing"}
"""All that lies flat in `readiness/`."""
MODULES_MAX = 9
"""A package with more modules than that has a reason in its docstring."""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "readiness").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "readiness"


FILES = {
    name_of(path): path
    for path in sorted((ROOT / "readiness").rglob("*.py*"))
    if path.suffix in {".py", ".pyi"}  # what is compiled has only the latter
}
CHECKS = sorted((ROOT / "checks").rglob("*.py"))


def package_of(module: str) -> str:
    """The package that a module is in, or is."""
    is_package = FILES[module].name == "__init__.py"
    return module if is_package else module.rpartition(".")[0] or module


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


def is_below(package: str, allowed: str) -> bool:
    is_tree = allowed.endswith(".*")
    return package == allowed or (is_tree and f"{package}.".startswith(allowed.removesuffix("*")))


def imported(module: str) -> set[str]:
    """The modules of the engine that a module imports."""
    return {module_in(name) for _, name in imports(FILES[module]) if is_ours(name)} - {module}


def circles(arrows: dict[str, set[str]]) -> Iterator[list[str]]:
    """Ways from a module back to itself: what is left when all that nobody waits for is gone."""
    left = {module: set(those) for module, those in arrows.items()}
    while free := {module for module, those in left.items() if not those & left.keys()}:
        left = {module: those for module, those in left.items() if module not in free}
    while reached := left.keys() - set().union(*left.values(), set()):
        left = {module: those for module, those in left.items() if module not in reached}
    if left:
        yield sorted(left)


def test_every_package_has_one_line():
    assert {package_of(module) for module in FILES} == set(MAY_IMPORT)


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_what_its_package_may(module):
    own = package_of(module)
    allowed = [own, *MAY_IMPORT[own].split()]
    assert {
        one
        for one in imported(module)
        if not any(is_below(package_of(one), package) for package in allowed)
    } == set()


def test_no_modules_import_each_other_in_a_circle():
    # the public API gathers what checks need, so it is on no way between modules
    arrows = {module: imported(module) - {"readiness"} for module in FILES}
    assert list(circles(arrows)) == []


def test_a_circle_would_be_noticed():
    assert list(circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}})) == [["b", "c"]]


@pytest.mark.parametrize("module", FILES)
def test_a_module_imports_only_libraries_that_are_its_business(module):
    roots = {name.partition(".")[0] for _, name in imports(FILES[module]) if not is_ours(name)}
    used = roots - sys.stdlib_module_names
    assert {
        one for one in used if package_of(module) not in LIBRARIES.get(one, "").split()
    } == set()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_where_the_table_says(library):
    for package in LIBRARIES[library].split():
        inside = (FILES[module] for module in FILES if package_of(module) == package)
        assert library in {name.partition(".")[0] for path in inside for _, name in imports(path)}


@pytest.mark.parametrize("module", FILES)
def test_imports_are_absolute(module):
    assert {level for level, _ in imports(FILES[module])} <= {0}


def test_nothing_else_lies_flat():
    assert {path.stem for path in (ROOT / "readiness").glob("*.py")} <= FLAT


@pytest.mark.parametrize("package", [one for one in MAY_IMPORT if one not in {*FLAT, "readiness"}])
def test_a_package_is_one_sentence_and_a_large_one_has_a_reason(package):
    inside = [one for one in FILES if package_of(one) == package and one != package]
    docstring = ast.get_docstring(ast.parse(FILES[package].read_text(encoding="utf-8"))) or ""
    assert docstring.endswith(".")
    assert len(inside) <= MODULES_MAX or len(docstring.splitlines()) > 1, sorted(inside)


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
    api = {alias.rpartition(".")[2] for _, alias in imports(FILES["api"])}
    tree = ast.parse(FILES["api"].read_text(encoding="utf-8"))
    [listed] = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    assert set(listed) == api


WRITING = re.compile(r"ldap3\.(operation\.(add|delete|modify)|MODIFY_|Connection|MODIFY)")
"""What changes a directory, as ldap3 calls it."""


def test_only_one_module_can_write_to_a_directory():
    writers = {
        module
        for module, path in FILES.items()
        if any(WRITING.match(name) for _, name in imports(path))
        or re.search(r"(modify|add|del|modDN)Request\b", path.read_text("utf-8"))
    }
    assert writers == {"remediation.directories.directory_writer"}
