"""Makes pseudonyms of texts that keep what is wrong with them, and nothing that tells of people."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import shake_256
from itertools import groupby
from unicodedata import category
from uuid import UUID

from readiness.directory.addresses.dns_domain import RESERVED, unroutable
from readiness.directory.identifiers.source_anchor import is_number
from readiness.model.values import is_hidden
from readiness.redaction.redactor import DOMAIN, Redactor

# Containers, groups and accounts that every forest has, or may have, under the same name:
# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-groups
WELL_KNOWN = frozenset(
    {
        *("builtin", "computers", "configuration", "databases", "deleted objects"),
        *("domain controllers", "foreignsecurityprincipals", "lostandfound", "microsoft exchange"),
        *("partitions", "services", "users"),
        *("account operators", "administrators", "backup operators", "domain admins"),
        *("domain computers", "domain guests", "domain users", "enterprise admins"),
        *("enterprise key admins", "group policy creator owners", "key admins", "print operators"),
        *("replicator", "schema admins", "server operators"),
        *("administrator", "azureadsso", "azureadsso$", "azureadssoacc", "azureadssoacc$", "guest"),
        *(
            "krbtgt",
            "krbtgt_azuread",
            "microsoft exchange system objects",
            "msol_ad_sync_richcoexistence",
            "support_388945a0",
        ),
    }
)
"""Names that stay as they are, in lower case."""
# By these, accounts of services are known, names that the directory gave in place of one that was
# taken, and what administrators keep from synchronising:
# https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
_MARKER = re.compile(
    r"\$DUPLICATE-|AAD_|CAS_|Group_|HealthMailbox|MSOL_|SUPPORT_|SystemMailbox(?=\{)|User_"
    r"|svc(?=[-_.])",
    re.IGNORECASE | re.ASCII,
)
_OF_SERVICE = re.compile(r"\(MSOL\)|#EXT#", re.IGNORECASE | re.ASCII)
RENAMED = re.compile(r"(.*)\n(CNF|DEL):([0-9a-f-]{36})", re.IGNORECASE | re.DOTALL)
"""The name of an object that lost a replication conflict, or was deleted."""
# without vowels, so that no word comes about; sixteen, so that octets give each of them alike
_LETTERS = "bcdfghjkmpqtvwxz"
_IN_A_ROW = 3
"""After so many letters comes a digit, so that a pseudonym never holds a part of a name."""
_FOREIGN = "é"
"""Stands for letters that are not ASCII, since these may be what is wrong with a value."""
LENGTHS = (16, 20)
"""Shorter texts get so many characters: an employeeID, and a sAMAccountName, may have no more."""
_ENOUGH = 8
"""A pseudonym has so many letters of its own, whatever is kept of the value."""
# what writing systems and emoji need between their characters, and what elsewhere hides
_SCRIPTS = (
    "\u0600-\u109f\u1780-\u18af\u2190-\u2bff\ufb50-\ufdff\ufe0f\ufe70-\ufefc"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
_NEEDED = re.compile(
    rf"(?<=[{_SCRIPTS}])(?:[\u180e\u200b-\u200d](?=[{_SCRIPTS}])|[\U000e0020-\U000e007f])"
)
_TAGS = re.compile("[\U000e0000-\U000e007f]")
"""An invisible alphabet."""
_EMPTY = frozenset("\u2800\u3164\uffa0")
"""A sign and two letters that look like a blank."""
_CACHED = 100_000
"""So many domains are judged once."""


class TextRedactor(Redactor):
    """Puts pseudonyms into texts: equal ones for equal texts, whatever their case.

    What checks look at stays: characters that are not allowed, hidden characters and blanks,
    lengths above 20 characters, and that capitals make a difference.
    """

    def __init__(self, key: bytes) -> None:
        """Take the key of the pseudonyms."""
        super().__init__(key)

    def name(self, text: str) -> str:
        """The pseudonym of a name, or of any other text, with what is wrong with it."""
        core = text.strip()
        if core.lower() in WELL_KNOWN or not any(map(_tells, core)):
            return _muted(text)
        renamed = RENAMED.fullmatch(core)
        if renamed:
            hidden = f"{self.name(renamed[1])}\n{renamed[2]}:{self.guid(renamed[3])}"
        else:
            marker = _found(_MARKER.match(core))
            of_service = _found(_OF_SERVICE.search(core))
            hidden = marker + self._shaped(core, len(marker)) + of_service
        return between_blanks(hidden, text)

    def guid(self, guid: str | None) -> str:
        """The pseudonym of a GUID."""
        return str(UUID(bytes=self._digest(guid or "")[:16]))

    def _shaped(self, core: str, start: int) -> str:
        """The pseudonym of a text, from a place on, between the characters that are kept."""
        folded = core.lower()
        rest = _muted(_NEEDED.sub(_FOREIGN, folded[start:]))
        runs = [(tells, "".join(run)) for tells, run in groupby(rest, _tells)]
        parts = [_FOREIGN * (not run.isascii()) if tells else run for tells, run in runs]
        told = [at for at, (tells, _) in enumerate(runs) if tells]
        if not told:
            return rest
        # every run but the first one becomes one character: the length of a word may tell a name
        others = [at for at in told[1:] if not parts[at]]
        length = next((most for most in LENGTHS if len(folded) <= most), len(folded))
        room = length - start - len("".join(parts))
        # a pseudonym must not become longer than a sAMAccountName may be
        enough = (
            min(_ENOUGH, max(LENGTHS[-1] - start, 1)) if len(folded) <= LENGTHS[-1] else _ENOUGH
        )
        letters = self.letters(core, max(room, len(others) + 1, enough))
        for at, letter in zip(reversed(others), reversed(letters), strict=False):
            parts[at] = letter
        parts[told[0]] += letters[: len(letters) - len(others)]
        return "".join(parts)

    def letters(self, core: str, count: int) -> str:
        """So many letters for a text, or digits if these prevail in it."""
        octets = self.stream(core, count)
        in_a_row = 0 if is_number(core.lower()) else _IN_A_ROW
        letters = "".join(
            _LETTERS[octet % len(_LETTERS)] if at % (in_a_row + 1) < in_a_row else str(octet % 10)
            for at, octet in enumerate(octets)
        )
        if any(map(str.isalpha, core)):
            letters = f"p{letters[1:]}"
        return letters if core == core.lower() else self._spelled(letters, core)

    def _spelled(self, letters: str, core: str) -> str:
        """The letters with capitals that differ when those of the text do."""
        first = next(sign for sign in core if sign.lower() != sign.upper())
        begun = letters[0] if first == first.lower() else letters[0].upper()
        if core.istitle():
            return begun + letters[1:]
        octets = self.stream(core.encode("utf-8", "backslashreplace").hex(), len(letters))
        pairs = zip(letters[1:], octets[1:], strict=True)
        return begun + "".join(letter.upper() if octet & 1 else letter for letter, octet in pairs)

    def domain(self, text: str) -> str:
        """A domain; one that is neither public nor usual in private networks may be a name."""
        return _muted(text) if is_domain(text.strip().lower()) else self.name(text)

    def stream(self, text: str, count: int) -> bytes:
        """So many octets that nobody without the key can tell; equal ones for equal texts."""
        return shake_256(self._digest(text)).digest(count)


def _muted(text: str) -> str:
    """A text in which characters without a common meaning are all the same: they may be letters."""
    return text if text.isascii() else "".join(map(_mute, text))


def _mute(character: str) -> str:
    if _TAGS.match(character):
        return "\U000e0001"
    return {"Co": "\ue000", "Cn": "\uffff"}.get(category(character), character)


def _found(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


def _tells(character: str) -> bool:
    """Whether a character could be part of a name: a letter, a digit, a sign that is not ASCII."""
    if character.isascii():
        return character.isalnum()
    return not is_hidden(character) and character not in _EMPTY


def between_blanks(hidden: str, text: str) -> str:
    """A pseudonym with the outer blanks of the text."""
    core = text.strip()
    before, _, after = text.partition(core) if core else (text, "", "")
    return f"{before}{hidden}{after}"


@lru_cache(_CACHED)
def is_domain(folded: str) -> bool:
    """Whether a text in lower case is a public domain, or a usual one of private networks.

    A format character in it, and a dot too many, make no difference.
    """
    seen = "".join(sign for sign in folded if category(sign) != "Cf")
    labels = [label for label in seen.split(".") if label]
    tidy = ".".join(labels)
    is_reserved = tidy.rpartition(".")[2] in RESERVED or ".".join(labels[-2:]) in RESERVED
    return DOMAIN.fullmatch(tidy) is not None and (is_reserved or unroutable(tidy) is None)
