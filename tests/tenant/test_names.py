"""The quick way to the names of an object tells what the rules of the cloud tell."""

from hypothesis import given, settings
from hypothesis import strategies as some

from readiness import Entry, Kind, Plan
from readiness.cloud.tenant_domains import TenantDomains
from readiness.columns.batch import Batch
from readiness.model.entry import Values
from readiness.tenant.arriving.arrivals import Arrivals
from readiness.tenant.arriving.names import predicted_names
from readiness.tenant.arriving.unchanged import with_sent_addresses, with_sent_name

ODD = some.sampled_from(
    [
        "ann@contoso.com", "Ann.B@CONTOSO.com", "ann@corp.local", "ann@sub.contoso.com", "ann", "",
        " ann@contoso.com", "ann@contoso.com ", "änn@contoso.com", "a..b@contoso.com", "a@b@c",
        "ann@contoso.onmicrosoft.com", "o'hara@contoso.com", "ann_b@contoso.com",
        "ann|b@contoso.com", "ann.@contoso.com", f"{'x' * 65}@contoso.com",
    ]
)  # fmt: skip
# mostly healthy, or hardly anything would arrive unchanged
HEALTHY = some.sampled_from(["ann@contoso.com", "Bo@fabrikam.com"])
TYPES = some.sampled_from(
    ["SMTP:", "smtp:", "sip:", "Smtp:", "X500:", "X400:", "notes:", "", "spo:"]
)
PROXIES = some.lists(
    some.one_of(
        some.builds("SMTP:{}".format, HEALTHY),
        some.sampled_from(["smtp:ann@contoso.onmicrosoft.com", "Smtp:ann@contoso.com"]),
        some.builds(str.__add__, TYPES, ODD),
    ),
    min_size=1,
    max_size=3,
)
ALIASES = some.sampled_from(["ann", "", "a b"])


def one_may_be_odd(names, mails, proxies):
    return some.fixed_dictionaries(
        {"userprincipalname": names, "samaccountname": some.just("ann")},
        optional={"mail": mails, "proxyaddresses": proxies, "mailnickname": ALIASES},
    )


# of one value at most, or hardly anything would arrive unchanged
VALUES = some.one_of(
    one_may_be_odd(ODD, HEALTHY, PROXIES),
    one_may_be_odd(HEALTHY, ODD, PROXIES),
    one_may_be_odd(HEALTHY, HEALTHY, PROXIES),
)
DOMAINS = some.sampled_from([("contoso.com",), ("contoso.com", "fabrikam.com"), ()])
KINDS = some.sampled_from([Kind.USER, Kind.INETORGPERSON, Kind.GROUP, Kind.CONTACT])


@settings(max_examples=400)
@given(VALUES, KINDS, DOMAINS, some.sampled_from(["connect", "cloud-sync"]))
def test_what_arrives_unchanged_has_the_names_that_the_rules_predict(values, kind, domains, tool):
    plan = Plan(verified_domains=domains, initial_domain="contoso.onmicrosoft.com", sync_tool=tool)
    dn = "CN=Ann,DC=contoso,DC=com"
    known = TenantDomains.of(plan)
    batch = Batch.of([(dn, values)], [1], {})
    [coming] = Arrivals(batch, plan, known).of(kind, 1, 0)
    names = predicted_names(Entry(dn, kind, values), plan, known)
    candidate = coming.candidate
    assert (candidate.user_principal_name, candidate.is_renamed) == names[:2]
    assert (candidate.primary, candidate.smtp) == names[2:4]
    assert coming.sends_addresses == names.sends_addresses
    assert coming.doubts[: len(names.doubts)] == names.doubts


def test_what_a_healthy_user_has_arrives_unchanged():
    values: dict[str, Values] = {
        "userprincipalname": "ann@contoso.com",
        "proxyaddresses": ["SMTP:ann@contoso.com", "smtp:a.b@corp.local", "X500:/o=a/cn=Ann B"],
        "mail": "ann@contoso.com",
    }
    batch = Batch.of([("CN=Ann", values)], [1], {})
    domains = TenantDomains.of(Plan(verified_domains=("contoso.com",)))
    assert with_sent_addresses(batch) & 1
    assert with_sent_name(batch, "userPrincipalName", domains) & 1
    assert not with_sent_name(batch, "userPrincipalName", TenantDomains.of(Plan())) & 1
