"""What the whole samples hold: nothing in the clean one, and in Contoso what its people know of."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from readiness import Plan, common_name
from tests.benchmarks import directory
from tests.conftest import NOW, SAMPLES, scanned

OUT_OF_SCOPE = """
computer-without-certificate: AZUREADSSOACC; LON-WS0008; SEA-DC01; SEA-LT0042; STO-DC01
conflict-object: CN=Tobias Keller\\0ACNF:457a0d50-0643-4aa5-89bd-409d829ee5f8
contact-without-mail: Fabrikam Gate House
critical-system-object: Administrator; Backup Operators; Domain Admins; Domain Users; Enterprise
    Admins; Guest; krbtgt
exchange-system-recipient: DiscoverySearchMailbox {D919BA05-46A6-415f-80AD-7E09334BB852};
    Organization Management
group-not-mail-or-security-enabled: Project Aurora
linked-mailbox: Karl-Heinz Brandes
opted-out: Local Printers Seattle; Training 01
sam-account-name-missing: Gabriele Lindner
service-account: AAD_4f2a9c81d0e3; CAS_{7d1c0a4f2be93}; MSOL_0f8fad5bd9cb; SUPPORT_388945a0
system-mailbox: SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}
"""
WITHOUT_A_PLAN = """
account-control-risk: Scanner Munich; svc-nfs; svc-sap; svc-sql; svc-webintranet
address-duplicate: Camille Rousseau; Grace Okafor; Owen Fitzgerald; Owen Fitzgerald (mobile);
    Rousseau, Camille; US Support
attribute-hidden-character: Hannah Feldman; Tomás Herrera; Zoë Pemberton
attribute-too-long: Claudia Reiter
attribute-truncated: Andreas Wimmer
certificate-count: Gerhard Vogt
conflict-object: CN=Tobias Keller\\0ACNF:457a0d50-0643-4aa5-89bd-409d829ee5f8
contact-mail-missing: Fabrikam Gate House
contact-not-mail-enabled: Courier Dispatch
contact-shares-mail: Owen Fitzgerald (mobile)
country-inconsistent: Markus Steiner
disabled-account: Patricia Holloway; Thomas Berg; Wolfgang Ritter
display-name-missing: Tax Advisers; svc-backup
display-name-too-long: Trade Fair 2024
exchange-attributes-without-alias: Wolfgang Ritter
group-dynamic-distribution: All Employees
group-member-foreign: VPN Users
group-member-out-of-scope: Company News; Warehouse Munich
group-nested: Research
group-not-mail-enabled: Project Aurora
group-only-secondary-smtp: Press Office
group-primary-members: Sandberg, Erik
group-proxies-without-smtp: Board
group-without-display-name: Works Council
health-mailbox-in-scope: HealthMailbox2f9f5c1b7f0e4a1d9c7b3a6e5d4c8b21
hidden-from-address-list-without-alias: Patricia Holloway
logon-hours-restricted: Lamar Jennings
linked-mailbox-without-account: Karl-Heinz Brandes
lost-and-found: Gunnar Holst
mail-differs-from-primary-smtp: Sjöberg, Karin
mail-domain-not-routable: Stefanie Brandl
mail-malformed: Courier Dispatch; Petit-Jean, Nathalie
mail-missing: Dieter Schwarz (Admin); Kiosk Reception Seattle; Lars Holm (Admin);
    Tyler Brandt (Admin); svc-backup; svc-nfs; svc-sap; svc-sql; svc-webintranet
mail-nickname-duplicate: Camille Rousseau; García, María; Maria Garcia; Rousseau, Camille
mail-nickname-invalid-character: Web & Shop
mail-nickname-leading-dot: Stefanie Brandl
mail-nickname-too-long: Konferenzraum Forschungszentrum Süd 17.3
mailbox-guid-orphan: Leah Goldstein; Wolfgang Ritter
object-sid-duplicate: Matthias Klein; Sabine Pohl
password-never-expires: Kiosk Reception Seattle;
    Robert Achterberg; Scanner Munich; svc-backup; svc-nfs; svc-sap; svc-sql; svc-webintranet
photo-too-large: Ek, Sven
preferred-language-invalid: George Pappas
privileged-account: Dieter Schwarz; Dieter Schwarz (Admin); Lars Holm (Admin); Tyler Brandt
    (Admin); svc-backup
