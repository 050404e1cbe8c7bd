"""What the outputs show of people, and what they hide."""

import json
import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.redaction.redactor import Redactor
from readiness.reports.formats import FORMATS
from tests.reports.results import found
from tests.running import ANA, CONTOSO, run, user
from tests.writing import unhurried

KEY = "0123456789abcdef"
VALUES, PSEUDONYMS = Redactor(), Redactor(KEY.encode())
NAMES = ("quille", "xaverine", "555-0100")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("joana@contoso.com", "j***@contoso.com"),
        ("SMTP:joana@contoso.com", "SMTP:j***@contoso.com"),
        ("X500:/o=Contoso/cn=joana", "X500:***"),
        ("Xaverine Quille", "X***"),
        ("ab", "***"),
        ("_joana", "***"),
        ("", ""),
        (" ", " "),
        ("@contoso.com", "***"),
        ("call joana @ Xaverine Quille", "c***"),
        ("CN=Xaverine Quille,OU=Staff,DC=contoso,DC=com", "CN=X***,OU=Staff,DC=contoso,DC=com"),
        ("CN=Silva\\, Joana,CN=Users,DC=contoso,DC=com", "CN=S***,CN=U***,DC=contoso,DC=com"),
        ("CN=x,DC=com”: “I read Joana", "CN=***,DC=c***"),
        ("CN=Joana+UID=joana,DC=contoso,DC=com", "CN=J***+UID=j***,DC=contoso,DC=com"),
    ],
)
def test_a_value_keeps_its_form_and_its_domain(text, expected):
    assert VALUES.value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("has no mail", "has no mail"),
        ("is not “joana@contoso.com”", "is not “j***@contoso.com”"),
        ("is “joa”na”, and “silva”", "is “j***”"),
        ("is “joana", "is “j***”"),
        ("crashed about “CN=x,DC=com”: “I read joana@contoso.com”", "crashed about “C***”"),
    ],
)
def test_what_a_message_quotes_is_hidden(text, expected):
    assert VALUES.message(text) == expected


@pytest.mark.parametrize(
    ("attribute", "value", "expected"),
    [
        ("userAccountControl", "514", "514"),
        ("usageLocation", "DE", "***"),
        ("c", "DE", "DE"),
        ("lastLogonTimestamp", "133000000000000000", "133000000000000000"),
        ("userAccountControl", "joana", "j***"),
        ("employeeID", "5550100", "5***"),
    ],
)
def test_flags_codes_and_times_name_nobody(attribute, value, expected):
    row = found(attribute=attribute, value=value, proposal=value)
    hidden = VALUES.finding(row)
    assert (hidden.value, hidden.proposal) == (expected, expected)


def test_equal_texts_have_equal_pseudonyms_whatever_their_case():
    one = PSEUDONYMS.value("joana@contoso.com")
    assert re.fullmatch(r"p[0-9a-f]{16}@contoso\.com", one)
    assert PSEUDONYMS.value("smtp:JOANA@contoso.com") == f"smtp:{one}"
    assert Redactor(b"another key of some length").value("joana@contoso.com") != one


def test_a_dn_is_hidden_component_by_component():
    first = PSEUDONYMS.dn("CN=Joana,OU=Staff,DC=contoso,DC=com")
    other = PSEUDONYMS.dn("CN=Bob,OU=Staff,DC=contoso,DC=com")
    assert first.partition(",")[2] == other.partition(",")[2]
    assert first.endswith(",DC=contoso,DC=com")
    assert "Staff" not in first


def test_a_guid_has_a_pseudonym_or_is_left_out():
    assert VALUES.guid(ANA) is None
    assert UUID(PSEUDONYMS.guid(ANA)) != UUID(ANA)
    assert PSEUDONYMS.guid(None) is None


SECRET = some.text("xyzäβ,=+@“”\\ \n#.", min_size=3).map(lambda text: f"q{text}secret{text}")


@unhurried
@given(SECRET, some.sampled_from([VALUES, PSEUDONYMS]))
def test_no_secret_gets_through(text, redactor):
    for shown in (
        redactor.value(text),
        redactor.message(f"is “{text}”, and not “{text}”"),
        redactor.dn(f"CN={text.replace(',', '').replace('+', '')},DC=com"),
    ):
        assert "secret" not in shown.partition("@")[0] or "@" in text
        assert "secret" not in re.sub(r"@[\w.-]+", "", shown)


