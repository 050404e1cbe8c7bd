"""A history holds the numbers of each scan, and tells when a goal is reached at this pace."""

import json
import stat
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.gating.history import day_reached
from tests.running import people, run, user
from tests.writing import unhurried

DOMAIN = "--domain=contoso.com"


def on(day, month=11):
    return datetime(2026, month, day, tzinfo=UTC)


def test_the_pace_tells_the_day():
    assert day_reached([(on(1), 40), (on(2), 30), (on(3), 20)], 0) == date(2026, 11, 5)
    assert day_reached([(on(1), 0), (on(3), 50)], 100) == date(2026, 11, 5)


def test_only_the_last_scans_tell_the_pace():
    scans = [(on(day, 6), 900 - day) for day in range(1, 20)]
    scans += [(on(day), 40 - 10 * day) for day in range(4)[1:]]
    assert day_reached([*scans[:-3], (on(1), 40), (on(2), 30), (on(3), 20), (on(4), 10)], 0) == (
        date(2026, 11, 5)
    )


@pytest.mark.parametrize(
    "scans",
    [
        [],
        [(on(1), 9)],
        [(on(1), 9), (on(2), 9)],
        [(on(1), 9), (on(2), 12)],
        [(on(1), 9), (on(1), 3)],
        [(on(1), 9), (on(2), 0)],
        [(on(1), 10_000_000), (on(2), 9_999_999)],
        [(on(1), 9), (on(1) + timedelta(seconds=9), 3)],
        [(on(1), 9), (on(2), 99), (on(3), 12), (on(4), 9)],
    ],
)
def test_no_day_is_told_where_the_pace_leads_nowhere(scans):
    assert day_reached(scans, 0) is None


MOMENTS = some.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC))


@unhurried
@given(some.lists(some.tuples(MOMENTS, some.integers(0, 10**7))), some.integers(0, 10**7))
def test_a_forecast_is_never_before_the_last_scan(scans, goal):
    scans.sort()
    day = day_reached(scans, goal)
    assert day is None or day >= scans[-1][0].date()


def test_no_day_is_told_behind_the_end_of_the_calendar():
    scans = [(datetime(9999, 12, day, tzinfo=UTC), 900 - day) for day in (29, 30, 31)]
    assert day_reached(scans, 0) is None


