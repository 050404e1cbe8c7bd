"""Translates the properties of PowerShell's Get-AD… commands into LDAP attributes.

A property that bears the name of an attribute goes before one that was made of it, such as
`userAccountControl` before `Enabled`.

https://learn.microsoft.com/archive/technet-wiki/12037.active-directory-get-aduser-default-and-extended-properties
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from readiness.model.values import AccountControl, to_filetime
from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.sources.tables.dates import moment_of
from readiness.sources.tables.row_blocks import Attributes, Row, RowProblem, encoded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime


class Number(str):
    """A number as it is written: none is computed with, and those of AD are longer than floats."""

    __slots__ = ()


Property: TypeAlias = "str | bool | list[Property] | dict[str, Property] | None"
"""What a property holds in JSON; in a table texts, and lists of these."""
Given = dict[str, tuple[str, Property]]
"""The properties of an object by name in lower case, each with its name as it is written."""

DN = "distinguishedname"
NAMES = {
    "city": "l",
    "country": "c",
    "created": "whenCreated",
    "deleted": "isDeleted",
    "emailaddress": "mail",
    "fax": "facsimileTelephoneNumber",
    "members": "member",
    "mobilephone": "mobile",
    "modified": "whenChanged",
    "office": "physicalDeliveryOfficeName",
    "officephone": "telephoneNumber",
    "organization": "o",
    "serviceprincipalnames": "servicePrincipalName",
    "sid": "objectSid",
    "state": "st",
    "surname": "sn",
    "logonworkstations": "userWorkstations",
}
"""Properties, in lower case, that are attributes under another name."""
TIMES = {
    "accountexpirationdate": "accountExpires",
    "accountlockouttime": "lockoutTime",
    "lastbadpasswordattempt": "badPasswordTime",
    "lastlogondate": "lastLogonTimestamp",
    "passwordlastset": "pwdLastSet",
}
"""Properties that are dates, and the attributes that hold them in units of 100 ns since 1601."""
ACCOUNT_FLAGS = {
    "accountnotdelegated": AccountControl.NOT_DELEGATED,
    "allowreversiblepasswordencryption": AccountControl.REVERSIBLE_PASSWORD,
    "doesnotrequirepreauth": AccountControl.NO_PREAUTHENTICATION,
    "passwordneverexpires": AccountControl.PASSWORD_NEVER_EXPIRES,
    "passwordnotrequired": AccountControl.PASSWORD_NOT_REQUIRED,
    "smartcardlogonrequired": AccountControl.SMART_CARD_REQUIRED,
    "trustedfordelegation": AccountControl.TRUSTED_FOR_DELEGATION,
    "trustedtoauthfordelegation": AccountControl.TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION,
    "usedeskeyonly": AccountControl.DES_KEY_ONLY,
}
"""Properties that are bits of userAccountControl."""
GROUP_SCOPES = {
    **dict.fromkeys(("0", "domainlocal"), 0x4),
    **dict.fromkeys(("1", "global"), 0x2),
    **dict.fromkeys(("2", "universal"), 0x8),
}
SECURITY_GROUPS = frozenset({"1", "security"})
_SECURITY_GROUP = -0x80000000
"""groupType is a signed integer: https://learn.microsoft.com/windows/win32/adschema/a-grouptype"""
_GENERALIZED_TIMES = frozenset({"whencreated", "whenchanged"})
_BOOLEANS = frozenset(
    {"iscriticalsystemobject", "isdeleted", "msexchhidefromaddresslists", "showinadvancedviewonly"}
)
_GUIDS = frozenset({"objectguid", "ms-ds-consistencyguid", "msexchmailboxguid"})
_SIDS = frozenset({"objectsid", "sidhistory"})
_NAME_OF_TYPE = re.compile(r"(?:System|Microsoft)\.[\w.]+(?:\[\]|Collection(?:`\d.*)?)")
"""What PowerShell writes of several values that a cell cannot hold, or that lie too deep."""


def row_of(line: int, properties: Mapping[str, Property]) -> Iterator[Row | RowProblem]:
    """The entry that an object of PowerShell is, and what of it cannot be read.

    Raises:
        Unreadable: the name of a type stands in place of values.
    """
    given: Given = {name.lower(): (name, value) for name, value in properties.items()}
    _, dn = given.pop(DN, ("", None))
    if not isinstance(dn, str) or not dn:
        yield RowProblem(line, "there is no DistinguishedName: the object is left out")
        return
    attributes: Attributes = {}
    derived: Attributes = {}
    for lower, (name, value) in given.items():
        to = TIMES.get(lower) or NAMES.get(lower) or name
        held = derived if to != name else attributes
        try:
            if lower in TIMES:
                held[to] = [str(to_filetime(_moment(moment))).encode() for moment in _listed(value)]
            else:
                held[to] = [_octets(to.lower(), item) for item in _listed(value)]
        except ValueError as error:
            yield RowProblem(line, f"{name} cannot be read: {error}", to.lower())
    # a disabled account must not look like one of which nothing is known
    derived |= _account_control(given)
    derived |= _group_type(given)
    # with -Properties *, most attributes come twice, and only the attribute itself is exact
    present = {name.lower() for name in attributes}
    attributes |= {
        name: derived_values
        for name, derived_values in derived.items()
        if name.lower() not in present
    }
    yield Row(line, dn, attributes)


