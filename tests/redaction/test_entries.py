"""A redacted snapshot names nobody, and a scan of it finds what a scan of the directory finds."""

import gzip
import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from readiness import Plan
from readiness.command.live.snapshot import redacted, snapshot
from readiness.command.locations import suffixes_in_file
from readiness.directory.addresses.mail_address import fold
from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.errors import SourceError
from readiness.model.values import sid_text, text
from readiness.redaction.entries import EntryRedactor
from readiness.redaction.pseudonyms import WELL_KNOWN
from readiness.sources.ldif.block_splitter import Block
from readiness.sources.ldif.partitions import BufferedBlocks
from readiness.sources.ldif.record_reader import Record, read_records
from readiness.sources.live.ldap_source import LdapSource
from tests.checks.test_samples import expectations, plan_of
from tests.conftest import NOW, SAMPLES, scanned
from tests.reading import PLAN
from tests.running import ANA, BOB, CONTOSO, run, user
from tests.writing import unhurried

KEY = b"0123456789abcdef"
WHOLE = b"# readiness: attributes=all\n\n"
"""What a snapshot says before its first entry: an absent attribute is empty."""
REDACTOR = EntryRedactor(KEY)
PERSONAL = frozenset(
    {
        *("cn", "company", "department", "description", "displayname", "givenname", "info", "l"),
        *("mail", "mailnickname", "mobile", "ou", "proxyaddresses", "samaccountname", "sn"),
        *("streetaddress", "targetaddress", "title", "userprincipalname"),
    }
)
RANDOM = frozenset({"ms-ds-consistencyguid", "msexchmailboxguid", "objectguid", "objectsid"})
"""Octets in which any four letters may turn up."""
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LINKS = frozenset({"manager", "managedby", "member", "memberof"})
STRUCTURE = re.compile(r"\b\w+=|\A\s*(?:\w+:)+|\\0A(?:CNF|DEL):|\nCNF:")
"""Types of names and of addresses, and how an object is renamed."""
MARKERS = ("$DUPLICATE-", "User_", "Group_", "SystemMailbox", "HealthMailbox", "#EXT#")
PLANS = {
    "little": Plan(now=NOW),
    "much": PLAN,
    "hash": Plan(
        verified_domains=("contoso.com",),
        identity_model="password-hash-sync",
        sync_tool="connect-sync",
        now=NOW,
    ),
    "anchor": replace(PLAN, source_anchor="employeeID", sign_in_attribute="mail"),
    "name": replace(PLAN, source_anchor="sAMAccountName", identity_model="federated"),
}
CERTAINLY = "CN=Ana,OU=Staff,DC=contoso,DC=com"
LONG = ".".join(["d" * 60] * 4) + ".com"

EXCEPTIONS = {
    "an employeeID gets 16 characters, and with the blank beside it has 17": (
        "attribute-too-long",
        PLANS["hash"],
        [{"employeeID:": b64encode(b"4711 ").decode()}],
        (0, 1),
    ),
    "the name in an address gets 16 characters, here of a sAMAccountName, which may have 20": (
        "sam-account-name-invalid",
        PLANS["hash"],
        [{"sAMAccountName": "ana@contoso.com"}],
        (0, 1),
    ),
    "the name in an address gets 16 characters, here of 256 which there may be": (
        "proxy-address-too-long",
        PLANS["hash"],
        [{"proxyAddresses": f"SMTP:a@{LONG}"}],
        (0, 1),
    ),
    "digits stay digits, so that they prevail in a short address, which then counts as a number": (
        "source-anchor-name-based",
        replace(PLAN, source_anchor="mail"),
        [{"mail": "4711@contoso.com"}],
        (1, 0),
    ),
    "where digits prevail, capitals make a difference at the first letter only": (
        "source-anchor-case-collision",
        PLANS["anchor"],
        [{"employeeID": "e10023a"}, {"employeeID": "e10023A"}],
        (2, 0),
    ),
    "a text that is not UTF-8 becomes octets, without an @ that could be known": (
        "upn-malformed",
        PLANS["hash"],
        [{"userPrincipalName:": b64encode(b"j\xf6rg@contoso.com").decode()}],
        (0, 1),
    ),
}
"""Why a check finds more or less: its id, the plan, users, and what it finds before and after."""


@pytest.fixture(scope="module")
def contoso(tmp_path_factory):
    """The sample, redacted."""
    path = tmp_path_factory.mktemp("redacted") / "contoso.ldif"
    path.write_bytes(WHOLE + redacted(CONTOSO.read_bytes(), REDACTOR))
    return path


