"""The HTML report in a real browser: what people see, and what they can do."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from readiness.gating.verdict import Verdict
from readiness.model.finding import FindingRow, Severity
from readiness.pipeline.result import OutOfScope
from readiness.reports.html import data
from tests.reports.browser import violations
from tests.reports.results import assessment_of, found

if TYPE_CHECKING:
    from playwright.sync_api import Page

EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "\"'`--></script><svg onload=alert(1)>",
    "=cmd|' /C calc'!A0",
    "a\u202eb\u200bc\0d \u00a0",
    "{{ 7 * 7 }} ${7 * 7} &amp; %3Cb%3E",
)


def some() -> list[FindingRow]:
    """Findings of several checks, people, attributes, containers and domains."""
    seattle = "OU=Seattle,OU=Staff,DC=contoso,DC=com"
    info, warning = Severity.INFO, Severity.WARNING
    return [
        found("upn-missing", "Ana"),
        found("upn-odd", "Ana", value="ana@contoso.local", proposal="ana@contoso.com"),
        found("mail-odd", dn=f"CN=Ben,{seattle}", attribute="mail", value="B@Fabrikam.com"),
        found("mail-twice", "Ana", attribute="mail", value="x@contoso.com", **twin("Cem")),
        found("mail-twice", "Cem", attribute="mail", value="x@contoso.com", **twin("Ana")),
        found("old", r"Doyle\, Eve", severity=warning, attribute="whenChanged", message="is old"),
        found("young", "Zoë", severity=info, kind="contact", attribute="whenChanged"),
    ]


def twin(name: str) -> dict[str, Any]:
    return {"related": (f"CN={name},OU=Staff,DC=contoso,DC=com",)}


@pytest.fixture
def page(make, show):
    return show(make(some()))


def names(page: Page) -> list[str]:
    return page.locator("#rows tbody .name").all_inner_texts()


def told(page: Page) -> str:
    return page.inner_text("#shown")


def test_no_request_leaves_the_page_and_nothing_complains(context, make, show):
    asked, said = [], []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    page = show(make(some()))
    page.fill("input[name=q]", "ana")
    page.click("button[data-view=objects]")
    page.click("#theme")
    assert [url for url in asked if not url.startswith(("file:", "data:,"))] == []
    assert len([url for url in asked if url.startswith("file:")]) == 1
    assert said == []


def test_a_request_would_be_refused(page):
    refused = "fetch('https://example.com').then(() => false, () => true)"
    assert page.evaluate(refused) is True


def test_markup_can_not_be_set(page):
    assert page.evaluate(
        "(() => { try { document.body.innerHTML = '<b>'; } catch { return 1; } })()"
    )


@pytest.mark.parametrize("view", ["findings", "objects", "groups"])
def test_hostile_values_stay_text(make, show, context, view):
    dialogs = []
    context.on("dialog", lambda dialog: dialogs.append(dialog.message))
    rows = [
        found(
            "upn-odd",
            dn=f"CN={evil},OU={evil},DC=contoso,DC=com",
            value=evil,
            proposal=evil,
            message=evil,
            attribute=evil,
            related=(f"CN={evil}2,DC=contoso", evil),
            source=evil,
            guid=evil,
        )
        for evil in EVIL
    ]
    page = show(make(rows, [OutOfScope(f"CN={EVIL[1]}", "user", EVIL[0])]), f"#view={view}")
    text = page.locator("#rows tbody").inner_text()
    for evil in EVIL[:5]:
        assert evil in text
    assert "a\\u202eb\\u200bc\\x00d" in text
    assert page.locator("script").count() <= 2
    assert page.locator("img, iframe, object, embed, main script").count() == 0
    links = page.locator("a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert all(link.startswith(("#", "https://learn.microsoft.com/")) for link in links)
    handlers = (
        "all => all.flatMap(one => one.getAttributeNames()).filter(n => /^on|^style$/.test(n))"
    )
    assert page.locator("*").evaluate_all(handlers) == []
    assert dialogs == []


def test_the_answer_comes_first(page):
    assert page.inner_text("h1") == "10 of 13 people can be synchronised as they should."
    assert page.locator("main > section").first.get_attribute("id") == "answer"
    said = page.locator(".statement").all_inner_texts()
    assert "Not ready" in said[0]
    assert "3 of 13 objects have an error: 3 users." in said[0]
    assert "Failed" in said[1]
    assert "Exit status 1." in said[1]


def test_all_findings_are_shown_in_the_order_of_the_report(page):
    assert told(page) == "7 findings on 5 objects"
    assert names(page) == ["Ben", "Ana", "Cem", "Ana", "Ana", "Doyle, Eve", "Zoë"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ana", ["Ana", "Ana", "Ana"]),
        ("doyle, eve", ["Doyle, Eve"]),
        ("FABRIKAM", ["Ben"]),
        ("is old", ["Doyle, Eve"]),
        ("staff/seattle", ["Ben"]),
        ("ana mail-twice", ["Ana"]),
        ("ou=seattle", ["Ben"]),
        ("nobody", []),
    ],
)
def test_a_search_finds_every_word_anywhere(page, words, expected):
    page.fill("input[name=q]", words)
    assert names(page) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("check", "mail-twice", ["Ana", "Cem"]),
        ("attribute", "whenChanged", ["Doyle, Eve", "Zoë"]),
        ("ou", "contoso.com/Staff/Seattle", ["Ben"]),
        ("domain", "fabrikam.com", ["Ben"]),
        ("domain", "contoso.com", ["Ana", "Cem"]),
    ],
)
def test_a_filter_shows_what_it_says(page, name, value, expected):
    page.select_option(f"select[name={name}]", value)
    assert names(page) == expected
    assert f"{len(expected)} of 7 findings" in told(page)


def test_an_organisational_unit_holds_those_below_it(page):
    page.select_option("select[name=ou]", "contoso.com/Staff")
    assert len(names(page)) == 7


def test_severities_add_up(page):
    page.check("input[value=warning]")
    page.check("input[value=info]")
    assert names(page) == ["Doyle, Eve", "Zoë"]


def test_severity_is_told_in_words(page):
    words = page.locator("#rows tbody .severity").all_inner_texts()
    assert words == ["Error"] * 5 + ["Warning", "Info"]


def test_the_filters_are_in_the_address(page):
    page.fill("input[name=q]", "ana")
    page.check("input[value=error]")
    page.wait_for_url("**/report.html#q=ana&severity=error")


def test_an_address_leads_to_what_it_says(make, show):
    page = show(make(some()), "#view=objects&q=zo%C3%AB&severity=info")
    assert names(page) == ["Zoë"]
    assert page.locator("button[data-view=objects]").get_attribute("aria-pressed") == "true"
    assert page.input_value("input[name=q]") == "zoë"
    assert page.is_checked("input[value=info]")


def test_an_address_that_changes_is_followed(page):
    page.evaluate("location.hash = 'attribute=whenChanged'")
    page.locator("#shown", has_text="2 of 7").wait_for()


def test_a_senseless_address_does_no_harm(make, show):
    page = show(make(some()), "#view=x&page=-3&severity=x&sort=y&check=z&object=%00")
    assert "0 of 7 findings" in told(page)
    page.click("#clear")
    assert told(page) == "7 findings on 5 objects"


def test_the_columns_sort_both_ways(page):
    page.click("#rows [data-sort=object]")
    assert names(page) == ["Ana", "Ana", "Ana", "Ben", "Cem", "Doyle, Eve", "Zoë"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.click("#rows [data-sort=object]")
    assert names(page)[:2] == ["Zoë", "Doyle, Eve"]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    assert page.evaluate("document.activeElement.dataset.sort") == "object"


def test_pages_have_twenty_five_rows(make, show):
    page = show(make([found(name=f"User {n:04}") for n in range(60)]))
    rows = page.locator("#rows tbody tr")
    assert rows.count() == 25
    assert page.inner_text("#page") == "Page 1 of 3"
    page.click("button[data-page=last]")
    assert rows.count() == 10
    assert page.locator("button[data-page=next]").is_disabled()
    page.wait_for_url("**/report.html#page=3")
    page.fill("input[name=q]", "0001")
    assert names(page) == ["User 0001"]
    assert page.locator("#pages").is_hidden()


def test_a_check_is_explained_where_it_is_chosen(page):
    page.click("#check-mail-twice > summary")
    page.click("#check-mail-twice a.button")
    assert names(page) == ["Ana", "Cem"]
    card = page.locator("#about-check")
    assert "What mail-twice finds." in card.inner_text()
    assert "Set-ADUser ana" in card.inner_text()


def test_a_check_shows_its_first_objects_when_it_is_opened(page):
    page.click("#check-mail-twice > summary")
    examples = page.locator("#check-mail-twice .examples strong")
    assert examples.all_inner_texts() == ["Ana", "Cem"]


def test_a_link_to_a_check_opens_it(make, show):
    page = show(make(some()), "#check-mail-twice")
    assert page.locator("#check-mail-twice .remedy").is_visible()


def test_an_object_has_everything_about_it_in_one_row(page):
    page.locator("#rows .name", has_text="Ana").first.click()
    assert names(page) == ["Ana"]
    text = page.locator("#rows tbody tr").inner_text()
    for check in ("upn-missing", "upn-odd", "mail-twice"):
        assert check in text
    assert "CN=Ana,OU=Staff,DC=contoso,DC=com" in text
    assert "a79980ea-cf15-41b5-9a60-f3b8d446790c" in text


def test_duplicates_are_shown_together(page):
    page.click("button[data-view=groups]")
    assert page.locator("#rows tbody tr").count() == 1
    assert names(page) == ["Ana", "Cem"]
    assert told(page) == "2 of 7 findings on 2 objects, in 1 group"


def test_a_group_names_those_who_have_no_finding_themselves(make, show):
    page = show(make([found(related=(r"CN=Fay\, G,DC=contoso",))]), "#view=groups")
    assert "Fay, G" in page.locator("#rows tbody").inner_text()


def test_a_state_is_marked_and_can_be_filtered(make, show):
    rows = [found(), found(name="Ben", state="suppressed", suppression="a lab account")]
    page = show(make(rows))
    assert "suppressed: a lab account" in page.locator("#rows tbody").inner_text()
    page.select_option("select[name=state]", "suppressed")
    assert names(page) == ["Ben"]


def test_the_dn_is_copied_as_it_is(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#rows .copy").nth(5).click()
    page.locator(".toast", has_text="The DN was copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == r"CN=Doyle\, Eve,OU=Staff,DC=contoso,DC=com"


def test_the_link_to_a_view_is_copied(page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.check("input[value=info]")
    page.click("#copy-link")
    page.locator(".toast", has_text="link").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith("report.html#severity=info")


def saved(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path()).read_bytes()


def test_json_holds_what_the_filter_shows(page):
    page.select_option("select[name=check]", "mail-twice")
    records = json.loads(saved(page, "#save-json"))
    assert [one["dn"].partition(",")[0] for one in records] == ["CN=Ana", "CN=Cem"]
    assert records[0] == {
        "check": "mail-twice",
        "severity": "error",
        "state": None,
        "dn": "CN=Ana,OU=Staff,DC=contoso,DC=com",
        "kind": "user",
        "guid": "a79980ea-cf15-41b5-9a60-f3b8d446790c",
        "attribute": "mail",
        "value": "x@contoso.com",
        "message": "is missing",
        "proposal": None,
        "related": ["CN=Cem,OU=Staff,DC=contoso,DC=com"],
        "source": "contoso.ldif",
        "line": 12,
        "fingerprint": "v1:00",
        "suppression": None,
    }


def test_csv_holds_what_the_filter_shows(page):
    page.fill("input[name=q]", "ana")
    content = saved(page, "#save-csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["check"] for row in rows] == ["mail-twice", "upn-missing", "upn-odd"]
    assert rows[2]["proposal"] == "ana@contoso.com"


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\uff1d1", "|cmd", "\t=1"]
)
def test_no_cell_of_the_csv_is_a_formula(make, show, value):
    page = show(make([found(value=value + '"; =2', proposal=value)]))
    (row,) = csv.DictReader(io.StringIO(saved(page, "#save-csv").decode("utf-8-sig")))
    for cell in row.values():
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\uff1d", "|", "%", "\t"))
    assert row["value"].endswith('"; =2')


def test_the_theme_can_be_chosen(page):
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.click("#theme")
    assert page.evaluate(ground) == light
    page.click("#theme")
    assert page.inner_text("#theme") == "Theme: dark"
    assert page.evaluate(ground) != light


def test_dark_is_followed(browser, make, show):
    dark = browser.new_context(color_scheme="dark")
    page = show(make(some()), window=dark)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 17, 21)"
    dark.close()


def test_paper_has_the_answer_and_each_check_with_its_remedy_but_no_tools(page):
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("h1").is_visible()
    assert page.locator("table.paper tbody tr").count() == 6
    assert "Do Set-ADUser ana." in page.locator("table.paper").inner_text()
    for hidden in ("#findings", "#theme", "#rail", "button"):
        assert page.locator(hidden).first.is_hidden()
    folds = page.locator("main details").filter(has_not=page.locator(".noprint *"))
    assert folds.count() > 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_a_person_who_never_leaves_the_keyboard_finds_rows_pages_and_help(make, show):
    page = show(make([found(name=f"User {n:04}") for n in range(60)]))
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("#rows tr[aria-current] .name").inner_text() == "User 0001"
    page.keyboard.press("k")
    assert page.locator("#rows tr[aria-current] .name").inner_text() == "User 0000"
    page.keyboard.press("n")
    assert page.inner_text("#page") == "Page 2 of 3"
    page.keyboard.press("v")
    assert page.locator("#rows.objects").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("0059")
    assert names(page) == ["User 0059"]
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    assert page.inner_text("#page") == "Page 1 of 3"


def test_it_can_be_printed(page):
    assert page.pdf().startswith(b"%PDF")


def test_without_scripts_answer_checks_and_first_findings_are_there(browser, make, show):
    window = browser.new_context(java_script_enabled=False)
    page = show(make([found(name=f"User {n:03}") for n in range(300)]), window=window)
    assert page.inner_text("h1") == "10 of 310 people can be synchronised as they should."
    assert page.locator("#rows tbody tr").count() == 3
    assert "3 of 300 findings" in page.inner_text("#findings")
    assert page.locator("#tools").is_hidden()
    assert page.locator("#theme").is_hidden()
    page.click("#check-upn-missing > summary")
    assert "Set-ADUser ana" in page.locator("#check-upn-missing").inner_text()
    window.close()


@pytest.mark.parametrize("width", [360, 390, 1280, 1440, 1920])
def test_no_window_needs_scrolling_sideways(browser, make, show, width):
    window = browser.new_context(viewport={"width": width, "height": 740})
    result = make(some(), [OutOfScope("CN=x" * 30, "other", "not-synchronised-kind")])
    for view in ("findings", "objects", "groups"):
        page = show(result, f"#view={view}", window=window)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") == width
    window.close()


@pytest.mark.parametrize("width", [390, 1280, 1440])
def test_nothing_in_the_answer_overlaps_with_seven_digits(browser, make, show, width):
    window = browser.new_context(viewport={"width": width, "height": 900})
    result = make(some())
    counts = replace(
        result.counts,
        entries=9_876_543,
        in_scope={"user": 1_234_567, "group": 1_067_540, "contact": 1_000_011},
        not_ready={"user": 1_000_001, "group": 1_067_539},
    )
    page = show(replace(result, counts=counts), window=window)
    boxes = page.evaluate(
        """() => {
            const texts = [...document.querySelectorAll(
                "#said, .because, .what, .word, .more, .ladder li, .facts dt, .facts dd")];
            const boxes = texts.map((node) => {
                const range = document.createRange();
                range.selectNodeContents(node);
                return range.getBoundingClientRect();
            });
            return boxes.map(({ left, right, top, bottom }) => [left, right, top, bottom]);
        }"""
    )
    assert len(boxes) > 15
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            is_apart = one[1] <= other[0] or other[1] <= one[0]
            assert is_apart or one[3] <= other[2] + 1 or other[3] <= one[2] + 1
    window.close()


def test_everything_can_be_reached_with_the_keyboard(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus("#check-mail-twice > summary")
    page.keyboard.press("Enter")
    assert page.locator("#check-mail-twice .remedy").is_visible()
    page.focus("button[data-view=objects]")
    page.keyboard.press("Space")
    assert page.locator("#rows.objects").is_visible()


def test_a_browser_that_can_not_inflate_still_shows_the_first_findings(
    context, make, show, monkeypatch
):
    monkeypatch.setattr(data, "PLAIN", 1)
    context.add_init_script("delete window.DecompressionStream")
    page = show(make(some()))
    page.locator("#shown", has_text="cannot read").wait_for()
    assert page.locator("#rows tbody tr").count() == 7


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(browser, make, show, verdict, scheme):
    result = make(some() if verdict is Verdict.NOT_READY else [])
    told = replace(
        result,
        assessment=assessment_of(verdict),
        warnings=("exactly 1,000 entries were read, which is the limit of a server",),
    )
    window = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = show(told, window=window)
    assert violations(page) == []
    window.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing(browser, make, show, scheme, width):
    window = browser.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900}
    )
    result = make(some(), [OutOfScope("CN=a,DC=b", "other", "not-synchronised-kind")])
    result.sources[0].problems.append("contoso.ldif:12: the record is damaged")
    page = show(result, "#check=mail-twice", window=window)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for view in ("findings", "objects", "groups"):
        page.click(f"button[data-view={view}]")
        assert violations(page) == []
    window.close()
