"""The export of a tenant that has everybody of a generated directory already.

Most people are adopted by their address, some by their name or their anchor; one of ten differs in
something that the directory overwrites.
"""

import json
from base64 import b64decode
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

Entry = dict[str, list[str]]
DETAILS = {
    "givenName": "givenName",
    "surname": "sn",
    "jobTitle": "title",
    "department": "department",
    "companyName": "company",
    "officeLocation": "physicalDeliveryOfficeName",
    "city": "l",
}
OCTETS = frozenset({"objectGUID", "objectSid", "mS-DS-ConsistencyGuid"})
SKU = "c7df2760-2c81-4ef7-b578-5b5392b571df"
DIFFERENT: tuple[dict[str, Any], ...] = (
    {"jobTitle": "Head"},
    {"displayName": "Somebody (External)"},
    {"mail": None, "proxyAddresses": []},
    {"accountEnabled": False},
)
EMPTY = (
    "groups",
    "contacts",
    "deletedUsers",
    "objectIdentifiers",
    "roleEligibilitySchedules",
    "roleGroupMembers",
    "roleDefinitions",
)
SWITCHES = {
    "blockSoftMatchEnabled": False,
    "blockCloudObjectTakeoverThroughHardMatchEnabled": False,
    "softMatchOnUpnEnabled": True,
    "allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled": False,
}


def write_tenant(directory: Path, folder: Path) -> None:
    """Write the export, a file for each resource, of the tenant of a directory in LDIF."""
    folder.mkdir()
    some = cycle(DIFFERENT)
    users = [
        user(number, entry, next(some) if number % 10 == 0 else {})
        for number, entry in enumerate(entries(directory))
        if "userPrincipalName" in entry
    ]
    parts: dict[str, Any] = {
        "users": users,
        **{name: [] for name in EMPTY},
        "roleAssignments": [{"id": "r", "principalId": users[0]["id"], "roleDefinitionId": "d"}],
        "onPremisesSynchronization": [{"id": "t", "features": SWITCHES}],
    }
    for name, held in parts.items():
        text = json.dumps(held, indent=2, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, encoding="utf-8")


def entries(directory: Path) -> Iterator[Entry]:
    """The entries of a generated directory; what is no text stays in base64."""
    for block in directory.read_text(encoding="utf-8").replace("\n ", "").split("\n\n"):
        entry: Entry = {}
        for line in block.splitlines():
            name, _, value = line.partition(":")
            is_text = value.startswith(":") and name not in OCTETS
            text = b64decode(value[1:]).decode(errors="replace") if is_text else value.lstrip(": ")
            entry.setdefault(name, []).append(text)
        yield entry


def user(number: int, entry: Entry, different: dict[str, Any]) -> dict[str, Any]:
    """The user of the tenant for an entry, as Graph writes it."""
    first = {name: values[0] for name, values in entry.items()}
    anchor = first.get("mS-DS-ConsistencyGuid", first["objectGUID"])
    return {
        "id": f"{number:08x}-0000-4000-8000-{number:012x}",
        "displayName": first.get("displayName"),
        "userPrincipalName": first["userPrincipalName"],
        "mail": first.get("mail"),
        "mailNickname": first.get("mailNickname", first["sAMAccountName"]),
        "proxyAddresses": entry.get("proxyAddresses", []),
        "accountEnabled": True,
        "userType": "Member",
        "onPremisesSyncEnabled": None,
        "onPremisesImmutableId": anchor if number % 10 == 1 else None,
        "onPremisesSecurityIdentifier": None,
        "onPremisesProvisioningErrors": [],
        "assignedLicenses": [{"disabledPlans": [], "skuId": SKU}],
        "usageLocation": "CH",
        **{name: first.get(attribute) for name, attribute in DETAILS.items()},
        **different,
    }
