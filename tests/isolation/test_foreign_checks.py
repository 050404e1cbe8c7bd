"""A faulty check makes the scan incomplete and is named; whatever the others say is reported."""

import json

import pytest

from tests.running import CLEAN, CONTOSO, run

CHECK = '''
import os, signal, sys, time
from enum import StrEnum
from readiness import (
    USERS, Check, Entry, Finding, JoinCheck, Key, Scope, Severity, SharedKeyCheck, Skip, ValueCheck,
    DerivedAttribute, where,
)

class Ours({base}):
    """It is ours.

    Fix: none.
    See: https://contoso.com
    """
    id = "ours"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("mail", "userPrincipalName")
{body}
'''
FINDING = 'self.finding(entry, "mail", None, "is ours")'
FAULTS = {
    "yields None": ("yield None", "findings, not NoneType"),
    "yields a text": ("yield 'mail is wrong'", "findings, not str"),
    "yields a finding of another check": (
        f"yield {FINDING}._replace(check='upn-missing')",
        "findings of its own, not of upn-missing",
    ),
    "returns None": ("return None", "TypeError: 'NoneType' object is not iterable"),
    "raises": ("raise ValueError('no luck')", "ValueError: no luck"),
    "exits": ("sys.exit(0)", "SystemExit: 0"),
    "exits at once": ("os._exit(0)", "it ended the process that it ran in (status 0)"),
    "kills its process": (
        "os.kill(os.getpid(), signal.SIGKILL)",
        "it ended the process that it ran in (signal 9)",
    ),
    "says that somebody interrupts": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "raises what nobody catches": (
        "raise type('Odd', (BaseException,), {})('no luck')",
        "Odd: no luck",
    ),
    "never ends": ("while True: pass", "it took longer than 1 second (--check-timeout)"),
    "sleeps and ignores signals": (
        "[signal.signal(one, signal.SIG_IGN) for one in (1, 2, 3, 15)]; time.sleep(600)",
        "it took longer than 1 second (--check-timeout)",
    ),
}


FAULTS |= {
    "leaves a child that holds the pipe": (
        "os.fork() or time.sleep(600); os._exit(0)",
        "it ended the process that it ran in (status 0)",
    ),
}
COMPARING = """keys = (Key("ours", "dn", lambda value: "a"),)
def compare(self, holders):
    {}"""
FOLDING = """def fold(value):
    {}
keys = (Key("ours", "dn", fold),)"""
TRIGGERED = """def test(value):
    {}
when = where("mail", test)
def examine(self, entry):
    return iter(())"""
PLACES = {
    "init": ("Check", "def __init__(self, plan):\n    {}"),
    "wrong": ("ValueCheck", "def wrong(self, value):\n    {}"),
    "conclude": ("Check", "def conclude(self, counts):\n    {}"),
    "compare": ("SharedKeyCheck", COMPARING),
    "fold": ("SharedKeyCheck", FOLDING),
    "when": ("Check", TRIGGERED),
}


def scan(tmp_path, body, *options, base="Check", source=CONTOSO):
    """The outcome of a scan with a check, and its report."""
    (tmp_path / "ours.py").write_text(CHECK.format(base=base, body=indented(body)))
    report = tmp_path / "report.json"
    arguments = ("--no-config", "--check-file=ours.py", f"--report={report}", "--check-timeout=1")
    done = run("scan", source, *arguments, *options, cwd=tmp_path)
    return done, json.loads(report.read_text(encoding="utf-8")) if report.exists() else None


def indented(body):
    return "".join(f"    {line}\n" for line in body.splitlines())


def fate(report):
    """What became of our check."""
    (outcome,) = [check for check in report["checks"] if check["id"] == "ours"]
    return outcome


