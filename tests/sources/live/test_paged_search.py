"""The pages of a search, from a server that can be brought to do anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import pytest
from readiness.sources.live.domain_facts import Domain, Facts, Root
from readiness.sources.live.search_filter import Query

from readiness.errors import SourceError
from readiness.sources.live.ldap_source import LiveSource
from readiness.sources.live.options import LiveOptions
from readiness.sources.live.paged_search import ATTEMPTS, pages
from readiness.sources.protocol.ber import Done, Raw
from readiness.sources.protocol.errors import Busy, Lost, NotSearched, Unreachable
from readiness.sources.protocol.session import Answer, Session
from readiness.sources.protocol.url import addresses

QUERY = Query("DC=contoso", "(objectClass=*)", ("cn",))
CLASS = (b"objectClass", [b"user"])


class Reply(NamedTuple):
    """What a scripted server answers."""

    names: tuple[str, ...] = ()
    code: int = 0
    cookie: bytes = b""
    attributes: tuple[tuple[bytes, list[bytes]], ...] = (CLASS,)
    references: tuple[str, ...] = ()


class Scripted(Session):
    """A connection whose answers are written down; notes in what order things happen."""

    def __init__(self, *replies: Reply | Exception) -> None:
        super().__init__(addresses(["ldaps://dc1"])[0], None)
        self.replies = list(replies)
        self.asked: list[Query] = []
        self.log: list[str] = []

    def close(self) -> None:
        """Nothing is open."""

    def ask(self, query: Query, page_size: int = 0, cookie: bytes = b"") -> None:
        del page_size
        self.log.append(f"ask {cookie.decode()}".strip())
        self.asked.append(query)
        self.requests += 1

    def answer(self) -> Answer:
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            self.is_lost = True
            raise reply
        entries = [Raw(f"CN={name}".encode(), list(reply.attributes)) for name in reply.names]
        ranged = any(b";range=" in name for name, _ in reply.attributes)
        done = Done(reply.code, cookie=reply.cookie)
        return Answer(entries, len(entries), ranged, done, list(reply.references))


def read(
    session: Scripted,
    pauses: list[float] | None = None,
    before_next: Callable[[], None] | None = None,
) -> list[list[str]]:
    """The names on each page."""
    waits: list[float] = [] if pauses is None else pauses
    found = []
    for page in pages(session, QUERY, 2, before_next=before_next, pause=waits.append):
        session.log.append("page")
        found.append([entry.dn.decode() for entry in page.entries])
    return found


def test_the_next_page_is_asked_for_before_the_current_one_is_handed_on():
    session = Scripted(Reply(("a", "b"), cookie=b"1"), Reply(("c",), cookie=b"2"), Reply(("d",)))
    assert read(session) == [["CN=a", "CN=b"], ["CN=c"], ["CN=d"]]
    assert session.log == ["ask", "ask 1", "page", "ask 2", "page", "page"]


def test_with_a_rate_the_next_page_is_asked_for_afterwards():
    session = Scripted(Reply(("a",), cookie=b"1"), Reply(("b",)))
    read(session, before_next=lambda: session.log.append("wait"))
    assert session.log == ["ask", "page", "wait", "ask 1", "page"]


@pytest.mark.parametrize("code", [3, 4, 11, 1, 80])
def test_any_end_but_success_is_told_after_what_was_read(code):
    session = Scripted(Reply(("a",), cookie=b"1"), Reply(("b",), code))
    found: list[list[bytes]] = []
    with pytest.raises(NotSearched) as caught:
        found.extend(
            [entry.dn for entry in page.entries]
            for page in pages(session, QUERY, 2, before_next=None, pause=lambda _: None)
        )
    assert found == [[b"CN=a"], [b"CN=b"]]
    assert caught.value.code == code


@pytest.mark.parametrize("code", [51, 52])
def test_a_server_that_is_busy_on_page_two_is_asked_for_it_again(code):
    busy = Reply(code=code)
    session = Scripted(Reply(("a",), cookie=b"1"), busy, busy, Reply(("b",)))
    pauses: list[float] = []
    assert read(session, pauses) == [["CN=a"], ["CN=b"]]
    assert pauses == [1.0, 2.0]
    assert session.log.count("ask 1") == 3


def test_a_server_that_stays_busy_is_given_up():
    session = Scripted(Reply(("a",), cookie=b"1"), *[Reply(code=51)] * ATTEMPTS)
    with pytest.raises(NotSearched, match="busy"):
        read(session)


def test_a_server_too_busy_for_the_first_page_can_be_tried_anew():
    with pytest.raises(Busy):
        read(Scripted(*[Reply(code=51)] * ATTEMPTS))


def test_a_page_that_is_busy_after_some_entries_is_not_read_twice():
    session = Scripted(Reply(("a",), code=51))
    with pytest.raises(NotSearched):
        read(session)
    assert session.log == ["ask", "page"]


def ranged(first: int, last: str, *values: bytes) -> tuple[tuple[bytes, list[bytes]], ...]:
    return (CLASS, (b"member", []), (b"member;range=%d-%s" % (first, last.encode()), list(values)))


def test_an_attribute_that_the_server_cuts_is_read_to_its_end():
    session = Scripted(
        Reply(("g",), cookie=b"1", attributes=ranged(0, "1", b"a", b"b")),
        Reply(("g",), attributes=ranged(2, "3", b"c", b"d")),
        Reply(("g",), attributes=ranged(4, "*", b"e")),
        Reply(("h",)),
    )
    found = [
        list(page.entries)
        for page in pages(session, QUERY, 2, before_next=None, pause=lambda _: None)
    ]
    assert found[0] == [Raw(b"CN=g", [CLASS, (b"member", [b"a", b"b", b"c", b"d", b"e"])])]
    assert [one.attributes for one in session.asked[1:3]] == [
        ("member;range=2-*",),
        ("member;range=4-*",),
    ]
    assert session.log == ["ask", "ask", "ask", "ask 1"]


@pytest.mark.parametrize("reply", [Reply(code=32), Reply(("g",)), Reply()])
def test_an_attribute_that_cannot_be_read_to_its_end_says_so_by_its_name(reply):
    session = Scripted(Reply(("g",), attributes=ranged(0, "1", b"a", b"b")), reply)
    (page,) = pages(session, QUERY, 2, before_next=None, pause=lambda _: None)
    assert next(iter(page.entries)).attributes[1] == (b"member;range=0-1", [b"a", b"b"])


ROOT = Root("dc1", "DC=contoso", "CN=Configuration", None, ("DC=contoso",), True, 7, 7)  # noqa: FBT003 - a record
HERE = Domain("DC=contoso", "contoso.com", "CONTOSO")
THERE = Domain("DC=emea,DC=contoso", "emea.contoso.com", "EMEA")


@pytest.fixture
def served(monkeypatch):
    """Makes a source of scripted connections, handed out by host name."""

    def source(
        sessions: dict[str, Iterable[Scripted]],
        domains: tuple[Domain, ...] = (HERE,),
        *,
        forest: bool = False,
    ) -> LiveSource:
        waiting = {host: list(some) for host, some in sessions.items()}

        def connected(servers, _):
            for server in servers:
                if waiting.get(server.host):
                    return waiting[server.host].pop(0)
            raise Unreachable(f"{servers[0]}: nobody there")

        where = "readiness.sources.live.ldap_source"
        monkeypatch.setattr(f"{where}.connected", connected)
        monkeypatch.setattr(f"{where}.read_root", lambda _: ROOT)
        monkeypatch.setattr(f"{where}.read_facts", lambda _: Facts(ROOT, domains))
        monkeypatch.setattr(f"{where}.controllers", lambda *_: iter(["dc2"]))
        options = LiveOptions(
            ("ldaps://dc1",), user="ana", password=lambda: "x", attributes=("cn",), forest=forest
        )
        return LiveSource(options, pause=lambda _: None)

    return source


def names(source: LiveSource) -> list[bytes]:
    octets = b"".join(
        block.data for partition in source.partitions(1) for block in partition.blocks()
    )
    return [line[4:] for line in octets.split(b"\n") if line.startswith(b"dn: ")]


def test_every_domain_of_a_forest_is_asked_where_it_is(served):
    here, there = Scripted(Reply(("a",))), Scripted(Reply(("b",)))
    source = served({"dc1": [here], "dc2": [there]}, (HERE, THERE), forest=True)
    assert names(source) == [b"CN=a", b"CN=b"]
    assert [one.base for one in (*here.asked, *there.asked)] == [HERE.dn, THERE.dn]
    assert source.requests == 2


def test_without_forest_only_the_domain_of_the_server_is_asked(served):
    assert names(served({"dc1": [Scripted(Reply(("a",)))]}, (HERE, THERE))) == [b"CN=a"]


def test_a_domain_that_nobody_answers_for_makes_the_scan_incomplete(served):
    source = served({"dc1": [Scripted(Reply(("a",)))]}, (HERE, THERE), forest=True)
    with pytest.raises(SourceError, match="ended early, after 1 entries: ldaps://dc2"):
        names(source)


def test_a_connection_that_is_lost_on_page_two_is_not_begun_anew(served):
    lost = Scripted(Reply(("a",), cookie=b"1"), Lost("ldaps://dc1: gone"))
    source = served({"dc1": [lost, Scripted(Reply(("a", "b")))]})
    with pytest.raises(SourceError, match="ended early, after 1 entries: gone"):
        names(source)


def test_a_connection_that_is_lost_on_page_one_is_begun_anew_and_nothing_is_read_twice(served):
    again = Scripted(Reply(("a",)))
    source = served({"dc1": [Scripted(Lost("gone")), Scripted(Lost("gone")), again]})
    assert names(source) == [b"CN=a"]


def test_a_reference_to_another_server_makes_the_scan_incomplete(served):
    source = served({"dc1": [Scripted(Reply(("a",), references=("ldap://dc9/OU=x",)))]})
    with pytest.raises(SourceError, match="ldap://dc9/OU=x"):
        names(source)


def test_an_entry_without_its_class_makes_the_scan_incomplete(served):
    source = served({"dc1": [Scripted(Reply(("a", "b"), attributes=()))]})
    with pytest.raises(SourceError, match="2 entries hide their attributes"):
        names(source)
