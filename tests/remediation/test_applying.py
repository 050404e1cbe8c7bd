"""What an apply makes of every answer, and of none."""

import json
import os
import stat
from dataclasses import replace

import pytest

from readiness.errors import SourceError, UsageError
from readiness.remediation.applying import journal as journals
from readiness.remediation.applying.applying import Pace, apply, second_steps
from readiness.remediation.applying.journal import Head, Result
from readiness.remediation.applying.journal_writer import JournalLost, JournalWriter
from readiness.remediation.applying.undoing import reversed_changes
from readiness.remediation.directories.directory import Current, OutcomeUnknown, WriteFailed
from readiness.remediation.directories.rehearsal import Rehearsal
from readiness.remediation.repair_plan.change import octets_of
from tests.remediation.making import GUIDS, change

HEAD = Head("apply", "digest", "corp.local", "dc1", "ana", "host", "2026-11-26T18:00:00Z")
QUICK = Pace(per_second=None)


class Fake:
    """A directory in memory, which may answer with an error, before or after it did as told."""

    def __init__(self, mails, error=None, *, is_done=False):
        self.mails = dict(mails)
        self.error, self.is_done = error, is_done
        self.is_silent = False
        self.requests = 0

    def read(self, guid, _):
        if self.is_silent:
            raise SourceError("no answer in time")
        held = self.mails.get(guid)
        if held is None:
            return None
        values = {"mail": frozenset({octets_of(held)})}
        return Current(guid, "CN=x", "user", values, frozenset({"mail"}))

    def holders(self, _, value):
        return [(guid, f"CN={guid}") for guid, mail in self.mails.items() if mail == value]

    def modify(self, guid, edits):
        self.requests += 1
        if self.error is None or self.is_done:
            self.mails[guid] = edits[0].add[0]
        if isinstance(self.error, SourceError):
            self.is_silent = True
            raise OutcomeUnknown("no answer in time")
        if self.error:
            raise self.error


def mend(number, **more):
    return change(number, ("mail", [f"{number}@x"], [f"{number}@y"]), **more)


def results(summary):
    return [result for result, _ in summary.results.values()]


def test_a_refused_request_ends_the_run_and_changes_nothing():
    fake = Fake({GUIDS[1]: "1@x", GUIDS[2]: "2@x"}, WriteFailed("no"))
    summary = apply([mend(1), mend(2)], fake, None, pace=QUICK)
    assert results(summary) == [Result.FAILED]
    assert (summary.status, summary.not_reached) == (1, 1)


def test_a_request_without_an_answer_is_done_if_the_object_shows_it():
    fake = Fake({GUIDS[1]: "1@x"}, OutcomeUnknown("?"), is_done=True)
    assert results(apply([mend(1)], fake, None, pace=QUICK)) == [Result.DONE]


def test_a_request_without_an_answer_is_unknown_while_nothing_shows_it():
    for error in (OutcomeUnknown("?"), SourceError("gone")):
        fake = Fake({GUIDS[1]: "1@x", GUIDS[2]: "2@x"}, error)
        summary = apply([mend(1), mend(2)], fake, None, pace=Pace(9, None))
        assert results(summary) == [Result.UNKNOWN]
        assert (summary.status, fake.requests) == (3, 1)


def test_a_server_that_does_not_do_what_it_says_is_found_out():
    class Lying(Fake):
        def modify(self, guid, edits):
            """Do nothing, and say nothing."""

    lying = Lying({GUIDS[1]: "1@x"})
    assert results(apply([mend(1)], lying, None, pace=QUICK)) == [Result.UNKNOWN]


def test_what_somebody_changes_again_at_once_was_done_and_the_run_goes_on():
    class Busy(Fake):
        def modify(self, guid, edits):
            super().modify(guid, edits)
            self.mails[guid] = "theirs@x"

    busy = Busy({GUIDS[1]: "1@x", GUIDS[2]: "2@x"})
    summary = apply([mend(1), mend(2)], busy, None, pace=QUICK)
    assert results(summary) == [Result.DONE, Result.DONE]
    assert summary.status == 0


def test_a_directory_that_cannot_be_read_leaves_the_rest_for_later():
    fake = Fake({GUIDS[1]: "1@x"})
    fake.is_silent = True
    summary = apply([mend(1)], fake, None, pace=QUICK)
    assert (summary.status, summary.not_reached, summary.interruption) == (
        3,
        1,
        "no answer in time",
    )


def test_nothing_is_made_before_what_it_needs():
    fake = Fake({GUIDS[1]: "other", GUIDS[2]: "2@x"})
    summary = apply([mend(1), mend(2, after=("0001",))], fake, None, pace=Pace(9, None))
    assert results(summary) == [Result.REFUSED, Result.REFUSED]