def others(report):
    """What all other checks say, but for proposals: those that ours cannot judge are not made."""
    return [
        {name: value for name, value in finding.items() if name != "proposal"}
        for finding in report["findings"]
        if finding["check"] != "ours"
    ]


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    """The findings of all other checks."""
    _, report = scan(tmp_path_factory.mktemp("without"), "pass")
    assert report["complete"]
    return others(report)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_check_that_fails_about_an_entry_is_told(tmp_path, without, fault):
    code, reason = FAULTS[fault]
    done, report = scan(tmp_path, f"def examine(self, entry):\n    {code}\n")
    assert done.returncode == 3
    assert "the check ours crashed" in done.stdout
    assert (fate(report)["status"], report["verdict"]) == ("crashed", "incomplete")
    assert reason in fate(report)["reason"]
    assert others(report) == without


@pytest.mark.parametrize("fault", ["exits at once", "never ends", "raises"])
@pytest.mark.parametrize("place", PLACES)
def test_a_check_that_fails_elsewhere_is_told(tmp_path, without, place, fault):
    base, body = PLACES[place]
    code, reason = FAULTS[fault]
    done, report = scan(tmp_path, body.format(code), base=base)
    assert done.returncode == 3
    assert reason in fate(report)["reason"]
    assert others(report) == without


def test_what_a_check_found_before_it_failed_is_reported(tmp_path):
    body = f"""def examine(self, entry):
    yield {FINDING}
    raise ValueError("no luck")"""
    done, report = scan(tmp_path, body)
    assert done.returncode == 3
    assert fate(report)["findings"] > 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_check_that_is_right_says_in_its_own_process_what_it_would_say_in_ours(tmp_path, jobs):
    body = """keys = (Key("ours", "mail", lambda value: value[-11:].lower()),)
def examine(self, entry):
    print("this is no data")
    if entry.first("mail"):
        yield self.finding(entry, "mail", entry.first("mail"), "was seen")"""
    done, report = scan(tmp_path, body, f"--jobs={jobs}", base="SharedKeyCheck")
    assert done.returncode == 1
    said = [finding for finding in report["findings"] if finding["check"] == "ours"]
    seen = [finding for finding in said if finding["message"] == "was seen"]
    shared = [finding for finding in said if "is held by" in finding["message"]]
    assert len(seen) + len(shared) == len(said)
    assert seen
    assert shared
    assert all(finding["line"] for finding in seen)
    assert "this is no data" in done.stderr
    assert "this is no data" not in done.stdout


SHARED = """keys = (Key("ours", "mail", lambda value: value[-11:].lower()),)
def compare(self, holders):
    {}"""


@pytest.mark.parametrize(
    "about",
    ["dn=holder.dn", "dn='CN=nobody', ordinal=holder.ordinal", "dn=holder.dn, ordinal=1 << 50"],
)
def test_a_comparison_says_nothing_about_entries_that_it_is_not_shown(tmp_path, without, about):
    code = f"holder = holders[-1]; yield Finding('ours', {about}, attribute='mail', value=None, "
    done, report = scan(tmp_path, SHARED.format(f"{code}message='is ours')"), base="SharedKeyCheck")
    assert (done.returncode, report["verdict"]) == (3, "incomplete")
    assert "`compare` yields findings about entries that it is shown" in fate(report)["reason"]
    assert others(report) == without


def test_a_check_may_say_the_same_of_no_value_and_of_an_empty_one(tmp_path):
    body = """def said(self, subject):
    for value in (None, "", "x"):
        yield self.finding(subject, "mail", value, "is ours")
def examine(self, entry):
    return self.said(entry)
keys = (Key("ours", "mail", lambda value: value[-11:].lower()),)
def compare(self, holders):
    return self.said(holders[0])"""
    done, report = scan(tmp_path, body, base="SharedKeyCheck")
    assert done.returncode == 1
    said = [finding["value"] for finding in report["findings"] if finding["check"] == "ours"]
    assert said.count(None) == said.count("") == said.count("x") > 20
    assert said[:4] == [None, "", "x", None]


