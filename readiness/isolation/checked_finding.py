"""Makes sure that a foreign check yields findings of its own, made of nothing but texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.model.key_holder import KeyHolder


def checked(check_id: str, finding: object) -> Finding:
    """A finding that is one, with nothing but texts in it.

    Raises:
        TypeError: it is none, or one of another check.
    """
    if not isinstance(finding, Finding):
        raise TypeError(f"a check yields findings, not {type(finding).__name__}")
    if finding.check != check_id:
        raise TypeError(f"a check yields findings of its own, not of {finding.check}")
    return Finding(
        check=check_id,
        dn=plain_text(finding.dn),
        attribute=plain_text(finding.attribute),
        value=None if finding.value is None else plain_text(finding.value),
        message=plain_text(finding.message),
        proposal=None if finding.proposal is None else plain_text(finding.proposal),
        related=tuple(map(plain_text, finding.related)),
        ordinal=int(finding.ordinal),
        severity=None if finding.severity is None else Severity(finding.severity),
    )


def checked_comparison(
    check_id: str, findings: Iterable[object], holders: Iterable[KeyHolder]
) -> list[Finding]:
    """The same of what a check says about the holders of a key.

    Raises:
        TypeError: one of them is none, or about an entry that is no holder.
    """
    shown = {(holder.ordinal, holder.dn) for holder in holders}
    said = [checked(check_id, finding) for finding in findings]
    for finding in said:
        if (finding.ordinal, finding.dn) not in shown:
            raise TypeError(
                "`compare` yields findings about entries that it is shown:"
                " make them with `self.shared` or `self.finding`"
            )
    return said


def checked_conclusion(check_id: str, findings: Iterable[object]) -> list[Finding]:
    """The same of what a check says about the directory as a whole.

    Raises:
        TypeError: one of them is none, or about an entry.
    """
    said = [checked(check_id, finding)._replace(ordinal=0) for finding in findings]
    if any(finding.dn for finding in said):
        raise TypeError("`conclude` yields findings about the whole directory, without a DN")
    return said


def plain_text(value: object) -> str:
    """A text that is just that: rows on disk take neither numbers for texts nor an enum of them."""
    return "".join(str(value))