def pairs(ldif: bytes) -> Iterator[tuple[str, bytes]]:
    """Every attribute of every record, in lower case, and its values."""
    names = frozenset(re.findall(r"^([\w-]+)[:;]", ldif.decode().lower(), re.MULTILINE))
    for record in read_records(ldif.decode().split("\n"), 1, names):
        assert isinstance(record, Record), record
        yield "dn", record.dn.encode()
        for name, held in record.values.items():
            for one in held if isinstance(held, list) else [held]:
                yield name, one if isinstance(one, bytes) else one.encode()


def parts(words: str) -> Iterator[str]:
    """Every four letters in a row."""
    for word in re.findall(r"[^\W\d_]{4,}", words.lower()):
        yield from (word[at : at + 4] for at in range(len(word) - 3))


def meant_to_stay(ldif: bytes) -> set[str]:
    """The parts of domains, of classes, and of the names that every forest has."""
    found: set[str] = set()
    for name, value in pairs(ldif):
        domains = re.findall(r"(?:DC=|@)([\w. -]+)", text(value))
        found.update(parts(" ".join(domains)))
        if name in {"objectclass", "upnsuffixes"}:
            found.update(parts(text(value)))
    return found.union(*map(parts, [*WELL_KNOWN, *MARKERS]))


def told(before: bytes, after: bytes) -> set[str]:
    """The parts of personal values that a redacted file still holds."""
    known: set[str] = set()
    for name, value in pairs(before):
        if name in PERSONAL:
            known.update(parts(STRUCTURE.sub("", text(value).rpartition("@")[0] or text(value))))
        elif name == "dn":
            known.update(parts(STRUCTURE.sub("", text(value))))
    known -= meant_to_stay(before)
    assert len(known) > 20
    shown = [GUID.sub("", text(value)) for name, value in pairs(after) if name not in RANDOM]
    return known & set(parts(" ".join(shown)))


def test_no_part_of_a_name_of_the_sample_is_in_the_redacted_file(contoso):
    assert told(CONTOSO.read_bytes(), contoso.read_bytes()) == set()
    assert "#" not in contoso.read_text(encoding="utf-8").removeprefix(WHOLE.decode())


def found(plan: Plan, path: Path) -> tuple[Counter[str], dict[str, int]]:
    """How often each check finds something, and how many entries are left out, by reason."""
    with scanned(plan, path) as result:
        assert result.is_complete, result.trouble
        return Counter(one.check for one in result.findings()), result.counts.out_of_scope


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_a_scan_of_the_redacted_sample_finds_the_same(contoso, plan):
    before, after = found(plan, CONTOSO), found(plan, contoso)
    assert after == before
    assert len(before[0]) > 40


# the export of a tenant that those of the others are compared with names people as they are
SEEN_ALONE = [path for path in (SAMPLES / "checks").iterdir() if "tenant-" not in path.name]


@pytest.mark.parametrize("path", sorted(SEEN_ALONE), ids=lambda path: path.stem)
def test_each_check_finds_the_same_in_its_redacted_sample(path, tmp_path):
    sample = path.read_bytes()
    hidden = tmp_path / "hidden.ldif"
    hidden.write_bytes(WHOLE + redacted(sample, REDACTOR))
    announced = {REDACTOR.dn(dn): ids for dn, ids in expectations(sample.decode())}
    shown: dict[str, set[str]] = {dn: set() for dn in announced}
    with scanned(plan_of(sample.decode()), hidden) as result:
        for finding in result.findings():
            shown[finding.dn].add(finding.check)
    assert shown == announced


@pytest.mark.parametrize(
    ("check", "plan", "users", "expected"), EXCEPTIONS.values(), ids=EXCEPTIONS
)
def test_a_check_may_find_more_or_less_if(check, plan, users, expected, tmp_path):
    before, after = tmp_path / "before.ldif", tmp_path / "after.ldif"
    dns = (f"CN=x{number},DC=contoso,DC=com" for number in range(9))
    ldif = "".join(user(dn, **held) for dn, held in zip(dns, users, strict=False))
    before.write_text(WHOLE.decode() + ldif)
    after.write_bytes(WHOLE + redacted(before.read_bytes(), REDACTOR))
    assert (found(plan, before)[0][check], found(plan, after)[0][check]) == expected


def references(path: Path) -> tuple[list[int], list[bool]]:
    """The depth of each DN, and of each link to an entry whether it is there."""
    held = list(pairs(path.read_bytes()))
    dns = [fold_dn(text(value)) for name, value in held if name == "dn"]
    linked = [fold_dn(text(value)) in dns for name, value in held if name in LINKS]
    assert len(set(dns)) == len(dns)
    assert linked.count(True) > 200
    return [len(re.findall(r"(?<!\\),", dn)) for dn in dns], linked


