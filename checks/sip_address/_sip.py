"""Where the SIP address of an object stands."""

from __future__ import annotations

from readiness import fold_address

PRIMARY = "msRTCSIP-PrimaryUserAddress"
"""Set by Skype for Business Server; the SIP addresses of proxyAddresses do not count besides it.

https://learn.microsoft.com/skypeforbusiness/hybrid/configure-azure-ad-connect
"""


def fold_sip(value: str) -> str | None:
    """The address of `sip:ana@contoso.com` for comparison; None for other types."""
    address = value.lstrip()
    return fold_address(address[4:]) if address[:4].lower() == "sip:" else None
