"""Hides people: an adapter of a result, so that no report has to know of it."""

from __future__ import annotations

import hmac
import re
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from readiness.directory.mail_address import LEGACY_TYPES
from readiness.pipeline.result import OutOfScope, Result, SourceOutcome
from readiness.redaction.harmless import is_harmless
from readiness.redaction.preview import hidden_before, hidden_record
from readiness.redaction.tenant import hidden_forecast, hidden_object, hidden_outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.advice.action_plan import ActionPlan
    from readiness.advice.waves import Grouping, GroupKey, Person
    from readiness.checking.outcome import CheckOutcome
    from readiness.cloud.record import CloudRecord
    from readiness.gating.suppression import SuppressionOutcome
    from readiness.model.counts import Counts
    from readiness.model.finding import FindingRow
    from readiness.pipeline.preview.predictions import Before
    from readiness.tenant.forecasting.outcome_row import OutcomeRow
    from readiness.tenant.forecasting.tenant_forecast import CloudObjectRow

MASK = "***"
_SHORT = 2
"""Of so short a text, the first letter would be half."""
NAME = re.compile(r"((?:\\.|[^\\,+])*)([,+]\s*|\Z)", re.DOTALL)
"""One name of a DN, and what parts it from the next one."""
DN = re.compile(
    r"\s*(?:CN|OU|DC|O|UID|L|C)\s*=.*(?<!\\),\s*\w+\s*=", re.IGNORECASE | re.ASCII | re.DOTALL
)
TYPED = re.compile(
    rf"(smtp|sip|x500|eum|spo|{'|'.join(sorted(LEGACY_TYPES))}):(.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
"""A proxy address: its type, and what follows the colon."""
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+\.?")
LABEL = re.compile(r"[\w-]+")
_QUOTED = re.compile(r"“(.*)”|“(.*)", re.DOTALL)
"""From the first to the last quote of a message, whatever quotes the value itself has."""
_STRUCTURE = frozenset({"OU", "O", "C", "L", "ST"})
"""The parts of a DN that name no person."""

_DN_OPTIONS = {"include_ou": "YOUR-OU", "exclude_ou": "YOUR-OU", "base": "YOUR-BASE"}
"""Options that take a DN, and what stands for a hidden one in a command."""


class Redactor:
    """Hides what tells of people in texts from the directory. Domains stay legible."""

    def __init__(self, key: bytes | None = None) -> None:
        """Mask values; or with a key, put a pseudonym in the place of each."""
        self._key = key
        self.mode = "values" if key is None else "pseudonyms"

    def name(self, text: str) -> str:
        """The mask of a text, `a***`, or its pseudonym: equal ones for equal texts."""
        if not text.strip():
            return text
        if self._key is not None:
            return f"p{self._digest(text).hex()[:16]}"
        # the first letter stays: who works on a list must be able to tell its rows apart
        first = text.strip()[0]
        return f"{first}{MASK}" if len(text) > _SHORT and first.isalnum() else MASK

    def dn(self, dn: str) -> str:
        """A DN with its components hidden one by one."""
        return "".join(self._component(rdn) + mark for rdn, mark in NAME.findall(dn))

    def value(self, text: str) -> str:
        """A value of an attribute: an address keeps its type and its domain."""
        # a DN before an address: "CN=…@…" is one
        if DN.match(text):
            return self.dn(text)
        typed = TYPED.fullmatch(text)
        if typed:
            return f"{typed[1]}:{self.value(typed[2])}"
        local, at, domain = text.rpartition("@")
        if at and local and DOMAIN.fullmatch(domain):
            return f"{self.name(local)}@{domain}"
        return self.name(text)

    def message(self, text: str) -> str:
        """A message, in which directory data stands in quotes."""
        return _QUOTED.sub(lambda quoted: f"“{self._quote(quoted[1] or quoted[2] or '')}”", text)

    def guid(self, guid: str | None) -> str | None:
        """The pseudonym of a GUID; a mask would not tell anything."""
        if guid is None or self._key is None:
            return None
        return str(UUID(bytes=self._digest(guid)[:16]))

    def group(self, name: str, by: str | None) -> str:
        """The name of a group of users."""
        if by in {"ou", "manager"}:
            return self.dn(name)
        if by == "suffix":
            return name if DOMAIN.fullmatch(name) else self.name(name)
        return self.name(name) if by == "department" and self._key is not None else name

    def limit(self, name: str, value: str) -> str:
        """What limits a scan, by the name of the option; a filter may name anybody anywhere."""
        return self.dn(value) if name in _DN_OPTIONS else MASK

    def finding(self, row: FindingRow) -> FindingRow:
        """A finding."""
        return row._replace(
            dn=self.dn(row.dn),
            guid=self.guid(row.guid),
            value=self._of_attribute(row.attribute, row.value),
            message=self.message(row.message),
            proposal=self._of_attribute(row.attribute, row.proposal),
            related=tuple(map(self.dn, row.related)),
            suppression=row.suppression and self.name(row.suppression),
        )

    def _of_attribute(self, attribute: str, text: str | None) -> str | None:
        """What may be shown of a value: flags, codes and times name nobody."""
        if text is None or is_harmless(attribute, text):
            return text
        return self.value(text)

    def _quote(self, text: str) -> str:
        """A quoted value; several with words between them are hidden as one."""
        return self.name(text) if set(text) & {"“", "”"} else self.value(text)

    def _component(self, rdn: str) -> str:
        kind, equals, value = rdn.partition("=")
        name = kind.strip().upper()
        if not equals:
            return self.name(rdn)
        if (name == "DC" and LABEL.fullmatch(value)) or (name in _STRUCTURE and self._key is None):
            return rdn
        return f"{kind}={self.name(value)}"

    def _digest(self, text: str) -> bytes:
        # keyed, since a plain hash of a name is found by trying names
        octets = text.strip().lower().encode("utf-8", "backslashreplace")
        return hmac.digest(self._key or b"", octets, "sha256")


@dataclass(frozen=True)
class Redacted(Result):
    """A result that shows nobody."""

    redactor: Redactor = field(default_factory=Redactor)

    def findings(self) -> Iterator[FindingRow]:
        """The findings in the order of the report."""
        return map(self.redactor.finding, super().findings())

    def out_of_scope(self) -> Iterator[OutOfScope]:
        """The entries that are out of scope, in their order."""
        for entry in super().out_of_scope():
            yield entry._replace(dn=self.redactor.dn(entry.dn))

    def tenant_outcomes(self) -> Iterator[OutcomeRow]:
        """What becomes of each object beside those of the tenant, in the order of the sources."""
        return (hidden_outcome(row, self.redactor) for row in super().tenant_outcomes())

    def cloud_objects(self) -> Iterator[CloudObjectRow]:
        """The objects of the tenant that no object of the directory adopts."""
        return (hidden_object(row, self.redactor) for row in super().cloud_objects())

    def previewed(self) -> Iterator[tuple[CloudRecord, Before | None]]:
        """What each object in scope will be in the cloud, and what it is today."""
        for record, before in super().previewed():
            hidden = before and hidden_before(before, self.redactor)
            yield hidden_record(record, self.redactor), hidden

    def people_by(self, grouping: Grouping) -> Iterator[Person]:
        """The people in scope, each with the group of a grouping."""
        for person in super().people_by(grouping):
            yield person._replace(
                group=self.redactor.group(person.group, grouping),
                dn=self.redactor.dn(person.dn),
                guid=self.redactor.guid(person.guid),
                user_principal_name=self.redactor.value(person.user_principal_name),
                manager=self.redactor.dn(person.manager),
            )


def redacted(result: Result, redactor: Redactor | None) -> Result:
    """The result as the redactor leaves it; as it is without one."""
    if redactor is None:
        return result
    known: dict[str, Any] = {item.name: getattr(result, item.name) for item in fields(Result)}
    known |= {
        "sources": tuple(_source(source, redactor) for source in result.sources),
        "checks": tuple(map(_check, result.checks)),
        "trouble": tuple(map(redactor.message, result.trouble)),
        "suppressions": tuple(_suppression(rule, redactor) for rule in result.suppressions),
        "warnings": tuple(map(redactor.message, result.warnings)),
        "counts": _counts(result.counts, redactor),
        "tenant": result.tenant and hidden_forecast(result.tenant, redactor),
        "action_plan": _action_plan(result.action_plan, redactor),
        "groups": _groups(result.groups, redactor),
        "options": _options(result.options, redactor),
        "limits": _limits(result.limits, redactor),
        "redaction": redactor.mode,
    }
    return Redacted(**known, redactor=redactor)


def _options(
    options: Mapping[str, tuple[str, ...]], redactor: Redactor
) -> dict[str, tuple[str, ...]]:
    """The options; of who signed in nothing is left.

    A hidden text would be taken for the true one, and find nothing: a word to replace stands there.
    """
    hidden = {name: words for name, words in options.items() if name != "user"}
    for name in _DN_OPTIONS.keys() & hidden.keys():
        # every second word is a value
        hidden[name] = tuple(
            _DN_OPTIONS[name] if at % 2 and redactor.dn(word) != word else word
            for at, word in enumerate(hidden[name])
        )
    if "filter" in hidden:
        hidden["filter"] = (hidden["filter"][0], "YOUR-FILTER")
    return hidden


def _limits(
    limits: Mapping[str, tuple[str, ...]], redactor: Redactor
) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(redactor.limit(name, value) for value in values)
        for name, values in limits.items()
    }


