"""Tells what a server held back, although it ended the search with success."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.sources.live.forest_reader import in_catalogue, in_schema, is_hidden
from readiness.sources.live.search_plan import unread_domains
from readiness.sources.protocol.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readiness.sources.live.coverage import Coverage
    from readiness.sources.live.forest import Forest
    from readiness.sources.live.live_directory import LiveDirectory
    from readiness.sources.live.search_plan import Tree

_ASKED_FOR_MAX = 50
"""So many entries that did not come are asked for one by one, to learn why."""
_REFERENCES_SHOWN = 3


@dataclass
class Gaps:
    """What was not seen: where the evidence is hard, the scan is incomplete."""

    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def look_for_gaps(
    directory: LiveDirectory, coverage: Coverage, asked: Sequence[str], read: Sequence[Tree]
) -> Gaps:
    """What an account may not see, of the trees that were read for some attributes.

    Raises:
        SourceError: the server does not answer any more.
    """
    gaps = Gaps()
    forest = directory.forest()
    if coverage.references:
        others = ", ".join(list(dict.fromkeys(coverage.references))[:_REFERENCES_SHOWN])
        gaps.problems.append(
            f"a part of the directory lies on other servers ({printable(others)}): name one of them"
            " as a further source"
        )
    if coverage.hidden:
        gaps.problems.append(
            f"{_count(coverage.hidden, 'entry hides its', 'entries hide their')} attributes from"
            f" this account, such as “{_shown(coverage.first_hidden)}”: give it read access, or use"
            " another account"
        )
    for domain in unread_domains(directory.options, forest):
        gaps.warnings.append(
            f"the forest has the domain {domain.fqdn}, too, which was not read: Entra Connect takes"
            " in the whole forest; use --forest, or name its controller as a further source"
        )
    if coverage.entries:
        _look_for_attributes(directory, coverage, asked, gaps)
        _look_for_hidden_entries(directory, coverage, read, gaps)
    return gaps


def _look_for_attributes(
    directory: LiveDirectory, coverage: Coverage, asked: Iterable[str], gaps: Gaps
) -> None:
    """Tell of attributes that no entry shows."""
    root, seen = directory.forest().root, coverage.attributes
    absent = [name for name in asked if name.lower() not in seen]
    if not absent:
        return
    if directory.options.access.servers[0].is_catalogue:
        held = directory.begin(lambda session: in_catalogue(session, root))
        lacking = [name for name in absent if name.lower() not in held]
        if lacking:
            gaps.problems.append(
                "the global catalogue does not hold every attribute, so checks of these find"
                f" nothing: {', '.join(lacking)}; scan each domain on port 636 instead"
            )
        return
    known = directory.begin(lambda session: in_schema(session, root.schema, absent))
    if known:
        gaps.warnings.append(
            f"nobody has these attributes, or this account may not read them: {', '.join(known)}"
        )


def _look_for_hidden_entries(
    directory: LiveDirectory, coverage: Coverage, read: Sequence[Tree], gaps: Gaps
) -> None:
    """Ask for entries that groups and people name and that did not come.

    Most of them are of a kind that was not searched for, such as computers.
    """
    forest = directory.forest()
    bases = [tree.base for tree in read]
    unseen = coverage.unseen(bases, _trees_apart(forest, bases))[:_ASKED_FOR_MAX]
    hidden = directory.begin(
        lambda session: [dn for dn in unseen if is_hidden(session, dn)],
    )
    if not hidden:
        return
    text = (
        f"{_count(len(hidden), 'entry', 'entries')} that groups or people name cannot be seen by"
        f" this account, such as “{_shown(hidden[0])}”: whatever else is there was not read either;"
        " give it read access, or use another account"
    )
    # Active Directory keeps its links true; elsewhere what they name may simply be gone
    (gaps.problems if forest.root.is_active_directory else gaps.warnings).append(text)


def _trees_apart(forest: Forest, bases: Sequence[str]) -> list[str]:
    """The DNs of trees below the bases that were not read, since each is searched on its own."""
    known = {*forest.root.contexts, *(domain.dn for domain in forest.domains)}
    read = {base.lower() for base in bases}
    below = tuple(f",{base}" for base in read)
    return [dn for dn in known if dn.lower() not in read and dn.lower().endswith(below)]


def _count(number: int, singular: str, plural: str) -> str:
    return f"{number:,} {singular if number == 1 else plural}"


def _shown(dn: bytes) -> str:
    return printable(dn.decode("utf-8", "backslashreplace"))
