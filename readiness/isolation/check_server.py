"""The process in which foreign checks live, seen from within: it answers one question at a time."""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
from functools import cached_property
from itertools import chain
from typing import IO, TYPE_CHECKING, Any

from readiness.checking.check import Check, Scope, Skip, ValueCheck
from readiness.checking.keyed_check import JoinCheck, Key, KeyCheck, SharedKeyCheck
from readiness.checking.registry import by_id, named, of_origin, origins
from readiness.columns.batch import Batch, Dumped
from readiness.directory.addresses.mail_address import fold, fold_proxy
from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.errors import UsageError, told
from readiness.evaluation.evaluation_plan import EvaluationPlans
from readiness.evaluation.prefilter import Prefilter
from readiness.isolation.answers import Description, Said
from readiness.isolation.check_process import LENGTH_SIZE
from readiness.isolation.checked_finding import (
    checked,
    checked_comparison,
    checked_conclusion,
    plain_text,
)
from readiness.isolation.declaration import declaration_of
from readiness.model.entry import Entry, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from readiness.checking.keyed_check import DerivedAttribute
    from readiness.checking.registry import Origin
    from readiness.evaluation.prefilter import Selection
    from readiness.isolation.check_process import Setup
    from readiness.isolation.declaration import Declaration
    from readiness.model.counts import Counts
    from readiness.model.entry import Values
    from readiness.model.finding import Finding
    from readiness.model.key_holder import KeyHolder


_OWN_FOLDS = (fold, fold_dn, fold_proxy)
"""What the engine folds itself; a pickle holds no more than their names."""


class CheckServer:
    """Asks foreign checks what the engine wants to know of them."""

    def __init__(self, setup: Setup) -> None:
        """Make no check yet: to make one may be what fails."""
        self._setup = setup
        self._checks: dict[str, Check] = {}
        self._plans: dict[str, EvaluationPlans] = {}

    def declare(self, origin: Origin) -> list[Declaration] | UsageError:
        """What the checks of a plug-in or a file say of themselves, or why they are refused."""
        try:
            return [declaration_of(check, named(origin)) for check in of_origin(origin)]
        except UsageError as error:
            return UsageError(plain_text(error))

    @cached_property
    def _classes(self) -> dict[str, type[Check]]:
        return by_id(chain.from_iterable(map(of_origin, origins(self._setup.check_files))))

    def _check(self, check_id: str) -> Check:
        check = self._checks.get(check_id)
        if check is None:
            check = self._checks[check_id] = self._classes[check_id](self._setup.plan)
            self._plans[check_id] = EvaluationPlans([check])
        return check

    def describe(self, check_id: str) -> Description | Skip:
        """What the engine has to know of a check, or why it cannot run."""
        try:
            check = self._check(check_id)
        except Skip as skip:  # not a class of its own, which the engine may not know
            return Skip(plain_text(skip), reason=skip.reason)
        return Description(
            tuple(map(plain_text, check.reads)),
            tuple(map(plain_text, check.consults)),
            type(check).examine is not Check.examine,
            frozenset(map(plain_text, check.reads if isinstance(check, ValueCheck) else ())),
            type(check).conclude is not Check.conclude,
            tuple(tuple(map(_described, keys)) for keys in _sides(check)),
            tuple(plain_text(attribute.name) for attribute in _derived(check)),
        )

    def examine(
        self,
        check_id: str,
        batch: Dumped,
        kind: Kind,
        bits: int,
        reasons: Mapping[int, str] | None,
    ) -> Said:
        """What a check says about some entries of a batch; out of scope ones come with reasons."""
        # makes its plan as well, which is looked up below
        self._check(check_id)
        loaded, answer = Batch.loaded(batch), _Answer(check_id)
        prefilter = Prefilter(loaded, answer.crashed)
        selection = prefilter.select(self._plans[check_id][kind, reasons is not None], bits)
        return answer.of(selection, loaded, kind, reasons or {})

    def judge(
        self, check_id: str, batch: Dumped, kind_and_scope: tuple[Kind, bool], attribute: str
    ) -> Said:
        """What a check of values says about those of one attribute."""
        self._check(check_id)
        loaded, answer = Batch.loaded(batch), _Answer(check_id)
        prefilter = Prefilter(loaded, answer.crashed)
        selection = prefilter.select_judges(self._plans[check_id][kind_and_scope], attribute)
        return answer.of(selection, loaded, kind_and_scope[0], {})

    def fold(
        self, check_id: str, side: int, number: int, values: Sequence[str | bytes]
    ) -> list[str | None]:
        """The keys of some values."""
        fold = _sides(self._check(check_id))[side][number].fold
        keys = [fold(value) for value in values]  # type: ignore[arg-type]  # as `octets` says
        for key in keys:
            if not isinstance(key, str | None):
                raise TypeError(f"a fold returns a text or None, not {type(key).__name__}")
        return [None if key is None else plain_text(key) for key in keys]

    def derive(
        self, check_id: str, number: int, dn: str, kind: Kind, values: Mapping[str, Values]
    ) -> list[str]:
        """The values of a derived attribute of one entry."""
        attribute = _derived(self._check(check_id))[number]
        return list(map(plain_text, attribute.derive(Entry(dn, kind, values))))

    def compare(self, check_id: str, *sides: Collection[KeyHolder]) -> list[Finding]:
        """What a check says about the holders of one key."""
        check: Any = self._check(check_id)  # a SharedKeyCheck or a JoinCheck
        return checked_comparison(check_id, check.compare(*sides), chain(*sides))

    def conclude(self, check_id: str, counts: Counts) -> list[Finding]:
        """What a check says about the directory as a whole."""
        return checked_conclusion(check_id, self._check(check_id).conclude(counts))


