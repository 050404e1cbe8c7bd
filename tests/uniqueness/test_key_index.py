"""Which entries share a key: kept on disk, in portions, as hashes."""

from array import array

import pytest

from readiness.columns import kernels
from readiness.storage.sorted_runs import in_order
from readiness.uniqueness import key_index as module
from readiness.uniqueness.key_index import (
    _LENGTHS,
    LEFT,
    OFFERED,
    RIGHT,
    Ledger,
    forget,
    meeting,
    portions,
    shared,
)


class Notebook(Ledger):
    """A ledger that takes hashes as numbers."""

    def note(self, hashes, ordinal):
        for hashed in hashes:
            self.add(array("q", (hashed, ordinal)).tobytes())


@pytest.fixture(params=["compiled", "in Python"])
def ledger(request, tmp_path, monkeypatch):
    if request.param == "in Python":
        monkeypatch.setattr(kernels, "scattered", kernels.scattered_in_python)
        monkeypatch.setattr(kernels, "repeated", kernels.repeated_in_python)
    return Notebook(tmp_path, "0")


def met(folder):
    """The places that share a key, and the offered keys that are taken."""
    taken = [hashed for portion in portions(folder) for hashed in shared(folder, portion)]
    ordinals = {ordinal for (ordinal,) in in_order(folder, "candidates-*.run")}
    return sorted(ordinals), sorted(taken)


def test_entries_with_one_key_meet(ledger, tmp_path):
    ledger.note([7], 1)
    ledger.note([8], 2)
    ledger.note([7], 3)
    ledger.flush()
    assert met(tmp_path) == ([1, 3], [])


def test_an_entry_does_not_meet_itself(ledger, tmp_path):
    ledger.note([7, 7], 1)
    ledger.note([7], 1)
    ledger.flush()
    assert met(tmp_path) == ([], [])


@pytest.mark.parametrize("hashed", [0, 1, -1, 63, 64, -64, (1 << 63) - 1, -(1 << 63)])
def test_any_hash_finds_its_portion(ledger, tmp_path, hashed):
    ledger.note([hashed], 1)
    ledger.note([hashed], 2)
    ledger.flush()
    assert met(tmp_path) == ([1, 2], [])


def test_what_several_processes_remember_meets(tmp_path):
    for number in range(12):
        one = Notebook(tmp_path, str(number))
        one.note([7, 1000 + number], number + 1)
        one.flush()
    assert met(tmp_path) == (list(range(1, 13)), [])


