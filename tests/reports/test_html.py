"""The HTML report as a file: what is in it, and what never is."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tracemalloc
import zlib
from dataclasses import replace
from typing import Any

import pytest

from readiness.checking.outcome import CheckOutcome
from readiness.gating.verdict import Gaps, Verdict
from readiness.model.finding import Severity
from readiness.pipeline.result import OutOfScope
from readiness.reports.html import data
from readiness.reports.html.dn_display import name_of, path_of, split
from readiness.reports.html.report import write_html
from readiness.reports.sample import fair_shares
from tests.reports.results import assessment_of, found, outcome, result_of, written


@pytest.fixture
def html(make, tmp_path):
    return lambda *given, **more: written(make(*given, **more), tmp_path / "r.html").read_text()


def data_of(text: str) -> list[Any]:
    """The lines of JSON in a report."""
    match = re.search(r'id="data" data-deflated="(yes|no)">\s*(.*?)\s*</script>', text, re.DOTALL)
    assert match
    is_deflated, content = match.groups()
    if is_deflated == "yes":
        content = zlib.decompress(base64.b64decode(content)).decode()
    return [json.loads(line) for line in content.splitlines()]


def test_the_policy_names_the_script_and_the_style_and_nothing_else(html):
    text = html([found()])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert policy
    assert script
    assert style
    for part in (script, style):
        digest = hashlib.sha256(part[1].encode()).digest()
        assert f"'sha256-{base64.b64encode(digest).decode()}'" in policy[1].replace("&#39;", "'")
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r'<[a-z][^>]* (style|on[a-z]+)="', text)


def test_nothing_is_loaded_from_elsewhere(html):
    text = html([found()])
    assert not re.findall(r'(?:src|srcset|action|data)="(?!data:)[^"]*"', text)
    assert set(re.findall(r'<link [^>]*href="([^"]*)"', text)) == {"data:,"}


def test_only_https_pages_become_links(html):
    text = html([found()])
    assert 'href="https://learn.microsoft.com/entra"' in text
    assert 'href="javascript:' not in text
    assert "javascript:alert(1)" in text


def test_directory_text_is_escaped_wherever_it_stands(html):
    evil = "<script>alert(1)</script>\0\u202e\"'"
    finding = found(
        dn=f"CN={evil},OU={evil},DC=contoso,DC=com", value=evil, proposal=evil, message=evil
    )
    text = html([finding], [OutOfScope(f"CN={evil}", "user", "not-synchronised-kind")])
    assert "<script>alert" not in text
    assert text.count("</script>") == 2
    seen = text.partition('id="data"')[0]
    assert "\0" not in text
    assert "\u202e" not in seen
    assert "\\x00\\u202e" in seen


def test_the_same_result_gives_the_same_bytes(make, tmp_path):
    result = make([found(name=f"Ana{n}") for n in range(20)])
    first = written(result, tmp_path / "one.html").read_bytes()
    assert written(result, tmp_path / "two.html").read_bytes() == first


def test_few_findings_are_plain_json_and_many_are_deflated(make, tmp_path, monkeypatch):
    result = make([found(name=f"Ana{n}") for n in range(20)])
    plain = written(result, tmp_path / "one.html").read_text()
    monkeypatch.setattr(data, "PLAIN", 20)
    deflated = written(result, tmp_path / "two.html").read_text()
    assert 'data-deflated="no"' in plain
    assert 'data-deflated="yes"' in deflated
    assert data_of(plain) == data_of(deflated)


def test_the_data_hold_every_column(html):
    head, block = data_of(html([found(value="a@b.example", related=("CN=Ben,DC=contoso",))]))
    assert head["checks"] == [["upn-missing", "error", "What upn-missing finds.", 1, 1]]
    assert block["rdn"] == ["CN=Ana"]
    assert block["container"] == [[["OU=Staff,DC=contoso,DC=com", "contoso.com/Staff"]], [0]]
    assert block["value"] == ["a@b.example"]
    assert block["guid"] == ["a79980eacf1541b59a60f3b8d446790c"]
    assert block["group"] == [[0, 0, ["CN=Ben,DC=contoso"]]]


def test_a_group_is_listed_once_and_known_again():
    ana, ben = "CN=Ana,DC=contoso", "CN=Ben,DC=contoso"
    groups = data._Groups()  # noqa: SLF001 - what the data hold of it
    assert groups.of(found(dn=ana, related=(ben,))) == (0, [ben])
    assert groups.of(found(dn=ben, related=(ana,))) == (0,)
    assert groups.of(found("mail-missing", dn=ben, related=(ana,))) == (1, [ana])


def test_a_group_too_large_to_be_named_is_known_by_its_value():
    names = [f"CN={n},DC=contoso" for n in range(30)]
    groups = data._Groups()  # noqa: SLF001 - what the data hold of it
    rows = [
        found(dn=dn, related=tuple(one for one in names[:21] if one != dn)[:20], value=value)
        for dn, value in ((names[0], "smtp:info@contoso.com"), (names[29], "Info@contoso.com"))
    ]
    assert [groups.of(row)[0] for row in rows] == [0, 0]


def counts(**findings: int) -> list[CheckOutcome]:
    return [outcome(check, Severity.ERROR, n) for check, n in findings.items()]


def test_everything_fits_below_the_cap():
    assert fair_shares(counts(a=3, b=5), 8) == {"a": 3, "b": 5}


def test_above_the_cap_each_check_keeps_a_fair_share():
    assert fair_shares(counts(a=100, b=1, c=100), 21) == {"b": 1, "a": 10, "c": 10}


def test_no_check_is_ever_left_out():
    assert fair_shares(counts(a=100, b=100, c=100), 2) == {"a": 1, "b": 1, "c": 1}


def test_a_sample_is_told_with_the_true_totals(make, tmp_path, monkeypatch):
    monkeypatch.setattr(data, "CAP", 30)
    rows = [found(name=f"Ana{n}") for n in range(100)]
    rows += [found("mail-odd", name=f"Ben{n}", severity=Severity.INFO) for n in range(5)]
    text = written(make(rows), tmp_path / "r.html").read_text()
    assert "30 of 105 findings" in text
    head, *blocks = data_of(text)
    assert (head["total"], head["held"]) == (105, 30)
    assert sum(len(block["rdn"]) for block in blocks) == 30
    assert [check[3:] for check in head["checks"]] == [[5, 5], [100, 25]]


def test_the_report_is_written_as_the_findings_are_read(tmp_path):
    rows = (found(name=f"Ana {n}", value=f"a{n}@contoso.com" * 5) for n in range(30_000))
    result = result_of(tmp_path / "scan", rows)
    with (tmp_path / "r.html").open("w", encoding="utf-8") as file:
        tracemalloc.start()
        write_html(result, file)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 20_000_000


def test_every_verdict_has_words(make, tmp_path):
    result = make()
    for verdict, words in {
        "ready": "Ready",
        "not-ready": "Not ready",
        "not-assessed": "Not assessed",
        "incomplete": "Incomplete",
        "empty": "Nothing to scan",
    }.items():
        told = replace(result, assessment=assessment_of(Verdict(verdict)))
        text = written(told, tmp_path / "r.html").read_text()
        assert f"<title>{words} · contoso.ldif" in text


def test_an_incomplete_scan_says_what_was_not_read(make, tmp_path):
    incomplete = assessment_of(Verdict.INCOMPLETE)
    trouble = ("the check upn-missing crashed",)
    result = make([found()], trouble=trouble, assessment=incomplete)
    result.sources[0].problems.append("contoso.ldif:12: the record is damaged")
    text = written(result, tmp_path / "r.html").read_text()
    assert "Not everything was read" in text
    assert "not read to the end" in text
    assert "contoso.ldif:12: the record is damaged" in text
    assert "the check upn-missing crashed" in text


def test_an_incomplete_scan_that_read_everything_blames_what_caused_it(make, tmp_path):
    crashed = assessment_of(Verdict.INCOMPLETE)._replace(gaps=Gaps(unexported=1, crashed=1))
    text = written(make([found()], assessment=crashed), tmp_path / "r.html").read_text()
    assert (
        "Attributes that every check needs were not exported, or not as they are. 1 check crashed."
        in text
    )
    assert "read to the end" in text
    for lie in ("Not everything was read", "not read to the end", "Part of it was not read"):
        assert lie not in text


def test_only_a_directory_that_is_ready_is_green(make, tmp_path):
    result = make()
    for verdict in Verdict:
        text = written(
            replace(result, assessment=assessment_of(verdict)), tmp_path / "r.html"
        ).read_text()
        assert ('class="statement ready"' in text) == (verdict is Verdict.READY)


def test_a_check_that_did_not_run_is_told_with_its_reason(make, tmp_path):
    result = make()
    skipped = replace(
        result.checks[0],
        status="skipped",
        status_reason="not-asked",
        reason="no verified domain was given",
    )
    text = written(replace(result, checks=(skipped,)), tmp_path / "r.html").read_text()
    assert "check did not run: 1 more check with --domain" in text
    assert "no verified domain was given" in text


def test_an_object_that_is_left_out_is_told_with_its_reason(html):
    text = html([], [OutOfScope("CN=Builtin,DC=contoso,DC=com", "other", "not-synchronised-kind")])
    assert "other in contoso.com" in text
    assert "never synchronise" in text


def test_a_hostile_name_takes_time_in_proportion_to_its_length():
    # a path of N parts is made in one look; it once was looked through again for each part
    dn = "OU=a," * 200_000 + "DC=contoso"
    assert path_of(dn).count("/") == 200_000
    assert split("CN=" + "x" * 1_000_000) == ("CN=" + "x" * 1_000_000, "")
    assert path_of("\\," * 300_001).startswith("/\\,")


@pytest.mark.parametrize(
    ("dn", "rdn", "container"),
    [
        ("CN=Ana,DC=contoso", "CN=Ana", "DC=contoso"),
        (r"CN=Doyle\, Ana,DC=contoso", r"CN=Doyle\, Ana", "DC=contoso"),
        ("CN=Ana", "CN=Ana", ""),
        ("", "", ""),
    ],
)
def test_a_dn_is_split_at_its_first_real_comma(dn, rdn, container):
    assert split(dn) == (rdn, container)


@pytest.mark.parametrize(
    ("rdn", "name"),
    [
        (r"CN=Doyle\, Ana", "Doyle, Ana"),
        (r"CN=M\C3\BCller", "Müller"),
        (r"CN=Ana\0ACNF:1", "Ana\nCNF:1"),
        ("odd", "odd"),
    ],
)
def test_a_name_is_without_escapes(rdn, name):
    assert name_of(rdn) == name


@pytest.mark.parametrize(
    ("container", "path"),
    [
        ("OU=Seattle,OU=Staff,DC=contoso,DC=com", "contoso.com/Staff/Seattle"),
        ("OU=R/D, DC=contoso", r"contoso/R\/D"),
        ("", "/"),
    ],
)
def test_a_container_is_shown_as_a_path(container, path):
    assert path_of(container) == path
