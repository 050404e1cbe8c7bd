import re

from readiness import Severity, is_blank, user_principal_name, visible

from ._upn import NameCheck

INVALID_LOCAL = re.compile(rf"[^{user_principal_name.LOCAL_CHARACTERS}]")
INVALID_DOMAIN = re.compile(rf"[^@{user_principal_name.DOMAIN_CHARACTERS}]")
SHOWN = 5
"""So many different characters are shown in a message."""


class UpnInvalidCharacter(NameCheck):
    """The userPrincipalName has a character that Entra ID does not allow.

    Allowed are the letters A to Z without accents, digits, and `' . - _ ! # ^ ~`; after the @ only
    letters, digits, dots, hyphens and underscores. With any other character, a blank at the end
    included, Entra ID rejects the name or replaces it with `<alias>@<tenant>.onmicrosoft.com`.

    Fix: replace the character (Active Directory Users and Computers, Account, User logon name). If
    nothing is to be seen there, it is a blank or an invisible character: type the name anew.
    Step: respell-sign-in-name: Choose a new spelling for the sign-in name of {who}.
    Risk: Whoever types the long name to log on to Windows types the new one from then on.
    Risk: Do it before the first synchronisation: afterwards the same change moves OneDrive
    addresses and makes people sign in anew in every app.
    Prevents: IdentityDataValidationFailed
    IdFix: Character
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    Since: 0.1
    """

    id = "upn-invalid-character"
    severity = Severity.ERROR

    def wrong(self, value: str) -> str | None:
        # a blank name counts as missing, which upn-missing tells
        if is_blank(value):
            return None
        local, _, domain = value.partition("@")
        by_side = (
            ("before", INVALID_LOCAL.findall(local)),
            ("after", INVALID_DOMAIN.findall(domain)),
        )
        found = [f"{named(characters)} {side} the @" for side, characters in by_side if characters]
        return f"has {' and '.join(found)}" if found else None


def named(characters: list[str]) -> str:
    """The different characters among these, each with its code where it may look like another."""
    different = list(dict.fromkeys(characters))
    shown = ", ".join(map(_shown, different[:SHOWN]))
    return f"{shown} and others" if len(different) > SHOWN else shown


def _shown(character: str) -> str:
    shown = visible(character)
    return shown if shown.isascii() or shown != character else f"{shown} (U+{ord(character):04X})"
