"""A realistic Active Directory export in LDIF, of any size, the same for the same seed.

`python -m tests.benchmarks.directory USERS` writes it to standard output. A directory is made of
blocks of a thousand users, each with its own random numbers, site, groups, contacts and computers.
So a user is the same however many there are, blocks can be made in parallel, and links never leave
their block. Only where a last block is cut short, a manager's reports may be missing.
"""

import argparse
import binascii
import re
import sys
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from itertools import chain
from pathlib import Path
from random import Random
from typing import IO, Any, Literal, NamedTuple, get_args

StyleName = Literal["ldapsearch", "ldifde", "ldbsearch"]
ProblemLevel = Literal["normal", "none", "all"]

BLOCK = 1000
GROUPS_PER_BLOCK = 20
CONTACTS_PER_BLOCK = 8
COMPUTERS_PER_BLOCK = 12
PROBLEM_SHARE: Mapping[ProblemLevel, float] = {"none": 0.0, "normal": 0.02, "all": 1.0}
TWIN_SHARE = 0.3

NOW = datetime(2026, 11, 22, tzinfo=UTC)
"""The moment of the export. Logons and passwords are recent as of then."""

TICKS_PER_DAY = 864_000_000_000
NOW_IN_TICKS = (NOW - datetime(1601, 1, 1, tzinfo=UTC)).days * TICKS_PER_DAY
NEVER = 9_223_372_036_854_775_807

ROOT = "DC=corp,DC=contoso,DC=com"
SCHEMA = f"CN=Schema,CN=Configuration,{ROOT}"
EXCHANGE = f"CN=Contoso,CN=Microsoft Exchange,CN=Services,CN=Configuration,{ROOT}"
LEGACY = "/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)"
SID_AUTHORITIES = (21, 1_775_622_428, 2_957_195_455, 776_447_979)
SID_BEGINNING = b"\x01\x05\0\0\0\0\0\x05" + b"".join(
    part.to_bytes(4, "little") for part in SID_AUTHORITIES
)
RIDS_PER_BLOCK = BLOCK + GROUPS_PER_BLOCK + COMPUTERS_PER_BLOCK
FIRST_RID = 2000

DOMAINS = (
    *["contoso.com"] * 12,
    *["emea.contoso.com"] * 3,
    *["contoso.app"] * 2,
    *["contoso.swiss"] * 2,
    "xn--contos-1xa.com",
)
PARTNER_DOMAINS = ("adatum.com", "northwindtraders.com", "litware.co.uk", "proseware.museum")

# Names as people write them; addresses and logon names use what `in_ascii` makes of them.
GIVEN_NAMES = """
Aaliyah Aaron Abigail Adam Aisha Alan Alice Amara Amelia Amir Ana Andrea Anil Anna Anne-Marie Anton
Arjun Astrid Ayşe Beatrice Ben Bianca Björn Boris Bruno Carla Carlos Chen Chiara Chloé Claire Clara
Daniel Daria David Deepa Diego Dirk Elena Elif Ella Emil Emma Eric Erik Eva Farah Felix Fiona
Francesca Frank Georg Grace Greta Hannah Hans-Peter Hassan Helen Hugo Ian Ida Igor Ines Ingrid Irina
Isabel Ivan Jack Jakub Jan Jean-Luc Jin Joanna Johan José Julia Jürgen Kai Karin Kate Kenji Lars
Laura Lea Leo Lily Linda Louis Lucas Lucía Magda Marco Maria Mark Martin Mei Mia Michael Mohamed
Nadia Nicole Nina Noah Nora Olga Oliver Omar Oscar Paul Pavel Peter Petra Priya Rachel Rahul Rana
Renée Robert Rosa Ruth Ryan Sam Sara Sean Sofia Søren Stefan Susan Tara Thomas Tim Tom Ulla Vera
Victor Wei William Yara Yusuf Zoë Željko
"""
SURNAMES = """
Adams Ahmed Ali Almeida Andersson Bailey Baker Banerjee Bauer Becker Bell Bennett Berger Bianchi
Björk Brown Bruun Campbell Carter Castro Chandra Chen Clark Collins Conti Cooper Costa Cruz D'Angelo
Das Davies de_Vries Demir Diaz Dubois Edwards Engel Evans Fernandes Ferrari Fischer Fontaine Foster
Fox Frank Fuchs García Gomes Gonçalves Graf Green Gupta Haas Hall Hansen Harris Hartmann Hill
Hoffmann Horvat Hübner Huber Hughes Ibrahim Ivanova Jackson Jansen Jiménez Johnson Jones Kaur Keller
Kelly Khan Kim King Klein Koch Kowalski Kumar Lang Larsen Lee Lefèvre Lehmann Li Lopez Łukasik Maier
Marino Martin Mayer McDonald Mehta Mendes Meyer Miller Moore Moreau Morris Müller Murphy Nair
Nakamura Nguyen Nielsen Novak Nowak O'Brien O'Connor O'Neil Okafor Olsen Papadopoulos Park Patel
Pereira Peters Popescu Petrov Price Ramos Rao Reed Richter Rivera Roberts Rossi Roux Ruiz Russo
Saito Santos Sato Schäfer Schmidt Schneider Schulz Scott Sharma Silva Simon Singh Smith Smith-Jones
Souza Sørensen Stein Suzuki Takahashi Tanaka Taylor Thomas Torres Tran Turner van_den_Berg van_Dijk
Varga Vasquez Vogel Wagner Walker Wang Ward Watson Weber White Williams Wilson Wolf Wood Wright Wu
Yamamoto Yilmaz Young Zhang Zimmermann
"""
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", " ": ""}
    | dict(zip("çéèëíşžŁŽ", "ceeeiszLZ", strict=True))
)


class Place(NamedTuple):
    city: str
    state: str
    country: str
    country_name: str
    country_number: int
    dialling: str
    street: str


