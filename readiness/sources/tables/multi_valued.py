"""Which attributes of Active Directory hold several values, which a table puts into one cell."""

from __future__ import annotations

_MULTI_VALUED = frozenset(
    {
        "altsecurityidentities",
        "member",
        "memberof",
        "msexchpoliciesincluded",
        "objectclass",
        "othermailbox",
        "proxyaddresses",
        "serviceprincipalname",
        "showinaddressbook",
        "sidhistory",
        "upnsuffixes",
        "usercertificate",
        "usersmimecertificate",
    }
)
"""In lower case: https://learn.microsoft.com/windows/win32/adschema/attributes-all

A cell of any other attribute is one value. A `;` in a mail address is a mistake that must be told,
and not two addresses.
"""


def is_multi_valued(name: str) -> bool:
    """Whether an attribute, in any case, may hold several values."""
    return name.lower() in _MULTI_VALUED
