import re
from collections.abc import Iterator

from readiness import Entry, Finding, Plan, Severity, anchor_text, source_anchor, text, where

from ._anchor import ChosenAnchorCheck

PLAIN = re.compile(r"[A-Za-z0-9]{1,59}+")


class SourceAnchorInvalid(ChosenAnchorCheck):
    r"""The value of the planned source anchor is one that Entra ID does not take.

    An anchor in text has fewer than 60 characters, where each but a letter from A to Z and a digit
    counts three, and none of ``\ ! # $ % & * + / = ? ^ ` { } | ~ < > ( ) ' ; : , [ ] " @ _``. The
    user does not arrive.

    Fix: correct the value before the first synchronisation, for it can never change afterwards; or
    leave the choice of the anchor to Entra Connect (ms-DS-ConsistencyGuid).
    Step: mend-source-anchor: Give {who} a source anchor that Entra ID takes, or choose another
    attribute.
    Risk: Never change the anchor of an object that is synchronised already.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    Since: 0.1
    """

    id = "source-anchor-invalid"
    severity = Severity.ERROR

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.when = where(self.attribute, lambda value: not PLAIN.fullmatch(value))

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for octets in entry.raw(self.attribute):
            faults = " and ".join(_faults(octets))
            if faults:
                yield self.finding(entry, self.attribute, text(octets), faults)


def _faults(octets: bytes) -> Iterator[str]:
    try:
        value = octets.decode()
    except UnicodeDecodeError:  # Entra Connect makes base64 of it, and nothing is forbidden in that
        weight = len(anchor_text(octets))
    else:
        weight = source_anchor.weight(value)
        forbidden = source_anchor.forbidden(value)
        if forbidden:
            yield f"holds the forbidden {' '.join(forbidden)}"
    if weight >= source_anchor.WEIGHT_LIMIT:
        yield f"counts as {weight} characters instead of fewer than {source_anchor.WEIGHT_LIMIT}"
