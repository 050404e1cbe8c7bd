"""Which entries share a key: kept on disk, in portions, as hashes."""

import tracemalloc
from array import array

import pytest

from readiness.columns import kernels
from readiness.uniqueness import key_index as module
from readiness.uniqueness.key_index import (
    _HEADER,
    LEFT,
    PROPOSED,
    RIGHT,
    KeyWriter,
    candidates,
    find_shared,
    key_shares,
    remove_keys,
)


class HashWriter(KeyWriter):
    """A writer of keys that takes hashes as numbers."""

    def put(self, hashes, ordinal):
        for hashed in hashes:
            self.add(array("q", (hashed, ordinal)).tobytes())


@pytest.fixture(params=["compiled", "in Python"])
def writer(request, tmp_path, monkeypatch):
    if request.param == "in Python":
        monkeypatch.setattr(kernels, "scattered", kernels.scattered_in_python)
        monkeypatch.setattr(kernels, "repeated", kernels.repeated_in_python)
    return HashWriter(tmp_path, "0")


def met(folder):
    """The ordinals that share a key, and the proposed hashes that are taken."""
    taken = [hashed for share in key_shares(folder) for hashed in find_shared(folder, share)]
    return sorted({ordinal for ordinal, _ in candidates(folder)}), sorted(taken)


def test_entries_with_one_key_meet(writer, tmp_path):
    writer.put([7], 1)
    writer.put([8], 2)
    writer.put([7], 3)
    writer.flush()
    assert met(tmp_path) == ([1, 3], [])


def test_an_entry_does_not_meet_itself(writer, tmp_path):
    writer.put([7, 7], 1)
    writer.put([7], 1)
    writer.flush()
    assert met(tmp_path) == ([], [])


@pytest.mark.parametrize("hashed", [0, 1, -1, 63, 64, -64, (1 << 63) - 1, -(1 << 63)])
def test_any_hash_finds_its_portion(writer, tmp_path, hashed):
    writer.put([hashed], 1)
    writer.put([hashed], 2)
    writer.flush()
    assert met(tmp_path) == ([1, 2], [])


def test_what_several_processes_remember_meets(tmp_path):
    for number in range(12):
        one = HashWriter(tmp_path, str(number))
        one.put([7, 1000 + number], number + 1)
        one.flush()
    assert met(tmp_path) == (list(range(1, 13)), [])


def test_a_writer_that_is_full_goes_to_disk(writer, tmp_path, monkeypatch):
    monkeypatch.setattr("readiness.uniqueness.key_index._HELD", 100)
    writer.put(range(4), 1)
    assert not list(tmp_path.iterdir())
    writer.put(range(4), 2)
    assert list(tmp_path.iterdir())
    writer.put([3], 3)
    writer.flush()
    assert met(tmp_path) == ([1, 2, 3], [])


def test_no_key_is_left_that_was_compared(writer, tmp_path):
    writer.put([7], 1)
    writer.put([7], 2)
    writer.flush()
    met(tmp_path)
    remove_keys(tmp_path)
    assert not list(tmp_path.glob("keys-*"))
    assert list(candidates(tmp_path)) == [(1, 7), (2, 7)]


def test_the_sides_of_a_join_meet(writer, tmp_path):
    writer.put([7], 1 | LEFT)
    writer.put([7], 2 | RIGHT)
    writer.flush()
    assert met(tmp_path) == ([1, 2], [])


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_one_side_of_a_join_does_not_meet_itself(writer, tmp_path, side):
    writer.put([7], 1 | side)
    writer.put([7], 2 | side)
    writer.flush()
    assert met(tmp_path) == ([], [])


def test_an_entry_that_is_both_sides_of_a_join_meets_nobody(writer, tmp_path):
    writer.put([7], 1 | LEFT)
    writer.put([7], 1 | RIGHT)
    writer.flush()
    assert met(tmp_path) == ([], [])


def test_a_proposal_that_somebody_holds_is_taken(writer, tmp_path):
    writer.put([7], 1 | PROPOSED)
    writer.put([7], 2)
    writer.flush()
    assert met(tmp_path) == ([], [7])