def test_a_rehearsal_asks_everything_and_sends_nothing():
    fake = Fake({GUIDS[1]: "1@x", GUIDS[2]: "2@x"})
    swap = [
        change(1, ("mail", ["1@x"], ["t@x"])),
        change(2, ("mail", ["2@x"], ["1@x"]), after=("0001",)),
    ]
    summary = apply(swap, Rehearsal(fake), None, pace=QUICK)
    assert results(summary) == [Result.DONE, Result.DONE]
    assert fake.requests == 0


def test_the_pace_is_kept_after_what_was_written_alone():
    pauses: list[float] = []
    fake = Fake({GUIDS[1]: "1@x", GUIDS[2]: "2@y"})
    apply([mend(1), mend(2)], fake, None, pace=Pace(per_second=4, pause=pauses.append))
    assert pauses == [0.25]


def journaled(path, changes, fake):
    with JournalWriter(path, HEAD, clock=lambda: "now") as journal:
        return apply(changes, fake, journal, pace=QUICK)


def test_a_kill_between_intent_and_outcome_is_settled_by_the_object(tmp_path):
    for was_sent in (True, False):
        path = tmp_path / f"{was_sent}.jsonl"
        with JournalWriter(path, HEAD, clock=lambda: "now") as journal:
            journal.intend(mend(1), "CN=x", ())
        fake = Fake({GUIDS[1]: "1@y" if was_sent else "1@x"})
        assert journaled(path, [mend(1)], fake).status == 0
        # either way the change is ours, and can be taken back
        [back] = reversed_changes(journals.read(path), HEAD.domain)
        assert back.edits[0].add == ("1@x",)


def test_what_somebody_else_had_done_is_not_ours_to_take_back(tmp_path):
    path = tmp_path / "journal.jsonl"
    assert results(journaled(path, [mend(1)], Fake({GUIDS[1]: "1@y"}))) == [Result.ALREADY_DONE]
    assert reversed_changes(journals.read(path), HEAD.domain) == []


def test_what_was_done_stays_done_when_the_run_is_repeated(tmp_path):
    path = tmp_path / "journal.jsonl"
    fake = Fake({GUIDS[1]: "1@x"})
    for _ in range(2):
        journaled(path, [mend(1)], fake)
    fake.mails[GUIDS[1]] = "other"
    journaled(path, [mend(1)], fake)
    assert len(reversed_changes(journals.read(path), HEAD.domain)) == 1


def swap():
    """Two objects that exchange their addresses, the first of them by way of a third one."""
    return [
        change(1, ("mail", ["1@x"], ["t@x"]), id="0001a"),
        change(2, ("mail", ["2@x"], ["1@x"]), after=("0001a",)),
        change(1, ("mail", ["t@x"], ["2@x"]), id="0001b", after=("0001a", "0002")),
    ]


def test_a_swap_that_was_made_is_found_made_forwards_and_backwards(tmp_path):
    path = tmp_path / "journal.jsonl"
    fake = Fake({GUIDS[1]: "1@x", GUIDS[2]: "2@x"})
    forwards = swap()
    for expected in (Result.DONE, Result.ALREADY_DONE):
        with JournalWriter(path, HEAD, clock=lambda: "now") as journal:
            later = second_steps(forwards)
            summary = apply(forwards, fake, journal, pace=QUICK, completed_by=later)
        assert results(summary) == [expected] * 3
    backwards = reversed_changes(journals.read(path), HEAD.domain)
    for expected in (Result.DONE, Result.ALREADY_DONE):
        summary = apply(backwards, fake, None, pace=QUICK, completed_by=second_steps(backwards))
        assert results(summary) == [expected] * 3
    assert fake.mails == {GUIDS[1]: "1@x", GUIDS[2]: "2@x"}


def test_what_needs_a_change_that_nobody_made_is_refused():
    needing = mend(2, after=("0001",))
    fake = Fake({GUIDS[2]: "2@x"})
    assert results(apply([needing], fake, None, pace=QUICK)) == [Result.REFUSED]
    assert fake.requests == 0
    made = apply([needing], fake, None, pace=QUICK, made_before=["0001"])
    assert results(made) == [Result.DONE]


def test_a_request_of_which_no_outcome_is_known_can_be_taken_back(tmp_path):
    path = tmp_path / "journal.jsonl"
    with JournalWriter(path, HEAD, clock=lambda: "now") as journal:
        journal.intend(mend(1), "CN=x", ())
    changes = reversed_changes(journals.read(path), HEAD.domain)
    for mail, expected in (("1@y", Result.DONE), ("1@x", Result.ALREADY_DONE)):
        fake = Fake({GUIDS[1]: mail})
        assert results(apply(changes, fake, None, pace=QUICK)) == [expected]
        assert fake.mails[GUIDS[1]] == "1@x"


