"""How many characters of a text Entra ID takes, attribute by attribute.

https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
https://learn.microsoft.com/graph/api/resources/user
https://learn.microsoft.com/graph/api/resources/onpremisesextensionattributes
"""

from __future__ import annotations

DISPLAY_NAME_MAX = 256
# Active Directory holds most of them to the same length by its schema.
LIMITS = {
    "givenName": 64,
    "middleName": 64,
    "sn": 64,
    "title": 128,
    "department": 64,
    "company": 64,
    "streetAddress": 1024,
    "l": 128,
    "st": 128,
    "postalCode": 40,
    "co": 128,
    "telephoneNumber": 64,
    "mobile": 64,
    "employeeID": 16,
    # the schema of Active Directory allows 2,048 characters in the last five of them
    **{f"extensionAttribute{number}": 1024 for number in range(1, 16)},
}
UNLIMITED = (
    "description",
    "facsimileTelephoneNumber",
    "homePhone",
    "info",
    "ipPhone",
    "pager",
    "physicalDeliveryOfficeName",
    "postOfficeBox",
)
"""Texts for which no limit is documented."""
