"""What the values of a healthy directory look like, by attribute: facts about attributes.

Checks that trust this table (`ValueCheck.trusts_healthy`) surely have nothing to say about a value
that matches in full; a test proves it for each of them. One pass over all values of a block finds
those that do not match.
"""

from __future__ import annotations

from readiness.columns.patterns import visible_text
from readiness.directory import user_principal_name
from readiness.directory.mail_address import PLAIN_ADDRESS

_ALIAS = r"[A-Za-z0-9!#%*+/=?^_~$'`{}|-]++"
_LONGEST = {
    "displayName": 256, "givenName": 64, "middleName": 64, "sn": 64, "title": 128,
    "department": 64, "company": 64, "streetAddress": 1024, "l": 128, "st": 128, "postalCode": 40,
    "co": 128, "telephoneNumber": 64, "mobile": 64, "employeeID": 16, "description": 1024,
    "facsimileTelephoneNumber": 1024, "homePhone": 1024, "info": 1024, "ipPhone": 1024,
    "pager": 1024, "physicalDeliveryOfficeName": 1024, "postOfficeBox": 1024,
}  # fmt: skip
HEALTHY = {
    **{name: visible_text(longest) for name, longest in _LONGEST.items()},
    "mail": PLAIN_ADDRESS,
    "mailNickname": rf"(?!.{{65}}){_ALIAS}(?:\.{_ALIAS})*+",
    "member": r"(?!(?i:CN=S-1-)).*+",
    "proxyAddresses": rf"(?:(?:SMTP|smtp|SIP|sip):{PLAIN_ADDRESS}|[Xx]500:[^@\n]{{0,251}}+)",
    "sAMAccountName": r"[^\[\]\"'\\|,/:<>+=;?*\n]{0,20}+",
    "targetAddress": rf"(?:SMTP|smtp):{PLAIN_ADDRESS}(?<=\.[Cc][Oo][Mm])",
    "userPrincipalName": user_principal_name.PLAIN,
}