def test_every_reference_still_finds_its_entry(contoso):
    assert references(contoso) == references(CONTOSO)


@pytest.mark.parametrize(
    ("dn", "expected"),
    [
        ("CN=Ana,OU=Staff,DC=contoso,DC=com", r"CN=P\w{15},OU=P\w{15},DC=contoso,DC=com"),
        ("CN=Silva\\, Ana,CN=Users,DC=contoso,DC=com", r"CN=P\w{15},CN=Users,DC=contoso,DC=com"),
        (
            "CN=Domain Admins,CN=Users,DC=contoso,DC=com",
            "CN=Domain Admins,CN=Users,DC=contoso,DC=com",
        ),
        ("CN=S-1-5-11,CN=ForeignSecurityPrincipals,DC=x", "CN=S-1-5-11,CN=Foreign.*,DC=x"),
        ("CN=S-1-5-21-1-2-3-1187,CN=x,DC=x", r"CN=S-1-5-21-\d+-\d+-\d+-\d+,CN=p\w{15},DC=x"),
        ("CN=Ana\\0ACNF:" + ANA + ",DC=x", r"CN=P\w{15}\\0ACNF:[\w-]{36},DC=x"),
        ("DC=ana-laptop,DC=contoso.com,CN=MicrosoftDNS,DC=x", r"DC=p\w+,DC=p\w+,CN=\w+,DC=x"),
        ("Ana Silva=x,DC=contoso", r"CN=P\w{15},DC=contoso"),
        ("CN=Ana+UID=ana,DC=x", r"CN=P\w{15}\+UID=p\w{15},DC=x"),
        ("", ""),
    ],
)
def test_a_dn_keeps_its_depth_its_domain_and_well_known_names(dn, expected):
    assert re.fullmatch(expected, REDACTOR.dn(dn))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ana@contoso.com", r"p\w{15}@contoso\.com"),
        ("SMTP:ana@contoso.local", r"SMTP:p\w{15}@contoso\.local"),
        ("smtp: ana@emea.contoso.com ", r"smtp: p\w{15}@emea\.contoso\.com "),
        ("X500:/o=Contoso/cn=ana", r"X500:/p\w+=\w/\w=\w"),
        ("GWISE:ana", r"GWISE:p\w{15}"),
        ("ana:ben", r"p\w+:\w"),
        ("ana@contoso", r"p\w+@\w"),
        ("ana.maria.silva@ana.silva", r"p\w+\.\w\.\w@p\w+\.\w"),
        ("ana@.contoso.com", r"p\w{15}@\.contoso\.com"),
        ("call Ana Maria @ Xaverine Quille", r"p\w+ \w \w @ P\w+ \w"),
        ("see ana@contoso.com\nQuille.de", r"p\w+ \w@p\w+\.\w\n\w\.\w"),
        ("ana..maria.@contoso.com", r"p\w+\.\.\w\.@contoso\.com"),
        ("jörg@contoso.com", r"ép\w{14}@contoso\.com"),
        ("4711", r"\d{16}"),
        ("k4711", r"p\d{15}"),
        ("+1 206 555 0104", r"\+\d+ \d \d \d"),
        ("svc-backup", r"svc-p\w{11}"),
        ("AAD_0123456789ab", r"AAD_\w{12}"),
        ("CAS_{0123}", r"CAS_\{\w+\}"),
        ("Ana (MSOL)", r"P\w+ \(\w\)\(MSOL\)"),
        ("x" * 65, r"p\w{64}"),
        ("krbtgt", "krbtgt"),
        ("an\u200ba", "p\\w+\u200b\\w"),
        (" ana\u00a0", " p\\w{15}\u00a0"),
        ("\U000e0061\U000e006e\ue123", "\U000e0001\U000e0001\ue000"),
        ("नमस्\u200dते", r"é\w{15}"),
        (" . ", r" \. "),
        ("", ""),
    ],
)
def test_a_value_keeps_what_checks_look_at(value, expected):
    assert re.fullmatch(expected, REDACTOR.value(value))


