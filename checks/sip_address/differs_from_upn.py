from collections.abc import Iterator

from readiness import (
    USERS,
    Check,
    Entry,
    Finding,
    Severity,
    fold,
    fold_proxy,
    is_sip,
    other_addresses,
    present,
)

from ._sip import PRIMARY


class SipAddressDiffersFromUpn(Check):
    """The SIP address is not the name that the user signs in with.

    Teams takes the sign-in name as the address for calls and chats. Where the SIP address of Skype
    for Business is another one, people have to enter both when they sign in, and colleagues look
    for the user under an address that is gone.

    Fix: set the SIP address to the userPrincipalName
    (`Set-CsUser ana -SipAddress sip:ana@contoso.com`); where Skype for Business is gone, remove it
    (Active Directory Users and Computers, Attribute Editor, proxyAddresses and
    msRTCSIP-PrimaryUserAddress).
    See: https://learn.microsoft.com/skypeforbusiness/hybrid/plan-hybrid-connectivity
    See: https://learn.microsoft.com/skypeforbusiness/hybrid/cloud-consolidation-managing-attributes
    Since: 0.1
    """

    id = "sip-address-differs-from-upn"
    severity = Severity.WARNING
    kinds = USERS
    reads = (PRIMARY, "proxyAddresses", "userPrincipalName")
    # its own attribute goes before the others, and differs more often than not
    when = present(PRIMARY) | other_addresses("sip:", "userPrincipalName")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        attribute = PRIMARY if entry.has(PRIMARY) else "proxyAddresses"
        addresses = filter(is_sip, entry.all(attribute))
        keys = {value: key for value in addresses if (key := fold_proxy(value))}
        upn = entry.first("userPrincipalName")
        if not keys or upn is None or f"sip:{fold(upn)}" in keys.values():
            return
        message = f"is not the userPrincipalName, which is “{upn}”"
        yield self.finding(entry, attribute, next(iter(keys)), message)
