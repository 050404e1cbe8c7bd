from collections.abc import Collection, Iterator

from readiness import Finding, Key, KeyHolder, Plan, fold

from ._sign_in import SignInCheck


class SignInAttributeEqualsOtherUpn(SignInCheck):
    """The attribute that people will sign in with holds the userPrincipalName of another user.

    AD FS looks for the name in both attributes, finds two accounts and refuses both.

    Fix: give one of the two another value (Active Directory Users and Computers, Attribute Editor).
    See: https://learn.microsoft.com/windows-server/identity/ad-fs/operations/configuring-alternate-login-id
    """

    id = "sign-in-attribute-equals-other-upn"
    reads = ("mail", "userPrincipalName")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.keys = (
            Key("sign-in", self.attribute, fold),
            Key("sign-in", "userPrincipalName", fold),
        )

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        owners = [holder for holder in holders if holder.attribute == "userPrincipalName"]
        for holder in holders:
            others = [owner for owner in owners if owner.ordinal != holder.ordinal]
            if holder.attribute == self.attribute and others:
                yield self.shared(holder, others, "is the userPrincipalName of another user")
