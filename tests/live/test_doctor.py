"""The doctor tells step by step how far the way to a directory leads."""

from __future__ import annotations

from subprocess import CompletedProcess

import pytest

from tests.live.domain_controller import BASE, FQDN
from tests.live.test_sign_in import VICTIM, tried

WAY = ["URL", "DNS", "TCP", "TLS", "rootDSE", "demands"]
STEPS = [*WAY, "sign-in", "directory", "paging", "schema", "attributes"]


def steps(done: CompletedProcess[str]) -> dict[str, tuple[bool, str]]:
    """Whether each step is fine, and what it says."""
    lines = (line.split(None, 2) for line in done.stdout.splitlines())
    return {name: (state == "ok", text) for state, name, text in lines}


def test_every_step_is_fine_with_a_healthy_server(readiness, controller):
    done = readiness("doctor")
    assert done.returncode == 0, done.stdout
    found = steps(done)
    assert list(found) == STEPS
    assert all(is_fine for is_fine, _ in found.values())
    told = {name: text for name, (_, text) in found.items()}
    assert controller.ip in told["DNS"]
    for words in ("TLSv1", f"DNS:{FQDN}", "Test bed CA", "days)"):
        assert words in told["TLS"]
    assert "signing: demanded" in told["demands"]
    assert "channel binding: cannot be seen" in told["demands"]
    assert "CN=reader" in told["sign-in"]
    assert told["rootDSE"] == f"{FQDN}, Active Directory, holds {BASE}"
    assert "fabrikam.com" in told["directory"]
    assert told["paging"] == "works"
    assert "prepared for Exchange" in told["schema"]
    assert "are read in" in told["attributes"]


def test_start_tls_is_examined_too(readiness):
    done = readiness("doctor", "--start-tls", url=f"ldap://{FQDN}")
    assert done.returncode == 0, done.stdout
    assert list(steps(done)) == STEPS


def test_a_wrong_name_is_shown_with_the_names_in_the_certificate(readiness):
    for url, options in (
        ("ldaps://mail.contoso.com", ()),
        ("ldap://mail.contoso.com", ("--start-tls",)),
    ):
        done = readiness("doctor", *options, url=url)
        assert done.returncode == 3
        found = steps(done)
        assert list(found) == WAY[:4]
        assert "for another name" in found["TLS"][1]
        assert f"the certificate is for DNS:{FQDN}" in found["TLS"][1]


def test_the_way_is_examined_before_a_password_is_asked_for(readiness):
    done = readiness("doctor", READINESS_PASSWORD=None)
    assert done.returncode == 3
    found = steps(done)
    assert list(found) == [*WAY, "sign-in"]
    assert "there is no password" in found["sign-in"][1]


@pytest.mark.parametrize("url", [f"ldaps://{FQDN}", f"ldap://{FQDN}"])
def test_without_a_user_everything_is_tried_that_needs_none(url, readiness):
    done = readiness("doctor", url=url, user="", READINESS_PASSWORD=None)
    assert (done.returncode, done.stderr) == (3, "")
    *way, last = done.stdout.splitlines()
    assert [line.split()[:2] for line in way] == [["ok", name] for name in WAY]
    assert last.startswith("open  sign-in    who is asking? Give --user")
    assert last.endswith("then follow directory, paging, schema, attributes")


def test_a_certificate_that_is_not_verified_is_shown_by_its_fingerprint(readiness):
    found = steps(readiness("doctor", "--insecure"))
    assert "NOT verified, SHA-256" in found["TLS"][1]


def test_what_a_server_demands_is_found_out_without_anybodys_password(readiness, controller):
    before = tried(controller)
    done = readiness("doctor", user=VICTIM, READINESS_PASSWORD=None)
    assert "demands" in done.stdout
    assert tried(controller) == before


def test_a_search_without_result_is_a_failed_step(readiness):
    done = readiness("doctor", "--filter=(cn=nobody-at-all)")
    assert done.returncode == 3
    *_, (name, (is_fine, text)) = steps(done).items()
    assert (name, is_fine) == ("paging", False)
    assert "finds nothing" in text


def test_every_server_of_a_list_is_examined(readiness):
    done = readiness("doctor", url=f"ldaps://{FQDN}:6636 ldaps://{FQDN}")
    assert done.returncode == 3
    names = [line.split()[1] for line in done.stdout.splitlines()]
    assert names == [*WAY[:3], *STEPS]
