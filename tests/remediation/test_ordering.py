"""Whoever frees a value goes before whoever takes it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.errors import UsageError
from readiness.remediation.making.ordering import in_stages
from readiness.remediation.repair_plan.change import Confidence, Decision
from readiness.remediation.repair_plan.plan_file import check_decisions, with_decisions
from tests.remediation.making import change, plan, upn

DOMAIN = "contoso.com"
NAMES = [f"{letter}@x" for letter in "abcdefg"]


def ids(stages):
    return [[one.id for one in stage.changes] for stage in stages]


def test_a_value_is_freed_before_it_is_taken():
    stages = in_stages([upn(1, "q@x", "p@x"), upn(2, "p@x", "r@x")], DOMAIN)
    assert ids(stages) == [["0002", "0001"]]
    assert stages[0].changes[1].after == ("0002",)


def test_changes_that_have_nothing_to_do_with_each_other_keep_their_order():
    stages = in_stages([upn(1, "a@x", "b@x"), upn(2, "c@x", "d@x")], DOMAIN)
    assert ids(stages) == [["0001", "0002"]]


def test_two_that_swap_their_names_need_a_name_in_between():
    [stage] = in_stages([upn(1, "p@x", "q@x"), upn(2, "q@x", "p@x")], DOMAIN)
    first, second, third = stage.changes
    assert [first.id, second.id, third.id] == ["0001a", "0002", "0001b"]
    [edit] = first.edits
    assert edit.remove == ("p@x",)
    assert edit.add == ("x-00000001132e4e1793ae000000000001@contoso.com",)
    assert third.edits[0].remove == edit.add
    assert third.edits[0].add == ("q@x",)


def test_swaps_of_objects_whose_guids_begin_alike_are_cut_each_by_itself():
    swaps = [
        replace(upn(number, old, new), guid=f"00000000-0000-0000-0000-{number:012x}")
        for number, (old, new) in enumerate(
            [("a@x", "b@x"), ("b@x", "a@x"), ("c@x", "d@x"), ("d@x", "c@x")]
        )
    ]
    [stage] = in_stages(swaps, DOMAIN)
    assert len(stage.changes) == 6
    assert len({one.edits for one in stage.changes}) == 6


def test_very_many_swaps_are_cut():
    # hours, if each were looked for from the beginning
    pairs = [(f"a{at}@x", f"b{at}@x") for at in range(3000)]
    swaps = [
        replace(upn(0, old, new), id=f"{at:04}", guid=f"{at:08x}-0000-0000-0000-000000000000")
        for at, (old, new) in enumerate(pairs + [(new, old) for old, new in pairs])
    ]
    [stage] = in_stages(swaps, DOMAIN)
    assert len(stage.changes) == 9000


def test_addresses_that_are_swapped_need_none():
    one = change(1, ("proxyAddresses", ["smtp:a@x"], ["smtp:b@x"]))
    other = change(2, ("mail", ["b@x"], ["a@x"]))
    [stage] = in_stages([one, other], DOMAIN)
    assert [one.id for one in stage.changes] == ["0001a", "0002", "0001b"]
    assert stage.changes[0].edits[0].add == ()


def test_what_another_domain_frees_is_taken_in_a_later_stage():
    taken = upn(1, "q@x", "p@x", domain="DC=emea,DC=corp,DC=local")
    stages = in_stages([taken, upn(2, "p@x", "r@x")], DOMAIN)
    assert ids(stages) == [["0002"], ["0001"]]


def test_a_change_of_letter_case_waits_for_nobody():
    [stage] = in_stages([upn(1, "P@x", "p@x"), upn(2, "q@x", "Q@x")], DOMAIN)
    assert [one.after for one in stage.changes] == [(), ()]


def test_who_exchanges_names_does_so_by_choice_and_nobody_else():
    circles = [upn(1, "p@x", "q@x"), upn(2, "q@x", "r@x"), upn(3, "r@x", "p@x")]
    swap = [
        change(4, ("proxyAddresses", ["smtp:a@x"], ["smtp:b@x"])),
        change(5, ("mail", ["b@x"], ["a@x"])),
    ]
    chain = [upn(6, "s@x", "t@x"), upn(7, "t@x", "u@x")]
    # gets what a swap frees beside the names that are swapped
    last = [upn(8, "v@x", "w@x"), change(9, ("userPrincipalName", ["w@x"], ["v@x"]),
            ("mail", ["y@x"], [])), upn(10, "z@x", "y@x")]  # fmt: skip
    [stage] = in_stages([*circles, *swap, *chain, *last], DOMAIN)
    chosen = {one.guid for one in stage.changes if one.confidence is Confidence.CHOICE}
    assert chosen == {one.guid for one in (*circles, *swap, *last[:2])}
    assert all("somebody else" in one.effects[-1] for one in stage.changes if one.guid in chosen)


@given(some.permutations(range(7)), some.permutations(range(7)))
def test_any_exchange_of_names_can_be_made_in_the_order_of_the_plan(old, new):
    changes = [
        upn(number, NAMES[old[number]], NAMES[new[number]])
        for number in range(7)
        if old[number] != new[number]
    ]
    held = {one.guid: one.edits[0].remove[0] for one in changes}
    expected = {one.guid: one.edits[0].add[0] for one in changes}
    for stage in in_stages(changes, DOMAIN):
        for one in stage.changes:
            [edit] = one.edits
            assert held[one.guid] == edit.remove[0]
            assert edit.add[0] not in held.values()
            held[one.guid] = edit.add[0]
    assert held == expected


@pytest.mark.parametrize("left_out", ["0001a", "0002", "0001b"])
def test_what_a_change_needs_and_both_of_its_steps_are_decided_together(left_out):
    stages = in_stages([upn(1, "p@x", "q@x"), upn(2, "q@x", "p@x")], DOMAIN)
    whole = plan(stages=stages)
    check_decisions(whole, "plan.json")
    with pytest.raises(UsageError, match=r"decide both alike|let it be applied"):
        check_decisions(with_decisions(whole, {left_out: Decision.SKIP}), "plan.json")
