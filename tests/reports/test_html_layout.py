"""The HTML report with the values that are hardest to lay out: nothing overlaps, nothing is cut."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.running import run, user

WIDTHS = [390, 1280, 1440, 1920]
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenamt"
UNITS = (
    "Organisationseinheit der Auszubildenden, Niederlassung Süd",
    LONG_WORD,
    "قسم الموارد البشرية والشؤون الإدارية في المكتب الرئيسي",
    "מחלקת משאבי אנוש ומינהל במשרד הראשי של החברה בתל אביב",
)
NAMES = (
    "محمد عبد الله الأحمد",
    "אברהם בן-דוד",
    f"{LONG_WORD} {LONG_WORD}",
    "Ana (extern) \u202eSilva",
)
SUFFIXES = (
    f"{'a' * 60}.{'b' * 60}.local",
    "nordrhein-westfaelische-verkehrsgesellschaft.local",
    "xn--mgbh0fb.xn--mgbaam7a8h",
    "contoso.com",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hard")
    entries = []
    for number in range(48):
        ou, name, suffix = (
            which[number // size % len(which)]
            for which, size in ((UNITS, 1), (NAMES, 4), (SUFFIXES, 16))
        )
        dn = f"CN={name.replace('(', '').replace(')', '')} {number},OU={ou},DC=contoso,DC=com"
        entries.append(
            user(
                dn.replace("Auszubildenden, ", "Auszubildenden\\, "),
                f"0e1f2a3b-4c5d-4e6f-8091-{number:012}",
                sAMAccountName=f"u{number}",
                displayName=name,
                userPrincipalName=f"{'x' * (number % 40 + 1)}{number}@{suffix}",
                mail=f"{'geschaeftsfuehrung' * 2}@{suffix}" if number % 5 == 0 else None,
                department=UNITS[(number + 1) % len(UNITS)],
            )
        )
    text = "# readiness: attributes=all\n\n" + "".join(entries)
    (folder / "export.ldif").write_text(text, encoding="utf-8")
    for _ in range(2):
        options = ("--domain=contoso.com", "--history=h.jsonl", "--report=r.html", "--quiet")
        done = run("scan", "export.ldif", *options, cwd=folder)
        assert done.returncode == 1, done.stderr
    return folder / "r.html"


@pytest.fixture(params=WIDTHS, scope="module")
def page(request, report, browser):
    """The report, as wide as a phone or a screen, all open, with every count in the millions."""
    window = browser.new_context(
        viewport={"width": request.param, "height": 900}, reduced_motion="reduce"
    )
    page = window.new_page()
    page.goto(report.as_uri())
    page.locator("#shown", has_text="findings").wait_for()
    page.evaluate(
        """() => {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const { currentNode } = texts;
                if (currentNode.parentNode.closest("script, .step-number, .wave, kbd")) continue;
                currentNode.data = currentNode.data.replace(
                    /(^|(?<!step)[\\s+(])\\d[\\d,]*(?=[\\s.,;:)]|$)/g, "$19,876,543");
            }
        }"""
    )
    # read aloud, and not seen; nobody sees the titles of columns on a phone, either
    page.evaluate("globalThis.UNSEEN = innerWidth < 736 ? '.unseen, .cards thead' : '.unseen'")
    page.evaluate("document.querySelectorAll('main details').forEach(it => { it.open = true; })")
    yield page
    window.close()


LINES = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    let number = 0;
    while (texts.nextNode()) {
        const { currentNode } = texts;
        const parent = currentNode.parentElement;
        number += 1;
        const elsewhere = `${UNSEEN}, .rail, .phonebar, .skip, .scroll, select, dialog`;
        if (!currentNode.data.trim() || parent.closest(elsewhere)) continue;
        if (!parent.checkVisibility({ visibilityProperty: true })) continue;
        // the lines of a long value that are folded away are nowhere to be seen
        const clip = parent.closest(".words, .clamped")?.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(currentNode);
        for (const { left, right, top, bottom } of range.getClientRects())
            if (right - left > 1 && (!clip || bottom <= clip.bottom + 1))
                found.push([left, right, top, bottom, number, currentNode.data.trim()]);
    }
    return found;
}"""
"""The texts that are seen, line by line, with where they are."""