PLACES = (
    Place("Seattle", "WA", "US", "United States", 840, "+1 206 555", "Pine Street"),
    Place("Redmond", "WA", "US", "United States", 840, "+1 425 555", "NE 40th Street"),
    Place("Austin", "TX", "US", "United States", 840, "+1 512 555", "Congress Avenue"),
    Place("Boston", "MA", "US", "United States", 840, "+1 617 555", "Boylston Street"),
    Place("Toronto", "ON", "CA", "Canada", 124, "+1 416 555", "Bay Street"),
    Place("London", "London", "GB", "United Kingdom", 826, "+44 20 7946", "Fenchurch Street"),
    Place("Dublin", "Leinster", "IE", "Ireland", 372, "+353 1 555", "O'Connell Street"),
    Place("Amsterdam", "Noord-Holland", "NL", "Netherlands", 528, "+31 20 555", "Damrak"),
    Place("Berlin", "Berlin", "DE", "Germany", 276, "+49 30 5550", "Invalidenstraße"),
    Place("München", "Bayern", "DE", "Germany", 276, "+49 89 5550", "Leopoldstraße"),
    Place("Zürich", "ZH", "CH", "Switzerland", 756, "+41 44 555", "Bahnhofstrasse"),
    Place("Paris", "Île-de-France", "FR", "France", 250, "+33 1 5555", "Rue de Rivoli"),
    Place("Milano", "MI", "IT", "Italy", 380, "+39 02 5555", "Via Dante"),
    Place("Warszawa", "Mazowieckie", "PL", "Poland", 616, "+48 22 555", "Nowy Swiat"),
    Place("Pune", "Maharashtra", "IN", "India", 356, "+91 20 5555", "FC Road"),
    Place("Singapore", "Singapore", "SG", "Singapore", 702, "+65 6555", "Raffles Place"),
    Place("Sydney", "NSW", "AU", "Australia", 36, "+61 2 5550", "George Street"),
)
DEPARTMENTS = (
    "Sales",
    "Marketing",
    "Finance",
    "Legal",
    "Human Resources",
    "Research & Development",
    "IT Operations",
    "Customer Support",
    "Manufacturing",
    "Logistics",
)
GRADES = ("Associate", "Specialist", "Senior Specialist", "Team Lead", "Manager", "Director")
COMPANIES = ("Contoso Ltd.", "Contoso Pharmaceuticals", "Contoso GmbH", "Contoso Suisse SA")
SERVICES = ("backup", "sql", "web", "scan", "print", "deploy", "monitor", "report")
EXTENSION_VALUES = ("E5", "E3", "F3", "CC-4711", "CC-0815", "permanent", "Building 7", "shift B")

NORMAL_ACCOUNT = 0x200
DISABLED = 0x2
PASSWORD_NEVER_EXPIRES = 0x10000


class Kind(NamedTuple):
    """What an account is for, how many in a hundred are such, and how Exchange sees them."""

    name: str
    share: int
    control: int = NORMAL_ACCOUNT
    recipient_type: int | None = None
    display_type: int = 0


MAILBOX = Kind("mailbox", 86, recipient_type=1, display_type=1_073_741_824)
SHARED = Kind("shared", 3, NORMAL_ACCOUNT | DISABLED, recipient_type=4)
ROOM = Kind("room", 1, NORMAL_ACCOUNT | DISABLED, recipient_type=16, display_type=7)
REMOTE = Kind("remote", 2, recipient_type=2_147_483_648, display_type=-2_147_483_642)
MAIL_ONLY = Kind("mail only", 6)
SERVICE = Kind("service", 2, NORMAL_ACCOUNT | PASSWORD_NEVER_EXPIRES)
KINDS = tuple(
    kind for kind in (MAILBOX, SHARED, ROOM, REMOTE, MAIL_ONLY, SERVICE) for _ in range(kind.share)
)
ADDRESS_COUNTS = (1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 7)
PHOTO_SHARE = 0.1
CERTIFICATE_SHARE = 0.05
ANCHOR_SHARE = 0.03
PRIMARY_FIRST_SHARE = 0.5
ESCAPED_COMMA = "\\,"
CONTAINER_KINDS = {
    "OU": ("organizationalUnit", "Organizational-Unit"),
    "CN": ("container", "Container"),
}

USER_CLASSES = ("top", "person", "organizationalPerson", "user")
USER_CLASS_LINES = "".join(f"objectClass: {name}\n" for name in USER_CLASSES)
UNITS = ("Users", "Groups", "Contacts", "Computers")
SECURITY, MAIL_SECURITY, DISTRIBUTION = -2_147_483_646, -2_147_483_640, 8
GROUP_KINDS = (DISTRIBUTION, SECURITY, SECURITY, MAIL_SECURITY, SECURITY)
GROUP_NAMES = ("All Staff", "VPN Users", "File Share", "Projects", "Licence E5", "Printers")

BUILT_IN_GROUPS = {
    "Domain Admins": 512,
    "Domain Users": 513,
    "Domain Guests": 514,
    "Domain Computers": 515,
    "Domain Controllers": 516,
    "Schema Admins": 518,
    "Enterprise Admins": 519,
}
FOREST_WIDE = ("Schema Admins", "Enterprise Admins")
ARBITRATION = "SystemMailbox{1f05a927-6a2c-4d5c-8c3b-2f6a1a1f0e4d}"
# Accounts that no synchronisation takes: name, relative identifier, control bits, the rest.
SYSTEM_ACCOUNTS = (
    ("Administrator", 500, 0x10200, "adminCount: 1\nisCriticalSystemObject: TRUE"),
    ("Guest", 501, 0x10222, "isCriticalSystemObject: TRUE"),
    ("krbtgt", 502, 0x202, "adminCount: 1\nisCriticalSystemObject: TRUE"),
    ("MSOL_5c1f0e0c7a2b", 1104, 0x10200, "displayName: MSOL_5c1f0e0c7a2b"),
    (
        ARBITRATION,
        1105,
        0x202,
        f"mailNickname: {ARBITRATION}\nmsExchRecipientTypeDetails: 8388608",
    ),
)
DOMAIN_ENTRIES = 4 + len(BUILT_IN_GROUPS) + len(SYSTEM_ACCOUNTS)


