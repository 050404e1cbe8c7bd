"""Encodes all that a scan ever sends to a directory: none of it can change anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ldap3
from ldap3.core.exceptions import LDAPException, LDAPInvalidFilterError
from ldap3.operation.bind import bind_operation
from ldap3.operation.extended import extended_operation
from ldap3.operation.search import search_operation
from ldap3.operation.unbind import unbind_operation
from ldap3.protocol.controls import build_control
from ldap3.protocol.rfc2696 import paged_search_control
from ldap3.protocol.rfc4511 import Controls, LDAPMessage, MessageID, ProtocolOp
from ldap3.utils.asn1 import encode

from readiness.errors import UsageError
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

START_TLS = "1.3.6.1.4.1.1466.20037"
_SCOPES = {"base": ldap3.BASE, "one": ldap3.LEVEL, "subtree": ldap3.SUBTREE}
# ask Active Directory to leave out the references to its other partitions: each is a search of its
# own here. https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/4ebd8a01-9cdb-4dc6-b293-8ba7f62ec49a
_DOMAIN_SCOPE = "1.2.840.113556.1.4.1339"


def search_request(
    number: int, search: Search, page_size: int, cookie: bytes, *, is_active_directory: bool
) -> bytes:
    """A search; for one page if a size is given."""
    operation = _search_operation(search)
    controls = []
    if is_active_directory:
        controls.append(build_control(_DOMAIN_SCOPE, False, None, encode_control_value=False))  # noqa: FBT003 - ldap3's order
    if page_size:
        # critical: a server that knows no pages must refuse, and not pass over the demand:
        # https://www.rfc-editor.org/rfc/rfc4511#section-4.1.11
        controls.append(paged_search_control(criticality=True, size=page_size, cookie=cookie))
    return message(number, "searchRequest", operation, controls)


def sign_in_request(
    number: int, method: str, name: Any, password: str | bytes | None, mechanism: str | None = None
) -> bytes:
    """A bind, by one of ldap3's methods; `name` is a client of NTLM where that signs in.

    Raises:
        UsageError: the password has characters that cannot be sent.
    """
    try:
        operation = bind_operation(3, method, name, password, mechanism, password)
    except (LDAPException, UnicodeError) as error:
        raise UsageError(f"this user and password cannot be sent ({error})") from error
    return message(number, "bindRequest", operation)


def start_tls_request(number: int) -> bytes:
    """The demand to encrypt the connection."""
    return message(number, "extendedReq", extended_operation(START_TLS))


def goodbye(number: int) -> bytes:
    """The end of a session, which has no answer."""
    return message(number, "unbindRequest", unbind_operation())


def check_filter(text: str) -> None:
    """Whether a filter can be sent.

    Raises:
        UsageError: it is not well formed.
    """
    try:
        search_request(1, Search("", text, ()), 0, b"", is_active_directory=False)
    except (LDAPInvalidFilterError, UnicodeError, RecursionError) as error:
        raise UsageError(f"--filter: “{text}” is no LDAP filter ({error})") from error


def _search_operation(search: Search) -> Any:
    return search_operation(
        search.base.encode("utf-8", "surrogateescape"),  # a DN that is no UTF-8 is sent as it came
        search.filter,
        _SCOPES[search.scope],
        # an alias that is followed would show an entry twice, or one outside of the base
        ldap3.DEREF_NEVER,
        list(search.attributes),
        # no limit of ours: those of the server end the search with a code that is told
        # https://www.rfc-editor.org/rfc/rfc4511#section-4.5.1.4
        size_limit=0,
        time_limit=0,
        types_only=False,
        auto_escape=False,
        auto_encode=False,
    )


def message(number: int, kind: str, operation: Any, controls: Sequence[Any] = ()) -> bytes:
    """An operation as a message with this number; `kind` is its name in RFC 4511."""
    whole = LDAPMessage()
    whole["messageID"] = MessageID(number)
    whole["protocolOp"] = ProtocolOp().setComponentByName(kind, operation)
    if controls:
        whole["controls"] = Controls().setComponents(*controls)
    return bytes(encode(whole))
