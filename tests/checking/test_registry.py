"""How checks are found: through entry points, and in files of one's own."""

import sys
from pathlib import Path

import pytest

from readiness.checking import registry
from readiness.checking.check import Check, DomainCheck, ValueCheck
from readiness.checking.registry import built_in, by_id, local, origins, plugged_in
from readiness.errors import UsageError
from tests.running import CLEAN, run

OURS = '''
from readiness import USERS, Check, Severity


class Nameless(Check):
    """A class without an id is no check, but what others derive from."""


class OursOne(Nameless):
    """The user is ours."""

    id = "{id}"
    severity = Severity.INFO
    kinds = USERS
    reads = ("mail",)
'''


def ours(path, name="ours.py", check="ours-one"):
    file = path / name
    file.write_text(OURS.replace("{id}", check))
    return file


def test_the_built_in_checks_come_through_the_entry_point():
    checks = by_id(built_in())
    assert "upn-missing" in checks
    assert all(check.__module__.startswith("readiness_checks.") for check in checks.values())


def test_the_classes_of_the_contract_are_no_checks():
    assert not {Check, ValueCheck, DomainCheck} & set(built_in())


def test_modules_with_an_underscore_hold_no_checks():
    assert not any("._" in check.__module__ for check in built_in())


def test_checks_come_in_the_order_of_their_ids():
    assert list(by_id(reversed(list(built_in())))) == sorted(check.id for check in built_in())


def test_an_entry_point_may_name_a_package_of_anyone(tmp_path, monkeypatch):
    package = tmp_path / "visiting_checks"
    (package / "topic").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "topic" / "__init__.py").write_text("")
    ours(package, "first.py", "visit-first")
    ours(package / "topic", "second.py", "visit-second")
    ours(package, "_private.py", "visit-private")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(registry, "plug_ins", lambda: ("visiting_checks",))
    assert origins([Path("a.py")]) == ["visiting_checks", Path("a.py")]
    assert list(by_id(plugged_in("visiting_checks"))) == ["visit-first", "visit-second"]


def test_a_file_of_ones_own_is_loaded(tmp_path):
    [check] = local(ours(tmp_path))
    assert check.id == "ours-one"


def test_a_file_may_import_what_lies_beside_python_itself(tmp_path):
    file = ours(tmp_path)
    file.write_text(f"import json\n{file.read_text()}")
    assert list(by_id(local(file))) == ["ours-one"]


def test_a_file_is_loaded_anew_each_time(tmp_path):
    file = ours(tmp_path)
    list(local(file))
    ours(tmp_path, check="ours-two-and-longer")
    assert list(by_id(local(file))) == ["ours-two-and-longer"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("def", "cannot be loaded: SyntaxError"),
        ("import a_module_that_nobody_has", "cannot be loaded: ModuleNotFoundError"),
        ("1 / 0", "cannot be loaded: ZeroDivisionError: division by zero"),
        ("", "defines no check: derive a class from readiness.Check"),
        ("from readiness import Check", "defines no check"),
        ("raise SystemExit(0)", "cannot be loaded: SystemExit"),
    ],
)
def test_a_broken_file_is_told_in_one_line(tmp_path, content, says):
    file = tmp_path / "broken.py"
    file.write_text(content)
    with pytest.raises(UsageError, match=says) as raised:
        list(local(file))
    assert str(file) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be loaded: FileNotFoundError"):
        list(local(tmp_path / "missing.py"))


def test_a_file_that_is_no_python_file_is_told(tmp_path):
    with pytest.raises(UsageError, match="is not a Python file: name a file that ends"):
        list(local(tmp_path / "ours.txt"))


def test_two_checks_with_one_id_are_told_with_both_places(tmp_path):
    twins = [*local(ours(tmp_path)), *local(ours(tmp_path, "theirs.py"))]
    with pytest.raises(UsageError, match="two checks have the id ours-one") as raised:
        by_id(twins)
    assert "readiness_local_ours" in str(raised.value)
    assert "readiness_local_theirs" in str(raised.value)


