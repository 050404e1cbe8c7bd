"""A directory that answers: servers that stand in for one another, and one session with them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from readiness.errors import SourceError
from readiness.sources.live.forest_reader import read_forest, read_root
from readiness.sources.protocol.errors import ConnectionLost, ServerBusy, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readiness.sources.live.forest import Forest
    from readiness.sources.live.options import LiveOptions
    from readiness.sources.protocol.session import Session
    from readiness.sources.protocol.url import Address

    T = TypeVar("T")


class Patience:
    """How long servers that are lost or busy are asked again: the only place that decides it.

    There are pauses of 1, 2, 4, 8 … seconds between attempts, until a timeout has passed in vain:
    so a server that falls silent costs its own timeout and that of one further attempt, and one
    that restarts gets a minute by default.
    """

    def __init__(self, timeout: float, pause: Callable[[float], None]) -> None:
        """Take the seconds, and what waits for some."""
        self._timeout = timeout
        self._pause = pause
        self._next = 1.0
        self._paused = 0.0
        self._began: float | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has failed yet."""
        return self._began is None

    def pause(self, reason: SourceError) -> None:
        """Wait until the next attempt.

        Raises:
            SourceError: the reason, if there has been enough of it.
        """
        now = time.monotonic()
        if self._began is None:
            self._began = now
        passed = max(now - self._began, self._paused)
        if passed + self._next > self._timeout:
            raise reason
        self._pause(self._next)
        self._paused += self._next
        self._next *= 2


class LiveDirectory:
    """Connects when it is first asked, signs in once, and keeps the session for everybody.

    A second sign-in would count a wrong password twice, and that locks accounts.
    """

    def __init__(
        self, options: LiveOptions, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """Connect to nothing yet; `pause` waits for some seconds."""
        self.options = options
        self.pause = pause
        self._sessions: list[Session] = []
        """All that there ever were: they know how much was asked."""
        self._current: dict[tuple[Address, ...], Session] = {}
        """The session in use with one of these servers."""
        self._forest: Forest | SourceError | None = None

    @property
    def searches(self) -> int:
        """The number of searches that servers were asked for; each page is one."""
        return sum(session.searches for session in self._sessions)

    @property
    def waited(self) -> float:
        """The seconds that were spent waiting for servers."""
        return sum(session.waited for session in self._sessions)

    def declared_suffixes(self) -> tuple[str, ...]:
        """The UPN suffixes that the forest declares; none where it does not tell.

        Raises:
            UsageError: something on this side is missing.
        """
        try:
            return self.forest().declared_suffixes
        except SourceError:
            return ()  # the search will tell why: the error is raised each time

    def forest(self) -> Forest:
        """What the forest says about itself, asked once.

        Raises:
            SourceError: no server is there, it does not let the account in, or does not answer;
                the same each time.
            UsageError: something on this side is missing.
        """
        if self._forest is None:
            try:
                self._forest = self.begin(read_forest)
            except SourceError as error:
                self._forest = error
        if isinstance(self._forest, SourceError):
            raise self._forest
        return self._forest

    def begin(self, action: Callable[[Session], T], servers: Sequence[Address] | None = None) -> T:
        """Do something with a session: the one in use, or a new one with the first that answers.

        While the servers are lost or busy it is done again, with the next of them at once, and
        after a pause with the first: so it must be something that has not been handed on.

        Raises:
            SourceError: it cannot be done; a refused sign-in is not repeated.
            UsageError: something on this side is missing.
        """
        group = tuple(servers or self.options.access.servers)
        patience = self.patience()
        while True:
            failures: list[SourceError] = []
            for server in self._from_current(group):
                try:
                    return action(self._session(server, group))
                except (Unreachable, ServerBusy, ConnectionLost) as error:
                    failures.append(_of_server(error, server))
            reason = type(failures[0])("; ".join(map(str, failures)))
            if all(isinstance(failure, Unreachable) for failure in failures) and patience.is_fresh:
                raise reason  # nobody was there to begin with: to wait would not help
            patience.pause(reason)

    def patience(self) -> Patience:
        """How long something is tried again that has not failed yet."""
        return Patience(self.options.access.timeout, self.pause)

    def close(self) -> None:
        """End all sessions."""
        for session in self._sessions:
            session.close()

    def _from_current(self, group: tuple[Address, ...]) -> tuple[Address, ...]:
        """The servers of a group, beginning with the one whose session is in use."""
        current = self._current.get(group)
        if current is None or current.address not in group:
            return group
        at = group.index(current.address)
        return group[at:] + group[:at]

    def _session(self, server: Address, group: tuple[Address, ...]) -> Session:
        current = self._current.get(group)
        if current and current.is_usable and current.address == server:
            return current
        # ldap3 takes a while to load, which only who searches a directory waits for
        from readiness.sources.protocol.requests import check_filter  # noqa: PLC0415
        from readiness.sources.protocol.sign_in import signed_in  # noqa: PLC0415

        check_filter(self.options.filter)
        session = signed_in(server, self.options.access)
        self._sessions.append(session)
        self._current[group] = session
        read_root(session)
        return session


def _of_server(error: SourceError, server: Address) -> SourceError:
    """An error that names the server."""
    text = str(error)
    return error if text.startswith(f"{server}: ") else type(error)(f"{server}: {text}")