def test_what_a_check_concludes_is_about_no_entry(tmp_path, without):
    body = """def conclude(self, counts):
    yield Finding("ours", "CN=a", "mail", None, "is ours", ordinal=1 << 50)"""
    done, report = scan(tmp_path, body)
    assert (done.returncode, report["verdict"]) == (3, "incomplete")
    assert "about the whole directory, without a DN" in fate(report)["reason"]
    assert others(report) == without


def test_a_space_of_keys_that_is_no_plain_text_becomes_one(tmp_path):
    body = """Space = StrEnum("Space", {"OURS": "ours"})
keys = (Key(Space.OURS, "mail", lambda value: value[-11:].lower()),)"""
    done, report = scan(tmp_path, body, base="SharedKeyCheck")
    assert done.returncode == 1
    assert fate(report)["findings"] > 20


def test_of_a_check_that_forks_but_one_process_answers(tmp_path):
    body = f"""def __init__(self, plan):
    os.fork()
def examine(self, entry):
    yield {FINDING}"""
    done, report = scan(tmp_path, body, "--jobs=1")
    assert done.returncode == 1
    assert fate(report)["findings"] > 20


def test_keys_that_are_none_are_told(tmp_path, without):
    done, report = scan(tmp_path, "keys = ('mail',)", base="SharedKeyCheck")
    assert done.returncode == 3
    assert "a check compares keys" in fate(report)["reason"]
    assert others(report) == without


def test_a_check_may_skip_with_a_class_of_its_own(tmp_path):
    body = """def __init__(self, plan):
    raise type("OurSkip", (Skip,), {})("not today")"""
    done, report = scan(tmp_path, body)
    assert done.returncode == 1
    assert (fate(report)["status"], fate(report)["reason"]) == ("skipped", "not today")


def test_what_is_no_text_becomes_one(tmp_path):
    body = """def examine(self, entry):
    Word = StrEnum("Word", {"WRONG": "is wrong"})
    yield self.finding(entry, "mail", 7, Word.WRONG, proposal=8, related=(9,))"""
    done, report = scan(tmp_path, body)
    assert done.returncode == 1
    said = next(finding for finding in report["findings"] if finding["check"] == "ours")
    assert (said["value"], said["message"], said["related"]) == ("7", "is wrong", ["9"])


def test_a_check_may_have_something_against_a_proposal_of_ours(tmp_path):
    source = tmp_path / "export.ldif"
    entry = ["dn: CN=a", "objectClass: user", "sAMAccountName: a"]
    source.write_text("\n".join([*entry, "userPrincipalName: ab.@contoso.com", "", ""]))
    proposals = []
    for body in ("pass", 'def wrong(self, value):\n    return value == "ab@contoso.com" or None'):
        _, report = scan(
            tmp_path, body, base="ValueCheck" if "wrong" in body else "Check", source=source
        )
        [dotted] = [one for one in report["findings"] if one["check"] == "upn-trailing-dot"]
        proposals.append(dotted["proposal"])
    assert proposals == ["ab@contoso.com", None]


def test_a_check_that_skips_says_why(tmp_path):
    done, report = scan(tmp_path, 'def __init__(self, plan):\n    raise Skip("not today")')
    assert done.returncode == 1
    assert (fate(report)["status"], fate(report)["reason"]) == ("skipped", "not today")


def test_a_check_sees_why_an_entry_is_out_of_scope(tmp_path):
    body = """scope = Scope.OUT
def examine(self, entry):
    yield self.finding(entry, "mail", None, f"is left out: {entry.out_of_scope}")"""
    _, report = scan(tmp_path, body)
    said = {one["dn"]: one["message"] for one in report["findings"] if one["check"] == "ours"}
    reasons = {one["dn"]: one["reason"] for one in report["out_of_scope"] if one["dn"] in said}
    assert said
    assert said == {dn: f"is left out: {reason}" for dn, reason in reasons.items()}


