"""Tries the way to a live directory step by step, and says how far it leads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from readiness.errors import ReadinessError, SourceError
from readiness.sources.live.forest import in_schema, read_facts
from readiness.sources.live.search_filter import Query, asked
from readiness.sources.live.search_plan import bases
from readiness.sources.protocol import probe
from readiness.sources.protocol.errors import SUCCESS, search_error
from readiness.sources.protocol.tls import tls_context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.sources.live.domain_facts import Facts
    from readiness.sources.live.options import LiveOptions
    from readiness.sources.protocol.session import Answer, Session
    from readiness.sources.protocol.url import Address

_SAMPLE = 200
"""So many entries are looked at to learn which attributes can be read."""


class Step(NamedTuple):
    """One thing that was tried."""

    name: str
    is_fine: bool
    text: str


def examine_connection(options: LiveOptions) -> Iterator[Step]:
    """Try everything with each server; what comes after a step that failed is not tried."""
    for address in options.servers:
        examination = _Examination(address, options)
        try:
            yield from examination.steps()
        finally:
            examination.close()


class _Examination:
    """What is known of one server so far."""

    def __init__(self, address: Address, options: LiveOptions) -> None:
        self._address = address
        self._options = options
        self._session: Session | None = None
        self._facts: Facts | None = None

    def steps(self) -> Iterator[Step]:
        """Each step, until one fails."""
        todo: list[tuple[str, Callable[[], str]]] = [
            ("DNS", self._name),
            ("TCP", self._port),
            ("TLS", self._certificate),
            ("sign-in", self._sign_in),
            ("directory", self._directory),
            ("paging", self._paging),
            ("schema", self._schema),
            ("attributes", self._attributes),
        ]
        for name, attempt in todo:
            try:
                yield Step(name, True, attempt())  # noqa: FBT003 - a record
            except ReadinessError as error:
                yield Step(name, False, str(error))  # noqa: FBT003 - a record
                return

    def close(self) -> None:
        """End the connection."""
        if self._session:
            self._session.close()

    def _name(self) -> str:
        return f"{self._address.host} is {', '.join(probe.resolve(self._address))}"

    def _port(self) -> str:
        probe.reach(self._address, self._options.timeout).close()
        return f"port {self._address.port} answers"

    def _certificate(self) -> str:
        options, address = self._options, self._address
        if not address.is_tls and not options.start_tls:
            return "not used: the connection is not encrypted"
        context = tls_context(options.ca_file, insecure=options.insecure)
        try:
            with probe.reach(address, options.timeout) as plain:
                found = probe.secure(plain, address, context, start_tls=options.start_tls)
        except SourceError as error:
            names = probe.names_in_certificate(address, options.timeout, options.ca_file)
            told = f"; the certificate is for {', '.join(names)}" if names else ""
            raise SourceError(f"{error}{told}") from error
        if found.until is None:
            return f"{found.protocol}, certificate NOT verified, SHA-256 {found.fingerprint}"
        days = (found.until - datetime.now(UTC)).days
        return (
            f"{found.protocol}, certificate for {', '.join(found.names)}, issued by"
            f" {found.issuer}, valid until {found.until:%Y-%m-%d} ({days} days)"
        )

    def _sign_in(self) -> str:
        # ldap3 is loaded only when it is needed
        from readiness.sources.protocol.connection import connect  # noqa: PLC0415

        self._session = connect(self._address, self._options)
        who = self._options.user or "whoever the ticket is for"
        if self._options.auth == "anonymous":
            who = "nobody (anonymous)"
        return f"signed in as {who} ({self._options.auth})"

    def _directory(self) -> str:
        assert self._session  # noqa: S101 - the step before made it
        self._facts = read_facts(self._session)
        root = self._facts.root
        domains = ", ".join(domain.fqdn for domain in self._facts.domains) or "not to be read"
        suffixes = ", ".join(self._facts.suffixes) or "none"
        kind = "Active Directory" if root.is_active_directory else "not an Active Directory"
        return (
            f"{root.host or self._address.host}, {kind}, holds {root.base};"
            f" domains of the forest: {domains}; further UPN suffixes: {suffixes}"
        )

    def _paging(self) -> str:
        first = self._page(1)
        if not first.total:
            raise SourceError("the search finds nothing: check --base, --filter and the account")
        if not first.done.cookie:
            return "there is but one entry"
        second = self._page(1, first.done.cookie)
        return "works" if second.total else "the second page is empty"

    def _schema(self) -> str:
        assert self._session  # noqa: S101 - a step before made it
        assert self._facts  # noqa: S101 - a step before made it
        names = asked(self._options.attributes)
        known = {name.lower() for name in in_schema(self._session, self._facts.root.schema, names)}
        exchange = "prepared for Exchange" if self._facts.exchange else "without Exchange"
        version = f"version {self._facts.schema_version or 'unknown'}, {exchange}"
        lacking = [name for name in names if name.lower() not in known]
        return f"{version}; it lacks {', '.join(lacking)}" if lacking else version

    def _attributes(self) -> str:
        answer = self._page(_SAMPLE)
        seen = {
            name.partition(b";")[0].decode("ascii", "replace").lower()
            for entry in answer.entries
            for name, _ in entry.attributes
        }
        names = asked(self._options.attributes)
        absent = [name for name in names if name.lower() not in seen]
        if "objectclass" not in seen:
            raise SourceError(
                f"the account sees {answer.total} entries but not their attributes: give it read"
                " access"
            )
        told = f"{len(names) - len(absent)} of {len(names)} are read in {answer.total} entries"
        if not absent:
            return told
        return f"{told}; nobody has, or the account may not read, {', '.join(absent)}"

    def _page(self, size: int, cookie: bytes = b"") -> Answer:
        """One page of what a scan would read.

        Raises:
            SourceError: the server does not give it.
        """
        assert self._session  # noqa: S101 - a step before made it
        assert self._facts  # noqa: S101 - a step before made it
        base, _ = bases(self._options, self._facts)[0]
        query = Query(base, self._options.filter, asked(self._options.attributes))
        self._session.ask(query, size, cookie)
        answer = self._session.answer()
        if answer.done.code != SUCCESS:
            raise search_error(answer.done, base)
        return answer