def test_a_ledger_that_is_full_goes_to_disk(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("readiness.uniqueness.key_index._IN_MEMORY", 100)
    ledger.note(range(4), 1)
    ledger.settle()
    assert not list(tmp_path.iterdir())
    ledger.note(range(4), 2)
    ledger.settle()
    assert list(tmp_path.iterdir())
    ledger.note([3], 3)
    ledger.flush()
    assert met(tmp_path) == ([1, 2, 3], [])


def test_no_key_is_left_that_was_compared(ledger, tmp_path):
    ledger.note([7], 1)
    ledger.note([7], 2)
    ledger.flush()
    met(tmp_path)
    forget(tmp_path)
    assert not list(tmp_path.glob("*.keys"))
    assert set(meeting(tmp_path)) == {7}


def test_the_sides_of_a_join_meet(ledger, tmp_path):
    ledger.note([7], 1 | LEFT)
    ledger.note([7], 2 | RIGHT)
    ledger.flush()
    assert met(tmp_path) == ([1, 2], [])


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_one_side_of_a_join_does_not_meet_itself(ledger, tmp_path, side):
    ledger.note([7], 1 | side)
    ledger.note([7], 2 | side)
    ledger.flush()
    assert met(tmp_path) == ([], [])


def test_an_entry_that_is_both_sides_of_a_join_meets_nobody(ledger, tmp_path):
    ledger.note([7], 1 | LEFT)
    ledger.note([7], 1 | RIGHT)
    ledger.flush()
    assert met(tmp_path) == ([], [])


def test_a_proposal_that_somebody_holds_is_taken(ledger, tmp_path):
    ledger.note([7], 1 | OFFERED)
    ledger.note([7], 2)
    ledger.flush()
    assert met(tmp_path) == ([], [7])


def test_a_proposal_that_is_made_twice_is_taken(ledger, tmp_path):
    ledger.note([7], 1 | OFFERED)
    ledger.note([7], 2 | OFFERED)
    ledger.flush()
    assert met(tmp_path) == ([], [7])


def test_a_proposal_that_the_entry_itself_holds_is_free(ledger, tmp_path):
    ledger.note([7], 1 | OFFERED)
    ledger.note([7], 1)
    ledger.flush()
    assert met(tmp_path) == ([], [])


def test_holders_meet_although_somebody_is_offered_their_key(ledger, tmp_path):
    ledger.note([7], 1)
    ledger.note([7], 2)
    ledger.note([7], 3 | OFFERED)
    ledger.flush()
    assert met(tmp_path) == ([1, 2], [7])


def test_every_place_keeps_its_number(ledger, tmp_path):
    ordinals = [1, 1 << 16, (1 << 16) - 1, 1 << 40, (1 << 60) - 1]
    for ordinal in ordinals:
        ledger.note([7], ordinal)
    ledger.flush()
    assert met(tmp_path) == (sorted(ordinals), [])


def test_every_value_may_be_a_duplicate(ledger, tmp_path):
    for ordinal in range(20_000):
        ledger.note([ordinal // 2 << 3], ordinal)
    ledger.flush()
    assert met(tmp_path) == (list(range(20_000)), [])


@pytest.mark.parametrize("at_a_time", [16, 48, 160, 16_000])
def test_a_large_portion_is_compared_in_parts(ledger, tmp_path, monkeypatch, at_a_time):
    monkeypatch.setattr(module, "_AT_ONCE", at_a_time)
    keys = [sign * number * step for sign in (1, -1) for number in range(1, 50) for step in (64, 1)]
    for ordinal, hashed in enumerate([*keys, *keys[::7]]):
        ledger.note([hashed], ordinal)
    ledger.note([keys[3]], OFFERED | 500)
    ledger.flush()
    shared_ones = range(0, len(keys), 7)
    ordinals = [*shared_ones, *range(len(keys), len(keys) + len(shared_ones))]
    assert met(tmp_path) == (ordinals, [keys[3]])
    assert set(meeting(tmp_path)) == {keys[number] for number in shared_ones}


@pytest.mark.parametrize("at_a_time", [16, 100, 1 << 22])
@pytest.mark.parametrize("limits", [(0, 0), (1 << 24, 0), (1 << 24, 100)])
def test_keys_that_meet_are_known_afterwards(ledger, tmp_path, monkeypatch, limits, at_a_time):
    most, few = limits
    monkeypatch.setattr(module, "_AT_ONCE", at_a_time)
    monkeypatch.setattr(module, "_MEETING_MAX", most)
    monkeypatch.setattr(module, "_FEW", few)
    keys = [0, 1, -1, 63, 64, -64, 5 << 40, (1 << 63) - 1, -(1 << 63)]
    for hashed in keys:
        ledger.note([hashed], 1)
        ledger.note([hashed], 2)
    ledger.note([66, -63], 3)
    ledger.flush()
    met(tmp_path)
    known = meeting(tmp_path)
    assert all(hashed in known for hashed in keys)
    if most:
        assert sorted(known) == sorted(keys)
        assert len(known) == len(keys)
        assert not any(hashed in known for hashed in (66, -63, "0"))


@pytest.mark.parametrize("left", [0, -1, 9, -_LENGTHS.size])
def test_what_a_process_wrote_before_it_died_is_read(ledger, tmp_path, left):
    ledger.note([64], 1)
    ledger.note([64], 2)
    ledger.flush()
    late = Notebook(tmp_path, "9")
    late.note([64], 3)
    late.note([128], 4)
    late.flush()
    late.note([64], 5)
    late.flush()
    with (tmp_path / "9.keys").open("r+b") as file:
        file.truncate(2 * _LENGTHS.size + 2 * 16 + left)
    assert met(tmp_path) == ([1, 2, 3], [])