class Person(NamedTuple):
    """What a problem may change about a user; all other attributes come from pools."""

    number: int
    kind: Kind
    cn: str
    dn: str
    local: str
    domain: str
    guid: bytes
    rid: int
    password_set: int
    logon_stamp: int
    given: str | None
    surname: str | None
    display: str | None
    sam: str | None
    upn: str | None
    mail: str | None
    proxies: tuple[str, ...]
    alias: str | None
    target: str | None
    consistency: bytes | None
    expires: int = NEVER
    problem: str | None = None

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def second_address(self) -> str | None:
        address = f"{self.sam}@{self.domain}"
        return address if f"smtp:{address}" in self.proxies else None


Changes = Mapping[str, Any]


def conflict(p: Person) -> Changes:
    marked = f"CNF:{guid_text(p.guid)}"
    rdn, comma, parent = p.dn.partition(",OU=")
    return {"cn": f"{p.cn}\n{marked}", "dn": f"{rdn}\\0A{marked}{comma}{parent}"}


def also(p: Person, address: str) -> Changes:
    return {"proxies": (*p.proxies, address)}


# A problem is named after the check that it should alarm; a slash sets a variant apart.
VALUE_PROBLEMS: Mapping[str, Callable[[Person], Changes]] = {
    "upn-missing": lambda _: {"upn": None},
    "upn-malformed": lambda p: {"upn": f"{p.local}@@{p.domain}"},
    "upn-too-long": lambda p: {"upn": f"{'long' * 16}.{p.local}@{p.domain}"},
    "upn-invalid-character": lambda p: {"upn": f"{p.local}&(hr)@{p.domain}"},
    "upn-invalid-character/accent": lambda p: {"upn": f"müller.{p.local}@{p.domain}"},
    "upn-invalid-character/space": lambda p: {"upn": f"the {p.local}@{p.domain}"},
    "upn-trailing-dot": lambda p: {"upn": f"{p.local}.@{p.domain}"},
    "upn-suffix-not-routable": lambda p: {"upn": f"{p.local}@corp.local"},
    "upn-suffix-not-routable/single-label": lambda p: {"upn": f"{p.local}@contoso"},
    "upn-differs-from-primary-smtp": lambda p: {"upn": f"adm.{p.local}@{p.domain}"},
    "sam-account-name-missing": lambda _: {"sam": None},
    "sam-account-name-invalid": lambda p: {"sam": f"a+b,{p.number}"},
    "sam-account-name-invalid/long": lambda p: {"sam": f"administrative.{p.number:08d}"},
    "display-name-missing": lambda _: {"display": None},
    "display-name-missing/blank": lambda _: {"display": " "},
    "attribute-too-long": lambda p: {"display": f"{p.display}{' of the long name' * 16}"},
    "attribute-hidden-character": lambda p: {"display": f"{p.display}\u200b"},
    "attribute-hidden-character/blank": lambda p: {"display": f"{p.display}\u00a0"},
    "mail-missing": lambda _: {"mail": None, "proxies": ()},
    "mail-malformed": lambda p: {"mail": f"{p.local} at {p.domain}"},
    "mail-domain-not-routable": lambda p: {"mail": f"{p.local}@corp.local"},
    "mail-differs-from-primary-smtp": lambda p: {"mail": f"new.{p.local}@{p.domain}"},
    "mail-nickname-leading-dot": lambda p: {"alias": f".{p.local}"},
    "mail-nickname-invalid-character": lambda p: {"alias": f"{p.local} (old)"},
    "proxy-address-malformed": lambda p: also(p, f"old.{p.mail}"),
    "proxy-address-invalid-character": lambda p: also(p, f"smtp:<old.{p.mail}>"),
    "proxy-address-invalid-character/space": lambda p: also(p, f"smtp:my old.{p.mail}"),
    "proxy-address-extra-colon": lambda p: also(p, f"smtp:M:old.{p.mail}"),
    "proxy-address-too-long": lambda p: also(p, f"smtp:{'long.' * 52}{p.mail}"),
    "proxy-address-domain-not-routable": lambda p: also(p, f"smtp:{p.local}@corp.local"),
    "proxy-address-reserved-domain": lambda p: also(p, f"smtp:{p.local}@contoso.onmicrosoft.com"),
    "proxy-address-primary-multiple": lambda p: also(p, f"SMTP:new.{p.mail}"),
    "proxy-address-primary-missing": lambda p: {
        "proxies": tuple(value.replace("SMTP:", "smtp:") for value in p.proxies)
    },
    "target-address-invalid": lambda p: {"target": f"SMTP:{p.local} <{p.mail}>"},
    "source-anchor-preset": lambda p: {"consistency": p.guid[::-1]},
    "source-anchor-length": lambda p: {"consistency": p.guid[:11]},
    "conflict-object": conflict,
    "must-change-password": lambda _: {"password_set": 0},
    "account-expired": lambda p: {"expires": NOW_IN_TICKS - (p.number % 300 + 1) * TICKS_PER_DAY},
    "stale-account": lambda p: {"logon_stamp": p.logon_stamp - 400 * TICKS_PER_DAY},
}
# These take something of the user before; an empty answer means that there is nothing to take.
TWIN_PROBLEMS: Mapping[str, Callable[[Person, Person], Changes]] = {
    "upn-duplicate": lambda _, other: {"upn": other.upn} if other.upn == other.address else {},
    "upn-duplicate/case": lambda _, other: (
        {"upn": other.address.upper()} if other.upn == other.address else {}
    ),
    "upn-taken-as-address": lambda _, other: (
        {"upn": other.second_address} if other.second_address else {}
    ),
    "address-duplicate": lambda p, other: (
        also(p, f"smtp:{other.mail}") if other.mail == other.address else {}
    ),
    "address-duplicate/mail": lambda _, other: (
        {"mail": other.mail} if other.mail == other.address else {}
    ),
    "mail-nickname-duplicate": lambda _, other: (
        {"alias": other.alias} if other.alias == other.local else {}
    ),
    "source-anchor-duplicate": lambda _, other: {"consistency": other.consistency or other.guid},
    "object-sid-duplicate": lambda _, other: {"rid": other.rid},
}
LEFT_OUT = ("conflict-object", "sam-account-name-missing")
"""Whoever has one of these doesn't synchronise, so there is nobody to collide with."""

