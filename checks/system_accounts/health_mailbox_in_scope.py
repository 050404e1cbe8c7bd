from readiness import KeptOut, contains

from ._keep_out import KeepOutCheck


class HealthMailboxInScope(KeepOutCheck):
    """A mailbox with which Exchange tests itself is synchronised.

    The managed availability of Exchange Server makes a HealthMailbox for each database, and makes
    new ones whenever it likes. In the cloud they are users whom nobody knows, and nothing about
    their names and addresses is to be repaired.

    Fix: leave CN=Monitoring Mailboxes, below CN=Microsoft Exchange System Objects, out of the
    filter of organisational units.
    See: https://learn.microsoft.com/exchange/high-availability/managed-availability/managed-availability
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-configure-filtering
    Since: 0.1
    """

    id = "health-mailbox-in-scope"
    when = contains("sAMAccountName", "HealthMailbox") | contains(
        "userPrincipalName", "HealthMailbox"
    )
    purpose = KeptOut.HEALTH_MAILBOX