@pytest.mark.parametrize(
    ("attribute", "value", "stays"),
    [
        ("userAccountControl", b"66048", True),
        ("userAccountControl", b"call Ana", False),
        ("whenCreated", b"20261122023206.0Z", True),
        ("c", b"DE", True),
        ("c", b"Ana", False),
        ("preferredLanguage", b"zh-Hans-CN", True),
        ("preferredLanguage", b"de-Anna", False),
        ("logonHours", bytes(range(21)), True),
        ("objectSid", bytes.fromhex("01 01 000000000005 0b000000"), True),
        ("uPNSuffixes", b"fabrikam.com", True),
        ("uPNSuffixes", b"ana.silva", False),
        ("employeeNumber", b"4711", False),
        ("extensionAttribute1", b"TRUE", False),
        ("somethingElse", b"\xff\xfe", False),
    ],
)
def test_only_what_is_known_to_be_harmless_stays(attribute, value, stays):
    hidden = REDACTOR.octets(attribute.lower(), value)
    assert (hidden == value) == stays


def test_photos_and_certificates_keep_nothing_but_their_length():
    for attribute in ("thumbnailPhoto", "userCertificate"):
        assert REDACTOR.octets(attribute.lower(), b"Ana") == bytes(3)


def test_one_address_has_one_pseudonym_wherever_it_stands():
    own = REDACTOR.value("ana@contoso.com")
    assert fold(REDACTOR.value("ANA@contoso.com")) == own
    assert REDACTOR.value("SMTP:ana@contoso.com") == f"SMTP:{own}"
    assert REDACTOR.value("sip:ana@contoso.com ") == f"sip:{own} "
    assert own == f"{REDACTOR.value('ana')}@contoso.com"
    assert EntryRedactor(b"another key of some length").value("ana@contoso.com") != own


def test_capitals_make_a_difference_where_they_did():
    spellings = ["ana.silva", "Ana.Silva", "ANA.SILVA", "aNa.silva"]
    hidden = list(map(REDACTOR.value, spellings))
    assert len(set(hidden)) == 4
    assert len(set(map(str.lower, hidden))) == 1


def test_guids_stay_the_same_as_each_other():
    own, other = UUID(ANA), UUID(BOB)
    hidden = REDACTOR.octets("objectguid", own.bytes_le)
    assert hidden == REDACTOR.octets("ms-ds-consistencyguid", own.bytes_le)
    assert hidden not in {own.bytes_le, REDACTOR.octets("objectguid", other.bytes_le)}
    assert UUID(REDACTOR.guid(ANA)).bytes_le == hidden
    for form in (ANA, ANA.upper(), f"{{{ANA}}}", f"urn:uuid:{ANA}"):
        in_text = REDACTOR.octets("objectguid", form.encode()).decode()
        assert UUID(in_text).bytes_le == hidden
        assert len(in_text) == len(form)
    assert b64decode(REDACTOR.octets("objectguid", b64encode(own.bytes_le))) == hidden


@given(some.binary(min_size=1, max_size=60), some.sampled_from(["objectguid", "objectsid", "x"]))
def test_octets_stay_octets_of_the_same_number(octets, attribute):
    assume(not octets.startswith(b"S-"))
    try:
        is_text = attribute == "x" and bool(octets.decode())
    except UnicodeDecodeError:
        is_text = False
    assert is_text or len(REDACTOR.octets(attribute, octets)) == len(octets)


@given(some.binary(min_size=16, max_size=16), some.integers(1000, 2**32 - 1))
def test_a_sid_is_the_same_in_octets_and_in_a_dn(domain, number):
    sid = bytes.fromhex("0105 000000000005 15000000") + domain[4:] + number.to_bytes(4, "little")
    hidden = REDACTOR.octets("objectsid", sid)
    assert hidden != sid
    assert REDACTOR.dn(f"CN={sid_text(sid)},DC=x") == f"CN={sid_text(hidden)},DC=x"
    in_text = (sid_text(sid) or "").encode()
    assert REDACTOR.octets("objectsid", in_text).decode() == sid_text(hidden)


TEXTS = some.one_of(
    some.text(max_size=40),
    some.text("aAéÉ.@-_ '(){}:/\\=,+\u200b\u00a01S", max_size=40),
    some.emails(),
    some.builds("{}:{}".format, some.sampled_from(["SMTP", "smtp", "sip", "x500"]), some.emails()),
    some.sampled_from(
        [CERTAINLY, "svc-x", "Domain Admins", "İ1", "\u212a1", "a (MSOL)", "CAS_{1}"]
    ),
)


@unhurried
@given(TEXTS, some.sampled_from([str.lower, str.upper, str.title, str.swapcase]), some.text(" \t"))
def test_texts_that_compare_equal_have_pseudonyms_that_compare_equal(text, spelt, blanks):
    other = blanks + spelt(text)
    assume(fold(other) == fold(text))
    assert fold(REDACTOR.value(other)) == fold(REDACTOR.value(text))


@unhurried
@given(TEXTS, TEXTS)
def test_texts_that_differ_have_pseudonyms_that_differ(text, other):
    one, two = f"ana{text}", f"ana{other}"
    assume(fold(one) != fold(two))
    assert fold(REDACTOR.name(one)) != fold(REDACTOR.name(two))