def test_a_proposal_that_is_made_twice_is_taken(writer, tmp_path):
    writer.put([7], 1 | PROPOSED)
    writer.put([7], 2 | PROPOSED)
    writer.flush()
    assert met(tmp_path) == ([], [7])


def test_a_proposal_that_the_entry_itself_holds_is_free(writer, tmp_path):
    writer.put([7], 1 | PROPOSED)
    writer.put([7], 1)
    writer.flush()
    assert met(tmp_path) == ([], [])


def test_holders_meet_although_somebody_is_offered_their_key(writer, tmp_path):
    writer.put([7], 1)
    writer.put([7], 2)
    writer.put([7], 3 | PROPOSED)
    writer.flush()
    assert met(tmp_path) == ([1, 2], [7])


def test_every_place_keeps_its_number(writer, tmp_path):
    ordinals = [1, 1 << 16, (1 << 16) - 1, 1 << 40, (1 << 60) - 1]
    for ordinal in ordinals:
        writer.put([7], ordinal)
    writer.flush()
    assert met(tmp_path) == (sorted(ordinals), [])


def test_every_value_may_be_a_duplicate(writer, tmp_path):
    for ordinal in range(20_000):
        writer.put([ordinal // 2 << 3], ordinal)
    writer.flush()
    assert met(tmp_path) == (list(range(20_000)), [])


@pytest.mark.parametrize("at_a_time", [16, 48, 160, 16_000])
def test_a_large_portion_is_compared_in_parts(writer, tmp_path, monkeypatch, at_a_time):
    monkeypatch.setattr(module, "_COMPARED", at_a_time)
    keys = [sign * number * step for sign in (1, -1) for number in range(1, 50) for step in (64, 1)]
    for ordinal, hashed in enumerate([*keys, *keys[::7]]):
        writer.put([hashed], ordinal)
    writer.put([keys[3]], PROPOSED | 500)
    writer.flush()
    shared_ones = range(0, len(keys), 7)
    ordinals = [*shared_ones, *range(len(keys), len(keys) + len(shared_ones))]
    assert met(tmp_path) == (ordinals, [keys[3]])
    assert {hashed for _, hashed in candidates(tmp_path)} == {keys[n] for n in shared_ones}


@pytest.mark.parametrize("at_a_time", [16, 100, 1 << 22])
def test_candidates_come_with_the_hashes_that_they_share(writer, tmp_path, monkeypatch, at_a_time):
    monkeypatch.setattr(module, "_COMPARED", at_a_time)
    hashes = [0, 1, -2, 63, 64, -64, 5 << 40, (1 << 63) - 1, -(1 << 63)]
    for hashed in hashes:
        writer.put([hashed], 1)
        writer.put([hashed], 2)
    writer.put([66, -63], 3)
    writer.flush()
    met(tmp_path)
    expected = [(ordinal, hashed) for ordinal in (1, 2) for hashed in sorted(hashes)]
    assert list(candidates(tmp_path)) == expected


@pytest.mark.parametrize("left", [0, -1, 9, -_HEADER.size])
def test_what_a_process_wrote_before_it_died_is_read(writer, tmp_path, left):
    writer.put([64], 1)
    writer.put([64], 2)
    writer.flush()
    late = HashWriter(tmp_path, "9")
    late.put([64], 3)
    late.put([128], 4)
    late.flush()
    late.put([64], 5)
    late.flush()
    with (tmp_path / "keys-9").open("r+b") as file:
        file.truncate(2 * _HEADER.size + 2 * 16 + left)
    assert met(tmp_path) == ([1, 2, 3], [])


def test_an_entry_that_holds_a_key_twice_is_one_candidate(writer, tmp_path):
    writer.put([7], 1)
    writer.flush()
    writer.put([7], 1)
    writer.put([7], 2)
    writer.flush()
    met(tmp_path)
    assert list(candidates(tmp_path)) == [(1, 7), (2, 7)]


def test_a_key_that_everybody_holds_takes_little_memory(tmp_path):
    holders = 100_000
    writer = HashWriter(tmp_path, "0")
    for ordinal in range(holders):
        writer.put([7], ordinal)
    writer.flush()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    for share in key_shares(tmp_path):
        find_shared(tmp_path, share)
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert peak < 100 * holders