class Line(NamedTuple):
    """A line of a text, and where it is."""

    left: float
    right: float
    top: float
    bottom: float
    text: int
    """The number of the text: its own lines are no business of the page."""
    words: str


def overlapping(lines: list[Line]) -> list[tuple[str, str]]:
    """The pairs of texts that cover each other by more than the room between two lines."""
    pairs = []
    ordered = sorted(lines, key=lambda line: line.top)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.top >= one.bottom:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            if one.text != other.text and across > 1.5 and down > 5:
                pairs.append((one.words, other.words))
    return pairs


def test_no_text_covers_another_and_none_leaves_the_window(page):
    lines = [Line(*line) for line in page.evaluate(LINES)]
    assert len(lines) > 300
    assert overlapping(lines) == []
    assert [line.words for line in lines if line.right > page.viewport_size["width"]] == []
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    outside = page.evaluate(
        """() => [...document.querySelectorAll("main :is(p, h1, h2, h3, th, td, li, dd, dt, a)")]
            .filter((it) => it.checkVisibility() && !it.closest(`${UNSEEN}, .scroll`))
            .filter((it) => {
                const box = it.closest(".box, .head, .meta");
                return box && it.getBoundingClientRect().right
                    > box.getBoundingClientRect().right + 1;
            })
            .map((it) => it.textContent)"""
    )
    assert outside == []


def test_no_text_is_cut_sideways(page):
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *, .rail a, .phonebar a")]
            .filter((it) => it.checkVisibility() && !it.closest(`${UNSEEN}, select, svg`))
            .filter((it) => ["hidden", "clip"].includes(getComputedStyle(it).overflowX))
            .filter((it) => it.scrollWidth > it.clientWidth + 1)
            .map((it) => `${it.className}: ${it.textContent}`)"""
    )
    assert cut == []


def test_whatever_can_be_clicked_lies_on_top(page):
    covered = page.evaluate(
        """() => {
            const covered = [];
            for (const it of document.querySelectorAll("main :is(a, button, summary, select)")) {
                if (!it.checkVisibility() || it.closest(UNSEEN)) continue;
                it.scrollIntoView({ block: "center" });
                const [{ left, top, width, height }] = it.getClientRects();
                const hit = document.elementFromPoint(left + width / 2, top + height / 2);
                if (!it.contains(hit)) covered.push(`${it.outerHTML} under ${hit?.outerHTML}`);
            }
            return covered;
        }"""
    )
    assert covered == []


def test_the_menu_cuts_no_item(page):
    """Wherever the window ends, each item can be scrolled into it as a whole."""
    width, height = page.viewport_size["width"], 420
    page.set_viewport_size({"width": width, "height": height})
    if page.locator(".menu").is_visible():
        page.click(".menu > summary")
    links = page.locator(".rail nav a:visible, .menu nav a:visible")
    assert links.count() >= 10
    for link in links.all():
        link.scroll_into_view_if_needed()
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= -1
        assert box["y"] + box["height"] <= height + 1
        assert link.evaluate("it => it.scrollWidth <= it.clientWidth")


def test_a_name_from_right_to_left_turns_nothing_around_it(page):
    turning = page.evaluate(
        """() => {
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [], seen = [];
            while (texts.nextNode()) {
                const { currentNode } = texts;
                if (!/[\u0590-\u06ff]/.test(currentNode.data)
                    || currentNode.parentElement.closest("script, option")) continue;
                let it = currentNode.parentElement;
                while (getComputedStyle(it).display === "inline"
                    && getComputedStyle(it).unicodeBidi === "normal") it = it.parentElement;
                seen.push(it);
                // alone in a block of its own is apart, too
                if (getComputedStyle(it).unicodeBidi === "normal"
                    && it.textContent.trim() !== currentNode.data.trim())
                    found.push(it.outerHTML);
            }
            return [seen.length, found];
        }"""
    )
    assert turning[0] > 20
    assert turning[1] == []
