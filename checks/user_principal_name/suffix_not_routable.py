from readiness import Severity, Sign, unroutable

from ._upn import SuffixCheck


class UpnSuffixNotRoutable(SuffixCheck):
    """The userPrincipalName ends in a domain that the public internet does not know.

    Entra ID can only verify public domains. The user synchronises as
    `<alias>@<tenant>.onmicrosoft.com` and cannot sign in with the name that people expect.

    Fix: add a public domain as an alternative UPN suffix (Active Directory Domains and Trusts,
    Properties of the root node) and give the user that suffix (Active Directory Users and
    Computers, Account, User logon name).
    Step: give-upn-suffix: Give {who} a sign-in name in {target} instead of {part}.
    Risk: Whoever types the long name to log on to Windows types the new one from then on.
    Risk: Do it before the first synchronisation: afterwards the same change moves OneDrive
    addresses and makes people sign in anew in every app.
    IdFix: TopLevelDomain
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-a-non-routable-domain-for-directory-synchronization
    Since: 0.1
    """

    id = "upn-suffix-not-routable"
    severity = Severity.ERROR
    sign_of = Sign.UNROUTABLE_SUFFIX

    def wrong(self, value: str) -> str | None:
        reason = unroutable(value)
        return None if reason is None else f"has a suffix that {reason}"
