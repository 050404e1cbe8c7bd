"""Configurations, baselines and reports that are none, and outputs that cannot be written."""

from __future__ import annotations

from tests.mistakes.mistake import Mistake

_SCAN = "readiness scan export.ldif"


def _config(what: str, toml: str | bytes, blames: str) -> Mistake:
    return Mistake(what, _SCAN, 2, blames, {"readiness.toml": toml})


CONFIGURATIONS = (
    Mistake("no such configuration", f"{_SCAN} --config ours.toml", 2, "ours.toml"),
    Mistake("a folder as configuration", f"{_SCAN} --config tmp", 2, "tmp"),
    _config("a key that is misspelt", "[plan]\nverified-domain = []\n", "verified-domains"),
    _config("a table that is misspelt", "[gates]\n", "gate"),
    _config("a key in the wrong table", '[scan]\nfail-on = "error"\n', "[gate]"),
    _config("a key without a table", 'fail-on = "error"\n', "readiness.toml:1"),
    _config("a text in the place of a list", "[plan]\nverified-domains = 5\n", "readiness.toml:2"),
    _config("a number in quotes", '[scan]\njobs = "2"\n', "readiness.toml:2"),
    _config("a wrong choice", '[gate]\nfail-on = "errors"\n', "readiness.toml:2"),
    _config(
        "a URL as domain", '[plan]\nverified-domains = ["https://a.com"]\n', "readiness.toml:2"
    ),
    _config("a quote that is not closed", '[gate]\nfail-on = "error\n', "readiness.toml:2"),
    _config("a password in the file", '[live]\npassword = "x"\n', "readiness.toml:2"),
    _config(
        "a severity that there is not", '[severity]\nmail-missing = "grave"\n', "readiness.toml:2"
    ),
    _config("a severity of no check", '[severity]\nmail-mising = "error"\n', "mail-missing"),
    _config("a budget in words", '[gate]\nmax = { error = "few" }\n', "readiness.toml:2"),
    _config("a budget of no check", "[gate.max]\nmail-mising = 5\n", "mail-missing"),
    _config("a suppression without a reason", '[[suppress]]\ncheck = "*"\ndn = "CN=a"\n', "reason"),
    _config(
        "a suppression of everything everywhere", '[[suppress]]\ncheck = "*"\nreason = "x"\n', "dn"
    ),
    _config(
        "a suppression with a day in quotes",
        '[[suppress]]\ncheck = "*"\ndn = "CN=a"\nreason = "x"\nexpires = "2027-03-31"\n',
        "readiness.toml:5",
    ),
    _config(
        "a suppression of no check",
        '[[suppress]]\ncheck = "mail-mising"\ndn = "CN=a"\nreason = "x"\n',
        "mail-missing",
    ),
    _config("another encoding than UTF-8", "# Jörg\n".encode("latin-1"), "UTF-8"),
    _config("UTF-16", "[plan]\n".encode("utf-16"), "UTF-8"),
    _config("lists in 900 lists", "a=" + "[" * 900 + "]" * 900, "nested too deeply"),
    _config("a number of 5,000 digits", f"[plan]\nstale-days = {'9' * 5000}\n", "digits"),
    _config("a number of 30 digits", f"[plan]\nstale-days = {'9' * 30}\n", "readiness.toml:2"),
    Mistake(
        "a mistake in the configuration of a folder above",
        "cd sub && readiness scan ../export.ldif",
        2,
        "../readiness.toml:2",
        {"readiness.toml": '[gate]\nfail-on = "never ever"\n', "sub/x": ""},
    ),
    Mistake(
        "a configuration that somebody else owns",
        f"{_SCAN} --config /proc/1/environ",
        2,
        "/proc/1/environ",
    ),
    Mistake("init where a file is", "readiness init", 2, "readiness.toml", {"readiness.toml": ""}),
)

