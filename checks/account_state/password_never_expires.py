from readiness import AccountControl, Severity, Sign

from ._account import OptionCheck


class PasswordNeverExpires(OptionCheck):
    """The password of the account never expires.

    With password hash synchronisation no password expires in the cloud, until
    `CloudPasswordPolicyForPasswordSyncedUsersEnabled` is on: then this account's does, unless its
    cloud account gets `DisablePasswordExpiration` as well.

    Fix: if a person uses the account, let the password expire: Active Directory Users and
    Computers, Account, Account options; or `Set-ADUser ana -PasswordNeverExpires $false`.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-password-hash-synchronization
    See: https://learn.microsoft.com/troubleshoot/windows-server/active-directory/useraccountcontrol-manipulate-account-properties
    Since: 0.1
    """

    id = "password-never-expires"
    severity = Severity.INFO
    sign_of = Sign.LASTING_PASSWORDS
    option = AccountControl.PASSWORD_NEVER_EXPIRES
    says = "lets the password live for ever (DONT_EXPIRE_PASSWORD)"
