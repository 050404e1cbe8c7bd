"""Values are checked where they enter: on the command line, in the environment, in the file."""

import pytest

from tests.running import CLEAN, run

DIGITS = "9" * 5000


@pytest.fixture(params=["command line", "environment", "file"])
def given(request, tmp_path):
    """Scans with a domain that is given in one of the three ways."""

    def scanned(name, key, value):
        if request.param == "command line":
            return f"--{name}", run("scan", CLEAN, "-q", f"--{name}={value}", cwd=tmp_path)
        if request.param == "environment":
            variable = f"READINESS_{name.upper().replace('-', '_')}"
            return variable, run("scan", CLEAN, "-q", cwd=tmp_path, **{variable: value})
        text = f"['{value}']" if key.endswith("s") else f"'{value}'"
        (tmp_path / "readiness.toml").write_text(f"[plan]\n{key} = {text}\n")
        return "readiness.toml:2", run("scan", CLEAN, "-q", cwd=tmp_path)

    return scanned


def assert_refused(done, *expected):
    """The command ends with 2 and one line that holds some texts."""
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    for text in expected:
        assert text in done.stderr


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://contoso.com", "is no domain name: write contoso.com"),
        ("ana@contoso.com", "is no domain name: write contoso.com"),
        ("@contoso.com", "is no domain name: write contoso.com"),
        ("DC=contoso,DC=com", "is no domain name: write contoso.com"),
        ("contoso.com,contoso.de", "is no domain name: give several domains one by one"),
        ("contoso.com contoso.de", "is no domain name: give several domains one by one"),
        ("*.contoso.com", "is no domain name"),
        ("con_toso.com", "is no domain name"),
        ("-contoso.com", "is no domain name"),
        ("contoso..com", "is no domain name"),
        ("contoso", "is a single label"),
        ("corp.local", "is reserved for multicast DNS"),
        ("corp.contosotld", "a top-level domain that the internet does not know"),
        ("10.0.0.1", "a top-level domain that the internet does not know"),
    ],
)
def test_what_no_tenant_can_have_verified_is_refused(given, value, expected):
    place, done = given("domain", "verified-domains", value)
    assert_refused(done, place, f"“{value}”", expected)


def test_an_empty_domain_is_refused():
    assert_refused(run("scan", CLEAN, "--domain="), "--domain: “” is no domain name")


@pytest.mark.parametrize(
    "value",
    ["contoso.com", "CONTOSO.COM.", " contoso.com ", "sub.contoso.co.uk", "contoso.xn--p1ai"],
)
def test_a_domain_that_can_be_verified_is_taken(given, value):
    _, done = given("domain", "verified-domains", value)
    assert done.returncode in (0, 1), done.stderr


def test_a_domain_in_other_letters_is_taken_as_the_domain_name_system_has_it():
    done = run("scan", CLEAN, "--domain", "müller.de", "-r", "json:-")
    assert '"verified_domains": ["xn--mller-kva.de"]' in done.stdout


@pytest.mark.parametrize(
    "value", ["contoso", "contoso.com", "a.b.onmicrosoft.com", "onmicrosoft.com"]
)
def test_an_initial_domain_is_one_of_onmicrosoft(given, value):
    place, done = given("initial-domain", "initial-domain", value)
    assert_refused(done, place, "is no initial domain: write it as contoso.onmicrosoft.com")


@pytest.mark.parametrize("value", ["contoso.onmicrosoft.com", "Contoso.onmicrosoft.us"])
def test_an_initial_domain_is_taken(given, value):
    _, done = given("initial-domain", "initial-domain", value)
    assert done.returncode in (0, 1), done.stderr


def test_a_federated_domain_is_one_of_the_verified():
    federated = "--federated-domain=fabrikam.com"
    done = run("scan", CLEAN, "--domain=contoso.com", federated)
    assert_refused(done, "--federated-domain: fabrikam.com is not among the verified domains")
    done = run("scan", CLEAN, "--domain=contoso.com", "--domain=FABRIKAM.com", federated)
    assert done.returncode in (0, 1)


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("--max=warning=200%", "a share is at most 100%"),
        ("--max=warning=-1", "--max warning=-1: write"),
        (f"--max=warning={DIGITS}", "write ID=50"),
        ("--timeout=abc", "“abc” is no whole number, 1 to 86,400"),
        ("--timeout=0", "“0” is no whole number, 1 to 86,400"),
        (f"--timeout={DIGITS}", "is no whole number, 1 to 86,400"),
        ("--jobs=1.5", "“1.5” is no whole number, 1 to 64"),
        ("--rate=0", "is no whole number"),
        ("--include-ou=Staff", "“Staff” is no DN: write it as OU=Staff,DC=contoso,DC=com"),
        ("--exclude-ou=", "“” is no DN"),
        ("--source-anchor=mail address", "“mail address” is no name of an attribute"),
        ("--exported-attributes=mail,{}", "“{}” is no name of an attribute"),
        ("--exported-attributes=", "“” is no name of an attribute"),
        ("--fail-on=critical", "'critical' is not one of"),
        ("--exit-zero --fail-on=error", "--exit-zero is --fail-on never"),
        ("--config=x.toml --no-config", "--config and --no-config"),
        ("-r sarf:x.json", "there is no format sarf: did you mean sarif?"),
        ("--nope", "no such option '--nope'"),
        ("--max=eror=1", "there is no check eror: did you mean error?"),
        ("--select=UPN-MISING", "there is no check UPN-MISING: did you mean upn-missing?"),
        ("--select=upn-suffix-not", "did you mean upn-suffix-not-"),
    ],
)
def test_a_wrong_value_is_told_in_one_line(tmp_path, option, expected):
    (tmp_path / "x.toml").touch()
    arguments = [option] if "--source" in option else option.split(" ")
    done = run("scan", CLEAN, *arguments, cwd=tmp_path)
    assert_refused(done, expected)
    assert len(done.stderr) < 500
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.toml"]