proxy-address-count: Store Orders
proxy-address-domain-not-routable: Matthias Klein; Stefanie Brandl
proxy-address-extra-colon: Bernard, Hugo
proxy-address-invalid-character: Sabine Pohl
proxy-address-legacy-type: Board; Graham Thistlewood
proxy-address-malformed: Bernard, Hugo
proxy-address-primary-missing: Holm, Lars; Press Office
proxy-address-primary-multiple: Denise Carver
proxy-address-repeated: Graham Thistlewood
proxy-address-reserved-domain: Graham Thistlewood
proxy-address-too-long: Hans-Peter von Lichtenfels
remote-mailbox-without-target: Fiona MacLeod
sam-account-name-duplicate: Camille Rousseau; García, María; Maria Garcia; Rousseau, Camille
sam-account-name-invalid: Siobhan O'Neil
sam-account-name-missing: Gabriele Lindner
seamless-sso-delegation: AZUREADSSOACC
seamless-sso-key-stale: AZUREADSSOACC
service-account: svc-backup; svc-nfs; svc-sap; svc-sql; svc-webintranet
sip-address-differs-from-upn: Rajesh Patel; Reena Patel
sip-address-duplicate: Rajesh Patel; Reena Patel
source-anchor-duplicate: Camille Rousseau; Rousseau, Camille
source-anchor-length: Elif Demir
source-anchor-missing: Monika Seidel
source-anchor-not-writable: Dieter Schwarz (Admin); Lars Holm (Admin); Tyler Brandt (Admin);
    svc-backup
source-anchor-preset: Camille Rousseau; Elif Demir; Oliver Bancroft
stale-account: Ahmed Hassan; Öberg, Mats
target-address-duplicate: Ahmed Hassan; Ahmed Hassan (Fabrikam)
target-address-invalid: Simon Achebe
target-address-without-alias: Ahmed Hassan
upn-differs-from-primary-smtp: Julia Hofmann; Michael Bauer; Michael Bauer (Tool Shop)
upn-duplicate: Camille Rousseau; Rousseau, Camille
upn-invalid-character: Jörg Müller; Kurt Meyer
upn-malformed: Kelly, Niamh
upn-missing: Scanner Munich; svc-backup
upn-suffix-not-routable: Ahmed Hassan; George Pappas; Stefanie Brandl; svc-sap
upn-taken-as-address: Michael Bauer; Michael Bauer (Tool Shop); Owen Fitzgerald; Thomas Berg
upn-too-long: Konferenzraum Forschungszentrum Süd 17.3
upn-trailing-dot: Johannes Weber
usage-location-invalid: Fiona MacLeod
"""
HASHES_SYNCHRONISED = """
account-expired: Sandberg, Erik
address-blank-at-end: Anthony Ruiz
certificate-count-cloud-sync: Gerhard Vogt
inetorgperson-without-password-sync: Elif Demir; Tomás Herrera; Yuki Tanaka
must-change-password: Lena Hartmann
proxy-address-domain-not-verified: Amelia Stone; Noah Whitaker
smart-card-required: Tyler Brandt (Admin)
upn-suffix-not-verified: Amelia Stone; Noah Whitaker
"""
PASSED_THROUGH = """
lockout-policy-conflict: DC=contoso; DC=emea
workstations-restricted: Dieter Schwarz (Admin); Kiosk Reception Seattle
"""
FEDERATION = """
upn-suffix-not-federated: Amelia Stone; Noah Whitaker
upn-suffix-undeclared: Ahmed Hassan; George Pappas; Stefanie Brandl; svc-sap
"""
SIGN_IN_BY_MAIL = """
proxy-address-domain-not-verified: Amelia Stone; Noah Whitaker
sign-in-attribute-duplicate: Camille Rousseau; Rousseau, Camille
sign-in-attribute-equals-other-upn: Camille Rousseau; Michael Bauer; Michael Bauer (Tool Shop);
    Rousseau, Camille
sign-in-attribute-malformed: Petit-Jean, Nathalie
sign-in-attribute-missing: Dieter Schwarz (Admin); Kiosk Reception Seattle; Lars Holm (Admin);
    Thomas Berg; Tyler Brandt (Admin); svc-backup; svc-nfs; svc-sap; svc-sql; svc-webintranet
