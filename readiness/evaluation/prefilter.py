"""Finds out which checks have something to do with which entries of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.check import ValueCheck
from readiness.errors import CRASHES
from readiness.evaluation.evaluation_plan import KNOWN_MAX
from readiness.model.values import text

if TYPE_CHECKING:
    from readiness.checking.check import Check
    from readiness.checking.triggers import Trigger
    from readiness.columns.batch import Batch
    from readiness.evaluation.evaluation_plan import Domains, Programme, Verdicts
    from readiness.model.finding import Finding


class Asked:
    """Who is asked about which entries of a table; numbers of entries are bits."""

    def __init__(self, batch: Batch) -> None:
        """Ask nobody yet."""
        self._table = batch
        self.checks: dict[Check, int] = {}
        """The entries that a check has to see as a whole."""
        self.verdicts: list[tuple[int, tuple[Finding, ...]]] = []
        """What has been said about a value of an entry, whoever holds it."""
        self.suspects: list[tuple[int, ValueCheck, str, str]] = []
        """Values of entries that checks have to judge."""

    def by(self, programme: Programme, bits: int) -> Asked:
        """Ask the checks of a programme about some entries."""
        for trigger, checks in programme.when.items():
            if some := bits & self._triggered(trigger) if trigger else bits:
                self.checks |= dict.fromkeys(checks, some)
        for verdicts in programme.values:
            self._judge(verdicts, bits)
        for domains in programme.domains:
            self._judge_domains(domains, bits)
        return self

    def about_values(self, programme: Programme, attribute: str) -> Asked:
        """Ask those that judge the values of an attribute, wherever they come from."""
        for verdicts in programme.values:
            if verdicts.attribute == attribute:
                self._judge(verdicts, -1)
        for domains in programme.domains:
            if domains.attribute == attribute:
                self._judge_domains(domains, -1)
        for checks in programme.when.values():
            every = (1 << self._table.size) - 1
            some = (one for one in checks if isinstance(one, ValueCheck) and attribute in one.reads)
            self.checks |= dict.fromkeys(some, every)
        return self

    def _triggered(self, trigger: Trigger) -> int:
        try:
            return self._table.triggered(trigger)
        except CRASHES:
            return -1

    def _judge(self, verdicts: Verdicts, bits: int) -> None:
        column = self._table.columns.get(verdicts.attribute.lower())
        if column is None or not (some := bits & self._triggered(verdicts.suspect)):
            return
        entries, values = column.held_by(some)
        try:
            said = [(one, verdicts[value]) for one, value in zip(entries, values, strict=True)]
        except CRASHES:  # it is told when each check judges by itself
            for one, value in zip(entries, values, strict=True):
                self._suspect(one, verdicts, value)
        else:
            self.verdicts += [(entry, findings) for entry, findings in said if findings]

    def _judge_domains(self, domains: Domains, bits: int) -> None:
        column = self._table.columns.get(domains.attribute.lower())
        if column is None or domains.clean.issuperset(column.domains):
            return
        for entry, value in zip(*column.held_by(bits), strict=True):
            shown = value if isinstance(value, str) else text(value)
            _, sign, domain = shown.rpartition("@")
            if sign and domain not in domains.clean:
                if domain not in domains.doubtful:
                    _learn(shown, domain, domains)
                if domain not in domains.clean:
                    self._suspect(entry, domains, shown)

    def _suspect(self, entry: int, those: Verdicts | Domains, value: str | bytes) -> None:
        shown = value if isinstance(value, str) else text(value)
        self.suspects += [(entry, check, those.attribute, shown) for check in those.checks]


def _learn(value: str, domain: str, domains: Domains) -> None:
    """Take note whether checks that look at the domain of a value may have something to say."""
    known = domains.doubtful
    try:
        parts = [(check, check.domain(value)) for check in domains.checks]
        if not all(part for _, part in parts):
            return  # another value may tell
        if all(check.wrong(part) is None for check, part in parts):
            known = domains.clean
    except CRASHES:  # `judge` raises it again, where it is told
        pass
    if len(known) == KNOWN_MAX:
        known.clear()
    known.add(domain)
