from readiness import USERS, Key, Severity, SharedKeyCheck, fold


class UpnDuplicate(SharedKeyCheck):
    """The userPrincipalName belongs to several users.

    Entra ID takes the first of them. The next arrives with a placeholder, the name with four digits
    added at `<tenant>.onmicrosoft.com`, and cannot sign in as expected. Capital letters make no
    difference, nor does the domain or forest that the users are in.

    Fix: decide whose name it is and give the other users another one (Active Directory Users and
    Computers, Account, User logon name).
    Step: settle-sign-in-name: Decide who of {who} keeps each sign-in name that several hold.
    Risk: The others sign in with a new name.
    Prevents: AttributeValueMustBeUnique, InvalidSoftMatch
    IdFix: Duplicate
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "upn-duplicate"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("userPrincipalName",)
    keys = (Key("address", "userPrincipalName", fold),)