def _source(source: SourceOutcome, redactor: Redactor) -> SourceOutcome:
    return replace(source, problems=[redactor.message(problem) for problem in source.problems])


def _check(check: CheckOutcome) -> CheckOutcome:
    """The outcome of a check: what it raised may hold what it had read."""
    if check.status != "crashed" or check.reason is None:
        return check
    return replace(check, reason=check.reason.partition(":")[0])


def _counts(counts: Counts, redactor: Redactor) -> Counts:
    """The counts; what stands for a suffix without being a domain is hidden."""
    hidden: list[dict[str, int]] = []
    for users_by_suffix in (counts.suffixes, counts.suffixes_not_ready):
        named: Counter[str] = Counter()
        for suffix, users in users_by_suffix.items():
            named[suffix if DOMAIN.fullmatch(suffix) else redactor.name(suffix)] += users
        hidden.append(dict(named))
    return replace(counts, suffixes=hidden[0], suffixes_not_ready=hidden[1])


def _action_plan(plan: ActionPlan, redactor: Redactor) -> ActionPlan:
    """The plan; domains stay legible, and what else a step is about is hidden."""
    steps = (
        replace(
            step, part=step.part._replace(value=step.part.value and redactor.value(step.part.value))
        )
        if not (step.part.value and DOMAIN.fullmatch(step.part.value))
        else step
        for step in plan.steps
    )
    return replace(plan, steps=tuple(steps))


def _groups(groups: Mapping[GroupKey, int], redactor: Redactor) -> dict[GroupKey, int]:
    """The people by group; groups whose names cannot be told apart any more are one."""
    hidden: Counter[GroupKey] = Counter()
    for key, people in groups.items():
        hidden[key._replace(name=redactor.group(key.name, key.grouping))] += people
    return dict(hidden)


def _suppression(outcome: SuppressionOutcome, redactor: Redactor) -> SuppressionOutcome:
    rule = outcome.suppression
    value = rule.value
    if rule.scope in ("dn", "ou"):
        value = redactor.dn(value)
    elif rule.scope == "guid":
        value = redactor.guid(value) or MASK
    # a reason is free text, and who writes one names people
    hidden = replace(
        rule,
        value=value,
        reason=redactor.name(rule.reason),
        owner=rule.owner and redactor.name(rule.owner),
    )
    return replace(outcome, suppression=hidden)
