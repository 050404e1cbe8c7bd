"""What Microsoft's retired IdFix rightly flagged is found, and what it flagged wrongly is not.

Its rules: https://github.com/microsoft/idfix/blob/master/docs/Errors%20supported%20by%20the%20IdFix%20tool.md
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from readiness import Plan, Severity
from tests.conftest import NOW, scanned
from tests.legitimate.set_ups import PERSON, entry, group

OU = "OU=IdFix,DC=contoso,DC=com"
PLAN = Plan(now=NOW, verified_domains=("contoso.com",))


LONG = "a" * 257


def each(form: str, parts: str) -> list[str]:
    """One value for each of some characters."""
    return [form.format(part) for part in parts]


# its own limits were one less at times, or counted otherwise: these values are beyond all of them
RIGHTLY: dict[tuple[str, str, str, str], Sequence[str | None]] = {
    ("Length", "user", "displayName", "display-name-too-long"): [LONG],
    ("Blank", "user", "displayName", "display-name-missing"): [None, "  "],
    ("Blank", "contact", "displayName", "display-name-missing"): [None],
    ("Blank", "group", "displayName", "group-without-display-name"): [None],
    ("Character", "user", "displayName", "attribute-hidden-character"): [" Ana", "Ana "],
    ("Character", "group", "displayName", "attribute-hidden-character"): [" Sales"],
    ("Length", "user", "givenName", "attribute-too-long"): ["a" * 65],
    ("Length", "user", "mail", "mail-malformed"): [f"{LONG}@contoso.com"],
    ("Character", "user", "mail", "mail-malformed"): each("a{}b@contoso.com", " \t\u00a0"),
    ("TopLevelDomain", "user", "mail", "mail-domain-not-routable"): ["a1@contoso.local"],
    ("LocalPart", "user", "mail", "mail-malformed"): each("l{}b@contoso.com", "(),:;<>[]\\\u00e9@"),
    ("DomainPart", "user", "mail", "mail-malformed"): each("d@con{}toso.com", "_ {}"),
    ("Format", "group", "mail", "mail-malformed"): [".a@contoso.com", "a..b@contoso.com", "ana"],
    ("Length", "user", "mailNickname", "mail-nickname-too-long"): ["n" * 65],
    ("Character", "user", "mailNickname", "mail-nickname-leading-dot"): [".ana", ".."],
    ("Character", "contact", "mailNickname", "mail-nickname-invalid-character"): [
        *each("n{}n", ' "(),:;<>@[\\]'), "nn."
    ],
    ("Length", "user", "proxyAddresses", "proxy-address-too-long"): [
        f"smtp:{LONG}@contoso.com", f"X500:/o={LONG}",
    ],
    ("Character", "user", "proxyAddresses", "proxy-address-extra-colon"): ["smtp:M:a@contoso.com"],
    ("Character", "user", "proxyAddresses", "proxy-address-invalid-character"): each(
        "smtp:p{}p@contoso.com", ' \t<>();,[]"'
    ),
    ("Character", "contact", "proxyAddresses", "proxy-address-invalid-character"): each(
        "smtp:c{}p@tailspin.com", '<>();,[]"'
    ),
    ("TopLevelDomain", "user", "proxyAddresses", "proxy-address-domain-not-routable"): [
        "smtp:a2@contoso.local", "SMTP:a3@contoso.lan",
    ],
    ("Format", "user", "proxyAddresses", "proxy-address-malformed"): [
        "smtp:a4@con_toso.com", "smtp:a@5@contoso.com", "smtp:.a6@contoso.com", "smtp:ana",
        "smtp:a..7@contoso.com", "smtp:a8@contoso..com", "smtp:a9@",
    ],
    ("Length", "user", "sAMAccountName", "sam-account-name-invalid"): ["a" * 21],
    ("Character", "user", "sAMAccountName", "sam-account-name-invalid"): each(
        "s{}s", '\\"|,/[]:<>+=;?*'
    ),
    ("Length", "user", "targetAddress", "target-address-invalid"): [f"SMTP:{LONG}@tailspin.com"],
    ("Character", "user", "targetAddress", "target-address-invalid"): [
        *each("SMTP:t{}t@tailspin.com", ' \\<>();,[]"'), "SMTP:M:t1@tailspin.com"
    ],
    ("Format", "contact", "targetAddress", "target-address-invalid"): [
        "SMTP:t2@tail.local", "SMTP:t3@ta_il.com", "SMTP:t@4@tailspin.com", "SMTP:.t5@tailspin.com",
    ],
    ("Length", "user", "userPrincipalName", "upn-too-long"): [f"{'u' * 70}@{'c' * 44}.com"],
    ("Character", "user", "userPrincipalName", "upn-invalid-character"): [
        *each("u{}u@contoso.com", ' \t\\%&*+/=?{}|<>();:,[]"'),
        *each("v{}v@contoso.com", "\u00e4\u00eb\u00ef\u00f6\u00fc\u00ff"),
    ],
    ("TopLevelDomain", "user", "userPrincipalName", "upn-suffix-not-routable"): [
        "u1@contoso.local", "u2@contoso.internal", "u3@contoso",
    ],
    ("Format", "user", "userPrincipalName", "upn-malformed"): [
        "u4@con_toso.com", "u5@-contoso.com", "u@6@contoso.com", "u7", "@contoso.com",
        "u8@contoso..com",
    ],
    ("Format", "user", "userPrincipalName", "upn-trailing-dot"): ["u9.@contoso.com"],
    ("Format", "user", "userPrincipalName", "upn-stray-dot"): [
        ".u10@contoso.com", "u..11@contoso.com",
    ],
    ("Duplicate", "user", "mail", "address-duplicate"): 2 * ["Twice@contoso.com"],
    ("Duplicate", "group", "mailNickname", "mail-nickname-duplicate"): 2 * ["twice"],
    ("Duplicate", "user", "proxyAddresses", "address-duplicate"): [
        *2 * ["smtp:both@contoso.com"], *2 * ["x500:/o=Both"],
    ],
    ("Duplicate", "user", "proxyAddresses", "sip-address-duplicate"): 2 * ["sip:both@contoso.com"],
    ("Duplicate", "user", "userPrincipalName", "upn-duplicate"): 2 * ["pair@contoso.com"],
    ("Duplicate", "user", "sAMAccountName", "sam-account-name-duplicate"): 2 * ["pair"],
    ("Duplicate", "contact", "targetAddress", "target-address-duplicate"): (
        2 * ["SMTP:pair@tailspin.com"]
    ),
}  # fmt: skip
"""By its error, the kind of object, the attribute and our check: values that are wrong."""
FLAGGED = [(*key, value) for key, values in RIGHTLY.items() for value in values]
WRONGLY = [
    ("TopLevelDomain", "userPrincipalName", "w1@contoso.com"),
    ("Character", "userPrincipalName", "o'neil@contoso.com"),
    ("Character", "proxyAddresses", "X500:/o=O'Neil/cn=w2"),
    ("Character", "proxyAddresses", "X500:/o=Contoso (EMEA)/cn=w3"),
    ("Character", "proxyAddresses", "X500:/o=a:b/cn=w4"),
    ("TopLevelDomain", "mail", "w5@contoso.app"),
    ("TopLevelDomain", "targetAddress", "SMTP:w6@contoso.travelersinsurance"),
    ("TopLevelDomain", "targetAddress", "SMTP:w7@contoso.xn--p1ai"),
]
"""Errors of IdFix that were none, as its users reported."""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What is found beyond information about each row of the tables, by the number of its entry."""
    path = tmp_path_factory.mktemp("idfix") / "export.ldif"
    rows = [(kind, attribute, value) for _, kind, attribute, _, value in FLAGGED]
    rows += [("user", attribute, value) for _, attribute, value in WRONGLY]
    entries = (made(number, *row) for number, row in enumerate(rows))
    path.write_text("".join(entries), encoding="utf-8")
    said: dict[int, set[str]] = {number: set() for number in range(len(rows))}
    with scanned(PLAN, path) as result:
        for finding in result.findings():
            if finding.severity > Severity.INFO:
                said[int(finding.dn.partition(",")[0][4:])].add(finding.check)
        assert result.counts.out_of_scope == {}
    return said


