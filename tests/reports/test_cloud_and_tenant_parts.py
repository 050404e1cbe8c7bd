"""What the page says of the cloud and of a tenant that holds accounts already."""

from __future__ import annotations

import json
import re

import pytest

from tests.reports.browser import violations
from tests.running import run, user

DOMAINS = ("--domain=contoso.com", "--initial-domain=contoso.onmicrosoft.com", "--no-config")
OPTIONS = (*DOMAINS, "--preview", "--tenant=users.json", "--assume=no-roles")
EVIL = "<img src=x onerror=alert(1)>"


def account(number, **more):
    """A user of the tenant, in the form of Microsoft Graph."""
    return {
        "id": f"5f2953050-{number}",
        "userPrincipalName": f"cloud{number}@contoso.com",
        "mail": f"u{number}@contoso.com",
        "mailNickname": f"cloud{number}",
        "displayName": f"Cloud {number}",
        "proxyAddresses": [f"SMTP:u{number}@contoso.com", f"smtp:only.there{number}@contoso.com"],
        "onPremisesImmutableId": None,
        "onPremisesSyncEnabled": None,
        "onPremisesObjectIdentifier": None,
        "onPremisesSecurityIdentifier": None,
        "userType": "Member",
        "accountEnabled": True,
    } | more


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Six people with an internal suffix; the tenant knows the addresses of two."""
    path = tmp_path_factory.mktemp("tenant")
    text = "# readiness: attributes=all\n\n" + "".join(
        user(
            f"CN=u{number},OU=Staff,DC=contoso,DC=com",
            f"0e1f2a3b-4c5d-4e6f-8091-{number:012}",
            userPrincipalName=f"u{number}@corp.local",
            mail=f"u{number}@contoso.com",
            proxyAddresses=f"SMTP:u{number}@contoso.com",
            mailNickname=f"u{number}",
        )
        for number in range(6)
    )
    (path / "export.ldif").write_text(text)
    accounts = [account(1), account(2, displayName=EVIL), account(77)]
    head = "https://graph.microsoft.com/beta/$metadata#users"
    (path / "users.json").write_text(json.dumps({"@odata.context": head, "value": accounts}))
    for name, more in (("r", ()), ("hidden", ("--redact=values",))):
        done = run("scan", "export.ldif", *OPTIONS, *more, f"--report={name}.html", cwd=path)
        assert done.returncode in {1, 3}, done.stderr
    return path


@pytest.fixture
def page(folder, context):
    opened = context.new_page()
    opened.goto((folder / "r.html").as_uri())
    return opened


def test_the_page_says_under_which_name_people_arrive(page):
    assert "6 people would sign in with another name than here" in page.inner_text("#cloud")
    (row,) = page.locator("#cloud tbody tr").all()
    assert row.locator(".was").first.inner_text() == "u0@corp.local"
    assert row.locator(".is").first.inner_text() == "u0@contoso.onmicrosoft.com"
    assert row.locator("td").last.inner_text() == "6"
    assert "readiness preview export.ldif --no-config" in page.inner_text("#cloud .foot")


def test_the_page_says_who_takes_over_an_account_and_what_is_lost(page):
    part = page.locator("#tenant")
    assert "2 are taken over" in part.inner_text()
    adopted = part.locator("tbody tr", has_text="only.there1@contoso.com")
    assert "Found by its address" in adopted.inner_text()
    assert "u1" in adopted.inner_text()
    assert part.locator("tbody tr", has_text="new").first.locator(".number").inner_text() == "4"


def shown(page, folder, name, address):
    page.goto((folder / f"{name}.html").as_uri() + address)
    page.locator("#shown", has_text="finding").wait_for()
    return page.locator("#rows tbody tr")


def test_the_view_of_an_object_says_what_it_becomes_and_why(page, folder):
    dn = "CN=u1,OU=Staff,DC=contoso,DC=com"
    row = shown(page, folder, "r", f"#view=objects&object={dn}")
    said = row.locator(".prospects").inner_text()
    assert row.locator(".was").first.inner_text() == "u1@corp.local"
    assert row.locator(".is").first.inner_text() == "u1@contoso.onmicrosoft.com"
    assert row.locator(".sure").first.inner_text() == "Certain"
    assert "corp.local is not verified" in said
    assert re.search(r"Primary address\s+u1@contoso.com\s+unchanged", said)
    assert re.search(r"In the tenant: Found by its address\. It takes over the account\.", said)
    assert re.search(r"It meets\s+cloud1@contoso.com", said)
    assert re.search(r"It loses\s+smtp:only.there1@contoso.com", said)
    others = shown(page, folder, "r", "#view=objects&q=u4")
    assert "It is created." in others.locator(".prospects").inner_text()
    evil = shown(page, folder, "r", "#view=objects&q=u2").locator(".prospects")
    assert EVIL in evil.inner_text()


def test_objects_that_change_are_found_though_nothing_is_wrong_with_them(page, folder):
    fine, nameless = (
        user(f"CN={name},DC=contoso,DC=com", f"0e1f2a3b-4c5d-4e6f-8091-{at:012}", **more)
        for at, (name, more) in enumerate(
            [("fine", {"userPrincipalName": "fine@contoso.com"}), ("nameless", {})]
        )
    )
    (folder / "two.ldif").write_text("# readiness: attributes=all\n\n" + fine + nameless)
    options = (*DOMAINS, "--select=upn-missing", "--preview", "--report=two.html")
    done = run("scan", "two.ldif", *options, cwd=folder)
    assert done.returncode == 0, done.stderr  # the name is a warning
    rows = shown(page, folder, "two", "#view=objects")
    assert page.inner_text("#shown") == "1 finding on 1 object; 1 more changes"
    assert rows.count() == 2
    assert re.search(r"Alias\s+not set\s+fine", rows.nth(1).inner_text())
    page.fill("input[name=q]", "fine")
    page.locator("#shown", has_text="0 of 1 finding").wait_for()
    assert rows.count() == 1
    page.set_checked("input[value=warning]", checked=True)
    page.locator(".nothing").wait_for()


def test_the_page_is_written_where_nothing_changes(tmp_path):
    sound = user("CN=a,DC=contoso,DC=com", userPrincipalName="a@contoso.com", mailNickname="a")
    (tmp_path / "export.ldif").write_text(sound)
    done = run("scan", "export.ldif", *DOMAINS, "--preview", "--report=r.html", cwd=tmp_path)
    assert done.returncode in {0, 1, 3}, done.stderr
    assert "What each object will be in the cloud" in (tmp_path / "r.html").read_text()


def test_what_is_masked_is_not_told_apart_and_so_not_foretold(page, folder):
    rows = shown(page, folder, "hidden", "#view=objects")
    assert rows.count() > 0
    assert page.locator(".prospects").count() == 0
    assert "--redact pseudonyms keeps it" in page.inner_text("#findings")


def test_the_parts_are_in_the_contents_and_only_where_they_were_asked_for(page, folder):
    assert page.locator("#rail a[href='#cloud'], #rail a[href='#tenant']").count() == 2
    run("scan", "export.ldif", "--domain=contoso.com", "--report=plain.html", cwd=folder)
    text = (folder / "plain.html").read_text()
    assert 'id="cloud"' not in text
    assert 'id="tenant"' not in text


def test_a_report_that_hides_people_names_nobody_of_either_side(folder):
    text = (folder / "hidden.html").read_text()
    for name in ("u1@contoso.com", "cloud1@contoso.com", "only.there1", "u0@corp.local"):
        assert name not in text
    assert "6 people would sign in with another name than here" in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_no_markup_of_the_tenant_is_taken_for_ours(browser, folder, scheme):
    window = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = window.new_page()
    page.goto((folder / "r.html").as_uri() + "#view=objects")
    page.locator(".prospects").first.wait_for()
    assert violations(page) == []
    assert page.locator("img").count() == 0
    window.close()