def test_a_join_is_compared(tmp_path):
    body = """left = (Key("ours", "mail", str.lower),)
right = (Key("ours", "userPrincipalName", str.lower),)
def compare(self, left, right):
    yield self.shared(left[0], right, "is the name of somebody else")"""
    source = tmp_path / "export.ldif"
    source.write_text(
        "dn: CN=a\nobjectClass: user\nsAMAccountName: a\nmail: b@contoso.com\n\n"
        "dn: CN=b\nobjectClass: user\nsAMAccountName: b\nuserPrincipalName: B@contoso.com\n\n"
    )
    _, report = scan(tmp_path, body, base="JoinCheck", source=source)
    [said] = [finding for finding in report["findings"] if finding["check"] == "ours"]
    assert (said["dn"], said["related"]) == ("CN=a", ["CN=b"])


def test_keys_are_made_of_what_a_check_derives(tmp_path):
    body = """def named(entry):
    yield (entry.first("mail") or "").partition("@")[0]
derived = (DerivedAttribute("nameInTheCloud", named),)
keys = (Key("ours", "nameInTheCloud", str.lower),)"""
    source = tmp_path / "export.ldif"
    source.write_text(
        "".join(
            f"dn: CN={n}\nobjectClass: user\nsAMAccountName: {n}\nmail: {mail}\n\n"
            for n, mail in (("a", "ana@x.com"), ("b", "ANA@y.com"), ("c", "bob@y.com"))
        )
    )
    _, report = scan(tmp_path, body, base="SharedKeyCheck", source=source)
    said = {finding["dn"] for finding in report["findings"] if finding["check"] == "ours"}
    assert said == {"CN=a", "CN=b"}


LOADING = {
    name: fault
    for name, fault in FAULTS.items()
    if not fault[0].startswith(("yield", "return", "os.fork"))
}


