"""Plants problems among healthy users, each named after the check that it should alarm."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from typing import Any, Literal

from tests.benchmarks.layout import BLOCK
from tests.benchmarks.people import (
    DISABLED,
    MAILBOX,
    NO_PREAUTHENTICATION,
    PASSWORD_NEVER_EXPIRES,
    SERVICE,
    Person,
    healthy_people,
)
from tests.benchmarks.style import guid_text
from tests.benchmarks.words import NOW_IN_TICKS, TICKS_PER_DAY, numbers_for

ProblemLevel = Literal["normal", "none", "all", "everyday", "local"]
PROBLEM_SHARE: Mapping[ProblemLevel, float] = {"none": 0.0, "normal": 0.02, "all": 1.0}
"""How many users have one problem of their own, planted among healthy ones."""
EVERYDAY_SUFFIX: Mapping[ProblemLevel, str | None] = {
    "everyday": None,
    "local": "corp.contoso.local",
}
"""Directories as they are before anybody tidied them, and the UPN suffix of everybody, if it is one
that the cloud cannot take: there, the few checks of accounts have something to say about most.
"""
SERVICE_SHARE, DISABLED_SHARE, OTHER_NAME_SHARE = 0.1, 0.22, 0.33
UNUSED_DAYS = 200
TWIN_SHARE = 0.3
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
    "display-name-too-long": lambda p: {"display": f"{p.display}{' of the long name' * 16}"},
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


def everyday(healthy: Iterable[Person], rng: Random, suffix: str | None) -> Iterator[Person]:
    """Nobody signed in lately; some accounts are disabled, some are services without mail, and a
    third of the others sign in with another name than that of their mail address."""
    for person in healthy:
        upn = person.upn
        changes: dict[str, Any] = {"logon_stamp": person.logon_stamp - UNUSED_DAYS * TICKS_PER_DAY}
        if rng.random() < SERVICE_SHARE:
            options = PASSWORD_NEVER_EXPIRES | NO_PREAUTHENTICATION
            changes |= {"kind": SERVICE, "options": options, "mail": None, "proxies": ()}
            changes |= {"alias": None, "target": None}
        else:
            if rng.random() < DISABLED_SHARE:
                changes["options"] = DISABLED
            if rng.random() < OTHER_NAME_SHARE:
                upn = f"{person.sam}@{person.domain}"
        if suffix:
            upn = f"{str(upn).partition('@')[0]}@{suffix}"
        yield person._replace(upn=upn, **changes)


def people(block: int, *, problems: ProblemLevel = "normal", seed: int = 1) -> list[Person]:
    """All users of a block; it is always a whole block, so that user i stays user i."""
    healthy = healthy_people(block, numbers_for(seed, block))
    rng = numbers_for(seed, block, "problems")
    if problems in EVERYDAY_SUFFIX:
        return list(everyday(healthy, rng, EVERYDAY_SUFFIX[problems]))
    return list(afflicted(healthy, rng, PROBLEM_SHARE[problems]))


def planted(
    users: int, *, problems: ProblemLevel = "normal", seed: int = 1
) -> Iterator[tuple[str, Person]]:
    """The problems among that many users: the name of each, and who has it."""
    for block in range(-(-users // BLOCK)):
        for person in people(block, problems=problems, seed=seed)[: users - block * BLOCK]:
            if person.problem:
                yield person.problem, person