LINE = (
    '{"at":"9999-12-30T10:00:00Z","verdict":"not-ready","people":20,"ready":1,"ready_after":[],'
    '"by_severity":{},"by_check":{"upn-suffix-not-routable":9}}\n'
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    return tmp_path


def _lines(folder):
    return (folder / "history.jsonl").read_text().splitlines()


def scanned(folder, *options, **env):
    options = (DOMAIN, "--history=history.jsonl", "--report=json:-", *options)
    done = run("scan", "export.ldif", *options, cwd=folder, **env)
    return done, json.loads(done.stdout or "null")


def test_each_scan_adds_a_line_of_numbers(folder):
    scanned(folder)
    (folder / "export.ldif").write_text(people())
    _, report = scanned(folder, SOURCE_DATE_EPOCH="1795428000")
    assert [(entry["at"], entry["ready"]) for entry in report["history"]] == [
        ("2026-11-22T10:00:00Z", 0),
        ("2026-11-23T10:00:00Z", 2),
    ]
    assert report["forecast"] == {"people": None, "by_check": {}}
    first, second = _lines(folder)
    assert json.loads(second) == report["history"][1]
    assert json.loads(first)["ready_after"] == [2]
    assert json.loads(first)["by_check"]["upn-suffix-not-routable"] == 2
    assert "ana" not in first
    assert stat.S_IMODE((folder / "history.jsonl").stat().st_mode) == 0o600


def test_the_report_tells_when_everybody_is_ready_at_this_pace(folder):
    one = user("CN=eva,DC=contoso,DC=com", userPrincipalName="eva@contoso.local")
    (folder / "export.ldif").write_text(people("contoso.local") + one)
    scanned(folder)
    (folder / "export.ldif").write_text(people("contoso.local"))
    _, report = scanned(folder, SOURCE_DATE_EPOCH="1795428000")
    assert report["forecast"]["people"] == "2026-11-25"
    assert report["forecast"]["by_check"]["upn-suffix-not-routable"] == "2026-11-25"


def test_an_incomplete_scan_is_no_part_of_the_history(folder):
    (folder / "export.ldif").write_text(people() + "dn: CN=x\nbroken\n")
    done, _ = scanned(folder)
    assert done.returncode == 3
    assert "it is not added to the history" in done.stderr
    assert not (folder / "history.jsonl").exists()


@pytest.mark.parametrize(
    "text",
    [
        "{}\n",
        "[]\n",
        "x\n",
        "1\n",
        '{"at": "yesterday"}\n',
        "[" * 9999,
        LINE.replace("20", "1" * 400),
    ],
)
def test_what_is_no_history_is_refused_before_anything_is_read(folder, text):
    (folder / "history.jsonl").write_text(text)
    done, _ = scanned(folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("readiness: history.jsonl:1: this is no line of a history")
    assert (folder / "history.jsonl").read_text() == text


def test_a_history_is_not_written_over_a_source(folder):
    done = run("scan", "export.ldif", "--history=export.ldif", cwd=folder)
    assert done.returncode == 2
    assert "would overwrite" in done.stderr


def test_without_a_history_there_is_none(folder):
    done = run("scan", "export.ldif", "--report=json:-", cwd=folder)
    assert json.loads(done.stdout)["history"] == []


def test_a_date_in_the_last_year_of_the_calendar_is_no_bug(folder):
    (folder / "history.jsonl").write_text(LINE + LINE.replace("-30T", "-29T"))
    done, report = scanned(folder)
    assert done.returncode == 1, done.stderr
    assert report["forecast"]["people"] is None


def test_only_scans_that_were_asked_the_same_make_a_trend(folder):
    people_then = (folder / "export.ldif").read_text()
    scanned(folder)
    # asked for less, everybody is ready; that is no progress, and tells nothing of the pace
    asked_less = ("--select=mail-missing", "--report=less.html")
    done, report = scanned(folder, *asked_less, SOURCE_DATE_EPOCH="1795428000")
    assert report["forecast"]["people"] is None
    assert "1 earlier scan was asked something else" in (folder / "less.html").read_text()
    (folder / "export.ldif").write_text(people_then.replace("ana@contoso.local", "ana@contoso.com"))
    done = run(
        *("scan", "export.ldif", DOMAIN, "--history=history.jsonl", "--report=page.html"),
        cwd=folder,
        SOURCE_DATE_EPOCH="1795514400",
    )
    assert (
        "trend: 1 of 2 people ready, and 0 of 2 on 22 Nov 2026 (2 scans); at this rate everybody on"
        " 26 Nov 2026; 1 earlier scan was asked something else, and cannot be compared\n"
    ) in done.stdout
    page = (folder / "page.html").read_text()
    assert "Over the last 2 scans" in page
    assert "1 earlier scan was asked something else, and cannot be compared." in page
    asked = [json.loads(line)["asked"] for line in _lines(folder)]
    assert asked[0] == asked[2] != asked[1]


def test_scans_of_different_domains_make_no_trend_and_a_line_without_a_question_is_told(folder):
    (folder / "history.jsonl").write_text(LINE.replace("9999-12-30", "2026-11-01"))
    limits = ("--exclude-ou=OU=Lab, dc=contoso,dc=com", "--exclude-ou=ou=lab,DC=contoso,DC=com")
    said = []
    fabrikam = people().replace("DC=contoso,", "DC=fabrikam,")
    for number, text in enumerate((people("contoso.local"), people(), fabrikam)):
        (folder / "export.ldif").write_text(text)
        done = run(
            *("scan", "export.ldif", DOMAIN, "--history=history.jsonl", limits[number % 2]),
            cwd=folder,
            SOURCE_DATE_EPOCH=str(1795428000 + 86400 * number),
        )
        said += [line for line in done.stdout.splitlines() if line.startswith("trend: ")]
    unknown = "of 1 earlier scan nobody knows what it was asked"
    assert said == [
        f"trend: {unknown}",
        f"trend: 2 of 2 people ready, and 0 of 2 on 23 Nov 2026 (2 scans); {unknown}",
        "trend: 2 earlier scans were asked something else, and cannot be compared; " + unknown,
    ]
