"""Facts about accounts that tell one identity model from another."""

from __future__ import annotations

from enum import StrEnum


class Sign(StrEnum):
    """What a check's findings are a sign of, where that speaks for or against an identity model.

    The advice weighs signs and knows no check by name: a check says what it is a sign of.
    https://learn.microsoft.com/entra/identity/hybrid/connect/choose-ad-authn
    """

    EXPIRED_ACCOUNTS = "expired accounts"
    TEMPORARY_PASSWORDS = "temporary passwords"
    SMART_CARDS = "smart cards"
    INETORGPERSONS = "accounts of the class inetOrgPerson"
    LOGON_HOURS = "logon hours"
    LOGON_WORKSTATIONS = "computers that an account may use"
    LASTING_PASSWORDS = "passwords that never expire"
    LOCKOUT_POLICY = "the lockout policy"
    UNROUTABLE_SUFFIX = "suffixes that no tenant can verify"
    UNVERIFIED_SUFFIX = "suffixes that the tenant has not verified"
    UNFEDERATED_SUFFIX = "suffixes that are not federated"
