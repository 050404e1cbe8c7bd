from collections.abc import Collection, Iterator

from readiness import (
    CONTACTS,
    USERS,
    Finding,
    Key,
    KeyHolder,
    Kind,
    Severity,
    SharedKeyCheck,
    distinct,
    fold,
)


class ContactSharesMail(SharedKeyCheck):
    """The contact has the mail of another object.

    The sync engine recognises a contact by its mail. One that shares it with a user or another
    contact is taken for the same person: the two merge into one object in the cloud, or, when they
    come from one forest, block each other.

    Fix: decide which of them the address belongs to, and change it on the others or delete them. A
    contact that stands for a user of one's own is usually left over from before the user's time.
    Step: settle-contact-mail: Decide for {who} whether the contact or the other object keeps
    the mail address.
    Risk: The contact vanishes from the address list, or the account does.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-declarative-provisioning
    Since: 0.1
    """

    id = "contact-shares-mail"
    severity = Severity.ERROR
    kinds = USERS | CONTACTS
    reads = ("mail",)
    keys = (Key("address", "mail", fold),)

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        total = sum(1 for _ in distinct(holders))
        for holder in distinct(holders):
            if total > 1 and holder.kind is Kind.CONTACT:
                message = f"is the mail of {total} objects, which would become one"
                yield self.shared(holder, distinct(holders), message)
