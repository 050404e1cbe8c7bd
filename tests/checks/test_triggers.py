"""A check is asked wherever it has something to say: triggers are never too narrow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from readiness import DomainCheck, Entry
from readiness.columns.batch import Batch
from tests.checks.hostile import ADDRESSED, entries, under_every_plan, values
from tests.conftest import CHECKS, entry

READY = {name: under_every_plan(check) for name, check in CHECKS.items()}
TRIGGERED = {
    name: triggered
    for name, ready in READY.items()
    if (triggered := [check for check in ready if check.when is not None])
}
OF_DOMAINS = {name: ready for name, ready in READY.items() if isinstance(ready[0], DomainCheck)}
hostile = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def batch_of(drawn: list[Entry], names: set[str]) -> Batch:
    """Entries by column, with these attributes."""
    found: dict[str, tuple[list[int], list[str | bytes]]] = {"dn": ([], [])}
    for index, drawn_entry in enumerate(drawn):
        named = [(name, drawn_entry.values(name)) for name in names]
        own: list[str | bytes] = [drawn_entry.dn]
        for name, held in (("dn", own), *named):
            indexes, column = found.setdefault(name.lower(), ([], []))
            indexes += [index] * len(held)
            column += held
    return Batch.held(range(len(drawn)), found, {})


@pytest.mark.parametrize("ready", TRIGGERED.values(), ids=TRIGGERED)
def test_a_trigger_fires_wherever_its_check_speaks(ready):
    @hostile
    @given(some.data())
    def hold(data):
        check = data.draw(some.sampled_from(ready))
        drawn = data.draw(some.lists(entries(check), min_size=1, max_size=2))
        fires = batch_of(drawn, {*check.reads, *ADDRESSED}).triggered(check.when)
        for index, shown in enumerate(drawn):
            if not fires >> index & 1:
                assert not list(check.examine(shown))

    hold()


@pytest.mark.parametrize("ready", OF_DOMAINS.values(), ids=OF_DOMAINS)
def test_a_domain_that_passed_once_passes_in_every_value(ready):
    @hostile
    @given(some.data())
    def hold(data):
        check = data.draw(some.sampled_from(ready))
        attribute = check.reads[0]
        texts = values(attribute).filter(lambda value: isinstance(value, str))
        first, second = (data.draw(texts) for _ in range(2))
        second = second.rpartition("@")[0] + first[first.rfind("@") :]
        domain = check.domain(first)
        if "@" in first and domain and check.wrong(domain) is None:
            assert not list(check.judge(entry({}), attribute, second))

    hold()