sign-in-attribute-not-verified: Amelia Stone; Noah Whitaker; Stefanie Brandl
"""
ANCHOR_OF_ONE_S_OWN = """
source-anchor-case-collision: Dmitri Volkov; Lindqvist, Björn
source-anchor-duplicate: Tyler Brandt; Tyler Brandt (Admin)
source-anchor-invalid: Sandberg, Erik
source-anchor-missing: Accounts Payable; Camille Rousseau; Dieter Schwarz (Admin);
    Kiosk Reception Seattle; Konferenzraum
    Forschungszentrum Süd 17.3; Lars Holm (Admin); Meeting Room Rainier; Projector Munich 2;
    Scanner Munich; Store Orders; Web & Shop; svc-backup; svc-nfs; svc-sap; svc-sql;
    svc-webintranet
source-anchor-name-based: Lena Hartmann
"""

PLANS: list[tuple[dict[str, Any], str]] = [
    ({}, WITHOUT_A_PLAN),
    (
        {
            "identity_model": "password-hash-sync",
            "sync_tool": "cloud-sync",
            "verified_domains": ("contoso.com", "contoso.de", "emea.contoso.com"),
        },
        HASHES_SYNCHRONISED,
    ),
    ({"identity_model": "pass-through"}, PASSED_THROUGH),
    (
        {
            "identity_model": "federated",
            "verified_domains": ("contoso.com", "contoso.de", "emea.contoso.com", "fabrikam.com"),
            "federated_domains": ("contoso.com", "contoso.de"),
            "declared_suffixes": ("contoso.com", "emea.contoso.com", "fabrikam.com"),
        },
        FEDERATION,
    ),
    (
        {
            "sign_in_attribute": "mail",
            "verified_domains": ("contoso.com", "contoso.de", "emea.contoso.com"),
        },
        SIGN_IN_BY_MAIL,
    ),
    ({"source_anchor": "employeeID"}, ANCHOR_OF_ONE_S_OWN),
]
"""What a plan says, and what is found with it: only checks that find something else by it."""


def test_contoso_has_the_problems_that_it_was_given():
    assert found_with(Plan(now=NOW), "contoso.ldif") == table(WITHOUT_A_PLAN)


@pytest.mark.parametrize(("given", "text"), PLANS)
def test_a_plan_brings_more_to_light(given, text):
    found = found_with(Plan(now=NOW, **given), "contoso.ldif")
    announced = table(text)
    assert {name: found[name] for name in announced} == announced
    usual = table(WITHOUT_A_PLAN)
    assert all(found[name] == usual[name] for name in found.keys() - announced.keys())


def test_contoso_has_entries_that_are_left_out():
    reasons = defaultdict(set)
    with scanned(Plan(now=NOW), SAMPLES / "contoso.ldif") as result:
        for one in result.out_of_scope():
            reasons[one.reason].add(shown(one.dn))
    del reasons["not-synchronised-kind"]
    assert reasons == table(OUT_OF_SCOPE)


@pytest.mark.parametrize("given", [given for given, _ in PLANS if "source_anchor" not in given])
def test_the_clean_directory_is_clean_under_any_plan(given):
    assert not found_with(Plan(now=NOW, **given), "clean.ldif")


def test_healthy_people_are_left_in_peace(tmp_path):
    path = tmp_path / "healthy.ldif"
    path.write_bytes(b"".join(directory.blocks(1000, problems="none")))
    assert found_with(Plan(now=NOW), path).keys() == {"password-never-expires", "service-account"}


def found_with(plan: Plan, file: Path | str) -> dict[str, set[str]]:
    """The names of the entries that have findings, by check."""
    found: dict[str, set[str]] = defaultdict(set)
    with scanned(plan, SAMPLES / file) as result:
        for finding in result.findings():
            found[finding.check].add(shown(finding.dn))
        assert result.is_complete
    return dict(found)


def shown(dn: str) -> str:
    """The cn of an entry, or the first part of its DN."""
    return common_name(dn) or dn.partition(",")[0]


def table(text: str) -> dict[str, set[str]]:
    """The names, by what stands before their colon."""
    rows = re.sub(r"\n    ", " ", text).strip().splitlines()
    return {
        head: set(names.split("; ")) for head, _, names in (row.partition(": ") for row in rows)
    }
