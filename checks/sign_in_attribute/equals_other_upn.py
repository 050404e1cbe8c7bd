from collections.abc import Collection, Iterator

from readiness import Finding, Key, Mention, Plan, fold

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

    def compare(self, mentions: Collection[Mention]) -> Iterator[Finding]:
        owners = [mention for mention in mentions if mention.attribute == "userPrincipalName"]
        for mention in mentions:
            others = [owner for owner in owners if owner.place != mention.place]
            if mention.attribute == self.attribute and others:
                yield self.shared(mention, others, "is the userPrincipalName of another user")
