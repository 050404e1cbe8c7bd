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
    are_one_person,
    distinct,
    fold,
)


class ContactSharesMail(SharedKeyCheck):
    """The contact has the mail of another object.

    The sync engine recognises a contact by its mail. One that shares it with a user or another
    contact of its forest is taken for the same person, and the two block each other. Contacts that
    stand for the users of another forest (GALSync) are a warning only: each becomes one with its
    user, provided that users are matched by mail, too.

    Fix: decide which of them the address belongs to, and change it on the others or delete them. A
    contact that stands for a user of one's own is usually left over from before the user's time.
    Between forests, let the wizard of Entra Connect match users by mail (`--match-users mail`).
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
        message, severity = f"is the mail of {total} objects, which would become one", None
        if are_one_person(holders):
            if self.plan.match_users == "mail" or all(
                holder.kind in CONTACTS for holder in holders
            ):
                return  # what joins them is chosen, or the rule of contacts
            message = "is that of a user of another forest: match users by mail, so that they join"
            severity = Severity.WARNING
        # not the users among them: of users who share an address, address-duplicate tells
        for holder in distinct(holders):
            if total > 1 and holder.kind is Kind.CONTACT:
                yield self.shared(holder, distinct(holders), message, severity=severity)
