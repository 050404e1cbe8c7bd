"""The files of the built-in checks keep the form that reports and the catalogue rely on."""

import ast
import inspect
import re
from itertools import chain
from pathlib import Path

import pytest

from readiness import api
from readiness.checking.documentation import doc_of
from tests.conftest import CHECKS

FOLDER = Path(__file__).parents[2] / "checks"
TOPICS = sorted(path for path in FOLDER.iterdir() if (path / "__init__.py").exists())
FILES = sorted(path for path in FOLDER.glob("*/*.py") if not path.name.startswith("_"))
SHARED = sorted(path for path in FOLDER.glob("*/_*.py") if path.name != "__init__.py")
TITLE_MAX = 96
every_check = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)


def named(path: Path) -> str:
    """The topic and the name of a file, for the report of a test."""
    return f"{path.parent.name}-{path.stem}"


@every_check
def test_the_title_is_one_short_sentence(check):
    title = doc_of(check).title
    assert re.fullmatch(r"[A-Z][^\n]*[^.]\.", title)
    assert ". " not in title
    assert len(title) <= TITLE_MAX


@every_check
def test_the_text_says_what_happens_how_to_fix_it_and_where_to_read_on(check):
    doc = doc_of(check)
    assert doc.text
    assert doc.fix
    assert doc.see
    assert all(re.fullmatch(r"https://[a-z0-9.-]+/\S+[^\s.,;)]", url) for url in doc.see)
    assert len(set(doc.see)) == len(doc.see)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z -]+", name) for name in doc.prevents)


@every_check
def test_the_parts_of_the_text_come_in_their_order(check):
    names = "Fix|Step|Risk|Prevents|IdFix|See|Since"
    fields = re.findall(rf"^({names}): ?\S", inspect.getdoc(check) or "", re.MULTILINE)
    order = r"Fix (Step (Risk )*)?(Prevents )?(IdFix )?(See )+Since "
    assert re.fullmatch(order, "".join(f"{field} " for field in fields))


@every_check
def test_the_text_says_since_when_there_is_the_check(check):
    assert re.fullmatch(r"[0-9]+\.[0-9]+(; .+)?", doc_of(check).since)


@every_check
def test_an_id_is_in_kebab_case_and_names_the_class(check):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", check.id)
    assert check.__name__ == "".join(word.capitalize() for word in check.id.split("-"))


@every_check
def test_attributes_are_read_once_each(check):
    assert len({name.lower() for name in check.reads}) == len(check.reads)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_holds_one_check_and_is_named_after_it(path):
    [(name, check)] = [
        (name, check) for name, check in CHECKS.items() if inspect.getfile(check) == str(path)
    ]
    assert [one.name for one in classes(path)] == [check.__name__]
    assert name.replace("-", "_").endswith(path.stem)


def test_every_check_has_a_file_of_its_own():
    assert len(FILES) == len(CHECKS)


@pytest.mark.parametrize("path", [*FILES, *SHARED], ids=named)
def test_a_check_imports_the_public_api_and_what_its_topic_shares(path):
    own = {file.stem for file in SHARED if file.parent == path.parent}
    for module, level, names in imports(path):
        if level:
            assert (level, module in own) == (1, True), module
        elif module == "readiness":
            assert set(names) <= set(api.__all__)
        else:
            assert module.split(".")[0] in PURE, module


PURE = {
    "__future__",
    "collections",
    "datetime",
    "functools",
    "itertools",
    "re",
    "typing",
    "unicodedata",
}
"""No clock, no randomness, no input and output: a check sees the entry and the plan."""


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_is_headed_by_a_noun_phrase(topic):
    heading = ast.get_docstring(ast.parse((topic / "__init__.py").read_text(encoding="utf-8")))
    assert heading
    assert re.fullmatch(r"[A-Z][^\n.]+\.", heading)


def test_the_public_api_is_in_order_and_complete():
    exported = [name for name in vars(api) if not name.startswith("_")]
    public = {name for name in exported if not inspect.ismodule(getattr(api, name))}
    assert public <= set(api.__all__) <= set(exported)


def classes(path: Path) -> list[ast.ClassDef]:
    """The classes of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def imports(path: Path) -> list[tuple[str, int, list[str]]]:
    """The modules that a file imports, how far up they are, and the names taken from each."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    whole = chain.from_iterable(node.names for node in nodes if isinstance(node, ast.Import))
    parts = (node for node in nodes if isinstance(node, ast.ImportFrom))
    return [
        *((alias.name, 0, []) for alias in whole),
        *((node.module or "", node.level, [one.name for one in node.names]) for node in parts),
    ]
