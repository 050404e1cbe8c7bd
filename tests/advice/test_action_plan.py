"""The plan frees most people with few decisions, and counts what it says."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from readiness.advice.action_plan import decisions
from readiness.advice.error_patterns import ErrorPatterns
from readiness.advice.obstacles import Part
from tests.writing import unhurried

A, B, C, D = (Part(name) for name in "abcd")


def chosen(people, total=1000):
    return list(decisions(Counter({frozenset(parts): n for parts, n in people.items()}), total))


def test_the_first_decision_frees_most_people():
    assert chosen({(A,): 10, (B,): 30, (A, B): 5}) == [B, A]


def test_a_decision_that_frees_nobody_alone_opens_the_next_one():
    assert chosen({(A, B): 30, (A, C): 20, (B, C, D): 90}) == [B, A, C, D]


def test_where_nobody_is_freed_by_two_decisions_three_are_made():
    assert set(chosen({(A, B, C): 30})) == {A, B, C}


def test_there_are_at_most_five_decisions():
    assert len(chosen({(Part(f"check-{number}"),): 10 for number in range(9)}, 90)) == 5


def test_no_further_decision_is_looked_for_once_nearly_everybody_is_ready():
    assert chosen({(A,): 50, (B,): 1, (C,): 1}, total=200) == [A]
    assert chosen({(A,): 50, (B,): 2, (C,): 1}, total=200) == [A, B]


def test_nobody_who_waits_means_no_decision():
    assert chosen({}) == []


PARTS = some.frozensets(some.sampled_from([A, B, C, D]), min_size=1)


@unhurried
@given(some.dictionaries(PARTS, some.integers(1, 50), max_size=9))
def test_no_decision_is_made_twice_and_none_frees_fewer_than_another_would(people):
    removed = set()
    for part in decisions(people, 1000):
        assert part not in removed

        def freed(other, gone=frozenset(removed)):
            return sum(n for parts, n in people.items() if parts - gone == {other})

        assert freed(part) == max(map(freed, (A, B, C, D)))
        removed.add(part)


@unhurried
@given(some.lists(some.tuples(some.integers(0, 5000), some.integers(0, 5))))
def test_patterns_remember_every_fact_of_every_object(facts):
    patterns, expected = ErrorPatterns(100, lambda fact: fact), {}
    for ordinal, fact in facts:
        patterns.add(ordinal, fact)
        expected.setdefault(ordinal, set()).add(fact)
    assert {ordinal: patterns.of(ordinal) for ordinal in expected} == expected
    assert dict(patterns.counted()) == Counter(map(frozenset, expected.values()))


@unhurried
@given(some.lists(some.tuples(some.integers(0, 99), some.integers(0, 9)), max_size=200))
def test_too_many_patterns_become_coarser_and_lose_nobody(facts):
    patterns = ErrorPatterns(4, lambda _: -1)
    for ordinal, fact in facts:
        patterns.add(ordinal, fact)
    assert all(patterns.of(ordinal) for ordinal, _ in facts)
    assert sum(n for _, n in patterns.counted()) == len({ordinal for ordinal, _ in facts})
    assert len(list(patterns.counted())) <= 4 + 11


def test_what_is_forgotten_holds_of_nobody():
    patterns = ErrorPatterns(9, lambda fact: fact)
    patterns.add(7, "a")
    patterns.forget(7)
    patterns.forget(8)
    patterns.forget(1 << 50)
    assert (patterns.of(7), list(patterns.counted())) == (frozenset(), [])
