"""What the values of a healthy directory look like, attribute by attribute.

A check that trusts this table (`ValueCheck.trusts_healthy`) has nothing to say about a value that
matches in full, and is only asked about the others: one pass over a block finds them. A pattern
may be narrower than what is allowed, for speed, and never wider: tests hold every check to that.

In all patterns the quantifiers are possessive (`++`): no value, however hostile, makes a match try
the same characters again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.columns.patterns import address_mismatches, mismatches, visible_text
from readiness.directory.addresses import user_principal_name
from readiness.directory.addresses.mail_address import PLAIN_ADDRESS
from readiness.directory.string_limits import DISPLAY_NAME_MAX, LIMITS, UNLIMITED

if TYPE_CHECKING:
    from readiness.columns.patterns import Mismatches

_ADMITTED = 1024
"""Texts without a documented limit are healthy up to so many characters."""
# Exchange takes "&" as well, but Entra Connect does not support it:
# https://learn.microsoft.com/powershell/module/exchange/set-mailbox
# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
_ALIAS = r"[A-Za-z0-9!#%*+/=?^_~$'`{}|-]++"
HEALTHY = {
    "displayName": visible_text(DISPLAY_NAME_MAX),
    **{name: visible_text(limit) for name, limit in LIMITS.items()},
    **{name: visible_text(_ADMITTED) for name in UNLIMITED},
    # https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1
    "mail": PLAIN_ADDRESS,
    # at most 64 characters, and dots only between others
    "mailNickname": rf"(?!.{{65}}){_ALIAS}(?:\.{_ALIAS})*+",
    # the name of a foreign security principal is a SID:
    # https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
    "member": r"(?!(?i:CN=S-1-)).*+",
    # SMTP and SIP addresses, and X500 ones of at most 256 characters with their type; other types,
    # and other spellings of these, are rare:
    # https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    "proxyAddresses": rf"(?:(?:SMTP|smtp|SIP|sip):{PLAIN_ADDRESS}|[Xx]500:[^@\n]{{0,251}}+(?<!\s))",
    # at most 20 characters, the first of which is surely to be seen:
    # https://learn.microsoft.com/windows/win32/adschema/a-samaccountname
    "sAMAccountName": r"[A-Za-z0-9][^\[\]\"'\\|,/:<>+=;?*\n]{0,19}+",
    # nearly all mailboxes in the cloud are below com, which the internet knows
    "targetAddress": rf"(?:SMTP|smtp):{PLAIN_ADDRESS}(?<=\.[Cc][Oo][Mm])",
    # https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
    "userPrincipalName": user_principal_name.HEALTHY,
}
"""A pattern of healthy values, by attribute as the checks spell it."""
_OF_ADDRESSES = {"mail": False, "proxyAddresses": True, "userPrincipalName": False}
"""The attributes all of whose usual addresses are healthy, and whether they have a type."""


def unhealthy_values(attribute: str) -> Mismatches:
    """What tells which values of an attribute are not healthy."""
    pattern = HEALTHY[attribute]
    if attribute in _OF_ADDRESSES:
        return address_mismatches(pattern, are_typed=_OF_ADDRESSES[attribute])
    return mismatches(pattern)
