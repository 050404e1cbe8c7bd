"""The page of a comparison: through the command line, and in a real browser."""

import json
import re

import pytest

from tests.reports.browser import violations
from tests.running import people, run, user

EVIL = "</style><script>alert(1)</script><img src=x onerror=alert(1)>"
EVE = "a1a2a3a4-b5b6-4c7c-8d9d-000000000003"


@pytest.fixture
def folder(tmp_path):
    """Two reports: ana gets a public suffix, bob goes, eve comes."""
    ana = people("contoso.com").partition("\n\n")[0] + "\n\n"
    eve = user("CN=eve,DC=contoso,DC=com", EVE, userPrincipalName="eve@contoso.local")
    for name, text in (("old", people("contoso.local")), ("new", ana + eve)):
        (tmp_path / "export.ldif").write_text(text)
        assert run("scan", "export.ldif", f"--report={name}.json", cwd=tmp_path).returncode == 1
    return tmp_path


def compared(folder, old="old.json", new="new.json", *options):
    done = run("compare", old, new, "--format=html", *options, cwd=folder)
    (folder / "page.html").write_text(done.stdout, encoding="utf-8")
    return done


@pytest.fixture
def page(folder, context):
    assert compared(folder).returncode == 0
    opened = context.new_page()
    opened.goto((folder / "page.html").as_uri())
    return opened


def test_it_says_first_how_many_more_people_are_ready(page):
    assert page.inner_text("h1") == "1 more person is ready than before."
    assert "2 new, 3 fixed, 1 persisting." in page.inner_text("#answer")
    assert "1 of 2" in page.locator("#answer tbody tr").nth(1).inner_text()


def test_it_names_what_became_worse_what_came_and_what_went(page):
    assert "1 new error." in page.inner_text(".note.warn")
    suffix = page.locator("#checks tbody tr", has_text="upn-suffix-not-routable")
    assert suffix.locator(".number").all_inner_texts() == ["+1", "−2", "0"]  # noqa: RUF001 - a minus
    assert page.locator("#new .name").all_inner_texts() == ["eve", "eve"]
    assert sorted(page.locator("#fixed .name").all_inner_texts()) == ["ana", "bob", "bob"]


def test_a_check_is_as_grave_as_what_it_found(folder, context):
    address = "\nproxyAddresses: smtp:ana@example.org\n\n"
    (folder / "export.ldif").write_text(people().replace("\n\n", address, 1))
    for name in ("old", "new"):
        run("scan", "export.ldif", "--domain=contoso.com", f"--report={name}.json", cwd=folder)
    assert compared(folder).returncode == 0
    opened = context.new_page()
    opened.goto((folder / "page.html").as_uri())
    row = opened.locator("#checks tbody tr", has_text="proxy-address-domain-not-verified")
    assert row.locator(".severity").inner_text() == "Warning"


def test_it_runs_no_script_and_asks_for_nothing(folder, context):
    text = compared(folder).stdout
    assert "<script" not in text
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert "default-src 'none'; script-src 'none'; style-src 'sha256-" in policy[1].replace(
        "&#39;", "'"
    )
    asked, said = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.new_page().goto((folder / "page.html").as_uri())
    assert (len(asked), said) == (1, [])


def test_what_a_forged_report_holds_stays_text(folder, context):
    report = json.loads((folder / "new.json").read_text())
    report["generated_at"] = report["verdict"] = EVIL
    for check in report["checks"]:
        check["title"] = EVIL
    for finding in report["findings"]:
        finding.update(
            dict.fromkeys(("dn", "kind", "attribute", "value", "message", "proposal"), EVIL)
        )
    (folder / "evil.json").write_text(json.dumps(report))
    assert compared(folder, new="evil.json").returncode == 0
    dialogs = []
    context.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page = context.new_page()
    page.goto((folder / "page.html").as_uri())
    assert EVIL in page.inner_text("#new")
    assert page.locator("img, script").count() == 0
    assert dialogs == []


def test_the_exit_status_is_that_of_every_other_format(folder):
    assert compared(folder, "old.json", "new.json", "--fail-on=worse").returncode == 1
    assert compared(folder, "new.json", "new.json", "--fail-on=worse").returncode == 0
    assert "Neither" not in (folder / "page.html").read_text()


def test_a_check_with_thousands_of_findings_hides_no_other(folder, context):
    many = "".join(
        user(f"CN=u{n},DC=contoso,DC=com", f"a1a2a3a4-b5b6-4c7c-8d9d-{n:012}") for n in range(40)
    )
    (folder / "export.ldif").write_text(many)
    run("scan", "export.ldif", "--report=many.json", cwd=folder)
    compared(folder, new="many.json")
    page = context.new_page()
    page.goto((folder / "page.html").as_uri())
    shown = page.locator("#new tbody .id").all_inner_texts()
    assert max(shown.count(check) for check in shown) == 10
    assert len(set(shown)) > 1
    assert "more, of the same checks" in page.inner_text("#new .foot")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_is_cut(browser, folder, scheme, width):
    compared(folder)
    window = browser.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900}
    )
    page = window.new_page()
    page.goto((folder / "page.html").as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    window.close()