WHEN_NOTHING_TO_TAKE = "upn-suffix-not-routable"

# What LDIF may hold as it is: printable ASCII, no blank at an end, no colon or < at the beginning.
PLAIN = re.compile(r"[!-9;=-~](?:[ -~]*[!-~])?").fullmatch
FOLD_AT = {"ldapsearch": 78, "ldbsearch": 78, "ldifde": 76}
CERTAINLY_UNFOLDED = 62


class Style:
    """How a tool writes what the directory holds."""

    __slots__ = ("is_ldbsearch", "is_ldifde", "name", "width")

    def __init__(self, name: StyleName) -> None:
        self.name = name
        self.width = FOLD_AT[name]
        self.is_ldbsearch = name == "ldbsearch"
        self.is_ldifde = name == "ldifde"

    def line(self, attribute: str, value: str | None) -> str:
        """A value as lines, or nothing when there is none."""
        if value is None:
            return ""
        if PLAIN(value):
            text = f"{attribute}: {value}"
        else:
            text = f"{attribute}:: {base64(value.encode())}"
        return f"{text}\n" if len(text) <= CERTAINLY_UNFOLDED else self._folded(text)

    def octets(self, attribute: str, value: bytes | None) -> str:
        return "" if value is None else self._folded(f"{attribute}:: {base64(value)}")

    def guid(self, value: bytes) -> str:
        if self.is_ldbsearch:
            return f"objectGUID: {guid_text(value)}\n"
        return f"objectGUID:: {base64(value)}\n"

    def sid(self, rid: int) -> str:
        if self.is_ldbsearch:
            return f"objectSid: S-1-5-{'-'.join(map(str, SID_AUTHORITIES))}-{rid}\n"
        return f"objectSid:: {base64(SID_BEGINNING + rid.to_bytes(4, 'little'))}\n"

    def head(self, dn: str) -> str:
        if self.is_ldbsearch:
            return f"dn: {dn}\n"
        text = f"dn: {dn}" if dn.isascii() else f"dn:: {base64(dn.encode())}"
        return wrapped(text, self.width) + ("\nchangetype: add\n" if self.is_ldifde else "\n")

    def entry(self, dn: str, classes: Iterable[str], text: str) -> str:
        """An entry of a rarer kind, from plain `attribute: value` lines."""
        rows = [f"objectClass: {name}" for name in classes] + text.strip().splitlines()
        values = (row.partition(": ") for row in rows)
        return self.head(dn) + "".join([self.line(name, value) for name, _, value in values])

    def _folded(self, text: str) -> str:
        if not self.is_ldifde:
            return f"{wrapped(text, self.width)}\n"
        if len(text) <= CERTAINLY_UNFOLDED:
            return f"{text}\n"
        # ldifde moves a long value as a whole: it begins on the line after its attribute.
        attribute, _, value = text.partition(" ")
        return f"{attribute} \n {wrapped(value, self.width)}\n"