def test_what_was_not_sent_is_not_ours_when_somebody_else_does_it(tmp_path):
    path = tmp_path / "journal.jsonl"

    class Unreachable(Fake):
        def modify(self, *_):
            raise SourceError("no connection")

    journaled(path, [mend(1)], Unreachable({GUIDS[1]: "1@x"}))
    journaled(path, [mend(1)], Fake({GUIDS[1]: "1@y"}))
    assert reversed_changes(journals.read(path), HEAD.domain) == []


def test_a_journal_of_two_domains_is_taken_back_in_each(tmp_path):
    path = tmp_path / "journal.jsonl"
    journaled(path, [mend(1)], Fake({GUIDS[1]: "1@x"}))
    there = replace(HEAD, domain="emea.corp.local")
    with JournalWriter(path, there, clock=lambda: "now") as journal:
        apply([mend(2)], Fake({GUIDS[2]: "2@x"}), journal, pace=QUICK)
    found = journals.read(path)
    for domain, expected in ((HEAD.domain, "0001"), (there.domain, "0002")):
        assert [one.id for one in reversed_changes(found, domain)] == [expected]


def test_a_journal_without_a_whole_line_is_not_begun(tmp_path):
    path = tmp_path / "journal.jsonl"
    assert not journals.is_begun(path)
    path.write_bytes(b'{"schema": "readi')
    assert not journals.is_begun(path)
    journaled(path, [mend(1)], Fake({GUIDS[1]: "1@x"}))
    assert journals.is_begun(path)
    path.write_bytes(b"a note of somebody's, without a line end")
    assert journals.is_begun(path)


def test_a_journal_is_its_owners_and_no_link_to_something_else(tmp_path):
    path, other = tmp_path / "journal.jsonl", tmp_path / "other"
    path.symlink_to(other)
    with pytest.raises(UsageError, match="cannot be written"):
        journaled(path, [mend(1)], Fake({GUIDS[1]: "1@x"}))
    assert not other.exists()
    path.unlink()
    path.touch(0o644)
    journaled(path, [mend(1)], Fake({GUIDS[1]: "1@x"}))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_that_was_cut_short_is_taken_away_and_nothing_else(tmp_path):
    path = tmp_path / "journal.jsonl"
    journaled(path, [mend(1)], Fake({GUIDS[1]: "1@x"}))
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"intent": "0002", "gu')
    assert len(journals.read(path).records) == 1
    journaled(path, [mend(2)], Fake({GUIDS[2]: "2@x"}))
    assert path.read_bytes().startswith(whole)
    assert [json.loads(line) for line in path.read_text().splitlines()]
    assert len(reversed_changes(journals.read(path), HEAD.domain)) == 2


def test_what_is_sent_was_written_down_on_the_disk_before(tmp_path, monkeypatch):
    events: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: events.append("synced"))

    class Telling(Fake):
        def modify(self, guid, edits):
            events.append("sent")
            super().modify(guid, edits)

    journaled(tmp_path / "journal.jsonl", [mend(1)], Telling({GUIDS[1]: "1@x"}))
    at = events.index("sent")
    assert events[at - 1 : at + 2] == ["synced", "sent", "synced"]


def test_without_a_journal_nothing_more_is_sent(tmp_path, monkeypatch):
    fake = Fake({GUIDS[1]: "1@x", GUIDS[2]: "2@x"})
    calls: list[int] = []

    def full(_):
        calls.append(1)
        if len(calls) > 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JournalLost, match="No space left"):
        journaled(tmp_path / "journal.jsonl", [mend(1), mend(2)], fake)
    assert fake.requests == 1


WHOLE = '{"schema": "readiness-journal/1", "action": "apply"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no journal: “readiness apply” writes one, beside its plan"),
        ("nonsense", "is no journal: “readiness apply” writes one"),
        ('{"schema": "other/1"}', "is no journal: “readiness apply” writes one"),
        ('{\n "schema": "readiness-plan/1",\n', "is a plan, and no journal: “readiness apply”"),
        (WHOLE, "killed before it did anything"),
        (f"{WHOLE}}}\n", "a damaged one"),
        (f"{WHOLE}}}\nnonsense\n{{}}\n", "is damaged in line 2"),
    ],
)
def test_what_is_no_journal_is_told_for_what_it_is(tmp_path, text, said):
    path = tmp_path / "journal.jsonl"
    path.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=said):
        journals.read(path)
