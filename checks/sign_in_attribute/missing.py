from collections.abc import Iterator

from readiness import Entry, Finding, Plan, absent, blank, is_blank

from ._sign_in import SignInCheck


class SignInAttributeMissing(SignInCheck):
    """The user lacks the attribute that people will sign in with.

    With an alternate login ID, usually mail, a user without that attribute is not provisioned.

    Fix: fill in the attribute (Active Directory Users and Computers, Attribute Editor), or
    `Set-ADUser ana -EmailAddress ana@contoso.com`; or exclude the account from synchronisation.
    Step: give-sign-in-name: Give {who} a sign-in name.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    See: https://learn.microsoft.com/windows-server/identity/ad-fs/operations/configuring-alternate-login-id
    Since: 0.1
    """

    id = "sign-in-attribute-missing"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.when = absent(self.attribute) | blank(self.attribute)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        value = entry.first(self.attribute)
        if value is None or is_blank(value):
            message = "is missing" if value is None else "is blank"
            message += ", and people will sign in with it"
            yield self.finding(entry, self.attribute, value, message)
