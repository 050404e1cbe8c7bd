"""What of predictions is compared, and by what objects of several forests find each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.check import Scope
from readiness.checking.keyed_check import DerivedAttribute, Key, SharedKeyCheck
from readiness.cloud import joined
from readiness.cloud.prediction import READS
from readiness.directory.addresses.mail_address import fold
from readiness.directory.identifiers.security_identifier import fold_sid
from readiness.directory.objects.persons import ACCOUNT_OF_MAILBOX, match_attributes
from readiness.model.entry import RECIPIENTS
from readiness.model.finding import Severity
from readiness.uniqueness.column_keys import ColumnFold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from readiness.model.entry import Entry
    from readiness.model.plan import Plan

PREDICTED = "names and addresses in the cloud"
"""The derived attribute that holds what is predicted, each comparable and behind what it is."""
NAME, ADDRESS, GROUP, INITIAL = "nagi"
"""What a value is: a sign-in name, an address, that of a group, the address made of the alias; or
several of these, one letter each."""
CLOUD = "cloud"
"""The space of predicted names and addresses, which the cloud keeps in one space, too."""

SPACES_OF_PERSONS = frozenset({"sid", "address", "match"})
"""The spaces in which objects of one person meet."""


def attributes_previewed(plan: Plan) -> tuple[str, ...]:
    """All that a prediction reads."""
    return (*READS, *joined.READS, plan.sign_in_attribute, plan.source_anchor)


class _WithoutRole(ColumnFold):
    """The comparable form of values of PREDICTED."""

    def fold_all(self, values: Sequence[str | bytes]) -> list[str | None]:
        """What stands behind the role: it is comparable already."""
        return [str(value).partition(" ")[2] for value in values]


class PreviewKeys(SharedKeyCheck):
    """Declares what a preview compares, as a check does; it says nothing itself."""

    id = "preview"
    severity = Severity.INFO
    kinds = RECIPIENTS

    def __init__(self, plan: Plan, predict: Callable[[Entry], Iterable[str]]) -> None:
        """Take what predicts the names and addresses of an entry in scope."""
        super().__init__(plan)
        self.reads = attributes_previewed(plan)
        self.derived = (DerivedAttribute(PREDICTED, predict),)
        self.keys = (Key(CLOUD, PREDICTED, _WithoutRole()), *_keys_of_persons(plan))


def _keys_of_persons(plan: Plan) -> Iterator[Key]:
    """By what accounts, mailboxes and contacts of several forests find each other."""
    yield Key("sid", "objectSid", fold_sid, octets=True)
    for name in ACCOUNT_OF_MAILBOX:
        for scope in (Scope.IN, Scope.OUT):  # a linked mailbox is out of scope by itself
            yield Key("sid", name, fold_sid, octets=True, scope=scope)
    yield Key("address", "mail", fold)
    for name in match_attributes(plan):
        yield Key("match", name, fold)
