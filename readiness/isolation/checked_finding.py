"""Makes sure that a foreign check yields findings of its own, made of nothing but texts."""

from __future__ import annotations

from readiness.model.finding import Finding, Severity


def checked(check_id: str, finding: object) -> Finding:
    """A finding that is one, with nothing but texts in it.

    Raises:
        TypeError: it is none, or one of another check.
    """
    if not isinstance(finding, Finding):
        raise TypeError(f"a check yields findings, not {type(finding).__name__}")
    if finding.check != check_id:
        raise TypeError(f"a check yields findings of its own, not of {finding.check}")
    return finding._replace(
        dn=plain_text(finding.dn),
        attribute=plain_text(finding.attribute),
        value=None if finding.value is None else plain_text(finding.value),
        message=plain_text(finding.message),
        proposal=None if finding.proposal is None else plain_text(finding.proposal),
        related=tuple(map(plain_text, finding.related)),
        severity=None if finding.severity is None else Severity(finding.severity),
    )


def plain_text(value: object) -> str:
    """A text that is just that: rows on disk take neither numbers for texts nor an enum of them."""
    return "".join(str(value))
