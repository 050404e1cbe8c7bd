"""What a foreign check says of itself as a class, in plain data, and the class that repeats it."""

from __future__ import annotations

import inspect
from typing import NamedTuple

from readiness.checking.check import Check, DomainCheck, Scope
from readiness.checking.keyed_check import JoinCheck, SharedKeyCheck, UnmatchedCheck
from readiness.isolation.checked_finding import plain_text
from readiness.model.entry import Kind
from readiness.model.finding import Severity
from readiness.model.sign import Sign

_BASES: dict[str, type[Check]] = {
    base.__name__: base for base in (UnmatchedCheck, JoinCheck, SharedKeyCheck, DomainCheck, Check)
}
"""What the engine asks of a class by what it derives from; the first that fits."""

CHECK_TIMEOUT = 60
"""The seconds that a foreign check may take for one question, unless somebody says otherwise."""


class Declaration(NamedTuple):
    """A foreign check before it is made: what every list of checks, and every report, tells."""

    id: str
    severity: Severity
    kinds: frozenset[Kind]
    reads: tuple[str, ...]
    """Empty for a check that reads what the plan says."""
    scope: Scope
    sign_of: Sign | None
    base: str
    """The class of the contract that it derives from."""
    text: str
    """Its docstring."""
    origin: str
    """The file or the module that it is in."""


def declaration_of(check: type[Check], origin: str) -> Declaration:
    """What a check says, which `registry` found fit, without anything of its own making."""
    reads = getattr(check, "reads", ())
    return Declaration(
        plain_text(check.id),
        Severity(check.severity),
        frozenset(map(Kind, check.kinds)),
        tuple(map(plain_text, reads)) if isinstance(reads, tuple) else (),
        Scope(check.scope),
        None if check.sign_of is None else Sign(check.sign_of),
        next(name for name, base in _BASES.items() if issubclass(check, base)),
        plain_text(inspect.getdoc(check) or check.id),
        origin,
    )


def class_of(declaration: Declaration) -> type[Check]:
    """A class that says the same, and examines nothing."""
    said = declaration._asdict()
    origin, text, base = said.pop("origin"), said.pop("text"), said.pop("base")
    return type(base, (_BASES[base],), {"__module__": origin, "__doc__": text, **said})
