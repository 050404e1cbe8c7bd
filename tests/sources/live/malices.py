"""What a malicious or a broken server may answer, each by the name of what is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from tests.sources.live.ldap_messages import (
    BIND,
    BIND_RESPONSE,
    DONE,
    ENTRY,
    EXTENDED_RESPONSE,
    REFERENCE,
    SEARCH,
    Request,
    element,
    entry,
    integer,
    message,
    notice,
    page_control,
    result,
    text,
)
from tests.sources.live.malicious_server import BASE, PEOPLE, Malice, person

Answer = Callable[[Request, list[bytes]], Iterable[bytes]]


def is_people(asked: Request) -> bool:
    """Whether this is the search for people, and no question about the forest."""
    return asked.tag == SEARCH and asked.base == BASE


def at_bind(answer: Answer) -> Malice:
    return lambda asked, good: answer(asked, good) if asked.tag == BIND else good


def at_root(answer: Answer) -> Malice:
    return lambda asked, good: (
        answer(asked, good) if asked.tag == SEARCH and not asked.base else good
    )


def at_forest(answer: Answer) -> Malice:
    return lambda asked, good: (
        answer(asked, good) if asked.tag == SEARCH and asked.base.startswith(b"CN=") else good
    )


def at_people(answer: Answer) -> Malice:
    return lambda asked, good: answer(asked, good) if is_people(asked) else good


def operation(*changed: bytes) -> Answer:
    """Other operations under the right number."""
    return lambda asked, _: [message(asked.number, one) for one in changed]


def last_entry(change: Callable[[Request, bytes], bytes]) -> Malice:
    """All people but the last one as they are, and that one changed: it is not ready."""
    return at_people(lambda asked, good: [*good[:-2], change(asked, entry(*person(7))), good[-1]])


def with_attribute(name: bytes, *values: bytes) -> Malice:
    """The last person with one more attribute."""

    def changed(asked: Request, _: bytes) -> bytes:
        dn, attributes = person(7)
        return message(asked.number, entry(dn, {**attributes, name: list(values)}))

    return last_entry(changed)


def end(*sent: Callable[[int], bytes]) -> Malice:
    """All people as they are, and another end."""
    return at_people(lambda asked, good: [*good[:-1], *(one(asked.number) for one in sent)])


def forever(make: Callable[[Request, int], bytes]) -> Answer:
    """Messages without an end."""
    return lambda asked, _: (make(asked, number) for number in count(100))


def dripping(_: Request, good: list[bytes]) -> Iterator[bytes]:
    """One octet in a while."""
    for octet in b"".join(good):
        yield bytes([octet])
        time.sleep(0.3)


def silent(_: Request, __: list[bytes]) -> Iterator[bytes]:
    """Nothing at all."""
    return iter(())


def closing(sent: Callable[[bytes], bytes]) -> Answer:
    """A part of the answer, and then the connection is closed."""

    def answer(_: Request, good: list[bytes]) -> Iterator[bytes]:
        yield sent(b"".join(good))
        raise ConnectionAbortedError

    return answer


def pages(make: Callable[[Request], list[tuple[bytes, dict[bytes, list[bytes]]]]]) -> Malice:
    """Pages without an end."""

    def answer(asked: Request, _: list[bytes]) -> Iterator[bytes]:
        for one in make(asked):
            yield message(asked.number, entry(*one))
        yield message(asked.number, result(DONE), page_control(b"%d" % asked.number))

    return at_people(answer)


def ranges(answer: Callable[[Request], tuple[bytes, list[bytes]]]) -> Malice:
    """A group whose members come in ranges, as the answer to each question says."""

    def answered(asked: Request, good: list[bytes]) -> Iterable[bytes]:
        dn, attributes = person(7)
        if is_people(asked):
            cut = {**attributes, b"member;range=0-0": [BASE]}
            return [*good[:-2], message(asked.number, entry(dn, cut)), good[-1]]
        if asked.base == dn:
            name, values = answer(asked)
            found = message(asked.number, entry(dn, {name: values}))
            return [found, message(asked.number, result(DONE))]
        return good

    return answered


def first_of(asked: Request) -> int:
    """The number of the first value that is asked for."""
    return int(asked.attributes[0].rpartition(b"=")[2].partition(b"-")[0])


DAMAGED: dict[str, Malice] = {
    # the sign-in
    "bind-other-number": at_bind(lambda a, _: [message(a.number + 1, result(BIND_RESPONSE))]),
    "bind-number-zero": at_bind(lambda *_: [message(0, result(BIND_RESPONSE))]),
    "bind-negative-number": at_bind(lambda *_: [message(-1, result(BIND_RESPONSE))]),
    "bind-other-tag": at_bind(operation(result(DONE))),
    "bind-code-without-octets": at_bind(
        operation(element(BIND_RESPONSE, b"\x0a\0" + text(b"") + text(b"")))
    ),
    "bind-code-of-nine-octets": at_bind(
        operation(element(BIND_RESPONSE, element(10, bytes(9)) + text(b"") + text(b"")))
    ),
    "bind-unknown-code": at_bind(operation(result(BIND_RESPONSE, 2351))),
    "bind-negative-code": at_bind(operation(result(BIND_RESPONSE, -1))),
    "bind-goes-on-without-end": at_bind(operation(result(BIND_RESPONSE, 14))),
    "bind-without-content": at_bind(operation(element(BIND_RESPONSE, b""))),
    "bind-referral": at_bind(operation(result(BIND_RESPONSE, 10, b"", element(0xA3, b"\4\1x")))),
    "bind-referral-of-numbers": at_bind(
        operation(result(BIND_RESPONSE, 0, b"", element(0xA3, integer(1))))
    ),
    "bind-unknown-extra": at_bind(operation(result(BIND_RESPONSE, 0, b"", element(0x9F, b"x")))),
    "bind-damaged-controls": at_bind(
        lambda a, _: [
            element(0x30, integer(a.number) + result(BIND_RESPONSE) + b"\xa0\x02\x30\x05")
        ]
    ),
    "bind-nested-deeply": at_bind(lambda *_: [_nested(5000)]),
    "bind-twice": at_bind(lambda _, good: good * 2),
    "bind-always-busy": at_bind(operation(result(BIND_RESPONSE, 51))),
    "bind-empty-message": at_bind(lambda *_: [b"\x30\0"]),
    "bind-no-ldap": at_bind(lambda *_: [b"HTTP/1.1 400 Bad Request\r\n\r\n"]),
    "bind-length-without-end": at_bind(lambda *_: [b"\x30\x80\2\1\1\x61\x80\0\0\0\0"]),
    "bind-two-gigabytes": at_bind(lambda *_: [b"\x30\x84\x7f\xff\xff\xff" + bytes(1000)]),
    "bind-length-of-eight-octets": at_bind(
        lambda *_: [b"\x30\x88" + bytes(7) + b"\x05" + bytes(5)]
    ),
    "bind-silent": at_bind(silent),
    "bind-dripping": at_bind(dripping),
    "bind-closed": at_bind(closing(lambda _: b"")),
    "bind-cut-short": at_bind(closing(lambda good: good[:-3])),
    "bind-notice": at_bind(lambda *_: [notice(b"\x1b[31mgo away\n")]),
    # the forest
    "root-other-number": at_root(lambda a, g: [message(a.number + 1, result(DONE)), *g]),
    "root-two-entries": at_root(lambda _, good: [good[0], *good]),
    "root-cut-entry": at_root(
        lambda a, g: [element(0x30, integer(a.number) + b"\x64\x05\x04\x10ab"), g[-1]]
    ),
    "root-silent": at_root(silent),
    "root-without-entry": at_root(lambda _, good: good[-1:]),
    "forest-cut-entry": at_forest(
        lambda a, g: [element(0x30, integer(a.number) + b"\x64\x05\x04\x10ab"), g[-1]]
    ),
    "forest-other-tag": at_forest(operation(result(0x66))),
    "forest-closed": at_forest(closing(lambda _: b"")),
    "forest-dripping": at_forest(dripping),
    # the entries
    "entry-of-another-number": last_entry(lambda a, one: message(a.number + 1, one)),
    "entry-of-a-negative-number": last_entry(lambda a, one: message(-a.number, one)),
    "entry-of-the-number-zero": last_entry(lambda _, one: message(0, one)),
    "entry-of-another-tag": last_entry(lambda a, one: message(a.number, b"\x66" + one[1:])),
    "entry-of-a-response": last_entry(lambda a, _: message(a.number, result(EXTENDED_RESPONSE))),
    "entry-without-set": last_entry(
        lambda a, one: message(a.number, one.replace(b"\x31\5", b"\x30\5"))
    ),
    "entry-longer-than-its-message": last_entry(
        lambda a, _: element(0x30, integer(a.number) + b"\x64\x84\0\0\xff\xff\4\1x\x30\0")
    ),
    "entry-with-something-behind": last_entry(
        lambda a, one: element(0x30, integer(a.number) + one + b"\4\1x")
    ),
    "entry-with-two-operations": last_entry(
        lambda a, one: element(0x30, integer(a.number) + one + one)
    ),
    "entry-with-a-dn-of-another-tag": last_entry(
        lambda a, _: message(a.number, element(ENTRY, b"\2\1\5" + element(0x30, b"")))
    ),
    "entry-without-class": last_entry(lambda a, _: message(a.number, entry(person(7)[0], {}))),
    "name-with-line-end": with_attribute(b"mail\nuserPrincipalName", b"x"),
    "name-with-colon": with_attribute(b"mail: x", b"x"),
    "name-without-letters": with_attribute(b"", b"x"),
    "name-with-zero": with_attribute(b"mail\0", b"x"),
    "name-that-is-no-text": with_attribute(b"m\xff", b"x"),
    "range-that-is-no-text": with_attribute(b"m\xff;range=0-0", b"x"),
    "range-of-5000-digits": with_attribute(b"member;range=0-" + b"9" * 5000, b"x"),
    "range-without-end": with_attribute(b"member;range=0", b"x"),
    "range-that-is-none": with_attribute(b"member;range=a-b", b"x"),
    "more-entries-than-asked": at_people(
        lambda a, good: [*[message(a.number, entry(*person(n))) for n in range(3000)], good[-1]]
    ),
    # the further values
    "range-of-another-attribute": ranges(lambda _: (b"memberOf;range=0-*", [BASE])),
    "range-that-begins-elsewhere": ranges(lambda _: (b"member;range=7-*", [BASE])),
    "range-of-another-count": ranges(lambda _: (b"member;range=0-5", [BASE])),
    "range-that-is-not-there": ranges(lambda _: (b"cn", [b"x"])),
    # the end of the search
    "end-without-control": end(lambda n: message(n, result(DONE))),
    "end-with-another-control": end(
        lambda n: message(n, result(DONE), page_control(b"", b"1.2.840.113556.1.4.318"))
    ),
    "end-with-controls-of-another-tag": end(
        lambda n: element(0x30, integer(n) + result(DONE) + element(0xA1, page_control(b"more")))
    ),
    "end-with-control-twice": end(
        lambda n: message(n, result(DONE), page_control(b""), page_control(b"more"))
    ),
    "end-with-control-without-value": end(
        lambda n: message(n, result(DONE), element(0x30, text(b"1.2.840.113556.1.4.319")))
    ),
    "end-with-damaged-control": end(
        lambda n: message(
            n, result(DONE), element(0x30, text(b"1.2.840.113556.1.4.319") + text(b"\x30\5xx"))
        )
    ),
    "end-without-code": end(
        lambda n: message(n, element(DONE, b"\x0a\0" + text(b"") + text(b"")), page_control(b""))
    ),
    "end-of-another-number": end(lambda n: message(n + 1, result(DONE), page_control(b""))),
    "end-of-another-tag": end(lambda n: message(n, result(EXTENDED_RESPONSE), page_control(b""))),
    "end-of-a-bind": end(lambda n: message(n, result(BIND_RESPONSE), page_control(b""))),
    "end-with-size-limit": end(lambda n: message(n, result(DONE, 4), page_control(b""))),
    "end-with-error": end(
        lambda n: message(n, result(DONE, 1, b"\x1b]0;x\x07 \xff"), page_control(b""))
    ),
    "end-that-refers-elsewhere": end(
        lambda n: message(n, result(DONE, 10, b"", element(0xA3, text(b"ldap://\x1b[31m"))))
    ),
    "end-never": end(),
    "end-with-notice": end(lambda _: notice(b"shutting down")),
    "busy-for-ever": at_people(operation(result(DONE, 51))),
    "busy-behind-entries": end(lambda n: message(n, result(DONE, 51))),
    "reference-of-numbers": end(lambda n: message(n, element(REFERENCE, integer(1)))),
    "reference": end(
        lambda n: message(n, element(REFERENCE, text(b"ldap://other\x1b[31m/"))),
        lambda n: message(n, result(DONE), page_control(b"")),
    ),
    "people-silent": at_people(silent),
    "people-dripping": at_people(dripping),
    "people-closed": at_people(closing(lambda good: good[: len(good) // 2])),
}
"""Every one of these makes a scan incomplete, and soon."""
ENDLESS: dict[str, Malice] = {
    "entries": at_people(forever(lambda a, n: message(a.number, entry(*person(n))))),
    "references": at_people(
        forever(lambda a, n: message(a.number, element(REFERENCE, text(b"ldap://x/%d" % n * 500))))
    ),
    "intermediate-responses": at_people(
        forever(lambda a, _: message(a.number, element(0x79, b"")))
    ),
    "answers-to-nobody": at_people(forever(lambda _, n: message(n + 1000, entry(*person(n))))),
    "empty-pages": pages(lambda _: []),
    "the-same-page": pages(lambda _: list(map(person, range(8)))),
    "pages": pages(lambda a: [_another(a.number * 1000 + n) for n in range(1000)]),
    "values": ranges(
        lambda a: (b"member;range=%d-%d" % (first_of(a), first_of(a)), [b"CN=x%d" % first_of(a)])
    ),
    "large-values": ranges(
        lambda a: (
            b"member;range=%d-%d" % (first_of(a), first_of(a) + 999),
            [b"CN=%05000d" % n for n in range(1000)],
        )
    ),
    "large-entries": pages(lambda a: [(b"CN=%d" % a.number, {b"info": [bytes(15_000_000)]})]),
    "one-large-message": at_people(
        lambda *_: [b"\x30\x84\x0f\xff\xff\xff", *[bytes(1_000_000)] * 250]
    ),
    "forest": at_forest(forever(lambda a, n: message(a.number, entry(*person(n))))),
    "binds": at_bind(forever(lambda a, _: message(a.number + 1, result(BIND_RESPONSE)))),
}
"""Every one of these would go on for ever, or fill the memory."""


def _nested(depth: int) -> bytes:
    """An element in an element in an element."""
    data = b""
    for _ in range(depth):
        data = element(0x30, data)
    return data


def _another(number: int) -> tuple[bytes, dict[bytes, list[bytes]]]:
    """A person who is ready, of whom there are as many as there are numbers."""
    _, attributes = person(number % (PEOPLE - 2))
    name = b"another%d" % number
    own = {b"sAMAccountName": [name], b"userPrincipalName": [name + b"@contoso.com"]}
    unique = {b"objectGUID": [b"%016d" % number], b"mail": [name + b"@contoso.com"]}
    return b"CN=%s,%s" % (name, BASE), attributes | own | unique
