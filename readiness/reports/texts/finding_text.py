"""A finding as a heading and a sentence, for the formats that are read line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow


def heading(finding: FindingRow) -> str:
    """The check and the object."""
    return f"{finding.check}: {shown(finding.dn)}" if finding.dn else finding.check


def sentence(finding: FindingRow) -> str:
    """What is wrong, and what would be right: `mail “ana” is no address → “ana@contoso.com”`."""
    value = "" if finding.value is None else f" “{shown(finding.value)}”"
    proposal = "" if finding.proposal is None else f" → “{shown(finding.proposal)}”"
    return f"{shown(finding.attribute)}{value} {shown(finding.message)}{proposal}"
