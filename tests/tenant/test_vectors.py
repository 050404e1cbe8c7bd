"""Every reader gives the same forecast: the vectors, in each form of export."""

import json
from pathlib import Path

import pytest

from readiness import Kind, Plan
from readiness.errors import ReadinessError
from readiness.tenant.export import read_tenant
from readiness.tenant.readers.values import NameOfType, addresses
from tests.running import run
from tests.tenant.exports import FORMS, parts_of
from tests.tenant.forecasting import outcomes_of

FILE = Path(__file__).parents[1] / "cloud" / "tenant_vectors.json"
TOLD = json.loads(FILE.read_text(encoding="utf-8"))
VECTORS, CELLS = TOLD["vectors"], TOLD.get("cells", [])
ANCHOR = "extensionAttribute1"
"""The vectors have anchors that are no GUIDs."""
PLAN = Plan(
    verified_domains=("contoso.com", "fabrikam.com"),
    initial_domain="contoso.onmicrosoft.com",
    source_anchor=ANCHOR,
    has_tenant=True,
)
KINDS = {"user": Kind.USER, "group": Kind.GROUP, "contact": Kind.CONTACT}


def attributes_of(onprem):
    """The attributes of an object that arrives as the vector says."""
    name = onprem.get("userPrincipalName", "")
    # a name in the initial domain cannot be sent: it is what the cloud makes of another one
    local, _, domain = name.partition("@")
    given = {
        "userPrincipalName": f"{local}@corp.local" if "onmicrosoft" in domain else name,
        "proxyAddresses": onprem.get("proxyAddresses", []),
        "mail": onprem.get("mail"),
        "displayName": onprem.get("displayName", "Ann"),
        "objectGUID": onprem.get("objectGUID", "00000000-1111-2222-3333-444444444444"),
        "objectSid": onprem.get("objectSid"),
        "sAMAccountName": "ann",
        "userAccountControl": "512" if onprem.get("kind", "user") == "user" else None,
        "groupType": "-2147483640" if onprem.get("kind") == "group" else None,
        ANCHOR: onprem.get("anchor"),
    }
    return {name: value for name, value in given.items() if value}


def forecast_of(onprem, tenant):
    values = {name.lower(): value for name, value in attributes_of(onprem).items()}
    kind = KINDS[onprem.get("kind", "user")]
    rows = outcomes_of("CN=Ann,DC=contoso,DC=com", kind, values, tenant, PLAN)
    return [row.outcome for row in rows], rows


def is_right(outcomes, vector):
    expected = vector["expect"]
    return outcomes[: len(expected)] == expected or outcomes[:1] == vector.get("also_right")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["id"])
def test_an_export_of_any_form_gives_the_outcome_of_the_vector(vector, form, tmp_path):
    export, private = tmp_path / "export", tmp_path / "private"
    export.mkdir()
    private.mkdir()
    FORMS[form](export, parts_of(vector))
    tenant = read_tenant([export], private)
    assert tenant.problems == ()
    assert tenant.missing == {}
    outcomes, rows = forecast_of(vector["onprem"], tenant)
    assert is_right(outcomes, vector), (vector["url"], rows)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("vector", [one for one in VECTORS if one["id"] in {"T4", "T18"}])
def test_a_role_that_is_not_privileged_blocks_probably(vector, form, tmp_path):
    for is_privileged in (None, True, False):
        export, private = tmp_path / f"{is_privileged}", tmp_path / f"private{is_privileged}"
        export.mkdir()
        private.mkdir()
        FORMS[form](export, parts_of(vector | {"is_privileged": is_privileged}))
        tenant = read_tenant([export], private)
        assert ("roleDefinitions" in tenant.assumed) is (is_privileged is None)
        (outcome, *_), (row, *_) = forecast_of(vector["onprem"], tenant)
        assert outcome == vector["expect"][0]
        assert row.is_probable is (is_privileged is False)
        assert ("though none that is privileged" in row.reason) is row.is_probable


@pytest.mark.parametrize("form", FORMS)
def test_the_command_tells_the_outcome_whatever_wrote_the_export(form, tmp_path):
    vector = next(one for one in VECTORS if one["id"] == "T16")
    (tmp_path / "export").mkdir()
    FORMS[form](tmp_path / "export", parts_of(vector))
    attributes = {"objectClass": "user", **attributes_of(vector["onprem"])}
    lines = [
        f"{name}: {value}"
        for name, held in attributes.items()
        for value in ([held] if isinstance(held, str) else held)
    ]
    (tmp_path / "ann.ldif").write_text("dn: CN=Ann,DC=contoso,DC=com\n" + "\n".join(lines) + "\n\n")
    report = tmp_path / "report.json"
    done = run(
        *("scan", "ann.ldif", "--tenant", "export", "-r", report, "--source-anchor", ANCHOR),
        cwd=tmp_path,
    )
    assert done.returncode == 1, done.stderr
    told = json.loads(report.read_text())
    assert [row["outcome"] for row in told["tenant"]["outcomes"]] == vector["expect"]
    assert told["tenant"]["complete"]
    assert told["plan"]["initial_domain"] == "contoso.onmicrosoft.com"
    found = {finding["check"] for finding in told["findings"]}
    assert {"tenant-ambiguous", "tenant-soft-match-smtp"} <= found


@pytest.mark.parametrize("cell", CELLS, ids=lambda one: one["id"])
def test_a_cell_is_parted_only_before_a_type(cell):
    if cell.get("refuse"):
        with pytest.raises(NameOfType):
            addresses(cell["cell"])
    else:
        assert list(addresses(cell["cell"])) == cell["values"]


def test_what_is_refused_names_the_command(tmp_path):
    (tmp_path / "users.csv").write_text('"Id","ProxyAddresses"\n"1","System.String[]"\n')
    with pytest.raises(ReadinessError, match="readiness tenant-export"):
        read_tenant([tmp_path], tmp_path)
