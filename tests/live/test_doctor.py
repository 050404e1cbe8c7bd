"""The doctor tells step by step how far the way to a directory leads."""

from __future__ import annotations

from readiness.command.connection_check import examine_connection
from tests.live.domain_controller import FQDN

STEPS = ["DNS", "TCP", "TLS", "sign-in", "directory", "paging", "schema", "attributes"]


def test_every_step_is_fine_with_a_healthy_server(controller, ask):
    steps = list(examine_connection(ask()))
    told = {step.name: step.text for step in steps}
    assert list(told) == STEPS
    assert all(step.is_fine for step in steps)
    assert controller.ip in told["DNS"]
    assert "TLSv1" in told["TLS"]
    assert f"DNS:{FQDN}" in told["TLS"]
    assert "Test bed CA" in told["TLS"]
    assert "days)" in told["TLS"]
    assert "CN=reader" in told["sign-in"]
    assert "Active Directory" in told["directory"]
    assert "fabrikam.com" in told["directory"]
    assert told["paging"] == "works"
    assert "prepared for Exchange" in told["schema"]
    assert "are read in" in told["attributes"]


def test_start_tls_is_examined_too(ask):
    steps = list(examine_connection(ask(f"ldap://{FQDN}", start_tls=True)))
    assert [step.name for step in steps] == STEPS
    assert all(step.is_fine for step in steps)


def test_a_wrong_name_is_shown_with_the_names_in_the_certificate(ask):
    *fine, failed = examine_connection(ask("ldaps://mail.contoso.com"))
    assert [step.name for step in fine] == ["DNS", "TCP"]
    assert failed.name == "TLS"
    assert "for another name" in failed.text
    assert f"the certificate is for DNS:{FQDN}" in failed.text


def test_a_certificate_that_is_not_verified_is_shown_by_its_fingerprint(ask):
    steps = list(examine_connection(ask(insecure=True, ca_file=None)))
    assert "NOT verified, SHA-256" in steps[2].text


def test_a_wrong_password_ends_the_examination(ask):
    steps = list(examine_connection(ask(password=lambda: "wrong")))
    assert [step.is_fine for step in steps] == [True, True, True, False]
    assert "password is wrong" in steps[-1].text


def test_a_search_without_result_is_a_failed_step(ask):
    steps = list(examine_connection(ask(filter="(cn=nobody-at-all)")))
    assert steps[-1].name == "paging"
    assert "finds nothing" in steps[-1].text


def test_every_server_of_a_list_is_examined(ask):
    steps = list(examine_connection(ask(f"ldaps://{FQDN}:6636 ldaps://{FQDN}")))
    assert [step.name for step in steps] == ["DNS", "TCP", *STEPS]
    assert not steps[1].is_fine


def test_a_host_that_does_not_exist_ends_it_at_once(describe):
    (step,) = examine_connection(describe("ldaps://dc1.contoso.invalid"))
    assert (step.name, step.is_fine) == ("DNS", False)
