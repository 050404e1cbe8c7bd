from collections.abc import Collection, Iterator
from functools import partial

from readiness import (
    RECIPIENTS,
    USERS,
    DerivedAttribute,
    Entry,
    Finding,
    JoinCheck,
    Key,
    KeyHolder,
    Plan,
    Severity,
    Skip,
    TenantDomains,
    absent,
    are_one_person,
    cloud_sign_in_name,
    distinct,
    fold,
    fold_proxy,
    replaces_sign_in_name,
    where,
)

from ._upn import require_upn_sign_in

CLOUD_NAME = "userPrincipalName in the cloud"
# the space of all names and addresses, whose keys other checks ask for anyway
REPLACED = Key("address", CLOUD_NAME, fold)
KEPT = (
    Key("address", "userPrincipalName", fold),
    Key("address", "mail", fold),
    Key("address", "proxyAddresses", fold_proxy),
)


class CloudNameCollision(JoinCheck):
    """The name that the user gets in the cloud belongs to somebody else.

    A userPrincipalName that the cloud does not take is replaced by the alias in the tenant's
    initial domain, and a missing one by the sAMAccountName in the name of the directory's domain.
    Where somebody else has that name, or gets it too, one of them arrives with four digits behind
    the name, and nobody can tell which.

    Fix: give the user a userPrincipalName with a suffix that the tenant lists, or another
    mailNickname (`Set-ADUser ana -Replace @{mailNickname='ana.silva'}`).
    Step: choose-cloud-name: Give {who} a name in the cloud that nobody else gets.
    Prevents: AttributeValueMustBeUnique
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    Since: 0.1
    """

    id = "cloud-name-collision"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("userPrincipalName", "sAMAccountName", "mailNickname", "mail", "proxyAddresses")
    left = (REPLACED,)
    right = (REPLACED, *KEPT)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)
        domains = TenantDomains.of(plan)
        if not domains.are_known:
            raise Skip("no verified domain was given", reason="not-asked")
        is_replaced = partial(replaces_sign_in_name, domains=domains)
        self.derived = (
            DerivedAttribute(
                CLOUD_NAME,
                partial(_names, plan=plan, domains=domains),
                absent("userPrincipalName") | where("userPrincipalName", is_replaced),
            ),
        )

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        if are_one_person([*left, *right]):
            return
        owners = {holder.ordinal: holder for holder in (*right, *left)}
        for holder in distinct(left):
            others = [owners[other] for other in sorted(owners) if other != holder.ordinal]
            is_taken = any(other.attribute != CLOUD_NAME for other in others)
            message = "is the name that the user gets in the cloud, and "
            message += "belongs to another object" if is_taken else "another user gets it, too"
            # no directory holds the derived attribute: people look for the name in this one
            named = holder._replace(attribute="userPrincipalName")
            yield self.shared(named, others, message)


def _names(entry: Entry, plan: Plan, domains: TenantDomains) -> Iterator[str]:
    """The name that a user gets instead of its own, if that can be told."""
    if entry.kind not in USERS:
        return
    name = cloud_sign_in_name(entry, plan, domains)
    if name is not None and name != entry.first("userPrincipalName"):
        yield name
