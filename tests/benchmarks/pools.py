"""Lines that many entries share, written in one style beforehand."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from tests.benchmarks.layout import GROUPS_PER_BLOCK
from tests.benchmarks.style import Style, StyleName
from tests.benchmarks.words import (
    COMPANIES,
    DEPARTMENTS,
    EXCHANGE,
    EXTENSION_VALUES,
    GIVEN_NAMES,
    GRADES,
    LEGACY,
    NOW,
    PLACES,
    SCHEMA,
    SURNAMES,
    Place,
    in_ascii,
    numbers_for,
)


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
