"""The names that tools give to Graph's properties.

https://learn.microsoft.com/graph/api/resources/user
https://learn.microsoft.com/entra/identity/users/users-bulk-download
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Properties = dict[str, Any]
"""What an export holds of an object by Graph's name, without what nobody needs."""
Columns = dict[str, Sequence[Any]]
"""The same of several objects that lie side by side: for each property a value of each."""

_READ = (
    "id userPrincipalName displayName mail mailNickname proxyAddresses accountEnabled userType"
    " creationType onPremisesSyncEnabled onPremisesImmutableId onPremisesSecurityIdentifier"
    " onPremisesObjectIdentifier onPremisesLastSyncDateTime onPremisesProvisioningErrors"
    " assignedLicenses usageLocation deletedDateTime securityEnabled mailEnabled groupTypes"
    " isAssignableToRole members principalId roleDefinitionId roleDefinition templateId"
    " isPrivileged isBuiltIn rolePermissions memberType assignmentType status"
    " scheduleInfo isVerified isInitial isDefault authenticationType features groupId memberId"
    " recipientTypeDetails recipientType givenName surname jobTitle department companyName"
    " officeLocation city @odata.type"
)
_ALIASES = {
    "objectid": "id",
    "externaldirectoryobjectid": "id",
    "upn": "userPrincipalName",
    "primarysmtpaddress": "mail",
    "windowsemailaddress": "mail",
    "alias": "mailNickname",
    "emailaddresses": "proxyAddresses",
    "blockcredential": "signInBlocked",
    "blocksignin": "signInBlocked",
    "dirsyncenabled": "onPremisesSyncEnabled",
    "directorysynced": "onPremisesSyncEnabled",
    "isdirsynced": "onPremisesSyncEnabled",
    "immutableid": "onPremisesImmutableId",
    "lastdirsynctime": "onPremisesLastSyncDateTime",
    "provisioningerrors": "onPremisesProvisioningErrors",
    "licenses": "assignedLicenses",
    "islicensed": "assignedLicenses",
    "softdeletiontimestamp": "deletedDateTime",
    "additionalproperties": "additionalProperties",
    "name": "name",
    "authentication": "authenticationType",
    "firstname": "givenName",
    "lastname": "surname",
    "title": "jobTitle",
    "company": "companyName",
    "office": "officeLocation",
    "physicaldeliveryofficename": "officeLocation",
}
"""Names that other tools and earlier modules have, in lower case, and what Graph calls them."""
_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_BY_NAME = {name.lower(): name for name in _READ.split()} | _ALIASES


class Names(dict[str, "str | None"]):
    """Graph's name for each name of an export; None for what nobody needs. Fills as it is asked."""

    def __missing__(self, name: str) -> str | None:
        known = _BY_NAME.get(_BETWEEN_WORDS.sub("", name).lower())
        self[name] = known
        return known

    def columns(self, given: Columns) -> Columns | None:
        """What is needed of several objects; None if some have properties apart, as `read` says."""
        found = {known: column for name, column in given.items() if (known := self[name])}
        more = found.pop("additionalProperties", ())
        return None if any(more) else found

    def read(self, given: Mapping[str, Any]) -> Properties:
        """What is needed of an object; all the rest is forgotten."""
        found = {known: value for name, value in given.items() if (known := self[name])}
        # the modules for Graph put there what they have no property for, in Graph's own names
        more = found.pop("additionalProperties", None)
        if isinstance(more, dict):
            for name, value in more.items():
                known = self[str(name)]
                if known and found.get(known) is None:
                    found[known] = value
        return found
