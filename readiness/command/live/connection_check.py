"""Tries the way to a live directory step by step, and says how far it leads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness.command.live.server_demands import binding_demand, signing_demand
from readiness.errors import ReadinessError, SourceError
from readiness.sources.live.forest_reader import in_schema, read_forest, read_root
from readiness.sources.live.options import asked_attributes
from readiness.sources.live.search_plan import trees
from readiness.sources.protocol.errors import SUCCESS, ConnectionLost, SearchFailed, search_error
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from readiness.sources.live.forest import Forest, RootDse
    from readiness.sources.live.options import LiveOptions
    from readiness.sources.protocol.operations import LdapEntry, LdapResult
    from readiness.sources.protocol.session import Session
    from readiness.sources.protocol.url import Address

_SAMPLE = 200
"""So many entries are looked at to learn which attributes can be read."""
_WHO = "Give --user, or --auth kerberos or anonymous"


class Step(NamedTuple):
    """One thing that was tried, or could not be."""

    name: str
    outcome: Literal["ok", "FAIL", "open"]
    text: str


def examine_connection(
    options: LiveOptions, attributes: Collection[str], *, signs_in: bool = True
) -> Iterator[Step]:
    """Try everything with each server; what comes after a step that failed is not tried.

    Where nobody is named who could sign in, that step and those behind it stay open.
    """
    for address in options.access.servers:
        examination = _Examination(address, options, asked_attributes(attributes))
        try:
            yield from examination.steps(signs_in=signs_in)
        finally:
            examination.close()


class _Examination:
    """What is known of one server so far; the password is asked for when it is needed."""

    def __init__(self, address: Address, options: LiveOptions, attributes: tuple[str, ...]) -> None:
        self._address = address
        self._options = options
        self._access = options.access
        self._attributes = attributes
        self._session: Session | None = None
        self._root: RootDse | None = None
        self._forest: Forest | None = None

    def steps(self, *, signs_in: bool) -> Iterator[Step]:
        """Each step, until one fails."""
        before: list[tuple[str, Callable[[], str]]] = [
            ("URL", lambda: f"port {self._address.port} of {self._address.host}"),
            ("DNS", self._name),
            ("TCP", self._port),
            ("TLS", self._certificate),
            ("rootDSE", self._root_dse),
            ("demands", self._demands),
        ]
        behind: list[tuple[str, Callable[[], str]]] = [
            ("sign-in", self._sign_in),
            ("directory", self._directory),
            ("paging", self._paging),
            ("schema", self._schema),
            ("attributes", self._attributes_read),
        ]
        for name, attempt in before + behind if signs_in else before:
            try:
                yield Step(name, "ok", attempt())
            except ReadinessError as error:
                yield Step(name, "FAIL", str(error))
                return
        if not signs_in:
            (name, _), *others = behind
            rest = ", ".join(name for name, _ in others)
            yield Step(name, "open", f"who is asking? {_WHO}; then follow {rest}")

    def close(self) -> None:
        """End the connection."""
        if self._session:
            self._session.close()

    def _name(self) -> str:
        from readiness.sources.protocol.connection import ip_addresses  # noqa: PLC0415 - see below

        return f"{self._address.host} is {', '.join(ip_addresses(self._address))}"

    def _port(self) -> str:
        from readiness.sources.protocol.connection import reached  # noqa: PLC0415 - see below

        reached(self._address, self._access.timeout).close()
        return f"port {self._address.port} answers"

    def _certificate(self) -> str:
        # what leads to ldap3 is loaded only by who asks a directory: it takes a while
        from readiness.sources.protocol.connection import (  # noqa: PLC0415
            certificate,
            connected,
            names_in_certificate,
        )

        try:
            with connected(self._address, self._access) as session:
                found = certificate(session)
        except SourceError as error:
            names = names_in_certificate(self._address, self._access)
            hint = f"; the certificate is for {', '.join(names)}" if names else ""
            raise SourceError(f"{error}{hint}") from error
        if found is None:
            return "not used: the connection is not encrypted"
        if found.until is None:
            return f"{found.protocol}, certificate NOT verified, SHA-256 {found.fingerprint}"
        days = (found.until - datetime.now(UTC)).days
        return (
            f"{found.protocol}, certificate for {', '.join(found.names)}, issued by"
            f" {found.issuer}, valid until {found.until:%Y-%m-%d} ({days} days)"
        )

    def _root_dse(self) -> str:
        """What the server says of itself to everybody, as Active Directory does.

        https://learn.microsoft.com/windows/win32/adschema/rootdse
        """
        from readiness.sources.protocol.connection import connected  # noqa: PLC0415 - see above

        try:
            with connected(self._address, self._access) as session:
                root = read_root(session)
        except (SearchFailed, ConnectionLost):
            root = None
        # some refuse, hang up or find nothing: none of it says that a user would not be let in
        if root is None or not root.contexts:
            return "shown only to those who sign in"
        self._root = root
        return self._about(root)

    def _about(self, root: RootDse) -> str:
        kind = "Active Directory" if root.is_active_directory else "not an Active Directory"
        trees_held = root.base or ", ".join(root.contexts) or "nothing that it names"
        return f"{root.host or self._address.host}, {kind}, holds {trees_held}"

    def _demands(self) -> str:
        signing = signing_demand(self._address, self._access)
        return f"signing: {signing}; channel binding: {binding_demand(self._address, self._access)}"

    def _sign_in(self) -> str:
        from readiness.sources.protocol.sign_in import signed_in  # noqa: PLC0415 - see above

        self._session = signed_in(self._address, self._access)
        who = self._access.user or "whoever the ticket is for"
        if self._access.auth == "anonymous":
            who = "nobody (anonymous)"
        return f"signed in as {who} ({self._access.auth})"

    def _directory(self) -> str:
        assert self._session  # noqa: S101 - the step before made it
        self._forest = read_forest(self._session)
        domains = ", ".join(domain.fqdn for domain in self._forest.domains) or "not to be read"
        suffixes = ", ".join(self._forest.suffixes) or "none"
        about = "" if self._root else f"{self._about(self._forest.root)}; "
        return f"{about}domains of the forest: {domains}; further UPN suffixes: {suffixes}"

    def _paging(self) -> str:
        first, result = self._page(1)
        if not first:
            raise SourceError("the search finds nothing: check --base, --filter and the account")
        if not result.cookie:
            return "there is but one entry"
        second, _ = self._page(1, result.cookie)
        return "works" if second else "the second page is empty"

    def _schema(self) -> str:
        assert self._session  # noqa: S101 - a step before made it
        assert self._forest  # noqa: S101 - a step before made it
        names = self._attributes
        known = {name.lower() for name in in_schema(self._session, self._forest.root.schema, names)}
        exchange = "prepared for Exchange" if self._forest.exchange else "without Exchange"
        version = f"version {self._forest.schema_version or 'unknown'}, {exchange}"
        lacking = [name for name in names if name.lower() not in known]
        return f"{version}; it lacks {', '.join(lacking)}" if lacking else version

    def _attributes_read(self) -> str:
        entries, _ = self._page(_SAMPLE)
        seen = {
            name.partition(b";")[0].decode("ascii").lower()
            for entry in entries
            for name, _ in entry.attributes
        }
        names = self._attributes
        absent = [name for name in names if name.lower() not in seen]
        if "objectclass" not in seen:
            raise SourceError(
                f"the account sees {len(entries)} entries but not their attributes: give it read"
                " access"
            )
        counted = f"{len(names) - len(absent)} of {len(names)} are read in {len(entries)} entries"
        if not absent:
            return counted
        return f"{counted}; nobody has, or the account may not read, {', '.join(absent)}"

    def _page(self, size: int, cookie: bytes = b"") -> tuple[list[LdapEntry], LdapResult]:
        """One page of what a scan would read, and how it ended.

        Raises:
            SourceError: the server does not give it.
        """
        assert self._session  # noqa: S101 - a step before made it
        assert self._forest  # noqa: S101 - a step before made it
        base, _ = trees(self._options, self._forest)[0]
        search = Search(base, self._options.filter, self._attributes)
        answer = self._session.search(search, size, cookie)
        entries = list(answer)
        if answer.result.code != SUCCESS:
            raise search_error(answer.result, base)
        return entries, answer.result
