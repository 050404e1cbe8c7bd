"""A finding as a heading and a sentence, for the formats that are read line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.entry import Kind
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
    return f"{shown(subject(finding))}{value} {shown(finding.message)}{proposal}"


def subject(finding: FindingRow) -> str:
    """What the sentence is about: the attribute before its value, or who lacks one.

    A message that names the attribute itself speaks of the object: "the user has no mail", and
    not "mail has no mail".
    """
    if finding.value is not None:
        return finding.attribute
    if finding.attribute.lower() in finding.message.lower():
        return "the object" if finding.kind == Kind.OTHER else f"the {finding.kind}"
    return f"{finding.attribute}:"
