"""The command that puts one finding right, with the reader's own values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness.model.finding import FindingRow

_ONE_VALUE = frozenset(
    {"displayName", "mail", "mailNickname", "sAMAccountName", "targetAddress", "userPrincipalName"}
)
_SEVERAL_VALUES = frozenset({"proxyAddresses"})
_QUOTES = frozenset("'\u2018\u2019\u201a\u201b")
"""PowerShell takes each of these for the end of a text in single quotes, unless it is doubled.

https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
"""


def remedy_command(finding: FindingRow) -> str | None:
    """The PowerShell that does what the finding proposes; None where there is nothing to run.

    The object is named by its GUID: a name could have changed hands since the scan.
    """
    value, proposal, attribute = finding.value, finding.proposal, finding.attribute
    if finding.guid is None or proposal is None or not proposal.isprintable():
        return None
    # one command for users, groups and contacts: Set-ADUser would do for users alone
    object_of = f"Set-ADObject -Identity {finding.guid}"
    if attribute in _ONE_VALUE:
        return f"{object_of} -Replace @{{{attribute}={_quoted(proposal)}}}"
    # -Replace would take all other values away
    if attribute in _SEVERAL_VALUES and value is not None and value.isprintable():
        removed, added = _quoted(value), _quoted(proposal)
        return f"{object_of} -Remove @{{{attribute}={removed}}} -Add @{{{attribute}={added}}}"
    return None


def _quoted(text: str) -> str:
    return "'" + "".join(sign * 2 if sign in _QUOTES else sign for sign in text) + "'"
