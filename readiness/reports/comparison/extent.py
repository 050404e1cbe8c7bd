"""What a scan read: where one of two scans read less, nobody can tell what came and what went.

Files of a pipeline have another name every day, so that a name alone says nothing:

* as many sources, with objects of the same domains, are the same question;
* so is that of a domain which both scans have, where each source was one domain both times;
* else a finding can be compared if its domain is in both scans, if there were as many sources or
  its own is one of the other scan's by name, too, and if it speaks of no other object;
* where OUs or a base were named, its object and those that it speaks of are inside both times.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from readiness.directory.identifiers.distinguished_name import domain_of, fold_dn
from readiness.directory.objects.sync_scope import is_below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.gating.previous_report import PreviousReport
    from readiness.model.finding import FindingRow


class Looked(Enum):
    """Whether the other scan looked for a finding, too."""

    YES = "yes"
    NO = "no"
    """It was asked for less, and this finding is of the rest."""
    NOBODY_KNOWS = "nobody knows"


class Extent:
    """What one scan was to read."""

    def __init__(self, report: PreviousReport) -> None:
        sources = [it for it in report.head.get("sources") or () if isinstance(it, dict)]
        limits = report.head.get("limits")
        self._limits: dict[str, Any] = limits if isinstance(limits, dict) else {}
        self._report = report
        self.number = len(sources)
        self.locations = frozenset(str(it.get("location")) for it in sources)
        self.is_legible = report.head.get("redaction", "none") == "none"
        self.include = self._folded("include_ou")
        self.exclude = self._folded("exclude_ou")
        # a base stands in the address, too
        live = [str(it.get("location")) for it in sources if it.get("kind") == "ldap"]
        self.base = self._folded("base") or frozenset(
            fold_dn(path) for it in live if (path := unquote(urlsplit(it).path[1:]))
        )
        self.filter = self._named("filter")

    @cached_property
    def domains(self) -> frozenset[str]:
        """The domains that objects were read of."""
        found = self._report.other_domains().union(domain for _, domain in self._places)
        return found - {""}

    @cached_property
    def has_domain_a_source(self) -> bool:
        """Whether each source is one domain and each domain one source, as far as can be seen."""
        places = [place for place in self._places if all(place)]
        return (
            self.is_legible
            and self.number == len(self.domains)
            and all(len(set(names)) == len(places) for names in zip(*places, strict=True))
        )

    @cached_property
    def _places(self) -> frozenset[tuple[str, str]]:
        return self._report.places()

    @property
    def limits(self) -> tuple[frozenset[str], ...]:
        """What kept objects out, for comparison."""
        return self.include, self.exclude, self.base, self.filter

    def admits(self, dn: str) -> bool:
        """Whether an object was to be read."""
        folded = fold_dn(dn)
        return (
            (not self.base or is_below(folded, tuple(self.base)))
            and (not self.include or is_below(folded, tuple(self.include)))
            and not is_below(folded, tuple(self.exclude))
        )

    def _named(self, limit: str) -> frozenset[str]:
        return frozenset(map(str, self._limits.get(limit) or ()))

    def _folded(self, limit: str) -> frozenset[str]:
        return frozenset(map(fold_dn, self._named(limit)))


def looked(finding: FindingRow, own: Extent, other: Extent) -> tuple[Looked, Looked]:
    """Whether the other scan read what a finding is about."""
    return _in_sources(finding, own, other), _inside(finding, own, other)


def surest(*answers: Looked) -> Looked:
    """What follows from several answers: one no is enough, and one doubt but for that."""
    return next(it for it in (Looked.NO, Looked.NOBODY_KNOWS, Looked.YES) if it in answers)


def _in_sources(finding: FindingRow, own: Extent, other: Extent) -> Looked:
    if (own.number, own.domains) == (other.number, other.domains):
        return Looked.YES
    others = tuple(_others(finding, own))
    if finding.dn and own.has_domain_a_source and other.has_domain_a_source:
        if all(_domain_of(dn) in other.domains for dn in (finding.dn, *others)):
            return Looked.YES
        # two forests that have nothing in common are no growing one
        return Looked.NO if other.domains < own.domains else Looked.NOBODY_KNOWS
    domain = _domain_of(finding.dn)
    was_read = finding.dn and (not domain or domain in other.domains)
    is_source_known = own.number == other.number or finding.source in other.locations
    if was_read and is_source_known and not others:
        return Looked.YES
    # of a source that came beside the old ones it is known that it was not read
    return Looked.NO if other.locations < own.locations else Looked.NOBODY_KNOWS


def _domain_of(dn: str) -> str:
    # below the object, for that may be the head of its domain
    return domain_of(f"CN=x,{dn}").lower()


def _inside(finding: FindingRow, own: Extent, other: Extent) -> Looked:
    if own.limits == other.limits:
        return Looked.YES
    is_hidden = not (own.is_legible and other.is_legible)
    if is_hidden or own.filter != other.filter or not finding.dn:
        return Looked.NOBODY_KNOWS
    dns = (finding.dn, *_others(finding, own))
    return Looked.YES if all(own.admits(it) and other.admits(it) for it in dns) else Looked.NO


def _others(finding: FindingRow, own: Extent) -> Iterator[str]:
    """The other objects that a finding speaks of."""
    yield from finding.related
    # of a hidden value nobody knows whether it is a DN
    if finding.value is not None and (domain_of(finding.value) or not own.is_legible):
        yield finding.value
