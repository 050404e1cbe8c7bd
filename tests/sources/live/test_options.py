"""Options that are unsafe, or cannot work, are refused before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from readiness.sources.protocol.tls import tls_context

from readiness.errors import UsageError
from readiness.sources.live.options import LiveOptions


def options(url: str = "ldaps://dc1.contoso.com", **given: Any) -> LiveOptions:
    usual: dict[str, Any] = {"user": "ana@contoso.com", "password": lambda: "hunter2"}
    return LiveOptions((url,), **(usual | given))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"user": None}, "who is asking"),
        ({"password": None}, "no password"),
        ({"url": "ldap://dc1"}, "--allow-cleartext if you must"),
        ({"url": "ldaps://dc1 ldap://dc2"}, "--allow-cleartext if you must"),
        ({"auth": "ntlm"}, r"DOMAIN\\name"),
        ({"page_size": 0}, "--page-size"),
        ({"timeout": 0}, "--timeout"),
        ({"rate": 0.0}, "--rate"),
        ({"forest": True, "base": "DC=contoso,DC=com"}, "leave out --base"),
        ({"start_tls": True}, "encrypted anyway"),
        ({"url": "gopher://dc1"}, "no LDAP URL"),
    ],
)
def test_what_cannot_be_is_refused(given, why):
    with pytest.raises(UsageError, match=why):
        options(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"url": "ldap://dc1", "start_tls": True},
        {"url": "ldap://dc1", "allow_cleartext": True},
        {"auth": "kerberos", "user": None, "password": None},
        {"auth": "anonymous", "user": None, "password": None},
        {"auth": "ntlm", "user": "CONTOSO\\ana"},
    ],
)
def test_what_can_be_is_accepted(given):
    assert options(**given).servers


def test_the_password_is_not_asked_for_and_not_shown():
    made = options(password=pytest.fail)
    assert "password" not in repr(made)


def test_a_location_holds_the_servers_and_the_base():
    made = options("ldaps://dc1 ldaps://dc2:1636", base="OU=Staff,DC=contoso,DC=com")
    assert made.location == "ldaps://dc1,ldaps://dc2:1636/OU=Staff,DC=contoso,DC=com"


def test_an_option_for_the_base_overrules_that_of_the_url():
    assert options("ldaps://dc1/DC=a", base="DC=b").root == "DC=b"
    assert options("ldaps://dc1/DC=a").root == "DC=a"


def test_what_is_insecure_is_a_warning():
    assert options().warnings() == []
    assert "--insecure" in options(insecure=True).warnings()[0]
    (warning,) = options("ldap://dc1", allow_cleartext=True).warnings()
    assert "not encrypted" in warning


def test_a_file_without_certificates_is_refused(tmp_path):
    empty = tmp_path / "ca.pem"
    empty.write_text("no certificate\n")
    with pytest.raises(UsageError, match="holds no certificates"):
        tls_context(empty, insecure=False)


def test_a_missing_file_of_certificates_is_refused():
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        tls_context(Path("nowhere.pem"), insecure=False)
