"""Checks that are not reported: what they find is only counted, for the advice.

They run beside the others, over the same entries and keys. Their findings land in
`Counts.unreported`, by check and attribute, and never make an object unready.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from readiness.advice.statistics import text_anchors
from readiness.checking.check import Skip
from readiness.checking.keyed_check import Key, SharedKeyCheck, distinct
from readiness.directory.identifiers.source_anchor import (
    CONSISTENCY_GUID,
    OBJECT_GUID,
    fold_case,
    fold_object_guid,
)
from readiness.model.entry import USERS
from readiness.model.finding import Severity
from readiness.model.plan import IdentityModel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from readiness.checking.check import Check
    from readiness.model.counts import Counts
    from readiness.model.finding import Finding
    from readiness.model.key_holder import KeyHolder
    from readiness.model.plan import Plan

_GUIDS, _TEXTS = "anchor", "anchor-case"
"""The spaces of keys, which are those of the checks of anchors: so the keys are made but once."""


class _AnchorCheck(SharedKeyCheck):
    """Compares the values of every attribute that may become the source anchor."""

    severity = Severity.INFO
    kinds = USERS
    reads: tuple[str, ...] = (OBJECT_GUID, CONSISTENCY_GUID)

    def __init__(self, plan: Plan) -> None:
        """Compare GUIDs as they are, and attributes in text whatever their case."""
        super().__init__(plan)
        texts = text_anchors(plan)
        self.reads = (*self.reads, *texts)
        self.keys = (
            Key(_GUIDS, OBJECT_GUID, fold_object_guid, octets=True),
            Key(_GUIDS, CONSISTENCY_GUID, bytes.hex, octets=True),
            *(Key(_TEXTS, name, fold_case) for name in texts),
        )

    def silent(self, holder: KeyHolder, attribute: str) -> Finding:
        """A finding that is only counted."""
        return self.finding(holder, attribute, None, "")


class SharedAnchorValues(_AnchorCheck):
    """Counts the values that several users hold."""

    id = "anchor-values-shared"

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        """Yield a finding for each value."""
        for attribute, users in _shared(holders):
            yield self.silent(users[0], attribute)


class UsersSharingAnchors(_AnchorCheck):
    """Counts the users who hold a value that another user holds, too."""

    id = "anchor-users-sharing"

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        """Yield a finding for each user and value."""
        for attribute, users in _shared(holders):
            for user in users:
                yield self.silent(user, attribute)


class AnchorCaseTwins(_AnchorCheck):
    """Counts the values that differ from another one only in case."""

    id = "anchor-case-twins"

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        """Yield a finding for each spelling of a text that is spelt in several ways."""
        for attribute, spellings in _spellings(holders):
            users = {user.ordinal for users in spellings for user in users}
            if len(spellings) > 1 and len(users) > 1:
                for same in spellings:
                    yield self.silent(same[0], attribute)


def _shared(holders: Collection[KeyHolder]) -> Iterator[tuple[str, list[KeyHolder]]]:
    """The attributes in which users share a value, with those users; once for each value."""
    if next(iter(holders)).space == _GUIDS:
        guids = [holder for holder in holders if holder.attribute == OBJECT_GUID]
        groups = [(OBJECT_GUID, list(distinct(guids)))]
        if len(guids) < len(holders):
            # a mS-DS-ConsistencyGuid must not be the objectGUID of somebody else either
            groups.append((CONSISTENCY_GUID, list(distinct(holders))))
    else:
        groups = [(name, users) for name, values in _spellings(holders) for users in values]
    return ((attribute, users) for attribute, users in groups if len(users) > 1)


def _spellings(holders: Collection[KeyHolder]) -> Iterator[tuple[str, list[list[KeyHolder]]]]:
    """For each attribute in text, the users of each spelling of its value; no blank ones."""
    first = next(iter(holders))
    if first.space == _GUIDS or not first.key.strip():
        return
    spellings: dict[str, dict[str, list[KeyHolder]]] = {}
    for holder in holders:
        users = spellings.setdefault(holder.attribute, {}).setdefault(holder.value, [])
        if not users or users[-1].ordinal != holder.ordinal:
            users.append(holder)
    # keys ignore case here, so spellings of one key differ in case alone
    for attribute, by_value in spellings.items():
        yield attribute, list(by_value.values())


def silent_checks(
    classes: Mapping[str, type[Check]], plan: Plan, skipped: Iterable[str]
) -> Iterator[Check]:
    """Every silent check: of anchors, and of the skipped what another model would ask for."""
    yield from (SharedAnchorValues(plan), UsersSharingAnchors(plan), AnchorCaseTwins(plan))
    # each model on its own, for a check may be an error under one and mean nothing under another
    for name in skipped:
        for model in get_args(IdentityModel):
            try:
                check = classes[name](replace(plan, identity_model=model))
            except Skip:
                continue
            check.id = _under(model, name)  # type: ignore[misc]  # counted apart from the others
            yield check


def findings_by_model(
    name: str, silent: Collection[str], counts: Counts
) -> dict[IdentityModel, int]:
    """The findings that a skipped check has under each identity model that asks for it.

    `silent` are the ids of the silent checks that ran.
    """
    return {
        model: sum(number for (check, _), number in counts.unreported.items() if check == asked)
        for model in get_args(IdentityModel)
        if (asked := _under(model, name)) in silent
    }


def _under(model: IdentityModel, name: str) -> str:
    """The id of a check that is asked as if a model were planned; no other id has blanks."""
    return f"{name} under {model}"