@pytest.fixture
def export(tmp_path):
    """An export with a person who stands in values, names and duplicates."""
    (tmp_path / "export.ldif").write_text(
        user(
            "CN=Xaverine Quille,OU=Staff,DC=contoso,DC=com", ANA, mail="xaverine.quille@contoso.com"
        )
        + user(
            "CN=Xaverine Quille (2),OU=Staff,DC=contoso,DC=com",
            mail="xaverine.quille@contoso.com",
            userPrincipalName="xaverine quille@contoso.local",
            telephoneNumber="555-0100" * 20,
        )
        + user("CN=AAD_xaverine,DC=contoso,DC=com", sAMAccountName="AAD_xaverine")
        + user("CN=Xaverine\\, Old,DC=contoso,DC=com", userPrincipalName="x@Xaverine Quille")
    )
    (tmp_path / "readiness.toml").write_text(
        "[[suppress]]\ncheck = '*'\nreason = 'Xaverine leaves'\nowner = 'Xaverine Quille'\n"
        "dn = 'CN=Xaverine Quille (2),OU=Staff,DC=contoso,DC=com'\n"
    )
    return tmp_path


def tells(text):
    return [name for name in NAMES if name in text.lower()] + [ANA for _ in [0] if ANA in text]


@pytest.mark.parametrize("mode", ["values", "pseudonyms"])
@pytest.mark.parametrize("form", [form.name for form in FORMATS])
def test_no_output_tells_who_it_is_about(export, form, mode):
    done = run(
        "scan",
        "export.ldif",
        f"--redact={mode}",
        f"--report={form}:-",
        "--by=ou",
        cwd=export,
    )
    assert done.returncode == 1
    assert "contoso" in done.stdout
    assert tells(done.stdout + done.stderr) == []


@pytest.mark.parametrize("mode", ["values", "pseudonyms"])
def test_the_summary_tells_nothing_either(export, mode):
    done = run("scan", "export.ldif", f"--redact={mode}", "--by=department", cwd=export)
    assert tells(done.stdout + done.stderr) == []


@pytest.mark.parametrize("form", [form.name for form in FORMATS if form.goes_to_build_log])
def test_what_lands_in_build_logs_is_hidden_unless_it_shall_be_shown(export, form):
    hidden = run("scan", "export.ldif", f"--report={form}:-", cwd=export).stdout
    assert tells(hidden) == []
    shown = run("scan", "export.ldif", f"--report={form}:-", "--show-values", cwd=export).stdout
    assert tells(shown)


def test_the_summary_is_hidden_where_a_build_service_keeps_it(export):
    assert tells(run("scan", "export.ldif", cwd=export).stdout)
    assert tells(run("scan", "export.ldif", cwd=export, TF_BUILD="True").stdout) == []
    shown = run("scan", "export.ldif", "--show-values", cwd=export, GITHUB_ACTIONS="true").stdout
    assert tells(shown)


def pseudonymous(export, *options, **env):
    done = run(
        "scan", "export.ldif", "--redact=pseudonyms", "--report=json:-", *options, cwd=export, **env
    )
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    return {one["dn"] for one in report["findings"]}, report


def test_a_kept_key_makes_the_same_pseudonyms_again(export):
    (export / "key").write_text(f"{KEY}\n")
    first, report = pseudonymous(export, "--redact-key-file=key")
    again, _ = pseudonymous(export, READINESS_REDACT_KEY=KEY)
    assert report["redaction"] == "pseudonyms"
    assert first == again


def test_without_a_key_every_run_has_its_own_pseudonyms(export):
    assert pseudonymous(export)[0] != pseudonymous(export)[0]


def test_a_short_key_is_refused(export):
    done = run(
        "scan", "export.ldif", "--redact=pseudonyms", cwd=export, READINESS_REDACT_KEY="short"
    )
    assert done.returncode == 2
    assert "READINESS_REDACT_KEY is too short" in done.stderr


def test_the_fingerprints_stay_as_they_are(export):
    plain = json.loads(run("scan", "export.ldif", "--report=json:-", cwd=export).stdout)
    _, hidden = pseudonymous(export)
    assert [one["fingerprint"] for one in hidden["findings"]] == [
        one["fingerprint"] for one in plain["findings"]
    ]


def test_no_name_of_the_sample_is_in_a_redacted_report(tmp_path):
    options = ["--domain=contoso.com", "--report=json:-"]
    plain = json.loads(run("scan", CONTOSO, *options, cwd=tmp_path).stdout)
    names = {one["dn"].partition(",")[0][3:].lower() for one in plain["findings"]} - {"", "users"}
    for mode in ("values", "pseudonyms"):
        report = json.loads(run("scan", CONTOSO, *options, f"--redact={mode}", cwd=tmp_path).stdout)
        text = json.dumps([report["findings"], report["out_of_scope"]], ensure_ascii=False).lower()
        told = {name for name in names if len(name) > 6 and f'"cn={name}' in text}
        assert told == set()
