"""Checks that are not reported: what they find is only counted, for the advice of a report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, get_args

from readiness.advice.statistics import of_anchor, of_model, text_anchors
from readiness.checking.check import Check, Key, Skip, distinct
from readiness.directory.source_anchor import (
    CONSISTENCY_GUID,
    OBJECT_GUID,
    fold_case,
    fold_object_guid,
)
from readiness.model.entry import USERS
from readiness.model.finding import Finding, Severity
from readiness.model.plan import IdentityModel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from readiness.model.key_holder import KeyHolder
    from readiness.model.plan import Plan

_GUIDS, _TEXTS = "anchor", "anchor-case"
"""The spaces of keys, which are those of the checks of anchors: so the keys are made but once."""


class AnchorSurvey(Check):
    """Counts the values of possible anchors that several users hold."""

    id = "anchor"
    severity = Severity.INFO
    kinds = USERS
    reads: ClassVar[tuple[str, ...]] = (OBJECT_GUID, CONSISTENCY_GUID)

    def __init__(self, plan: Plan) -> None:
        """Compare the GUIDs, and attributes in text whatever their case."""
        super().__init__(plan)
        texts = text_anchors(plan)
        self.reads = (*self.reads, *texts)  # type: ignore[misc]  # the plan decides
        self.keys = (
            Key(_GUIDS, OBJECT_GUID, fold_object_guid, octets=True),
            Key(_GUIDS, CONSISTENCY_GUID, bytes.hex, octets=True),
            *(Key(_TEXTS, name, fold_case) for name in texts),
        )

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        """Yield a finding for each value that is shared, each user that shares, each twin."""
        first = next(iter(holders))
        if first.space == _GUIDS:
            return _shared_guids(holders)
        return _shared_texts(holders) if first.key.strip() else iter(())


def _shared_guids(holders: Collection[KeyHolder]) -> Iterator[Finding]:
    """A user's ms-DS-ConsistencyGuid must not be another's objectGUID either."""
    yield from _sharing(OBJECT_GUID, _holders(_of(OBJECT_GUID, holders)))
    if any(_of(CONSISTENCY_GUID, holders)):
        yield from _sharing(CONSISTENCY_GUID, _holders(holders))


def _shared_texts(holders: Collection[KeyHolder]) -> Iterator[Finding]:
    for attribute in dict.fromkeys(one.attribute for one in holders):
        spellings: dict[str, tuple[int, int]] = {}
        for holder in _of(attribute, holders):
            users, last = spellings.get(holder.value, (0, -1))
            if holder.ordinal != last:
                spellings[holder.value] = users + 1, holder.ordinal
        for users, _ in spellings.values():
            yield from _sharing(attribute, users)
        if len(spellings) > 1 and _holders(_of(attribute, holders)) > 1:
            for _ in spellings:
                yield _note(of_anchor(attribute, "twin"))


def _of(attribute: str, holders: Iterable[KeyHolder]) -> Iterator[KeyHolder]:
    return (holder for holder in holders if holder.attribute == attribute)


def _holders(holders: Iterable[KeyHolder]) -> int:
    """The number of entries that mention something."""
    return sum(1 for _ in distinct(holders))


def _sharing(attribute: str, users: int) -> Iterator[Finding]:
    if users > 1:
        yield _note(of_anchor(attribute, "shared"))
        for _ in range(users):
            yield _note(of_anchor(attribute, "sharing"))


def _note(name: str) -> Finding:
    """A finding that is only counted, under a name that is no check's."""
    return Finding(name, "", "", None, "")


def shadows(
    classes: Mapping[str, type[Check]], plan: Plan, skipped: Iterable[str]
) -> Iterator[Check]:
    """The checks, of those that the plan makes skip, that another identity model would ask for."""
    for name in skipped:
        for model in get_args(IdentityModel):
            try:
                shadow = classes[name](replace(plan, identity_model=model))
            except Skip:
                continue
            shadow.id = of_model(model, name)  # type: ignore[misc]  # what it finds is not reported
            yield shadow
