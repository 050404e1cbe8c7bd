"""Checks have nothing to say about healthy values, and no healthy value is blank."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from readiness import ValueCheck, is_blank
from readiness.checking.healthy_values import HEALTHY, unhealthy_values
from readiness.columns.patterns import mismatches
from tests.checks.hostile import under_every_plan, values
from tests.conftest import CHECKS, entry

TRUSTING = {
    f"{name}-{attribute}": (check, attribute)
    for name, check in CHECKS.items()
    if issubclass(check, ValueCheck) and check.trusts_healthy
    for attribute in under_every_plan(check)[0].reads
    if attribute in HEALTHY
}
ADDRESSED = ("mail", "proxyAddresses", "userPrincipalName")
NEARLY_USUAL = some.builds(
    "{}{}{}{}".format,
    some.sampled_from(["", "SMTP:", "smtp:", "Smtp:", "SIP:", "sip:", "x500:", "X500:", "x400:"]),
    some.one_of(some.text("aZ0-_'.#@ \u00e9", max_size=6), some.integers(62, 66).map("a".__mul__)),
    some.sampled_from(["", "@", "@", "@"]),
    some.one_of(some.text("aZ0-_. ", max_size=6), some.integers(46, 64).map("b".__mul__)),
)
"""Addresses that stand at the edges of what is usual."""
hostile = settings(max_examples=40, deadline=None, derandomize=True, database=None)


def healthy(attribute: str) -> some.SearchStrategy[str]:
    """Values that match the pattern: made of it, and damaged ones that still do."""
    pattern = re.compile(HEALTHY[attribute])
    damaged = values(attribute).filter(
        lambda value: isinstance(value, str) and pattern.fullmatch(value)
    )
    return some.one_of(some.from_regex(pattern, fullmatch=True), damaged)


@pytest.mark.parametrize(("check", "attribute"), TRUSTING.values(), ids=TRUSTING)
def test_a_check_that_trusts_the_table_is_silent_about_its_values(check, attribute):
    ready = under_every_plan(check)

    @hostile
    @given(healthy(attribute), some.sampled_from(ready))
    def hold(value, made):
        assert not list(made.judge(entry({}), attribute, value))

    hold()


@pytest.mark.parametrize("attribute", sorted(HEALTHY.keys() - {"member"}))
def test_no_healthy_value_is_blank(attribute):
    @hostile
    @given(healthy(attribute))
    def hold(value):
        assert not is_blank(value)

    hold()


def test_every_attribute_of_the_table_has_a_check_that_trusts_it():
    assert {attribute for _, attribute in TRUSTING.values()} == HEALTHY.keys()


@pytest.mark.parametrize("attribute", ADDRESSED)
def test_whatever_finds_them_the_same_addresses_are_unhealthy(attribute):
    @settings(hostile, max_examples=300)
    @given(
        some.lists(
            some.one_of(
                NEARLY_USUAL, some.integers(240, 260).map(lambda size: "x500:".ljust(size, "x"))
            )
        )
    )
    def hold(addresses):
        lines = "".join(f"{address}\n" for address in addresses)
        assert [*unhealthy_values(attribute)(lines)] == [*mismatches(HEALTHY[attribute])(lines)]

    hold()