def made(number: int, kind: str, attribute: str, value: str | None) -> str:
    """An entry with one value of a table, and else as it should be."""
    name, dn = f"n{number}", f"CN=n{number},{OU}"
    given: dict[str, Any] = {"displayName": f"Name {number}"}
    if kind == "group":
        return group(name, OU, **given | {"mail": f"{name}@contoso.com", attribute: value})
    given |= {"mail": f"{name}@{'contoso' if kind == 'user' else 'tailspin'}.com"}
    if kind == "user":
        given |= {"sAMAccountName": name, "userPrincipalName": f"{name}@contoso.com"}
        given |= {"userAccountControl": "512"}
        if attribute == "targetAddress":
            given["mailNickname"] = name
        if attribute == "userPrincipalName":
            del given["mail"]  # which would be told from the name
    else:
        given |= {"mailNickname": name, "proxyAddresses": f"SMTP:{given['mail']}"}
    return entry(dn, [*PERSON, kind], **(given | {attribute: value}))


@pytest.mark.parametrize("number", range(len(FLAGGED)))
def test_what_idfix_rightly_flagged_is_found(found, number):
    *_, check, value = FLAGGED[number]
    assert check in found[number], value


@pytest.mark.parametrize("number", range(len(WRONGLY)))
def test_what_idfix_wrongly_flagged_is_left_in_peace(found, number):
    about_other_attributes = {
        "mail-missing",
        "mail-masked-by-proxy-addresses",
        "proxy-address-primary-missing",
        "upn-differs-from-primary-smtp",
    }
    assert found[len(FLAGGED) + number] <= about_other_attributes, WRONGLY[number]
