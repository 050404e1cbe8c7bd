from collections.abc import Iterator

from readiness import USERS, AccountControl, Entry, Finding, Severity, ValueCheck

from ._account import options_of

RISKS = {
    AccountControl.PASSWORD_NOT_REQUIRED: "allows an empty password (PASSWD_NOTREQD)",
    AccountControl.REVERSIBLE_PASSWORD: (
        "stores the password so that it can be read (ENCRYPTED_TEXT_PWD_ALLOWED)"
    ),
    AccountControl.DES_KEY_ONLY: "limits Kerberos to DES (USE_DES_KEY_ONLY)",
    AccountControl.NO_PREAUTHENTICATION: (
        "gives Kerberos tickets to anybody who asks (DONT_REQ_PREAUTH)"
    ),
    AccountControl.TRUSTED_FOR_DELEGATION: (
        "lets the account act for everybody who signs in to it (TRUSTED_FOR_DELEGATION)"
    ),
}


class AccountControlRisk(ValueCheck):
    """An option of the account makes it easy to take over.

    Who takes over the account on the premises has it in the cloud as well: synchronisation makes an
    old weakness reach further. Each option is a finding of its own.

    Fix: clear the option (Active Directory Users and Computers, Account, Account options), or
    `Set-ADAccountControl ana -PasswordNotRequired $false`; change the password afterwards.
    See: https://learn.microsoft.com/troubleshoot/windows-server/active-directory/useraccountcontrol-manipulate-account-properties
    See: https://learn.microsoft.com/entra/architecture/protect-m365-from-on-premises-attacks
    Since: 0.1
    """

    id = "account-control-risk"
    severity = Severity.INFO
    kinds = USERS
    reads = ("userAccountControl",)

    def judge(self, entry: Entry, attribute: str, value: str) -> Iterator[Finding]:
        options = options_of(value)
        # a disabled account is no way in, until somebody enables it
        if AccountControl.DISABLED in options:
            return
        for bit, message in RISKS.items():
            if bit in options:
                yield self.finding(entry, attribute, value, message)
