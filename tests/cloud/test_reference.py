"""Two implementations of the same pages say the same of users as a directory has them."""

from random import Random

import pytest

from readiness.cloud.prediction import predict
from readiness.model.entry import Entry, Kind
from readiness.model.plan import Plan

from .reference import reference

VERIFIED = ("contoso.com", "fabrikam.com", "hq.contoso.com")
INITIAL = "contoso.onmicrosoft.com"
FQDN = "corp.local"
DOMAINS = (
    *VERIFIED, *VERIFIED, "Contoso.com", "corp.local", "sub.contoso.com", "partner.example",
    INITIAL, "fabrikam.mail.onmicrosoft.com", "old.microsoftonline.com",
)  # fmt: skip
TYPES = ("SMTP", "smtp", "smtp", "smtp", "Smtp", "SIP", "sip", "X500", "x500", "EUM", "SPO", "X400",
         "CCMAIL", "NOTES")  # fmt: skip
PLANS = {
    licensed: Plan(
        verified_domains=VERIFIED,
        initial_domain=INITIAL,
        exchange_licences="everyone" if licensed else "nobody",
    )
    for licensed in (True, False)
}


def generated(rng, number):
    """A user as directories have them: mostly tidy, sometimes with what grew over years."""
    first, last = rng.choice(["Ana", "Ben", "Zoe", "O'Neil"]), f"{rng.choice('abcdef')}{number}"
    locals_ = [f"{first}.{last}", f"{first[0]}{last}", f"{last}", f"{first}_{last}".lower()]

    def address():
        return f"{rng.choice(locals_)}@{rng.choice(DOMAINS)}"

    ad: dict[str, str | list[str]] = {"sAMAccountName": f"u{number}", "cn": f"{first} {last}"}
    if rng.random() < 0.93:
        ad["userPrincipalName"] = address()
    if rng.random() < 0.04:
        ad["userPrincipalName"] = f"{first} {last}@contoso.com"
    if rng.random() < 0.6:
        ad["mail"] = address()
    if rng.random() < 0.05:
        ad["mail"] = f" {address()} "
    if rng.random() < 0.4:
        ad["mailNickname"] = rng.choice(locals_)
    if rng.random() < 0.65:
        ad["proxyAddresses"] = [proxy(rng, address) for _ in range(rng.randrange(1, 6))]
    return ad


def proxy(rng, address):
    kind = rng.choice(TYPES)
    if kind.upper() == "X500":
        return f"{kind}:/o=Contoso/ou=Exchange/cn={address().partition('@')[0]}"
    value = f"{kind}:{address()}"
    return rng.choice(
        [value] * 12 + [f" {value}", value.replace("@", " @"), value.replace(":", "")]
    )


@pytest.mark.parametrize("licensed", [True, False])
def test_of_300_users_both_say_the_same(licensed):
    rng = Random(18)  # noqa: S311 - nothing is kept secret with it
    differing = []
    for number in range(300):
        ad = generated(rng, number)
        dn = f"CN={ad['cn']},OU=Staff,DC=corp,DC=local"
        entry = Entry(dn, Kind.USER, {name.lower(): value for name, value in ad.items()})
        predicted = predict(entry, PLANS[licensed])
        ours = {
            "alias": predicted.mail_nickname.value,
            "name": predicted.user_principal_name.value,
            "primary": predicted.addresses.primary.value,
            "every": sorted(predicted.addresses.every.value or ()),
        }
        theirs = reference(ad, VERIFIED, INITIAL, FQDN, licensed=licensed)
        theirs["every"].sort()
        if " " in theirs["alias"]:
            # what the cloud puts in place of the blank, no page says
            assert ours["alias"] is None
            continue
        if ours != theirs:
            differing.append((ad, ours, theirs))
    assert differing == []