def test_a_file_cannot_replace_a_built_in_check(tmp_path):
    with pytest.raises(UsageError, match="two checks have the id upn-missing"):
        by_id([*built_in(), *local(ours(tmp_path, check="upn-missing"))])


def test_the_same_class_twice_is_no_twin():
    [first, *_] = built_in()
    assert by_id([first, first]) == {first.id: first}


def test_a_file_does_not_shadow_a_module(tmp_path):
    list(local(ours(tmp_path, "json.py")))
    assert sys.modules["json"].__name__ == "json"


EARLIER = """
import readiness
from readiness import USERS, Check, Key, Severity


class Earlier(Check):
    \"\"\"The user is ours.\"\"\"

    id = "earlier"
    severity = Severity.INFO
    kinds = USERS
    reads = ("mail",)
    {line}
"""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("plain = {'mail': '.*'}", "instead of `plain`, say `when`"),
        ("expects = ('mail',)", "instead of `expects`, say `when`"),
        ("lone = ('mail',)", "instead of `lone`, say `when`"),
        ("small = {'mail': 3}", "instead of `small`, say `when`"),
        ("sound = None", "instead of `sound`, say `when`"),
        ("from readiness import Sound", "instead of `Sound`, say `when`"),
        ("sees_left_out = True", "instead of `sees_left_out`, say `scope`"),
        ("keys = (Key('a', 'mail', str.lower),)", "derive it from SharedKeyCheck"),
        ("keys = (Key('a', 'mail', str.lower, side='left'),)", "derive the check from JoinCheck"),
        ("keys = (Key('a', 'dn', str.lower, of_left_out=True),)", "say `scope`"),
    ],
)
def test_a_check_for_the_earlier_contract_is_refused_with_what_to_say_instead(tmp_path, line, says):
    file = tmp_path / "earlier.py"
    file.write_text(EARLIER.format(line=line))
    outcome = run("scan", CLEAN, "--check-file", file)
    assert outcome.returncode == 2
    assert outcome.stderr.count("\n") == 1
    assert says in outcome.stderr


@pytest.mark.parametrize("line", ["severity = Severity.INFO", "kinds = USERS", 'reads = ("mail",)'])
def test_a_check_that_does_not_say_what_every_check_says_is_refused(tmp_path, line):
    file = ours(tmp_path)
    file.write_text(file.read_text().replace(line, ""))
    with pytest.raises(
        UsageError, match=f"the check ours-one .* does not say its `{line.split()[0]}`"
    ):
        list(local(file))


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ('id = "ours-one"', "id = 7", "its `id` is not a text"),
        ("severity = Severity.INFO", 'severity = "error"', "its `severity` is not a Severity"),
        ("kinds = USERS", "kinds = [*USERS]", "its `kinds` is not a frozenset of Kind"),
        ("kinds = USERS", "kinds = frozenset(['user'])", "its `kinds` is not a frozenset of Kind"),
        ('reads = ("mail",)', 'reads = "mail"', "its `reads` is not a tuple of texts"),
        ('reads = ("mail",)', "reads = (7,)", "its `reads` is not a tuple of texts"),
        ("kinds = USERS", 'kinds = USERS; scope = "in"', "its `scope` is not a Scope"),
    ],
)
def test_a_check_that_says_what_the_engine_cannot_take_is_refused(tmp_path, line, instead, says):
    file = ours(tmp_path)
    file.write_text(file.read_text().replace(line, instead))
    outcome = run("scan", CLEAN, "--check-file", file)
    assert outcome.returncode == 2
    assert outcome.stderr.count("\n") == 1
    assert says in outcome.stderr


def test_an_installed_package_for_the_earlier_contract_is_named(tmp_path, monkeypatch):
    (tmp_path / "earlier_checks.py").write_text("from readiness import NOTHING")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UsageError, match="the plug-in earlier_checks is for an earlier"):
        list(plugged_in("earlier_checks"))