@unhurried
@given(
    some.text("xyzäβ東,=+@“”\\ \n#.:;", max_size=20), some.sampled_from(["mail", "dn", "member"])
)
def test_no_secret_gets_through(around, attribute):
    value = f"q{around}secret{around}"
    assume("@" not in around)
    assert b"secret" not in REDACTOR.octets(attribute, value.encode())
    assert "secret" not in REDACTOR.message(f"has “{value}”")


class Directory:
    """A live directory that sends two pages, and breaks off if that is wanted."""

    location = "ldaps://dc1.contoso.com/DC=contoso,DC=com"
    filter = "(mail=ana*)"
    attributes = ("mail",)
    entries = 1

    def __init__(self, *, breaks: bool = False) -> None:
        self.breaks = breaks

    def partitions(self, _: int) -> Iterator[BufferedBlocks]:
        forest = user(
            "CN=Contoso,CN=Partitions,CN=Configuration,DC=contoso,DC=com",
            nCName="DC=contoso,DC=com",
            dnsRoot="contoso.com",
            nETBIOSName="CONTOSO",
            uPNSuffixes="fabrikam.com",
        )
        for part in (forest, user("CN=Ana Silva,OU=Staff,DC=contoso,DC=com", ANA, mail="ana@x.de")):
            yield BufferedBlocks((Block(part.encode()),))
        if self.breaks:
            raise SourceError(f"{self.location}: “CN=Ana Silva,DC=x” hides its attributes")


def directory(*, breaks: bool = False) -> LdapSource:
    return cast("LdapSource", Directory(breaks=breaks))


def tells(text: str) -> list[str]:
    return [name for name in ("ana", "silva", "staff", "x.de/", ANA) if name in text.lower()]


def test_a_snapshot_is_redacted_with_its_head(tmp_path):
    path = tmp_path / "contoso.ldif.gz"
    kept = snapshot(directory(), path, redactor=REDACTOR)
    ldif = gzip.decompress(path.read_bytes()).decode()
    head, _, rest = ldif.partition("\n\n")
    assert head.splitlines() == [
        "# readiness snapshot",
        "# redacted: pseudonyms stand for people",
        "# readiness: attributes=mail",
    ]
    assert tells(ldif) == []
    assert rest.count("dn: ") == 2
    assert kept.size == len(rest)
    assert suffixes_in_file(path) == ("contoso.com", "fabrikam.com")


def test_a_search_that_ends_early_tells_nothing_either(tmp_path):
    path = tmp_path / "contoso.ldif"
    with pytest.raises(SourceError) as caught:
        snapshot(directory(breaks=True), path, redactor=REDACTOR)
    assert tells(str(caught.value)) == []
    ldif = (tmp_path / "incomplete-contoso.ldif").read_text()
    assert ldif.endswith("result: 80 the search ended early, after 1 entries\n\n")
    assert tells(ldif) == []


def test_the_command_hides_nothing_by_halves(tmp_path):
    url = ("snapshot", "ldaps://127.0.0.1:1", "--auth=anonymous")
    masked = run(*url, "-o", "a.ldif", "--redact=values", cwd=tmp_path)
    assert (masked.returncode, masked.stdout) == (2, "")
    assert "give --redact pseudonyms" in masked.stderr
    short = run(*url, "a.ldif", "--redact=pseudonyms", cwd=tmp_path, READINESS_REDACT_KEY="short")
    assert short.returncode == 2
    assert "READINESS_REDACT_KEY is too short" in short.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("paths", [[], ["a.ldif", "-o", "b.ldif"]])
def test_the_file_is_named_once(paths, tmp_path):
    done = run("snapshot", "ldaps://127.0.0.1:1", "--auth=anonymous", *paths, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "name the file to write, once" in done.stderr


@pytest.mark.parametrize("name", ["nETBIOSName", "NETBIOSNAME", "nETBIOS\n Name"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_that_begins_with_domains_declares_their_names(tmp_path, name, end):
    path = tmp_path / "contoso.ldif"
    domain = f"dn: CN=A,CN=Partitions\nnCName: DC=a\ndnsRoot: Contoso.com\n{name}: A\n"
    users = "\ndn: CN=Ana,DC=a\nuPNSuffixes: no.one\n\n"
    path.write_bytes((domain + users).replace("\n", end).encode())
    assert suffixes_in_file(path) == ("contoso.com", "no.one")
    path.write_bytes(users.replace("\n", end).encode())
    assert suffixes_in_file(path) == ()