BASELINES = (
    Mistake("no such baseline", f"{_SCAN} --baseline old.json", 2, "old.json"),
    Mistake("an export as baseline", f"{_SCAN} --baseline export.ldif", 2, "export.ldif"),
    Mistake("a table as baseline", f"{_SCAN} --baseline a.csv", 2, "a.csv", {"a.csv": "a,b\n"}),
    Mistake("an empty baseline", f"{_SCAN} --baseline a.json", 2, "a.json", {"a.json": ""}),
    Mistake("other JSON as baseline", f"{_SCAN} --baseline a.json", 2, "a.json", {"a.json": "[]"}),
    Mistake(
        "a baseline that is nested too deeply",
        f"{_SCAN} --baseline a.json",
        2,
        "a.json",
        {"a.json": "[" * 200_000},
    ),
    Mistake(
        "a baseline that ends early",
        f"{_SCAN} --baseline a.json",
        2,
        "a.json",
        {"a.json": '{"schema_version": "1.0", "findings": [{'},
    ),
    Mistake(
        "a baseline of a later version",
        f"{_SCAN} --baseline a.json",
        2,
        "a.json",
        {"a.json": '{"schema_version": "9.0", "findings": []}'},
    ),
    Mistake(
        "fingerprints that are none",
        f"{_SCAN} --baseline a.json",
        2,
        "a.json",
        {"a.json": '{"schema_version": "1.0", "findings": [{"fingerprint": 5}]}'},
    ),
    Mistake(
        "a device as history",
        f"{_SCAN} --history /dev/zero",
        2,
        "the history /dev/zero is no file",
    ),
    Mistake("one report to compare", "readiness compare a.json", 2, "NEW"),
    Mistake("no such report to compare", "readiness compare a.json b.json", 2, "a.json"),
    Mistake("exports to compare", "readiness compare export.ldif export.ldif", 2, "export.ldif"),
    Mistake(
        "to fail on better", "readiness compare a.json a.json --fail-on better", 2, "--fail-on"
    ),
)

OUTPUTS = (
    Mistake("a report over the source", f"{_SCAN} -r json:export.ldif", 2, "would overwrite"),
    Mistake("a baseline over the source", f"{_SCAN} --write-baseline export.ldif", 2, "overwrite"),
    Mistake(
        "a report over a link to the source",
        f"{_SCAN} -r link.json",
        2,
        "would overwrite",
        before="ln export.ldif link.json",
    ),
    Mistake(
        "a report over standard input",
        "readiness scan - -r json:export.ldif < export.ldif",
        2,
        "standard input",
    ),
    Mistake(
        "a report over the configuration",
        f"{_SCAN} -r json:readiness.toml",
        2,
        "would overwrite",
        {"readiness.toml": ""},
    ),
    Mistake("two reports in one file", f"{_SCAN} -r a.json -r ./a.json", 2, "a.json"),
    Mistake("two reports on standard output", f"{_SCAN} -r json:- -r csv:-", 2, "standard output"),
    Mistake("a format that is misspelt", f"{_SCAN} -r sarf:x.json", 2, "sarif"),
    Mistake("an ending of no format", f"{_SCAN} -r report.pdf", 2, "report.pdf"),
    Mistake("a report without an ending", f"{_SCAN} -r report", 2, "report"),
    Mistake("a report into no folder", f"{_SCAN} -r no/report.json", 2, "no/report.json"),
    Mistake("a report onto a folder", f"{_SCAN} -r json:tmp", 2, "tmp"),
    Mistake(
        "a report into a folder that is write-protected",
        f"{_SCAN} -r locked/report.json",
        2,
        "locked/report.json cannot be written: Permission denied",
        {"locked/x": ""},
        before="chmod 500 locked",
    ),
    Mistake(
        "a report over one that is write-protected",
        f"{_SCAN} -r report.json",
        2,
        "report.json cannot be written",
        {"report.json": ""},
        before="chmod 400 report.json; chmod 500 .",
    ),
    Mistake(
        "a baseline into no folder",
        f"{_SCAN} --write-baseline no/b.json",
        2,
        "no/b.json",
    ),
    Mistake("a report with a name of 300 letters", f"{_SCAN} -r {'a' * 300}.json", 2, "too long"),
    Mistake(
        "a key file in no folder", f"{_SCAN} --redact pseudonyms --redact-key-file no/k", 2, "no/k"
    ),
    Mistake(
        "a summary of the job that cannot be written",
        f"GITHUB_STEP_SUMMARY=no/summary.md {_SCAN} --domain contoso.com",
        2,
        "GITHUB_STEP_SUMMARY",
    ),
    Mistake("waves into a file", "readiness waves export.ldif -o export.ldif", 2, "export.ldif"),
    Mistake("a preview in no format", "readiness preview export.ldif --format xml", 2, "--format"),
    Mistake(
        "a preview of nothing",
        "readiness preview nope.ldif --domain contoso.com --initial-domain contoso.onmicrosoft.com",
        3,
        "nope.ldif",
    ),
    Mistake("waves of nothing", "readiness waves nope.ldif", 3, "nope.ldif"),
    Mistake("waves by country", "readiness waves export.ldif --by country", 2, "--by"),
)