def _listed(value: Property) -> list[Property]:
    """The values of a property, however it is wrapped; none for null and empty lists."""
    if isinstance(value, dict):
        # objects that have but one value of interest, such as a SID, or a date with its spelling
        wrapped = {name.lower(): inner for name, inner in value.items()}
        if "value" not in wrapped:
            raise ValueError("it is an object, not a value")
        return _listed(wrapped["value"])
    if not isinstance(value, list):
        return [] if value is None or value == "" else [value]
    if value and all(isinstance(octet, Number) for octet in value):
        return [value]  # one value, byte by byte
    return [inner for item in value for inner in _listed(item)]


def _octets(attribute: str, value: Property) -> bytes:
    """A value as LDAP has it, of an attribute in lower case.

    Raises:
        ValueError: it cannot be read; says why.
        Unreadable: the name of a type stands in its place.
    """
    if isinstance(value, list):
        return bytes(int(str(byte)) for byte in value)
    # before text, and not by str(): LDAP writes TRUE
    if isinstance(value, bool):
        return str(value).upper().encode()
    text = str(value)
    if _NAME_OF_TYPE.fullmatch(text):
        raise Unreadable(
            f"“{text}” stands in place of the values of {attribute}, which this command cannot"
            " write; write them with: … | ConvertTo-Json -Depth 3 | Out-File export.json, or export"
            " the directory with: ldifde -u -f export.ldf"
        )
    if attribute in _GENERALIZED_TIMES:
        return f"{_moment(text):%Y%m%d%H%M%S}.0Z".encode()
    if attribute in _BOOLEANS:
        return encoded(text.upper())
    if attribute in _GUIDS:
        return _guid(text)
    return _sid(text) if attribute in _SIDS else encoded(text)


def _moment(value: Property) -> datetime:
    moment = moment_of(str(value))
    if moment is None:
        raise ValueError(
            f"the date “{value}” is not understood; write dates as 2026-11-22T10:00:00Z"
        )
    return moment


def _guid(text: str) -> bytes:
    """The octets of a GUID; of anything else those of the text, which is for checks to judge."""
    try:
        # Active Directory keeps the first three fields of a GUID with their octets reversed
        return UUID(text).bytes_le
    except ValueError:
        return encoded(text)


def _sid(text: str) -> bytes:
    """The octets of a SID; of anything else those of the text.

    https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/f992ad60-0fe4-4b87-9fed-beb478836861
    """
    match = re.fullmatch(r"S-1-(\d{1,15})((?:-\d{1,10}){1,15})", text)
    if not match:
        return encoded(text)
    numbers = [int(number) for number in match[2].split("-")[1:]]
    try:
        # the authority is big-endian, and the numbers behind it are little-endian
        head = bytes([1, len(numbers)]) + int(match[1]).to_bytes(6, "big")
        return head + struct.pack(f"<{len(numbers)}I", *numbers)
    except (OverflowError, struct.error):
        return encoded(text)


def _account_control(given: Given) -> Attributes:
    """What the properties of an account say of userAccountControl; nothing if they do not."""
    enabled = _said(given, "enabled")
    if not enabled:
        return {}
    control = AccountControl.NORMAL_ACCOUNT
    if enabled != "true":
        control |= AccountControl.DISABLED
    for name, flag in ACCOUNT_FLAGS.items():
        if _said(given, name) == "true":
            control |= flag
    return {"userAccountControl": [str(int(control)).encode()]}


def _group_type(given: Given) -> Attributes:
    """What the properties of a group say of groupType; nothing if they do not."""
    scope = GROUP_SCOPES.get(_said(given, "groupscope"))
    category = _said(given, "groupcategory")
    if scope is None or not category:
        return {}
    is_security = category in SECURITY_GROUPS
    return {"groupType": [str(scope + (_SECURITY_GROUP if is_security else 0)).encode()]}


def _said(given: Given, name: str) -> str:
    """A property in lower case, as text and JSON spell it alike; nothing if it is not there."""
    _, value = given.get(name, ("", None))
    return str(value).lower() if isinstance(value, str | bool) else ""
