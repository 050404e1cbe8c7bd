"""A way to a server that is unsafe, or cannot work, is refused before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness.errors import UsageError
from readiness.sources.protocol.access import Access
from readiness.sources.protocol.connection import tls_context


def access(url: str = "ldaps://dc1.contoso.com", **given: Any) -> Access:
    usual: dict[str, Any] = {"user": "ana@contoso.com", "password": lambda: "hunter2"}
    return Access((url,), **(usual | given))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"user": None}, "who is asking"),
        ({"url": "ldap://dc1"}, "--allow-cleartext if you must"),
        ({"url": "ldaps://dc1 ldap://dc2"}, "--allow-cleartext if you must"),
        ({"auth": "ntlm", "user": "CONTOSO\\ana", "url": "ldap://dc1"}, "--allow-cleartext"),
        ({"auth": "ntlm"}, r"DOMAIN\\name"),
        ({"timeout": 0}, "--timeout"),
        ({"start_tls": True}, "encrypted anyway"),
        ({"url": "gopher://dc1"}, "no LDAP URL"),
    ],
)
def test_what_cannot_be_is_refused(given, why):
    with pytest.raises(UsageError, match=why):
        access(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"url": "ldap://dc1", "start_tls": True},
        {"url": "ldap://dc1", "allow_cleartext": True},
        {"auth": "kerberos", "user": None, "password": None},
        {"auth": "anonymous", "user": None, "password": None},
        {"auth": "ntlm", "user": "CONTOSO\\ana"},
        {"password": None},
    ],
)
def test_what_can_be_is_accepted(given):
    assert access(**given).servers


def test_the_password_is_not_asked_for_before_it_is_needed_and_not_shown():
    made = access(password=pytest.fail)
    assert "password" not in repr(made)


@pytest.mark.parametrize(("password", "why"), [(None, "no password"), (lambda: "", "empty")])
def test_a_password_that_is_none_is_refused_when_it_is_needed(password, why):
    with pytest.raises(UsageError, match=why):
        access(password=password).secret()


def test_what_is_insecure_is_a_warning():
    assert access().warnings() == []
    assert "--insecure" in access(insecure=True).warnings()[0]
    (warning,) = access("ldap://dc1", allow_cleartext=True).warnings()
    assert "not encrypted" in warning


def test_a_file_without_certificates_is_refused(tmp_path):
    empty = tmp_path / "ca.pem"
    empty.write_text("no certificate\n")
    with pytest.raises(UsageError, match="holds no certificates"):
        tls_context(empty, insecure=False)


def test_a_missing_file_of_certificates_is_refused():
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        tls_context(Path("nowhere.pem"), insecure=False)
