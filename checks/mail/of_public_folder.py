from collections.abc import Collection, Iterator

from readiness import (
    RECIPIENTS,
    Finding,
    JoinCheck,
    Key,
    KeyHolder,
    Kind,
    Scope,
    Severity,
    distinct,
    fold,
    fold_proxy,
    is_of_exchange_system,
    is_sip,
)

ADDRESSES = (Key("address", "mail", fold), Key("address", "proxyAddresses", fold_proxy))


class AddressOfPublicFolder(JoinCheck):
    r"""An address belongs to a mail-enabled public folder, too.

    Exchange Online knows public folders by another way than the synchronisation of people, and each
    address but once. Whichever comes second is rejected: "the proxy address is already being used",
    with a conflicting object called PublicFolder and a GUID.

    Fix: decide who keeps the address, and take it from the other one:
    `Set-MailPublicFolder "\Info" -EmailAddresses @{remove='info@contoso.com'}`.
    Step: settle-shared-address: Decide who of {who} keeps each address that several hold.
    Risk: Mail to the address reaches only the one who keeps it.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/exchange/troubleshoot/email-alias/proxy-address-being-used
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "address-of-public-folder"
    severity = Severity.ERROR
    # a public folder is of no kind that is synchronised: as OTHER it is on the right alone
    kinds = RECIPIENTS | {Kind.OTHER}
    reads = ("mail", "proxyAddresses", "userPrincipalName")
    left = (*ADDRESSES, Key("address", "userPrincipalName", fold))
    right = tuple(key._replace(scope=Scope.OUT) for key in ADDRESSES)

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        folders = list(distinct(filter(_is_public_folder, right)))
        if not folders or is_sip(folders[0].key):
            return
        for holder in distinct(left):
            yield self.shared(holder, folders, "is an address of a public folder, too")


def _is_public_folder(holder: KeyHolder) -> bool:
    return holder.kind is Kind.OTHER and is_of_exchange_system(holder.dn)
