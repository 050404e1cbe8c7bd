"""The public API: everything that a check may import, and nothing else."""

from readiness.checking.check import Check, DomainCheck, Scope, Skip, ValueCheck
from readiness.checking.forecast_check import ForecastCheck
from readiness.checking.keyed_check import (
    RELATED,
    DerivedAttribute,
    JoinCheck,
    Key,
    SharedKeyCheck,
    UnmatchedCheck,
    distinct,
)
from readiness.checking.triggers.addresses import UNTIDY_ADDRESSES, other_addresses
from readiness.checking.triggers.combinations import differ, together
from readiness.checking.triggers.numbers import before, flag
from readiness.checking.triggers.presence import absent, present, several
from readiness.checking.triggers.trigger import Trigger
from readiness.checking.triggers.values import (
    blank,
    contains,
    larger,
    unlike,
    where,
    where_domain,
    where_octets,
)
from readiness.cloud.naming import replaces_sign_in_name
from readiness.cloud.prediction import cloud_sign_in_name
from readiness.cloud.tenant_domains import TenantDomains
from readiness.directory import string_limits
from readiness.directory.addresses import user_principal_name
from readiness.directory.addresses.dns_domain import (
    domain_in_place_of,
    is_reserved,
    may_be_initial,
    nearest_among,
    unroutable,
    unverified,
    verified_domains,
)
from readiness.directory.addresses.mail_address import (
    ADDRESS,
    ADDRESS_TYPE,
    BECOME_UNDERSCORES,
    DOMAIN,
    LEGACY_TYPES,
    address_flaw,
    fold,
    fold_proxy,
    is_sip,
    is_smtp,
    split_proxy,
    tidied_address,
)
from readiness.directory.addresses.primary_address import (
    is_discarded,
    lasting_primary,
    lasts,
    primary_addresses,
    promoted,
)
from readiness.directory.identifiers import source_anchor
from readiness.directory.identifiers.distinguished_name import (
    before_conflict,
    common_name,
    domain_of,
    fold_dn,
    is_of_exchange_system,
)
from readiness.directory.identifiers.guid import fold_mailbox_guid
from readiness.directory.identifiers.security_identifier import fold_sid
from readiness.directory.objects.delicate_account import (
    PROTECTED_GROUPS,
    sign_of_privilege,
    sign_of_service,
)
from readiness.directory.objects.kept_out import KeptOut, why_kept_out
from readiness.directory.objects.persons import (
    ACCOUNT_OF_MAILBOX,
    are_joined,
    are_one_person,
    match_attributes,
)
from readiness.directory.objects.sync_scope import is_mail_enabled
from readiness.model.counts import Counts
from readiness.model.entry import (
    CONTACTS,
    EVERY_KIND,
    GROUPS,
    RECIPIENTS,
    USERS,
    Entry,
    Kind,
)
from readiness.model.finding import Finding, Severity
from readiness.model.key_holder import KeyHolder
from readiness.model.plan import IdentityModel, Plan
from readiness.model.sign import Sign
from readiness.model.values import (
    FILETIME_DAY,
    NEVER,
    AccountControl,
    anchor_text,
    day_of,
    filetime,
    generalized_time,
    guid_octets,
    guid_text,
    is_blank,
    is_hidden,
    sid_text,
    text,
    to_filetime,
    visible,
)

__all__ = [
    "ACCOUNT_OF_MAILBOX",
    "ADDRESS",
    "ADDRESS_TYPE",
    "BECOME_UNDERSCORES",
    "CONTACTS",
    "DOMAIN",
    "EVERY_KIND",
    "FILETIME_DAY",
    "GROUPS",
    "LEGACY_TYPES",
    "NEVER",
    "PROTECTED_GROUPS",
    "RECIPIENTS",
    "RELATED",
    "UNTIDY_ADDRESSES",
    "USERS",
    "AccountControl",
    "Check",
    "Counts",
    "DerivedAttribute",
    "DomainCheck",
    "Entry",
    "Finding",
    "ForecastCheck",
    "IdentityModel",
    "JoinCheck",
    "KeptOut",
    "Key",
    "KeyHolder",
    "Kind",
    "Plan",
    "Scope",
    "Severity",
    "SharedKeyCheck",
    "Sign",
    "Skip",
    "TenantDomains",
    "Trigger",
    "UnmatchedCheck",
    "ValueCheck",
    "absent",
    "address_flaw",
    "anchor_text",
    "are_joined",
    "are_one_person",
    "before",
    "before_conflict",
    "blank",
    "cloud_sign_in_name",
    "common_name",
    "contains",
    "day_of",
    "differ",
    "distinct",
    "domain_in_place_of",
    "domain_of",
    "filetime",
    "flag",
    "fold",
    "fold_dn",
    "fold_mailbox_guid",
    "fold_proxy",
    "fold_sid",
    "generalized_time",
    "guid_octets",
    "guid_text",
    "is_blank",
    "is_discarded",
    "is_hidden",
    "is_mail_enabled",
    "is_of_exchange_system",
    "is_reserved",
    "is_sip",
    "is_smtp",
    "larger",
    "lasting_primary",
    "lasts",
    "match_attributes",
    "may_be_initial",
    "nearest_among",
    "other_addresses",
    "present",
    "primary_addresses",
    "promoted",
    "replaces_sign_in_name",
    "several",
    "sid_text",
    "sign_of_privilege",
    "sign_of_service",
    "source_anchor",
    "split_proxy",
    "string_limits",
    "text",
    "tidied_address",
    "to_filetime",
    "together",
    "unlike",
    "unroutable",
    "unverified",
    "user_principal_name",
    "verified_domains",
    "visible",
    "where",
    "where_domain",
    "where_octets",
    "why_kept_out",
]
