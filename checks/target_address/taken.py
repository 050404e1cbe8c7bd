from collections.abc import Collection, Iterator
from itertools import chain

from readiness import (
    RECIPIENTS,
    Finding,
    JoinCheck,
    Key,
    KeyHolder,
    Severity,
    are_one_person,
    fold,
    fold_proxy,
)


class TargetAddressTaken(JoinCheck):
    """The targetAddress is an address of another object.

    Entra ID wants the values of userPrincipalName, mail, proxyAddresses and targetAddress of one
    object to be those of no other. The object that synchronises later is rejected, or what is sent
    to it ends in a mailbox that somebody else has.

    Fix: give the object the address of its own mailbox outside, with the Exchange tools
    (`Set-MailContact -ExternalEmailAddress`, `Set-RemoteMailbox -RemoteRoutingAddress`); to forward
    mail within the organisation, use `Set-Mailbox -ForwardingAddress`.
    See: https://learn.microsoft.com/archive/blogs/jimmielightner/azure-ad-object-attribute-uniqueness
    Since: 0.1
    """

    id = "target-address-taken"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("targetAddress", "mail", "proxyAddresses", "userPrincipalName")
    left = (Key("address", "targetAddress", fold_proxy),)
    right = (
        Key("address", "mail", fold),
        Key("address", "proxyAddresses", fold_proxy),
        Key("address", "userPrincipalName", fold),
    )

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        owners = {owner.ordinal for owner in right}
        # who else forwards to the address of an object that does so, too, shares its targetAddress,
        # of which target-address-duplicate speaks
        if not owners.isdisjoint(holder.ordinal for holder in left):
            return
        for holder in left:
            if not are_one_person(chain([holder], right)):
                yield self.shared(holder, right, "is an address of another object")
