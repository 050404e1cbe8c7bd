"""The users of a block while nothing is wrong with them."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.benchmarks.layout import BLOCK, FIRST_RID, RIDS_PER_BLOCK, unit_of
from tests.benchmarks.pools import pools
from tests.benchmarks.words import (
    DEPARTMENTS,
    DOMAINS,
    LEGACY,
    NEVER,
    NOW_IN_TICKS,
    SERVICES,
    TICKS_PER_DAY,
)

NORMAL_ACCOUNT = 0x200
DISABLED = 0x2
PASSWORD_NEVER_EXPIRES = 0x10000
NO_PREAUTHENTICATION = 0x400000


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
ROUTING = "contoso.mail.onmicrosoft.com"
ADDRESS_COUNTS = (1, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 7)
ANCHOR_SHARE = 0.03
PRIMARY_FIRST_SHARE = 0.5
ESCAPED_COMMA = "\\,"


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
    options: int = 0
    """Further bits of userAccountControl."""

    @property
    def address(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def second_address(self) -> str | None:
        address = f"{self.sam}@{self.domain}"
        return address if f"smtp:{address}" in self.proxies else None


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
    # mail for a mailbox in the cloud is routed to an address that it has to have
    second = f"{who.local}@{ROUTING}" if kind is REMOTE else f"{who.sam}@{domain}"
    few = (f"SMTP:{who.local}@{domain}", f"smtp:{second}")
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
    count = ADDRESS_COUNTS[int(rng.random() * len(ADDRESS_COUNTS))]
    some = every[: max(count, len(few)) if kind is REMOTE else count]
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
            target=f"SMTP:{who.local}@{ROUTING}" if kind is REMOTE else None,
            consistency=guid if rng.random() < ANCHOR_SHARE else None,
        )
