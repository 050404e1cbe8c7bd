"""Whoever is not in doubt is in scope: the rules of the scope are asked about all others."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from readiness import Entry, Kind
from readiness.columns.batch import Batch
from readiness.directory.objects.sync_scope import reason_left_out
from readiness.evaluation.scoping import DOUBTFUL_USER
from tests.writing import unhurried

CONFLICT = r"CN=Ana\0ACNF:f2953050-cfdc-4d5b-a667-7d6615694d51,OU=Staff,DC=contoso,DC=com"
PERSON = {"dn": "CN=Ana,DC=x", "samaccountname": "ana"}
SEEDS = {
    "admindescription": ["User_NoSync", "user_x", "Group_x", ""],
    "dn": [CONFLICT, CONFLICT.replace(r"\0A", "\n"), "CN=Ana,DC=x", r"CN=a\,b", r"CN=\0aCNF:f"],
    "iscriticalsystemobject": ["TRUE", "FALSE", "false", "true", ""],
    "mailnickname": ["CAS_{1}", "SystemMailbox{1}", "ana", "cas_{1}", ""],
    "msexchrecipienttypedetails": ["1", "2", "02", "16", "4096", "16384", "x", "-1", "\u0662"],
    "samaccountname": ["SUPPORT_388945a0", "AAD_x", "MSOL_x", "CAS_{1}", "ana", ""],
}  # fmt: skip


def is_in_doubt(values):
    """Whether the trigger fires for a user, or crashes, which is as good."""
    held = {name: ((0,), (value,)) for name, value in values.items()}
    try:
        return bool(DOUBTFUL_USER.entries(Batch.held((1,), held, {})) & 1)
    except ValueError:
        return True


def reason(values):
    held = {name: value for name, value in values.items() if name != "dn"}
    return reason_left_out(Entry(values["dn"], Kind.USER, held))


def valued(seeds):
    return some.sampled_from(seeds) | some.text(
        some.characters(exclude_characters="\n", codec="utf-8"), max_size=9
    )


@unhurried
@given(some.fixed_dictionaries({}, optional={name: valued(SEEDS[name]) for name in SEEDS}))
@example({"samaccountname": "ana"})
def test_whoever_is_not_in_doubt_is_in_scope(values):
    values.setdefault("dn", "CN=Ana,DC=x")
    assert is_in_doubt(values) or reason(values) is None


@pytest.mark.parametrize("name", sorted(SEEDS.keys() - {"msexchrecipienttypedetails"}))
def test_what_a_rule_asks_for_is_in_doubt(name):
    assert not is_in_doubt(PERSON)
    assert is_in_doubt(PERSON | {name: SEEDS[name][0]})


def test_ordinary_recipients_are_not_in_doubt():
    for recipient in ("1", "16", "2147483648", "8589934592", "17179869184", "34359738368"):
        assert not is_in_doubt(PERSON | {"msexchrecipienttypedetails": recipient})
    for recipient in ("2", "4096", "536870912"):
        assert is_in_doubt(PERSON | {"msexchrecipienttypedetails": recipient})