class _Answer:
    """Gathers what a check says about a batch, and what goes wrong meanwhile."""

    def __init__(self, check_id: str) -> None:
        self._check_id = check_id
        self._failure: tuple[str, str] | None = None

    def of(
        self, selection: Selection, batch: Batch, kind: Kind, reasons: Mapping[int, str]
    ) -> Said:
        findings: list[tuple[int, Finding]] = []

        def entry(index: int) -> Entry:
            return Entry(
                batch.dn(index),
                kind,
                batch.values(index),
                ordinal=index,
                line=batch.lines[index],
                out_of_scope=reasons.get(index),
            )

        for subject, finding in selection.examine(entry, self.crashed):
            try:
                findings.append((subject.ordinal, checked(self._check_id, finding)))
            except TypeError as error:
                self.crashed(None, subject, error)
        return Said(findings, self._failure)

    def crashed(self, _: Check | None, subject: Entry | None, error: BaseException) -> None:
        """Take note of the first failure."""
        self._failure = self._failure or (told(error), subject.dn if subject else "")


def _sides(check: Check) -> tuple[tuple[Key, ...], ...]:
    match check:
        case SharedKeyCheck():
            return (tuple(check.keys),)
        case JoinCheck():
            return (tuple(check.left), tuple(check.right))
    return ()


def _derived(check: Check) -> tuple[DerivedAttribute, ...]:
    return check.derived if isinstance(check, KeyCheck) else ()


def _described(key: object) -> Key:
    """A key that can go to the engine: with a fold of ours, which it has, too, or with none."""
    if not isinstance(key, Key) or not isinstance(key.scope, Scope):
        raise TypeError("a check compares keys, each of a Scope")
    is_ours = any(key.fold is own for own in _OWN_FOLDS)
    return Key(
        plain_text(key.space),
        plain_text(key.attribute),
        key.fold if is_ours else str,
        octets=bool(key.octets),
        scope=key.scope,
    )


def serve() -> None:
    """Answer questions until nobody asks any more; the engine is at standard input and output."""
    questions, answers = _own_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the engine decides when to stop
    setup: Setup = pickle.load(questions)  # noqa: S301 - of the engine
    server, own = CheckServer(setup), os.getpid()
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - no path at all
        while True:
            try:
                method, check_id, arguments = pickle.load(questions)  # noqa: S301
            except EOFError:
                return
            # a thread in C ends the process: no check can hold it up, or live on when all others
            # are gone
            faulthandler.dump_traceback_later(setup.timeout, exit=True, file=nowhere)
            try:
                answer = pickle.dumps((True, getattr(server, method)(check_id, *arguments)))
            except BaseException as error:  # noqa: BLE001 - whatever it is, the check is told
                answer = pickle.dumps((False, told(error)))
            if os.getpid() != own:
                os._exit(0)  # a fork of a check, whose answer would be a second one
            faulthandler.cancel_dump_traceback_later()
            try:
                answers.write(len(answer).to_bytes(LENGTH_SIZE))
                answers.write(answer)
                answers.flush()
            except OSError:
                return  # nobody waits for the answer any more


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """What was standard input and output; what checks print goes to standard error."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return questions, answers
