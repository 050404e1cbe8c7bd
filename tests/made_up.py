"""Directories that hypothesis makes up, with every kind of problem and much in common."""

from hypothesis import strategies as some

# few values, so that entries have much in common
ADDRESSES = [
    "ana@contoso.com",
    "Ana@Contoso.com",
    "bob@contoso.com",
    "bob@contoso.local",
    "b b@contoso.com",
    "bob@contoso.onmicrosoft.com",
    "bob@fabrikam.com",
    "bob",
    "bob@",
    "@contoso.com",
    "b.ob@contoso.com.",
    ".bob@contoso.com",
    "jürgen@contoso.com",
    "ana\u200b@contoso.com",
    " ana@contoso.com ",
    "",
    " ",
    "a" * 70 + "@contoso.com",
    "a" * 300 + "@contoso.com",
]
PREFIXES = [
    "SMTP:",
    "smtp:",
    "Smtp:",
    "sip:",
    "SIP:",
    "X500:",
    "x400:",
    "",
    "SMTP: ",
    "smtp::",
    "MS:",
]
NAMES = [
    "ana",
    "Ana",
    "bob",
    "svc_sql",
    "a" * 30,
    "a,b",
    "",
    " ",
    "ana.",
    ".ana",
    "Ana Silva",
    "MSOL_1",
]
GUIDS = [
    bytes(range(16)),
    bytes(16),
    b"\x01" * 16,
    b"\x00" * 11,
    "f2953050-cfdc-4d5b-a667-7d6615694d51",
]
SIDS = [
    "S-1-5-21-1-2-3-1001",
    bytes.fromhex("010500000000000515000000010000000200000003000000e9030000"),
]
DNS = [f"CN=Ana {number},OU=Staff,DC=contoso,DC=com" for number in range(6)]
DNS += ["CN=Ana 1,OU=Staff,DC=emea,DC=contoso,DC=com", "CN=Ana 1,OU=Staff,DC=fabrikam,DC=com"]
DNS += [r"CN=Bob\0ACNF:f2953050-cfdc-4d5b-a667-7d6615694d51,OU=Staff,DC=contoso,DC=com"]
DNS += [r"CN=Silva\, Ana,OU=Lab,DC=contoso,DC=com", "CN=Zoë,CN=LostAndFound,DC=contoso,DC=com"]
ADDRESS = some.sampled_from(ADDRESSES)
PROXY = some.builds(str.__add__, some.sampled_from(PREFIXES), ADDRESS)
NAME = some.sampled_from(NAMES)
NUMBER = some.sampled_from(["512", "514", "66048", "0", "-2147483646", "2", "8", "4096", "x", ""])
TIME = some.sampled_from(["0", "9223372036854775807", "133000000000000000", "1", "-1", "x"])
KINDS = {
    "user": 6,
    "inetOrgPerson": 1,
    "group": 3,
    "contact": 3,
    "computer": 1,
    "organizationalUnit": 1,
}
ATTRIBUTES: dict[str, some.SearchStrategy[str | bytes]] = {
    "userPrincipalName": ADDRESS,
    "mail": ADDRESS,
    "proxyAddresses": PROXY,
    "targetAddress": PROXY,
    "mailNickname": NAME,
    "sAMAccountName": NAME,
    "displayName": NAME,
    "objectGUID": some.sampled_from(GUIDS),
    "mS-DS-ConsistencyGuid": some.sampled_from(GUIDS),
    "objectSid": some.sampled_from(SIDS),
    "msExchMasterAccountSid": some.sampled_from(SIDS),
    "userAccountControl": NUMBER,
    "groupType": NUMBER,
    "msExchRecipientTypeDetails": NUMBER,
    "msExchMailboxGuid": some.sampled_from(GUIDS),
    "accountExpires": TIME,
    "pwdLastSet": TIME,
    "lastLogonTimestamp": TIME,
    "member": some.sampled_from(DNS),
    "adminDescription": some.sampled_from(["User_NoSync", "Group_x", "x"]),
    "isCriticalSystemObject": some.sampled_from(["TRUE", "FALSE"]),
    "msExchHideFromAddressLists": some.sampled_from(["TRUE", "FALSE"]),
    "description": some.sampled_from(["x", "x\u00a0", "x" * 2000, " ", "é"]),
    "telephoneNumber": some.sampled_from(["+1 206 555 0100", "x" * 100, "\u200e1"]),
    "thumbnailPhoto": some.sampled_from([b"\xff\xd8", b""]),
    "userCertificate": some.binary(max_size=5),
    "c": some.sampled_from(["US", "XX", "us", ""]),
    "co": some.sampled_from(["Portugal", "x"]),
    "msExchUsageLocation": some.sampled_from(["PT", "portugal"]),
    "preferredLanguage": some.sampled_from(["en-US", "english", "?"]),
}
PAIR = some.sampled_from(sorted(ATTRIBUTES)).flatmap(
    lambda attribute: some.tuples(some.just(attribute), ATTRIBUTES[attribute])
)
USUAL = [
    "userPrincipalName",
    "mail",
    "proxyAddresses",
    "sAMAccountName",
    "displayName",
    "objectGUID",
]
ENTRY = some.builds(
    lambda kind, usual, pairs: [("objectClass", kind), *usual, *pairs],
    some.sampled_from([kind for kind, share in KINDS.items() for _ in range(share)]),
    some.tuples(*(some.tuples(some.just(one), ATTRIBUTES[one]) for one in USUAL)),
    some.lists(PAIR, max_size=10),
)
DIRECTORY = some.lists(some.tuples(some.sampled_from(DNS), ENTRY), min_size=1, max_size=40)
