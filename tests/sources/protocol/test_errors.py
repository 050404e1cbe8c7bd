"""Each error is one line that says what to do."""

from __future__ import annotations

import socket
import ssl

import pytest

from readiness.sources.protocol.errors import (
    ServerBusy,
    network_error,
    search_error,
    sign_in_error,
    ticket_error,
)
from readiness.sources.protocol.operations import LdapResult

REFUSED = "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data {}, v4563"


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        ("525", "does not know this user"),
        ("52e", "the user name or the password is wrong"),
        ("530", "may not sign in at this time"),
        ("531", "may not sign in from this computer"),
        ("532", "the password has expired"),
        ("533", "the account is disabled"),
        ("701", "the account has expired"),
        ("773", "the password must be changed"),
        ("775", "the account is locked"),
        ("80090346", "channel binding"),
        ("999", "the user name or the password is wrong"),
    ],
)
def test_a_refused_sign_in_is_explained_by_its_sub_code(data, advice):
    assert advice in str(sign_in_error(LdapResult(49, text=REFUSED.format(data))))


def test_a_demand_for_signing_says_how_to_encrypt():
    text = str(
        sign_in_error(LdapResult(8, text="00002028: LdapErr: The server requires binds to …"))
    )
    assert "use ldaps:// or --start-tls" in text


def test_a_busy_server_can_be_asked_again():
    assert isinstance(sign_in_error(LdapResult(51)), ServerBusy)
    assert not isinstance(sign_in_error(LdapResult(49)), ServerBusy)


@pytest.mark.parametrize("code", [1, 2, 3, 4, 8, 10, 11, 12, 32, 34, 50, 51, 52, 53, 80, 4096])
def test_every_end_of_a_search_is_one_line(code):
    result = LdapResult(code, text="the server's\nown \x1b[31mwords\0", referrals=("ldap://dc2/",))
    text = str(search_error(result, "DC=contoso"))
    assert text.isprintable()
    assert "own" in text


def test_a_referral_names_the_other_server():
    text = str(search_error(LdapResult(10, referrals=("ldap://dc2.contoso.com/",)), "DC=contoso"))
    assert "ldap://dc2.contoso.com/" in text


def verification(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    error.verify_message = "in OpenSSL's words"
    return error


def too_old() -> ssl.SSLError:
    error = ssl.SSLError(1, "tlsv1 alert protocol version")
    error.reason = "TLSV1_ALERT_PROTOCOL_VERSION"
    return error


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (socket.gaierror(-2, "Name or service not known"), "no such host"),
        (ConnectionRefusedError(111, "Connection refused"), "refused"),
        (ConnectionResetError(104, "Connection reset by peer"), "closed the connection"),
        (TimeoutError("timed out"), "no answer in time"),
        (OSError(113, "No route to host"), "No route to host"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "port for LDAPS"),
        (too_old(), "no TLS of version 1.2 or newer"),
        (ssl.SSLEOFError(8, "EOF occurred"), "may have no certificate"),
        (verification(9), "not valid yet"),
        (verification(10), "has expired"),
        (verification(18), "self-signed"),
        (verification(19), "--ca-file"),
        (verification(20), "--ca-file"),
        (verification(62), "for another name"),
        (verification(64), "IP address"),
        (verification(79), "in OpenSSL's words"),
    ],
)
def test_a_connection_that_fails_is_explained(error, advice):
    text = str(network_error(error, "ldaps://dc1"))
    assert advice in text
    assert text.startswith("ldaps://dc1: ")


@pytest.mark.parametrize(
    ("told", "advice"),
    [
        ("Major (1): Unspecified. Minor (37): Clock skew too great", "the clocks"),
        ("Minor: Ticket expired", "run kinit again"),
        ("Major: No credentials were supplied. Minor: No Kerberos credentials", "run kinit"),
        (
            "Major: No credentials were supplied. Minor: Preauthentication failed",
            "password is wrong",
        ),
        ("Minor: Server not found in Kerberos database", "full name of the domain controller"),
        ("Minor: Cannot contact any KDC for realm 'CONTOSO.COM'", "no Kerberos server answers"),
        ("something\nelse", "Kerberos failed (something else)"),
    ],
)
def test_kerberos_is_explained(told, advice):
    assert advice in str(ticket_error(told))
