from readiness import Key, Plan, SharedKeyCheck, fold

from ._sign_in import SignInCheck


class SignInAttributeDuplicate(SignInCheck, SharedKeyCheck):
    """Several users hold the same value of the attribute that people will sign in with.

    It has to be unique across all forests. Entra ID takes the first user; the next one gets a
    placeholder for a name, and nobody can sign in with AD FS while two accounts match.

    Fix: decide whose it is and correct the others (Active Directory Users and Computers, Attribute
    Editor).
    Step: settle-sign-in-name: Decide who of {who} keeps each sign-in name that several hold.
    Risk: The others sign in with a new name.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/windows-server/identity/ad-fs/operations/configuring-alternate-login-id
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    Since: 0.1
    """

    id = "sign-in-attribute-duplicate"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.keys = (Key("sign-in", self.attribute, fold),)
