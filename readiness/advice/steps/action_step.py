"""One step of the action plan: what to decide, in words and in numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.directory.addresses.mail_address import DOMAIN
from readiness.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.advice.steps.obstacles import Blocked, Part, Split
    from readiness.checking.documentation import Doc

_DOMAINS_NAMED = 3
_SCRIPTED_SHARE = 0.9
"""The share of objects with a proposal, from which on a step is mostly a script's work."""
# a full stop behind a letter or a bracket: not that of “`'` and `.`”, which is about characters
_SENTENCE = re.compile(r".*?[^\W_][)”]?\.(?=\s|\Z)", re.DOTALL)
_SCRIPTED_A_MINUTE, _CONFIRMED_A_MINUTE, _MINUTES_A_DECISION = 1200, 3, 3
"""How long things take: a script changes some 20 objects a second, somebody reads a proposal in
20 seconds, and a decision of one's own takes 3 minutes."""


class OtherPart(NamedTuple):
    """What a further check finds of the domain or value that a decision is about."""

    part: Part
    doc: Doc
    blocked: Blocked


@dataclass(frozen=True)
class ActionStep:
    """One decision, and what comes of it."""

    step: int
    part: Part
    """What it is about; of several checks, that of most people."""
    covers: Split | None
    """What the part's value is: a domain, or a value that many objects share."""
    doc: Doc
    """The words of the check that finds it."""
    others: tuple[OtherPart, ...]
    """What further checks find of the same, and the same decision settles."""
    target: str | None
    """The domain to which most proposals lead."""
    is_target_open: bool
    """Whether somebody has to say first which of several verified domains is to be the target."""
    blocked: Blocked
    own_blocked: Blocked
    """What the first part alone keeps from being ready."""
    people_ready_before: int
    people_ready_after: int
    objects_ready_before: int
    objects_ready_after: int

    @property
    def title(self) -> str:
        """What to do, in a sentence."""
        title = step_title(self.doc, self.own_blocked, self.part.value, self.target)
        further = [step_title(it.doc, it.blocked, it.part.value) for it in self.others]
        return _with_alternatives(title, further)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All that it is about."""
        return (self.part, *(other.part for other in self.others))

    @property
    def checks(self) -> list[str]:
        """The checks that find it."""
        return [part.check for part in self.parts]

    @property
    def risks(self) -> tuple[str, ...]:
        """What may happen to people when it is done."""
        docs = (self.doc, *(other.doc for other in self.others))
        return tuple(dict.fromkeys(risk for doc in docs for risk in doc.risks))

    @property
    def action(self) -> str:
        """A word for programs, the same for every directory."""
        return self.doc.action or f"mend-{self.part.check}"

    @property
    def filter(self) -> dict[str, str | list[str]]:
        """What picks its findings: the `check`, or `checks`, and if need be `domain` or `value`."""
        picks: dict[str, str | list[str]] = {"check": self.part.check}
        if self.others:
            picks = {"checks": self.checks}
        if self.covers and self.part.value is not None:
            picks[self.covers] = self.part.value
        return picks

    @property
    def why(self) -> str:
        """What the cloud would do otherwise, in the first sentence that the check says of it."""
        sentence = _SENTENCE.match(self.doc.text)
        return sentence[0] if sentence else self.doc.text

    @property
    def decisions(self) -> int:
        """How often somebody has to decide.

        Once for a shared value, else once an object, and once for a target where there are several.
        """
        has_target = "{target}" in self.doc.step
        if self.part.value is not None and not has_target:
            return 1
        # where a domain is left for another one, each object needs a name of its own
        one_by_one = self.blocked.objects - self.blocked.scripted
        return one_by_one + (has_target and self.is_target_open)

    @property
    def mode(self) -> Literal["script", "decision"]:
        """What most of the work is."""
        share = self.blocked.scripted / self.blocked.objects
        return "script" if share >= _SCRIPTED_SHARE else "decision"

    @property
    def minutes(self) -> int:
        """A rough estimate of the work."""
        pace = _SCRIPTED_A_MINUTE if self.mode == "script" else _CONFIRMED_A_MINUTE
        return ceil(self.blocked.scripted / pace) + _MINUTES_A_DECISION * self.decisions


def step_title(
    doc: Doc, blocked: Blocked, part: str | None = None, target: str | None = None
) -> str:
    """What to do, in a sentence."""
    who = counted(blocked.objects, "object")
    if blocked.objects == blocked.people:
        who = "1 person" if blocked.people == 1 else f"{blocked.people:,} people"
    words = {"{who}": who, "{target}": target or "a verified domain"}
    words["{part}"] = part or named_domains(Counter())
    title = doc.step or f"Put right for {{who}}: {doc.title}"
    # not str.format: a check of somebody's own may have braces of its own in its text
    for placeholder, word in words.items():
        title = title.replace(placeholder, word)
    return title


def named_domains(domains: Counter[str]) -> str:
    """Domains as a sentence names them: those of most objects, and how many more there are."""
    # whoever writes a name where a domain belongs is not named: reports hide people, not domains
    ranked = sorted(domains, key=lambda it: (-domains[it], it))
    named = [it for it in ranked if "." in it and DOMAIN.fullmatch(it)][:_DOMAINS_NAMED]
    if not named:
        return counted(len(domains), "domain") if domains else "the domains in question"
    if more := len(domains) - len(named):
        named.append(counted(more, "more domain"))
    *others, last = named
    return f"{', '.join(others)} and {last}" if others else last


def _with_alternatives(title: str, further: Sequence[str]) -> str:
    """One sentence of several that begin alike: “Verify it, or …”."""
    same, _, alternative = title.removesuffix(".").partition(", or ")
    others = [other.removesuffix(".").partition(", or ") for other in further]
    alternatives = [alternative, *(rest for _, _, rest in others)]
    # words of somebody's own checks may differ from the start: then the first ones stand for all
    if not further or not all(alternatives) or any(head != same for head, *_ in others):
        return title
    return f"{same}, or {' and '.join(alternatives)}."
