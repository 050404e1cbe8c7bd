import re

from readiness import Plan, ValueCheck, is_blank, user_principal_name

from ._sign_in import SignInCheck

NAME = re.compile(user_principal_name.PLAIN)


class SignInAttributeMalformed(SignInCheck, ValueCheck):
    """The attribute that people will sign in with holds what cannot be a user name.

    An alternate login ID becomes the userPrincipalName in Entra ID, and has to follow its rules:
    one @, at most 64 characters before it and 48 after it, letters without accents, digits and
    `' . - _ ! # ^ ~`, no dot just before the @. Some mail addresses, like those with a plus sign,
    are no user names.

    Fix: correct the attribute (Active Directory Users and Computers, Attribute Editor).
    Step: respell-sign-in-name: Choose a new sign-in name for {who}.
    Risk: People sign in with the new name from then on.
    Prevents: IdentityDataValidationFailed
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    Since: 0.1
    """

    id = "sign-in-attribute-malformed"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)

    def wrong(self, value: str) -> str | None:
        return None if is_blank(value) or NAME.fullmatch(value) else flaw(value)

    def propose(self, value: str) -> str | None:
        trimmed = value.strip()
        return trimmed if NAME.fullmatch(trimmed) else None


def flaw(value: str) -> str:
    """Why a value is no user name."""
    local, at, domain = value.partition("@")
    if not at or "@" in domain:
        return f"has {value.count('@') or 'no'} @, where one is needed"
    if not local or not domain:
        return f"has nothing {'after' if local else 'before'} the @"
    if len(local) > user_principal_name.LOCAL_MAX or len(domain) > user_principal_name.DOMAIN_MAX:
        most = f"{user_principal_name.LOCAL_MAX} characters before the @, or"
        most += f" {user_principal_name.DOMAIN_MAX}"
        return f"has more than {most} after it"
    if local.endswith("."):
        return "has a dot just before the @"
    wrong = user_principal_name.domain_flaw(domain)
    return wrong or "has a character that Entra ID does not allow in a user name"
