"""Writes one tenant in every form that a tool exports it in: what readers have to agree about."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Vector = dict[str, Any]
Properties = dict[str, Any]
CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#"
OBJECTS = ("users", "groups", "contacts", "deletedUsers")
BYSTANDER: Vector = {"id": "bystander", "userPrincipalName": "someone@contoso.com"}
"""Every tenant has a user, who holds nothing that a vector is about."""
FEATURES = {
    "blockSoftMatch": "blockSoftMatchEnabled",
    "blockTakeover": "blockCloudObjectTakeoverThroughHardMatchEnabled",
    "softMatchOnUpn": "softMatchOnUpnEnabled",
    "bypass": "allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled",
}
DEFAULTS = {"blockSoftMatch": False, "blockTakeover": False, "softMatchOnUpn": True}


def graph_object(spec: Vector) -> Properties:
    """An object of a vector with Graph's names, everything that is asked for among it."""
    name = spec.get("userPrincipalName", "")
    common = {
        "id": spec["id"],
        "displayName": spec.get("displayName", spec["id"]),
        "mail": spec.get("mail"),
        "mailNickname": spec["id"],
        "proxyAddresses": spec.get("proxyAddresses", []),
        "onPremisesSyncEnabled": spec.get("synced") or None,
        "onPremisesSecurityIdentifier": spec.get("sid"),
    }
    kind = spec.get("kind", "user")
    if kind == "group":
        is_mail = bool(common["proxyAddresses"])
        return common | {
            "securityEnabled": not is_mail,
            "mailEnabled": is_mail,
            "groupTypes": [],
            "isAssignableToRole": None,
        }
    if kind == "contact":
        return common
    return common | {
        "userPrincipalName": name,
        "accountEnabled": spec.get("accountEnabled", True),
        "userType": spec.get("userType", "Member"),
        "onPremisesImmutableId": spec.get("immutableId"),
        "onPremisesObjectIdentifier": spec.get("onPremisesObjectIdentifier"),
        "assignedLicenses": [],
        "usageLocation": spec.get("usageLocation"),
        "jobTitle": spec.get("jobTitle"),
        "department": spec.get("department"),
    }


def parts_of(vector: Vector) -> dict[str, list[Properties]]:
    """Every part of the tenant of a vector, by the name of its file.

    What its roles are, the tenant tells where the vector has `is_privileged`.
    """
    parts: dict[str, list[Properties]] = {
        name: []
        for name in (
            *OBJECTS,
            *("roleAssignments", "roleEligibilitySchedules", "roleGroupMembers"),
        )
    }
    for spec in (*vector["cloud"], BYSTANDER):
        kind = spec.get("kind", "user")
        name = "deletedUsers" if spec.get("deleted") else f"{kind}s"
        parts[name].append(graph_object(spec))
        if role := spec.get("role"):
            to = "roleAssignments" if role == "assigned" else "roleEligibilitySchedules"
            parts[to].append({"id": "r", "principalId": spec["id"], "roleDefinitionId": "role"})
    if (is_privileged := vector.get("is_privileged")) is not None:
        named = {"id": "role", "templateId": "role", "displayName": "Reports Reader"}
        parts["roleDefinitions"] = [named | {"isPrivileged": is_privileged}]
    features = DEFAULTS | vector["features"]
    told = {FEATURES[name]: value for name, value in features.items()}
    parts["onPremisesSynchronization"] = [{"id": "tenant", "features": told}]
    parts["domains"] = [
        {"id": name, "isVerified": True, "isInitial": "onmicrosoft" in name}
        for name in ("contoso.com", "fabrikam.com", "contoso.onmicrosoft.com")
    ]
    return parts


