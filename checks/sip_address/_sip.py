"""Where the SIP address of an object stands."""

from __future__ import annotations

PRIMARY = "msRTCSIP-PrimaryUserAddress"
"""Set by Skype for Business Server; the SIP addresses of proxyAddresses do not count besides it.

https://learn.microsoft.com/skypeforbusiness/hybrid/configure-azure-ad-connect
"""
