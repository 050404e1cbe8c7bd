import re
from collections.abc import Iterator

from readiness import Entry, Finding, Plan

from ._sign_in import DOMAIN_MAX, LOCAL_MAX, PLAIN, SignInCheck, is_blank

NAME = re.compile(PLAIN)


class SignInAttributeMalformed(SignInCheck):
    """The attribute that people will sign in with holds what cannot be a user name.

    An alternate login ID becomes the userPrincipalName in Entra ID, and has to follow its rules:
    one @, at most 64 characters before it and 48 after it, letters without accents, digits and
    `' . - _ ! # ^ ~`, no dot just before the @. Some mail addresses, like those with a plus sign,
    are no user names.

    Fix: correct the attribute (Active Directory Users and Computers, Attribute Editor).
    Prevents: IdentityDataValidationFailed
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    """

    id = "sign-in-attribute-malformed"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.plain = {self.attribute: PLAIN}

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for value in entry.all(self.attribute):
            if is_blank(value) or NAME.fullmatch(value):
                continue
            trimmed = value.strip()
            proposal = trimmed if NAME.fullmatch(trimmed) else None
            yield self.finding(entry, self.attribute, value, flaw(value), proposal=proposal)


def flaw(value: str) -> str:
    """Why a value is no user name."""
    local, at, domain = value.partition("@")
    if not at or "@" in domain:
        return f"has {value.count('@') or 'no'} @, where one is needed"
    if not local or not domain:
        return f"has nothing {'after' if local else 'before'} the @"
    if len(local) > LOCAL_MAX or len(domain) > DOMAIN_MAX:
        return f"has more than {LOCAL_MAX} characters before the @, or {DOMAIN_MAX} after it"
    if local.endswith("."):
        return "has a dot just before the @"
    if not all(domain.split(".")):
        return "has a dot too many in its domain"
    return "has a character that Entra ID does not allow in a user name"
