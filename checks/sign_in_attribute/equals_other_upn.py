from collections.abc import Collection, Iterator

from readiness import Finding, JoinCheck, Key, KeyHolder, Plan, are_one_person, fold

from ._sign_in import SignInCheck


class SignInAttributeEqualsOtherUpn(SignInCheck, JoinCheck):
    """The attribute that people will sign in with holds the userPrincipalName of another user.

    AD FS looks for the name in both attributes, finds two accounts and refuses both.

    Fix: give one of the two another value (Active Directory Users and Computers, Attribute Editor).
    Step: settle-sign-in-name: Decide who of {who} keeps the sign-in name that is somebody
    else's userPrincipalName.
    Risk: The others sign in with a new name.
    See: https://learn.microsoft.com/windows-server/identity/ad-fs/operations/configuring-alternate-login-id
    Since: 0.1
    """

    id = "sign-in-attribute-equals-other-upn"
    reads = ("mail", "userPrincipalName")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.left = (Key("sign-in", self.attribute, fold),)
        self.right = (Key("sign-in", "userPrincipalName", fold),)

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        for holder in left:
            owners = [owner for owner in right if owner.ordinal != holder.ordinal]
            if owners and not are_one_person([holder, *owners]):
                yield self.shared(holder, owners, "is the userPrincipalName of another user")
