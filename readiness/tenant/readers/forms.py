"""The forms of exports, named after what writes them: told by the names of their properties."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_OF_ENTRA_CENTRE = frozenset(
    {"agegroup", "directorysynced", "identityissuer", "invitationstate", "alternateemailaddress"}
)
"""Columns that only the CSV of “Download users” has:
https://learn.microsoft.com/entra/identity/users/users-bulk-download"""


def form_of_json(context: str, given: Mapping[str, object]) -> str:
    """The form of an object of JSON, and of the context that Graph gives to what is around it."""
    if context or "@odata.type" in given:
        return "graph-json"
    return f"{_module_of(given.keys()) or _spelling(given.keys())}-json"


def _spelling(names: Collection[str]) -> str:
    """The modules for Graph begin names with a capital, Graph itself does not."""
    return "powershell" if any(name[:1].isupper() for name in names) else "graph"


def form_of_table(names: Collection[str]) -> str:
    """The form of a table with these columns."""
    folded = {name.replace(" ", "").lower() for name in names}
    if {"blockcredential", "displayname"} <= folded and any(" " in name for name in names):
        return "m365-admin-center-csv"
    if folded & _OF_ENTRA_CENTRE and "proxyaddresses" not in folded:
        return "entra-admin-center-csv"
    return f"{_module_of(names) or 'powershell'}-csv"


def _module_of(names: Collection[str]) -> str:
    """The module that gives objects such properties, if it is none for Graph."""
    folded = {name.lower() for name in names}
    if "recipienttypedetails" in folded:
        return "exchange"
    if {"blockcredential", "lastdirsynctime"} <= folded or "islicensed" in folded:
        return "msonline"
    if "objectid" in folded and folded & {"dirsyncenabled", "immutableid"}:
        return "azuread"
    return ""