def wrapped(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    rest = [text[start : start + width - 1] for start in range(width, len(text), width - 1)]
    return "\n ".join([text[:width], *rest])


def base64(value: bytes) -> str:
    return binascii.b2a_base64(value, newline=False).decode()


def guid_text(guid: bytes) -> str:
    return str(uuid.UUID(bytes_le=guid))


def in_ascii(name: str) -> str:
    return name.translate(SPELLED_OUT).lower()


def numbers_for(*what: object) -> Random:
    """Random numbers that are the same each time."""
    return Random("-".join(map(str, what)))  # noqa: S311 - a benchmark has no secrets


class PlaceLines(NamedTuple):
    where: str
    office: str
    country_name: str
    street: str
    country_number: str
    dialling: str


class JobLines(NamedTuple):
    title: str
    department: str


class Pools(NamedTuple):
    """Lines that many entries share, written in one style beforehand."""

    given: Sequence[tuple[str, str]]
    surnames: Sequence[tuple[str, str]]
    memberships: Sequence[Sequence[int]]
    places: Sequence[PlaceLines]
    jobs: Sequence[JobLines]
    dates: Sequence[str]
    propagation: Sequence[str]
    mailboxes: Sequence[str]
    extensions: Sequence[str]
    photos: Sequence[str]
    certificates: Sequence[str]
    category: str


@cache
def pools(name: StyleName) -> Pools:
    style, rng = Style(name), numbers_for("pools")
    given = GIVEN_NAMES.split()
    surnames = [surname.replace("_", " ") for surname in SURNAMES.split()]
    steps = [NOW - timedelta(days=3000 - 2.9 * step) for step in range(1024)]
    dates = [f"{moment:%Y%m%d%H%M%S}.0Z" for moment in steps]
    return Pools(
        given=[(name, in_ascii(name)) for name in given],
        surnames=[(name, in_ascii(name)) for name in surnames],
        memberships=[membership(rng) for _ in range(997)],
        places=[place_lines(style, place, rng) for place in PLACES for _ in range(12)],
        jobs=[
            JobLines(
                title=style.line("title", f"{grade}, {department}"),
                department=style.line("department", department) + style.line("company", company),
            )
            for department in DEPARTMENTS
            for grade in GRADES
            for company in COMPANIES
        ],
        dates=dates,
        propagation=[
            "".join(
                style.line("dSCorePropagationData", date)
                for date in [*rng.sample(dates, count), "16010101000000.0Z"]
            )
            for count in (0, 0, 0, 1, 1, 2)
            for _ in range(20)
        ],
        mailboxes=[mailbox_lines(style, server, rng) for server in range(1, 33)],
        extensions=[
            "".join(
                style.line(f"extensionAttribute{place}", rng.choice(EXTENSION_VALUES))
                for place in sorted(rng.sample(range(1, 16), count))
            )
            for count in (0, 1, 2, 3, 3, 4, 5)
            for _ in range(8)
        ],
        photos=[
            style.octets("thumbnailPhoto", b"\xff\xd8\xff\xe0\x00\x10JFIF" + rng.randbytes(size))
            for size in range(1200, 4800, 120)
        ],
        certificates=[
            style.octets("userCertificate", b"\x30\x82\x04\xa0" + rng.randbytes(size))
            for size in range(1000, 1500, 30)
        ],
        category=style.line("objectCategory", f"CN=Person,{SCHEMA}"),
    )


def membership(rng: Random) -> Sequence[int]:
    """Which groups of the block someone is in: five on average, the first ones more often."""
    count = min(GROUPS_PER_BLOCK, int(rng.expovariate(1 / 5.7)))
    return sorted(range(GROUPS_PER_BLOCK), key=lambda slot: rng.random() * (slot + 4))[:count]


def place_lines(style: Style, place: Place, rng: Random) -> PlaceLines:
    line = style.line
    office = f"{place.city} {rng.randrange(1, 30)}/{rng.randrange(99)}"
    return PlaceLines(
        where=line("c", place.country) + line("l", place.city) + line("st", place.state),
        office=line("postalCode", str(rng.randrange(10_000, 99_999)))
        + line("physicalDeliveryOfficeName", office),
        country_name=line("co", place.country_name),
        street=line("streetAddress", f"{rng.randrange(1, 300)} {place.street}"),
        country_number=line("countryCode", str(place.country_number)),
        dialling=place.dialling,
    )


def mailbox_lines(style: Style, server: int, rng: Random) -> str:
    group = "CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups"
    database = f"CN=DB{rng.randrange(1, 60):02d},CN=Databases,{group},{EXCHANGE}"
    return (
        style.line("homeMDB", database)
        + style.line(
            "msExchHomeServerName", f"{LEGACY}/cn=Configuration/cn=Servers/cn=EX{server:02d}"
        )
        + "msExchUserCulture: en-US\nmsExchVersion: 88218628259840\n"
    )


def site_of(block: int) -> str:
    return f"S{block:05d}"


def unit_of(block: int, unit: str) -> str:
    return f"OU={unit},OU={site_of(block)},{ROOT}"


class Identity(NamedTuple):
    cn: str
    local: str
    sam: str
    given: str | None = None
    surname: str | None = None


def identity(kind: Kind, number: int, rng: Random) -> Identity:
    """Names of which the logon name, the address and so on are unique: they end in the number."""
    known = pools("ldapsearch")
    given, plain_given = known.given[int(rng.random() * len(known.given))]
    surname, plain_surname = known.surnames[int(rng.random() * len(known.surnames))]
    if kind is SHARED:
        team = DEPARTMENTS[number % len(DEPARTMENTS)].partition(" ")[0]
        return Identity(f"{team} Mailbox {number}", f"{team.lower()}.team{number}", f"sh-{number}")
    if kind is ROOM:
        return Identity(f"Room {surname} {number}", f"room.{plain_surname}{number}", f"rm-{number}")
    if kind is SERVICE:
        name = f"svc-{SERVICES[number % len(SERVICES)]}{number}"
        return Identity(name, name, name)
    letters = plain_surname.replace("'", "").replace("-", "")
    return Identity(
        f"{given} {surname}",
        f"{plain_given}.{plain_surname}{number}",
        f"{plain_given[0]}{letters[:8]}{number}",
        given,
        surname,
    )


def addresses(who: Identity, domain: str, kind: Kind, rng: Random) -> tuple[str, ...]:
    if kind.recipient_type is None:
        return ()
    few = (f"SMTP:{who.local}@{domain}", f"smtp:{who.sam}@{domain}")
    if kind in (SHARED, ROOM):
        return few
    initial, _, rest = who.local.partition(".")
    every = (
        *few,
        f"sip:{who.local}@{domain}",
        f"X500:{LEGACY}/cn=Recipients/cn={rng.getrandbits(64):016x}-{who.sam}",
        f"smtp:{initial[0]}.{rest}@{domain}",
        f"smtp:{who.local}@contoso.net",
        f"X500:/o=Fabrikam/ou=First Administrative Group/cn=Recipients/cn={who.sam}",
    )
    some = every[: ADDRESS_COUNTS[int(rng.random() * len(ADDRESS_COUNTS))]]
    return some if rng.random() < PRIMARY_FIRST_SHARE else some[::-1]


def healthy_people(block: int, rng: Random) -> Iterator[Person]:
    surname_first = block % 5 == 3
    taken: set[str] = set()
    for index in range(BLOCK):
        number = block * BLOCK + index
        kind = KINDS[int(rng.random() * len(KINDS))]
        domain = DOMAINS[int(rng.random() * len(DOMAINS))]
        who = identity(kind, number, rng)
        display = f"{who.surname}, {who.given}" if who.given and surname_first else who.cn
        cn = f"{display} ({number})" if display in taken else display
        taken.add(display)
        address = f"{who.local}@{domain}"
        guid = rng.randbytes(16)
        yield Person(
            number=number,
            kind=kind,
            cn=cn,
            dn=f"CN={cn.replace(',', ESCAPED_COMMA)},{unit_of(block, 'Users')}",
            local=who.local,
            domain=domain,
            guid=guid,
            rid=FIRST_RID + block * RIDS_PER_BLOCK + index,
            password_set=NOW_IN_TICKS - int((1 + rng.random() * 80) * TICKS_PER_DAY),
            logon_stamp=NOW_IN_TICKS - int((1 + rng.random() * 58) * TICKS_PER_DAY),
            given=who.given,
            surname=who.surname,
            display=display,
            sam=who.sam,
            upn=address,
            mail=address,
            proxies=addresses(who, domain, kind, rng),
            alias=None if kind.recipient_type is None else who.local,
            target=f"SMTP:{who.local}@contoso.mail.onmicrosoft.com" if kind is REMOTE else None,
            consistency=guid if rng.random() < ANCHOR_SHARE else None,
        )


def afflicted(healthy: Iterable[Person], rng: Random, share: float) -> Iterator[Person]:
    values, twins = list(VALUE_PROBLEMS), list(TWIN_PROBLEMS)
    before: Person | None = None
    for person in healthy:
        now = person
        if rng.random() < share:
            name = rng.choice(twins if rng.random() < TWIN_SHARE else values)
            now = afflict(person, name, before)
        yield now
        before = now


def afflict(person: Person, name: str, before: Person | None) -> Person:
    """Make an ordinary mailbox user first, so that the problem is the only one."""
    ordinary = person._replace(
        kind=MAILBOX,
        proxies=person.proxies or (f"SMTP:{person.address}", f"smtp:{person.sam}@{person.domain}"),
        alias=person.local,
        target=None,
        consistency=None,
    )
    if name in VALUE_PROBLEMS:
        return ordinary._replace(problem=name, **VALUE_PROBLEMS[name](ordinary))
    if before is not None and before.problem not in LEFT_OUT:
        taken = TWIN_PROBLEMS[name](ordinary, before)
        if taken:
            return ordinary._replace(problem=name, **taken)
    return afflict(person, WHEN_NOTHING_TO_TAKE, None)


def people(block: int, *, problems: ProblemLevel = "normal", seed: int = 1) -> list[Person]:
    """All users of a block; it is always a whole block, so that user i stays user i."""
    healthy = healthy_people(block, numbers_for(seed, block))
    share = PROBLEM_SHARE[problems]
    return list(afflicted(healthy, numbers_for(seed, block, "problems"), share))


def planted(
    users: int, *, problems: ProblemLevel = "normal", seed: int = 1
) -> Iterator[tuple[str, Person]]:
    """The problems among that many users: the name of each, and who has it."""
    for block in range(-(-users // BLOCK)):
        for person in people(block, problems=problems, seed=seed)[: users - block * BLOCK]:
            if person.problem:
                yield person.problem, person


def manager_of(index: int) -> int:
    """The first of ten leads the ten, the first of a hundred the hundred, the first of all all."""
    if index % 10:
        return index // 10 * 10
    return index // 100 * 100 if index % 100 else 0


def reports_of(index: int) -> Iterable[int]:
    if index % 10:
        return ()
    hundred = range(index + 10, index + 100, 10) if index % 100 == 0 else ()
    return chain(range(index + 1, index + 10), hundred, () if index else range(100, BLOCK, 100))


class Surroundings(NamedTuple):
    """What the users of a block have in common or point to."""

    style: Style
    pools: Pools
    group_lines: Sequence[str]
    crowd: Sequence[Person]


def user_entry(
    index: int, around: Surroundings, *, groups: Sequence[int], random: Callable[[], float]
) -> str:
    style, known, group_lines, crowd = around
    line, dates, person = style.line, known.dates, crowd[index]
    number, dn = person.number, person.dn
    place = known.places[int(random() * len(known.places))]
    job = known.jobs[int(random() * len(known.jobs))]
    dice = random()
    created, changed = int(dice * 1000), int(dice * 1_000_000) % 1000
    manager = line("manager", crowd[manager_of(index)].dn) if index else ""
    return (
        f"{style.head(dn)}{USER_CLASS_LINES}{line('cn', person.cn)}{line('sn', person.surname)}"
        f"{place.where}{job.title}description: Employee of site {number // BLOCK}\n{place.office}"
        f"telephoneNumber: {place.dialling} {number % 10_000:04d}\n"
        f"{line('givenName', person.given)}{line('distinguishedName', dn)}instanceType: 4\n"
        f"whenCreated: {dates[created]}\n"
        f"whenChanged: {dates[min(created + changed, len(dates) - 1)]}\n"
        f"{line('displayName', person.display)}uSNCreated: {20_000 + number * 3}\n"
        f"{''.join([group_lines[slot] for slot in groups])}"
        f"uSNChanged: {90_000_000 + changed * 9000}\n{place.country_name}{job.department}"
        f"{''.join([line('proxyAddresses', value) for value in person.proxies])}{place.street}"
        f"{''.join([line('directReports', crowd[other].dn) for other in reports_of(index)])}"
        f"{line('targetAddress', person.target)}{line('mailNickname', person.alias)}"
        f"{line('name', person.cn)}{style.guid(person.guid)}"
        f"userAccountControl: {person.kind.control}\nbadPwdCount: 0\ncodePage: 0\n"
        f"{place.country_number}employeeID: {number:08d}\nbadPasswordTime: 0\nlastLogoff: 0\n"
        f"lastLogon: {person.logon_stamp}\npwdLastSet: {person.password_set}\n"
        f"primaryGroupID: 513\n{style.sid(person.rid)}accountExpires: {person.expires}\n"
        f"logonCount: {changed * 3}\n{line('sAMAccountName', person.sam)}"
        f"sAMAccountType: 805306368\n{line('userPrincipalName', person.upn)}{known.category}"
        f"{known.propagation[int(random() * len(known.propagation))]}"
        f"lastLogonTimestamp: {person.logon_stamp}\n"
        f"{style.octets('mS-DS-ConsistencyGuid', person.consistency)}{line('mail', person.mail)}"
        f"{manager}mobile: {place.dialling} {9999 - number % 10_000:04d}\n"
        f"{recipient_lines(person, around, dice)}{blobs(known, random)}"
    )


def recipient_lines(person: Person, around: Surroundings, dice: float) -> str:
    """What Exchange adds to someone who receives mail in it."""
    style, known, kind = around.style, around.pools, person.kind
    if kind.recipient_type is None:
        return ""
    common = (
        f"{known.extensions[int(dice * 1e6) % len(known.extensions)]}"
        f"{style.line('legacyExchangeDN', f'{LEGACY}/cn=Recipients/cn={person.guid.hex()}')}"
        f"msExchRecipientTypeDetails: {kind.recipient_type}\n"
        f"msExchRecipientDisplayType: {kind.display_type}\n"
    )
    if kind is REMOTE:
        return f"{common}msExchRemoteRecipientType: 4\nmsExchVersion: 88218628259840\n"
    # A value of one's own, made of one that is already so.
    mailbox = style.octets("msExchMailboxGuid", person.guid[8:] + person.guid[:8])
    return f"{common}{mailbox}{known.mailboxes[int(dice * 1e6) % len(known.mailboxes)]}"


def blobs(known: Pools, random: Callable[[], float]) -> str:
    photo = certificate = ""
    if random() < PHOTO_SHARE:
        photo = known.photos[int(random() * len(known.photos))]
    if random() < CERTIFICATE_SHARE:
        certificate = known.certificates[int(random() * len(known.certificates))]
    return photo + certificate


def created(dn: str, rng: Random) -> str:
    """What every object has, in the form that `Style.entry` takes."""
    return f"""
distinguishedName: {dn}
instanceType: 4
whenCreated: 20{rng.randrange(12, 20)}0{rng.randrange(1, 9)}12081500.0Z
whenChanged: 20260{rng.randrange(1, 9)}03142210.0Z
uSNCreated: {rng.randrange(8_000, 20_000)}
uSNChanged: {rng.randrange(20_000, 90_000_000)}
"""


class Group(NamedTuple):
    name: str
    dn: str
    kind: int
    address: str


def groups_of(block: int) -> Iterator[Group]:
    for slot in range(GROUPS_PER_BLOCK):
        what = GROUP_NAMES[slot % len(GROUP_NAMES)]
        name = f"{site_of(block)} {what} {slot:02d}"
        yield Group(
            name=name,
            dn=f"CN={name},{unit_of(block, 'Groups')}",
            kind=GROUP_KINDS[slot % len(GROUP_KINDS)],
            address=f"{name.replace(' ', '.').lower()}@contoso.com",
        )


def group_entry(style: Style, group: Group, *, rid: int, members: str, rng: Random) -> str:
    distribution = group.kind == DISTRIBUTION
    text = f"""
cn: {group.name}
description: Members of {group.name}
{created(group.dn, rng).strip()}
displayName: {group.name}
name: {group.name}
sAMAccountName: {group.name}
sAMAccountType: {268435457 if distribution else 268435456}
groupType: {group.kind}
objectCategory: CN=Group,{SCHEMA}
"""
    if group.kind != SECURITY:
        text += f"""
proxyAddresses: SMTP:{group.address}
mailNickname: {group.address.partition("@")[0]}
legacyExchangeDN: {LEGACY}/cn=Recipients/cn={rng.getrandbits(96):024x}
mail: {group.address}
msExchRecipientTypeDetails: {256 if distribution else 1024}
msExchRecipientDisplayType: {1 if distribution else 1073741833}
msExchVersion: 88218628259840
""".lstrip()
    return (
        style.entry(group.dn, ("top", "group"), text)
        + members
        + style.guid(rng.randbytes(16))
        + style.sid(rid)
    )


def contact_entry(style: Style, block: int, *, index: int, rng: Random) -> str:
    number = block * CONTACTS_PER_BLOCK + index
    given, plain_given = rng.choice(pools("ldapsearch").given)
    surname, plain_surname = rng.choice(pools("ldapsearch").surnames)
    alias = f"partner.{plain_given}.{plain_surname}{number}"
    address = f"{alias}@{rng.choice(PARTNER_DOMAINS)}"
    cn = f"{given} {surname} (partner {number})"
    dn = f"CN={cn},{unit_of(block, 'Contacts')}"
    text = f"""
cn: {cn}
sn: {surname}
givenName: {given}
{created(dn, rng).strip()}
displayName: {given} {surname} (partner)
proxyAddresses: SMTP:{address}
targetAddress: SMTP:{address}
mailNickname: {alias}
name: {cn}
legacyExchangeDN: {LEGACY}/cn=Recipients/cn={rng.getrandbits(96):024x}
objectCategory: CN=Person,{SCHEMA}
mail: {address}
msExchRecipientTypeDetails: 64
msExchRecipientDisplayType: 6
msExchVersion: 88218628259840
"""
    classes = ("top", "person", "organizationalPerson", "contact")
    return style.entry(dn, classes, text) + style.guid(rng.randbytes(16))


def computer_entry(style: Style, block: int, *, index: int, rng: Random) -> str:
    name = f"PC{block * COMPUTERS_PER_BLOCK + index:08d}"
    dn = f"CN={name},{unit_of(block, 'Computers')}"
    seen = NOW_IN_TICKS - rng.randrange(20 * TICKS_PER_DAY)
    text = f"""
cn: {name}
{created(dn, rng).strip()}
name: {name}
userAccountControl: 4096
lastLogon: {seen}
pwdLastSet: {seen}
primaryGroupID: 515
accountExpires: {NEVER}
sAMAccountName: {name}$
sAMAccountType: 805306369
operatingSystem: Windows 11 Enterprise
operatingSystemVersion: 10.0 (26100)
dNSHostName: {name.lower()}.corp.contoso.com
servicePrincipalName: HOST/{name}
servicePrincipalName: HOST/{name.lower()}.corp.contoso.com
objectCategory: CN=Computer,{SCHEMA}
lastLogonTimestamp: {seen}
msDS-SupportedEncryptionTypes: 28
"""
    rid = FIRST_RID + block * RIDS_PER_BLOCK + BLOCK + GROUPS_PER_BLOCK + index
    return (
        style.entry(dn, (*USER_CLASSES, "computer"), text)
        + style.guid(rng.randbytes(16))
        + style.sid(rid)
    )


def container_entry(style: Style, dn: str, *, rng: Random, more: str = "") -> str:
    """An organisational unit, or what stands beside them at the top of a domain."""
    naming, _, name = dn.partition(",")[0].partition("=")
    kind, category = CONTAINER_KINDS[naming]
    text = f"""
{naming.lower()}: {name}
{created(dn, rng).strip()}
name: {name}
objectCategory: CN={category},{SCHEMA}
{more}
"""
    return style.entry(dn, ("top", kind), text) + style.guid(rng.randbytes(16))


def domain_entries(style: Style, rng: Random) -> Iterator[str]:
    """What every domain has before anybody works there."""
    text = f"""
{created(ROOT, rng).strip()}
dc: corp
name: corp
maxPwdAge: {-91 * TICKS_PER_DAY}
minPwdLength: 14
pwdHistoryLength: 24
lockoutThreshold: 0
lockoutDuration: -18000000000
lockOutObservationWindow: -18000000000
msDS-Behavior-Version: 7
objectCategory: CN=Domain-DNS,{SCHEMA}
isCriticalSystemObject: TRUE
"""
    yield style.entry(ROOT, ("top", "domain", "domainDNS"), text) + style.guid(rng.randbytes(16))
    for dn in ("CN=Users", "CN=Builtin", "OU=Domain Controllers"):
        yield container_entry(style, f"{dn},{ROOT}", rng=rng, more="isCriticalSystemObject: TRUE")
    for name, rid in BUILT_IN_GROUPS.items():
        text = f"""
groupType: {MAIL_SECURITY if name in FOREST_WIDE else SECURITY}
sAMAccountType: 268435456
objectCategory: CN=Group,{SCHEMA}
isCriticalSystemObject: TRUE
"""
        yield built_in_entry(style, name, classes=("top", "group"), rid=rid, text=text, rng=rng)
    for name, rid, control, more in SYSTEM_ACCOUNTS:
        text = f"""
userAccountControl: {control}
pwdLastSet: {NOW_IN_TICKS - 700 * TICKS_PER_DAY}
primaryGroupID: {514 if name == "Guest" else 513}
accountExpires: {NEVER}
sAMAccountType: 805306368
objectCategory: CN=Person,{SCHEMA}
{more}
"""
        yield built_in_entry(style, name, classes=USER_CLASSES, rid=rid, text=text, rng=rng)


def built_in_entry(
    style: Style, name: str, *, classes: Iterable[str], rid: int, text: str, rng: Random
) -> str:
    dn = f"CN={name},CN=Users,{ROOT}"
    names = f"cn: {name}\n{created(dn, rng).strip()}\nname: {name}\nsAMAccountName: {name[:20]}"
    return style.entry(dn, classes, names + text) + style.guid(rng.randbytes(16)) + style.sid(rid)


def block_entries(
    block: int, users: int, *, style: Style, problems: ProblemLevel, seed: int
) -> Iterator[str]:
    """The entries of one block, which ends where the users end."""
    count = min(BLOCK, users - block * BLOCK)
    known, groups = pools(style.name), list(groups_of(block))
    crowd = people(block, problems=problems, seed=seed)
    group_lines = [style.line("memberOf", group.dn) for group in groups]
    around = Surroundings(style, known, group_lines, crowd)
    members: list[list[str]] = [[] for _ in groups]
    random, rng = numbers_for(seed, block, "users").random, numbers_for(seed, block, "others")

    if block == 0:
        yield from domain_entries(style, rng)
    yield container_entry(style, f"OU={site_of(block)},{ROOT}", rng=rng)
    for unit in UNITS:
        yield container_entry(style, unit_of(block, unit), rng=rng)
    for index in range(count):
        belongs = known.memberships[int(random() * len(known.memberships))]
        yield user_entry(index, around, groups=belongs, random=random)
        member = style.line("member", crowd[index].dn)
        for slot in belongs:
            members[slot].append(member)
    first = FIRST_RID + block * RIDS_PER_BLOCK + BLOCK
    for slot, group in enumerate(groups):
        # A short block has only the groups that its users are in.
        if count == BLOCK or members[slot]:
            everybody = "".join(members[slot])
            yield group_entry(style, group, rid=first + slot, members=everybody, rng=rng)
    for index in range(-(-CONTACTS_PER_BLOCK * count // BLOCK)):
        yield contact_entry(style, block, index=index, rng=rng)
    for index in range(-(-COMPUTERS_PER_BLOCK * count // BLOCK)):
        yield computer_entry(style, block, index=index, rng=rng)


def entries_before(block: int) -> int:
    """How many entries the whole blocks before this one hold."""
    own = 1 + len(UNITS) + BLOCK + GROUPS_PER_BLOCK + CONTACTS_PER_BLOCK + COMPUTERS_PER_BLOCK
    return block * own + (DOMAIN_ENTRIES if block else 0)


def block_bytes(
    block: int, users: int, *, style: StyleName, problems: ProblemLevel, seed: int
) -> bytes:
    entries = list(block_entries(block, users, style=Style(style), problems=problems, seed=seed))
    if style == "ldbsearch":
        return recorded(entries, entries_before(block), last=users <= (block + 1) * BLOCK).encode()
    text = "\n".join([*entries, ""])
    return (text.replace("\n", "\r\n") if style == "ldifde" else text).encode()


def recorded(entries: Sequence[str], before: int, *, last: bool) -> str:
    """Entries with the comments that ldbsearch puts between them."""
    text = "".join([f"# record {at}\n{entry}\n" for at, entry in enumerate(entries, before + 1)])
    total = before + len(entries)
    end = f"# returned {total} records\n# {total} entries\n# 0 referrals\n"
    return text + end if last else text


def blocks(
    users: int,
    *,
    style: StyleName = "ldapsearch",
    problems: ProblemLevel = "normal",
    seed: int = 1,
    jobs: int = 1,
) -> Iterator[bytes]:
    """The export, block by block."""
    make = partial(block_bytes, users=users, style=style, problems=problems, seed=seed)
    numbers = range(-(-users // BLOCK))
    if jobs <= 1:
        yield from map(make, numbers)
        return
    waiting: deque[Future[bytes]] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        for number in numbers:
            waiting.append(pool.submit(make, number))
            # A window, so that fast makers don't fill the memory of a slow reader.
            if len(waiting) > jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def write(
    path: Path | str,
    users: int,
    *,
    style: StyleName = "ldapsearch",
    problems: ProblemLevel = "normal",
    seed: int = 1,
    jobs: int = 1,
) -> int:
    """Write the export to a file; the answer is its size in bytes."""
    with Path(path).open("wb") as file:
        return pour(blocks(users, style=style, problems=problems, seed=seed, jobs=jobs), file)


def pour(parts: Iterable[bytes], file: IO[bytes]) -> int:
    return sum(file.write(part) for part in parts)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.directory")
    parser.add_argument("users", type=int, help="how many")
    parser.add_argument("--style", choices=get_args(StyleName), default="ldapsearch")
    parser.add_argument("--problems", choices=get_args(ProblemLevel), default="normal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("-o", "--output", type=Path, help="a file, instead of standard output")
    options = vars(parser.parse_args())
    output: Path | None = options.pop("output")
    if output is None:
        pour(blocks(**options), sys.stdout.buffer)
    else:
        write(output, **options)


if __name__ == "__main__":
    main()
