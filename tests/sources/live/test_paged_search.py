"""The pages of a search, from a server that can be brought to do anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from readiness.errors import SourceError
from readiness.sources.live import paged_search
from readiness.sources.live.ldap_source import LdapSource
from readiness.sources.live.live_directory import LiveDirectory, Patience
from readiness.sources.live.options import LiveOptions
from readiness.sources.protocol.access import Access
from readiness.sources.protocol.errors import ServerBusy
from tests.sources.live.ldap_messages import DONE, Request, entry, message, page_control, result
from tests.sources.live.malices import closing, first_of, is_people
from tests.sources.live.malicious_server import (
    BASE,
    PEOPLE,
    Malice,
    MaliciousServer,
    person,
    serving,
)


def source(server: MaliciousServer, pauses: list[float], **given: Any) -> LdapSource:
    access = Access((server.url,), auth="anonymous", allow_cleartext=True, timeout=20)
    directory = LiveDirectory(LiveOptions(access, **given), pause=pauses.append)
    return LdapSource(directory, ("mail",))


def names(live: LdapSource) -> list[bytes]:
    """The DNs of the people, as they come."""
    ldif = b"".join(block.data for part in live.partitions(1) for block in part.blocks())
    return [line[4:] for line in ldif.split(b"\n") if line.startswith(b"dn: CN=person")]


EVERYBODY = [person(number)[0] for number in range(PEOPLE)]


def times(count: int, sent: Malice) -> Malice:
    """Malicious for so many searches for people, and honest afterwards."""
    left = count

    def answer(asked: Request, good: list[bytes]) -> Iterable[bytes]:
        nonlocal left
        left -= is_people(asked)
        return sent(asked, good) if left >= 0 and is_people(asked) else good

    return answer


def busy(asked: Request, _: list[bytes]) -> list[bytes]:
    return [message(asked.number, result(DONE, 51))]


def busy_on_the_second_page(asked: Request, good: list[bytes]) -> list[bytes]:
    return busy(asked, good) if asked.cookie else good


def test_every_page_is_read():
    with serving(lambda _, good: good) as server:
        pauses: list[float] = []
        assert names(source(server, pauses, page_size=3)) == EVERYBODY
        assert sum(map(is_people, server.requests)) == 3
        assert pauses == []


def test_the_next_page_is_asked_for_before_the_last_one_is_handed_on():
    with serving(lambda _, good: good) as server:
        partitions = source(server, [], page_size=3).partitions(1)
        next(partitions)
        next(partitions)
        # the server may be a moment behind
        for _ in range(1000):
            if sum(map(is_people, server.requests)) == 2:
                break
        assert sum(map(is_people, server.requests)) <= 2
        list(partitions)


def test_a_server_that_is_busy_is_asked_again_after_longer_and_longer_pauses():
    with serving(times(3, busy)) as server:
        pauses: list[float] = []
        assert names(source(server, pauses)) == EVERYBODY
        assert pauses == [1.0, 2.0, 4.0]
        assert server.binds == 1


def test_a_server_that_is_busy_on_a_later_page_is_asked_for_that_page_again():
    with serving(times(3, busy_on_the_second_page)) as server:
        pauses: list[float] = []
        assert names(source(server, pauses, page_size=5)) == EVERYBODY
        assert pauses == [1.0, 2.0]


def test_patience_ends_when_a_timeout_has_passed():
    pauses: list[float] = []
    patience = Patience(20, pauses.append)
    for _ in range(4):
        patience.pause(ServerBusy("later"))
    with pytest.raises(ServerBusy):
        patience.pause(ServerBusy("later"))
    assert pauses == [1.0, 2.0, 4.0, 8.0]


def test_a_connection_that_is_lost_before_anything_came_is_made_anew():
    with serving(times(2, closing(lambda _: b""))) as server:
        pauses: list[float] = []
        assert names(source(server, pauses)) == EVERYBODY
        assert server.connections == 3


def test_a_connection_that_is_lost_later_is_not_begun_anew():
    def lost(asked: Request, good: list[bytes]) -> Iterable[bytes]:
        return closing(lambda _: b"")(asked, good) if asked.cookie else good

    with serving(lost) as server:
        live = source(server, [], page_size=5)
        with pytest.raises(SourceError, match="ended early, after 5 entries: the server closed"):
            names(live)
        assert server.connections == 1


@pytest.mark.parametrize("code", [1, 3, 4, 11, 80])
def test_what_came_before_an_error_is_handed_on(code):
    def failing(asked: Request, good: list[bytes]) -> Iterable[bytes]:
        return [*good[:-1], message(asked.number, result(DONE, code))] if asked.cookie else good

    with serving(failing) as server:
        found: list[bytes] = []
        partitions = source(server, [], page_size=5).partitions(1)
        with pytest.raises(SourceError, match="ended early, after 8 entries"):
            found.extend(block.data for part in partitions for block in part.blocks())
        assert b"".join(found).count(b"dn: CN=person") == PEOPLE


def test_what_came_beside_a_damaged_entry_is_handed_on_once(monkeypatch):
    def damaging(asked: Request, good: list[bytes]) -> Iterable[bytes]:
        if not is_people(asked):
            return good
        dn, attributes = person(7)
        broken = message(asked.number, entry(dn, {**attributes, b"no name": [b"x"]}))
        # more than that is not held back: so the three before it are decoded together with it
        monkeypatch.setattr(paged_search, "_HELD_MAX", sum(map(len, good[:3])))
        return [*good[:3], broken, *good[3:]]

    with serving(damaging) as server:
        found: list[bytes] = []
        partitions = source(server, []).partitions(1)
        with pytest.raises(SourceError, match="ended early"):
            found.extend(block.data for part in partitions for block in part.blocks())
        assert [b"".join(found).count(dn) for dn in EVERYBODY] == [1, 1, 1] + [0] * (PEOPLE - 3)


def members_in_ranges(step: int, total: int) -> Malice:
    """A server that sends so many members at a time."""
    dn, attributes = person(7)

    def answer(asked: Request, good: list[bytes]) -> Iterable[bytes]:
        if is_people(asked):
            first = {b"member": [], b"member;range=0-%d" % (step - 1): [BASE] * step}
            return [*good[:-2], message(asked.number, entry(dn, attributes | first)), good[-1]]
        if asked.base != dn:
            return good
        begin = first_of(asked)
        end = min(begin + step, total)
        last = b"*" if end == total else b"%d" % (end - 1)
        values = {b"member": [], b"member;range=%d-%s" % (begin, last): [BASE] * (end - begin)}
        portion = entry(dn, values)
        return [message(asked.number, portion), message(asked.number, result(DONE))]

    return answer


@pytest.mark.parametrize("total", [1, 5, 7, 10])
def test_an_attribute_that_comes_in_portions_is_read_to_its_end(total):
    with serving(members_in_ranges(5, total)) as server:
        ldif = b"".join(
            block.data for part in source(server, []).partitions(1) for block in part.blocks()
        )
        assert ldif.count(b"\nmember: DC=") == total
        assert b"range=" not in ldif


def test_the_same_entries_again_and_again_are_damage():
    def repeating(asked: Request, good: list[bytes]) -> Iterable[bytes]:
        if not is_people(asked):
            return good
        people = [message(asked.number, entry(*person(number))) for number in range(PEOPLE)]
        return [*people, message(asked.number, result(DONE), page_control(b"0"))]

    with serving(repeating) as server, pytest.raises(SourceError, match="again and again"):
        names(source(server, []))