def test_a_letter_before_a_colon_is_a_drive_and_no_format(tmp_path):
    done = run("scan", CLEAN, "-r", "C:/no/x.json", cwd=tmp_path)
    assert "the report C:/no/x.json cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = " + "[" * 900 + "]" * 900, "nested too deeply"),
        (f"[plan]\nstale-days = {DIGITS}", "a number in it has too many digits"),
        (f"[plan]\nstale-days = 0x{DIGITS}", "toml:2: stale-days is a number, 1 to 36,500"),
        (f"[gate]\nmax = {{ error = 0x{DIGITS} }}", "toml:2: the budget of error is a number"),
        ("[gate]\nmax = { error = '101%' }", "toml:2: the budget of error is a number"),
        ("suppress = [1]", "toml:1: “suppress” is a list of tables"),
    ],
    ids=["deep", "long", "long in hexadecimal", "long budget", "large share", "no tables"],
)
def test_a_file_that_python_cannot_read_is_wrong_and_no_bug(tmp_path, text, expected):
    (tmp_path / "readiness.toml").write_text(text)
    assert_refused(run("scan", CLEAN, cwd=tmp_path), expected)


@pytest.mark.parametrize("text", ["[" * 200_000, f'{{"schema_version": {DIGITS}}}'])
def test_a_baseline_that_python_cannot_read_is_wrong_and_no_bug(tmp_path, text):
    path = tmp_path / "baseline.json"
    path.write_text(text)
    assert_refused(run("scan", CLEAN, "--baseline", path), "is no JSON report of readiness")
    assert_refused(run("compare", path, path), "is no JSON report of readiness")


def test_exit_zero_lets_findings_pass_but_nothing_unread(tmp_path):
    assert run("scan", CLEAN, "--domain=fabrikam.com", "-q").returncode == 1
    assert run("scan", CLEAN, "--domain=fabrikam.com", "-q", "--exit-zero").returncode == 0
    assert run("scan", "no.ldif", "-q", "--exit-zero", cwd=tmp_path).returncode == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'all'", '["all"]'),
        ("['mail', 'objectGUID']", '["mail", "objectGUID"]'),
        ("'mail, objectGUID'", '["mail", "objectGUID"]'),
    ],
)
def test_exported_attributes_are_a_text_or_a_list(tmp_path, text, expected):
    (tmp_path / "readiness.toml").write_text(f"[scan]\nexported-attributes = {text}\n")
    shown = run("config", cwd=tmp_path, READINESS_EXPORTED_ATTRIBUTES="").stdout
    assert f"exported-attributes = {expected}  # readiness.toml:2" in shown


@pytest.mark.parametrize("pattern", ["upn-*", "*"])
def test_a_suppression_may_be_about_checks_of_a_pattern(tmp_path, pattern):
    (tmp_path / "readiness.toml").write_text(
        "".join(
            f"[[suppress]]\ncheck = '{one}'\nou = 'DC=contoso,DC=com'\nreason = 'x'\n"
            for one in (pattern, "proxy-address-domain-*")
        )
    )
    done = run("scan", CLEAN, "--domain=fabrikam.com", "--fail-on=error", cwd=tmp_path)
    assert done.returncode == 0
    assert "suppressed" in done.stdout


def test_a_suppression_of_no_check_is_refused(tmp_path):
    (tmp_path / "readiness.toml").write_text(
        "[[suppress]]\ncheck = 'unp-*'\nou = 'DC=contoso,DC=com'\nreason = 'x'\n"
    )
    assert_refused(run("scan", CLEAN, cwd=tmp_path), "readiness.toml:1: there is no check unp-*")


def test_a_misspelt_variable_is_named():
    done = run("scan", CLEAN, READINESS_FAILON="warning")
    assert_refused(done, "READINESS_FAILON is unknown: did you mean READINESS_FAIL_ON?")


def test_a_variable_of_somebody_else_is_named_and_ignored():
    done = run("scan", CLEAN, "-q", READINESS_RELEASE_URL="x")
    assert done.returncode == 0
    assert done.stderr == (
        "readiness: warning: the variable READINESS_RELEASE_URL is unknown, and ignored\n"
    )


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_list_of_patterns_says_to_give_the_option_for_each(option):
    done = run("scan", CLEAN, option, "upn-*,mail-*")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{option} 'upn-*' {option} 'mail-*'" in done.stderr


def test_a_source_without_a_name_is_refused():
    done = run("scan", "")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("readiness: a SOURCE has no name")


def test_why_nothing_was_read_comes_first():
    done = run("scan", "nope.ldif")
    assert done.returncode == 3
    first, second = done.stdout.splitlines()[:2]
    assert first == "INCOMPLETE: Nothing was read."
    assert second == "  “nope.ldif: there is no such file”"
    assert "0 of 0" not in done.stdout