def pascal(given: Properties) -> Properties:
    """The names of PowerShell's objects."""
    return {name[0].upper() + name[1:]: value for name, value in given.items()}


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def pages(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
    """Graph's own answers; users come page by page."""
    for name, objects in parts.items():
        about = "users" if name == "deletedUsers" else name
        context = {"@odata.context": f"{CONTEXT}{about}(id)"}
        if name != "users":
            write(folder / f"{name}.json", {**context, "value": objects})
            continue
        for number, one in enumerate(objects, 1):
            more = {"@odata.nextLink": "https://graph…"} if number < len(objects) else {}
            write(folder / f"users-{number}.json", {**context, **more, "value": [one]})


def powershell(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
    """Objects through ConvertTo-Json: what a module has no property for stands apart."""
    for name, objects in parts.items():
        rows = [pascal(one) for one in objects]
        for row in rows:
            apart = {"onPremisesObjectIdentifier": row.pop("OnPremisesObjectIdentifier", None)}
            row["AdditionalProperties"] = apart if name in {"users", "deletedUsers"} else {}
        content: object = rows[0] if len(rows) == 1 else rows  # one object is no array
        write(folder / f"{name}.json", content)


def lines(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
    """JSON Lines, compressed."""
    for name, objects in parts.items():
        text = "".join(f"{json.dumps(one)}\n" for one in objects) or "[]"
        (folder / f"{name}.json.gz").write_bytes(gzip.compress(text.encode()))


def exporter(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
    """A tree of folders with a file for each object."""
    for name, objects in parts.items():
        for number, one in enumerate(objects):
            inner = folder / name.title() / str(number)
            inner.mkdir(parents=True)
            write(inner / f"{number}.json", one)
        if not objects:
            write(folder / f"{name}.json", [])


def in_one_file(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
    """Pages that somebody has put into one array, and the small parts beside it."""
    big = ("users", "groups")
    content = [{"@odata.context": f"{CONTEXT}{name}", "value": parts[name]} for name in big]
    write(folder / "tenant.json", content)
    pages(folder, {name: objects for name, objects in parts.items() if name not in big})


def table(rows: Sequence[Properties], *, delimiter: str, joined: str) -> str:
    """Rows as Export-Csv writes them, lists joined by hand."""
    file = io.StringIO()
    names = list(rows[0]) if rows else []
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name], joined) for name in names] for row in rows)
    return file.getvalue()


def _cell(value: object, joined: str) -> str:
    if isinstance(value, list):
        return joined.join(map(str, value))
    return "" if value is None else str(value)


def in_tables(delimiter: str, joined: str, encoding: str, head: str = "") -> Callable[..., None]:
    """Tables of PowerShell for what holds objects; the rest is JSON."""

    def write_tables(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
        rest = {}
        for name, objects in parts.items():
            if name in {*OBJECTS, "roleDefinitions"} and objects:
                rows = [pascal(one) for one in objects]
                text = head + table(rows, delimiter=delimiter, joined=joined)
                (folder / f"{name}.csv").write_bytes(text.encode(encoding))
            else:
                rest[name] = objects
        pages(folder, rest)

    return write_tables


AZURE_AD = {
    "Id": "ObjectId",
    "OnPremisesImmutableId": "ImmutableId",
    "OnPremisesSyncEnabled": "DirSyncEnabled",
    "OnPremisesSecurityIdentifier": "OnPremisesSecurityIdentifier",
}


def azure_ad(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
    """The module AzureAD, which knows no mapping: that comes in a list of its own."""
    renamed = dict(parts)
    for name in OBJECTS:
        renamed[name] = [_renamed(pascal(one), AZURE_AD) for one in parts[name]]
    renamed["objectIdentifiers"] = mappings(parts)
    for name, objects in renamed.items():
        write(folder / f"{name}.json", objects)


def msonline(folder: Path, parts: Mapping[str, list[Properties]]) -> None:
    """The module MSOnline, where only a date tells that somebody is synchronised."""
    renamed = dict(parts)
    for name in ("users", "deletedUsers"):
        rows = []
        for one in parts[name]:
            row = _renamed(pascal(one), AZURE_AD)
            row["LastDirSyncTime"] = "2026-01-01T00:00:00Z" if row.pop("DirSyncEnabled") else None
            row["BlockCredential"] = not row.pop("AccountEnabled")
            row["IsLicensed"] = bool(row.pop("AssignedLicenses"))
            rows.append(row)
        renamed[name] = rows
    renamed["objectIdentifiers"] = mappings(parts)
    pages(folder, {name: renamed[name] for name in renamed if name != "users"})
    if renamed["users"]:
        text = table(renamed["users"], delimiter=",", joined=" ")
        (folder / "users.csv").write_text(text, encoding="utf-8-sig", newline="")


def mappings(parts: Mapping[str, Iterable[Properties]]) -> list[Properties]:
    """Which users are mapped, as a list of its own."""
    name = "onPremisesObjectIdentifier"
    rows = (one for part in ("users", "deletedUsers") for one in parts[part])
    return [{"id": one["id"], name: one[name]} for one in rows if one[name]]


def _renamed(row: Properties, names: Mapping[str, str]) -> Properties:
    kept = {names.get(name, name): value for name, value in row.items()}
    kept.pop("OnPremisesObjectIdentifier", None)
    return kept


FORMS: dict[str, Callable[[Path, Mapping[str, list[Properties]]], None]] = {
    "graph-pages": pages,
    "powershell-json": powershell,
    "json-lines": lines,
    "entra-exporter": exporter,
    "pages-in-an-array": in_one_file,
    "csv-semicolons": in_tables(",", ";", "utf-8-sig"),
    "csv-of-a-culture": in_tables(";", "|", "utf-16", "#TYPE Selected.Microsoft.Graph.User\r\n"),
    "csv-tabs-and-lines": in_tables("\t", "\n", "utf-8"),
    "azuread": azure_ad,
    "msonline": msonline,
}
"""Every form in which a whole tenant can be exported."""