@pytest.mark.parametrize("fault", LOADING)
def test_a_file_that_fails_while_it_is_loaded_is_refused(tmp_path, fault):
    code, reason = LOADING[fault]
    (tmp_path / "ours.py").write_text(f"import os, signal, sys, time\n{code}\n")
    done = run("scan", CLEAN, "--check-file=ours.py", "--check-timeout=1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"readiness: ours.py cannot be loaded: {reason}\n"


@pytest.mark.parametrize("command", ["checks", "explain upn-missing", "config", f"waves {CLEAN}"])
def test_no_command_waits_for_ever_for_a_file_to_be_loaded(tmp_path, command):
    (tmp_path / "ours.py").write_text("while True: pass")
    done = run(*command.split(), "--check-file=ours.py", "--check-timeout=1", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ours.py cannot be loaded: it took longer than 1 second" in done.stderr


def plugged_in(tmp_path, code):
    """The environment in which a plug-in is installed."""
    (tmp_path / "acme_checks.py").write_text(code)
    distribution = tmp_path / "acme-1.0.dist-info"
    distribution.mkdir()
    (distribution / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (distribution / "entry_points.txt").write_text("[readiness.checks]\nacme = acme_checks\n")
    return {"PYTHONPATH": str(tmp_path)}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", "it took longer than 1 second (--check-timeout)"),
        ("import nothing_of_the_kind", "ModuleNotFoundError: No module named"),
    ],
)
def test_a_plug_in_that_fails_while_it_is_loaded_is_named(tmp_path, code, reason):
    done = run("scan", CLEAN, "--check-timeout=1", **plugged_in(tmp_path, code))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"acme_checks cannot be loaded: {reason}" in done.stderr


def test_what_is_not_ours_is_never_loaded_where_the_engine_runs(tmp_path):
    body = f"""def examine(self, entry):
    yield {FINDING}
with open("who-loads-it", "a") as file:
    file.write(sys.argv[0] + chr(10))"""
    env = plugged_in(tmp_path, CHECK.format(base="Check", body=indented(body)))
    done = run("scan", CLEAN, "--jobs=1", cwd=tmp_path, **env)
    assert "is ours" in done.stdout
    assert set((tmp_path / "who-loads-it").read_text().split()) == {"-c"}


def test_the_list_of_checks_tells_what_a_file_says_of_its_own(tmp_path):
    (tmp_path / "ours.py").write_text(CHECK.format(base="ValueCheck", body=""))
    listed = run("checks", "--format=json", "--check-file=ours.py", cwd=tmp_path)
    [ours] = [check for check in json.loads(listed.stdout) if check["id"] == "ours"]
    assert ours == {
        "id": "ours",
        "severity": "warning",
        "title": "It is ours.",
        "kinds": ["inetOrgPerson", "user"],
        "reads": ["mail", "userPrincipalName"],
    }
    explained = run("explain", "ours", "--check-file=ours.py", cwd=tmp_path)
    assert "Fix: none." in explained.stdout


def test_checks_of_two_files_with_one_id_are_told_with_both_files(tmp_path):
    for name in ("ours.py", "theirs.py"):
        (tmp_path / name).write_text(CHECK.format(base="Check", body=""))
    done = run("scan", CLEAN, "--check-file=ours.py", "--check-file=theirs.py", cwd=tmp_path)
    assert done.returncode == 2
    assert "two checks have the id ours: ours.py and theirs.py; rename one" in done.stderr


def test_an_answer_of_a_class_of_a_check_is_no_answer(tmp_path, without):
    body = """def __init__(self, plan):
    raise Skip(type("Word", (str,), {})("not today"))"""
    done, report = scan(tmp_path, body)
    assert (done.returncode, fate(report)["status"]) == (1, "skipped")
    body = "keys = (Key('ours', 'mail', type('Fold', (), {'__module__': 'readiness'})()),)"
    done, report = scan(tmp_path, body, base="SharedKeyCheck")
    assert (done.returncode, fate(report)["status"]) == (3, "crashed")
    assert others(report) == without
    assert "Traceback" not in done.stderr


def test_no_check_gets_to_see_a_password(tmp_path):
    body = """def conclude(self, counts):
    raise ValueError(f"{[name for name in os.environ if 'PASSWORD' in name]}")"""
    (tmp_path / "ours.py").write_text(CHECK.format(base="Check", body=indented(body)))
    done = run("scan", CLEAN, "--check-file=ours.py", cwd=tmp_path, READINESS_PASSWORD="x")  # noqa: S106
    assert "ValueError: []" in done.stdout


FORGED = """class Forged:
    __module__ = "readiness.forged"
    def __reduce__(self):
        return exec, ("open('ran', 'w')",)
    def __call__(self, value):
        return "a"
keys = (Key("ours", "mail", Forged()),)"""


def test_a_fold_that_claims_to_be_ours_is_asked_in_the_process_of_the_checks(tmp_path):
    done, report = scan(tmp_path, FORGED, base="SharedKeyCheck")
    assert done.returncode == 1
    assert fate(report)["findings"] > 20
    assert not (tmp_path / "ran").exists()


ANSWERING = """def examine(self, entry):
    pipe = next(filter(Ours.writes, range(3, 100)))
    {}"""
WRITES = """def writes(number):
    import fcntl, stat
    try:
        return (
            stat.S_ISFIFO(os.fstat(number).st_mode)
            and fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY
        )
    except OSError:
        return False
"""
SENT = """answer = {}
    os.write(pipe, len(answer).to_bytes(8) + answer)
    time.sleep(600)"""
LIES = {
    "code": SENT.format('b\'cbuiltins\\nexec\\n(Vopen("ran", "w")\\ntR.\''),
    "a dotted name": SENT.format(
        "b'\\x80\\x04\\x8c\\x18readiness.checking.check\\x8c\\x0bSkip.__init__\\x93.'"
    ),
    "an endless length": "os.write(pipe, bytes([255]) * 8); time.sleep(600)",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_check_that_answers_for_the_process_runs_nothing_in_ours(tmp_path, without, lie):
    done, report = scan(tmp_path, WRITES + ANSWERING.format(LIES[lie]))
    assert (done.returncode, fate(report)["status"]) == (3, "crashed")
    assert "it ended the process that it ran in" in fate(report)["reason"]
    assert others(report) == without
    assert not (tmp_path / "ran").exists()
