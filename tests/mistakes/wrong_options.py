"""Commands, options, values of the plan, and variables that are misspelt or contradict."""

from __future__ import annotations

from tests.mistakes.mistake import Mistake

_SCAN = "readiness scan export.ldif"


def _option(what: str, options: str, blames: str, status: int = 2) -> Mistake:
    return Mistake(what, f"{_SCAN} {options}", status, blames)


def _domain(what: str, name: str) -> Mistake:
    return _option(what, f"--domain {name}", "--domain")


COMMANDS = (
    Mistake("a command that is misspelt", "readiness scn export.ldif", 2, "did you mean scan"),
    Mistake("no command, but a file", "readiness export.ldif", 2, "readiness scan export.ldif"),
    Mistake("no command, but a server", "readiness ldaps://dc1", 2, "readiness scan ldaps://dc1"),
    Mistake("no source", "readiness scan", 2, "SOURCE"),
    Mistake("an option that is misspelt", f"{_SCAN} --domian contoso.com", 2, "--domain"),
    Mistake("an option without its value", f"{_SCAN} --domain", 2, "--domain"),
    Mistake("a password as an argument", f"{_SCAN} --password x", 2, "--password"),
    Mistake("a check that there is not", "readiness explain upn-mising", 2, "upn-missing"),
    Mistake("no check to explain", "readiness explain", 2, "CHECK"),
    Mistake("a shell that there is not", "readiness completion tcsh", 2, "tcsh"),
    Mistake("a format of checks that there is not", "readiness checks --format yaml", 2, "yaml"),
)

OPTIONS = (
    _option("a check id that is misspelt", "--select upn-mising", "upn-missing"),
    _option("a check id in capitals", "--ignore UPN-MISSING", "upn-missing"),
    _option("a pattern that fits no check", "--select 'exchange-online-*'", "exchange-online-*"),
    _option("a severity that there is not", "--set-severity mail-missing=critical", "critical"),
    _option("a severity without a check", "--set-severity warning", "--set-severity"),
    _option("a search base beside an export", "--base DC=contoso,DC=com", "use --include-ou"),
    _option("a filter beside an export", "--filter '(mail=*)'", "--exclude-ou"),
    _option("a dry run of an export", "--dry-run", "--dry-run is for live directories"),
    _option("a key that hides nothing", "--redact-key-file k", "--redact pseudonyms"),
    _option("values hidden and shown", "--redact values --show-values", "--show-values"),
    _option("more to say and nothing", "-q -v", "--quiet leaves out"),
    _option("an assumption about no tenant", "--assume no-roles", "--tenant"),
    _option(
        "attributes that are misspelt",
        "--domain contoso.com --exported-attributes"
        " objectClass,objectGUID,objectSid,sAMAccountName,userAccountControl,mial",
        "did you mean mail?",
        0,
    ),
    Mistake(
        "attributes of a live directory",
        "readiness scan ldaps://127.0.0.1:1 --auth anonymous --exported-attributes all",
        2,
        "--exported-attributes is for exports",
    ),
    Mistake(
        "a user who is nobody",
        "readiness scan ldaps://127.0.0.1:1 --auth anonymous --user ana@contoso.com",
        2,
        "--auth anonymous signs nobody in",
    ),
    Mistake(
        "a search base by its name",
        "readiness scan ldaps://127.0.0.1:1 --auth anonymous --base Staff",
        2,
        "--base",
    ),
    _option("a level of the gate that there is not", "--fail-on critical", "--fail-on"),
    _option("a budget without a number", "--max error", "--max"),
    _option("a budget for no severity", "--max errors=5", "errors"),
    _option("a budget of more than everything", "--max warning=200%", "200%"),
    _option("a negative budget", "--max error=-1", "--max"),
    _option("no worker at all", "--jobs 0", "--jobs"),
    _option("a number in words", "--jobs two", "--jobs"),
    _option("a limit of no time", "--check-timeout 0", "--check-timeout"),
    _option("an OU by its name", "--include-ou Staff", "OU=Staff,DC=contoso,DC=com"),
    _option("an OU that there is not", "--include-ou OU=Stuff,DC=contoso,DC=com", "ou=stuff", 4),
    _option(
        "one OU of two that there is not",
        "--domain contoso.com --include-ou OU=Staff,DC=contoso,DC=com"
        " --include-ou OU=Stuff,DC=contoso,DC=com",
        "ou=stuff",
        0,
    ),
    _option("everything excluded", "--exclude-ou DC=contoso,DC=com", "NOTHING TO SCAN", 4),
    _option("an attribute that is none", "--exported-attributes mail,upn=1", "upn=1"),
    _option("an empty list of attributes", "--exported-attributes ''", "--exported-attributes"),
    _option("a way to group that there is not", "--by country", "--by"),
    _option("a file of checks that there is not", "--check-file ours.py", "ours.py"),
    Mistake(
        "standard input twice", "readiness scan - - < export.ldif", 2, "- and - are one source"
    ),
    Mistake(
        "the password and the export on standard input",
        "readiness scan - ldaps://127.0.0.1:1 --password-stdin < export.ldif",
        2,
        "--password-file",
    ),
)

PLAN = (
    _domain("a URL as a domain", "https://contoso.com"),
    _domain("an address as a domain", "ana@contoso.com"),
    _domain("a suffix with its @", "@contoso.com"),
    _domain("two domains in one", "contoso.com,contoso.de"),
    _domain("two domains with a semicolon", "'contoso.com;contoso.de'"),
    _domain("a DN as a domain", "DC=contoso,DC=com"),
    _domain("a name without dots", "contoso"),
    _domain("a domain that nobody can verify", "corp.local"),
    _domain("an empty domain", "''"),
    _domain("a domain with an underscore", "my_firm.com"),
    _domain("a domain with an asterisk", "'*.contoso.com'"),
    _domain("an IP address as a domain", "192.168.0.1"),
    _option("half an initial domain", "--initial-domain contoso", "--initial-domain"),
    _option("a vanity domain as the initial one", "--initial-domain a.com", "--initial-domain"),
    _option(
        "a federated domain that is not verified",
        "--domain contoso.com --federated-domain fabrikam.com",
        "fabrikam.com is not among the verified domains",
    ),
    _option("an identity model that there is not", "--identity-model phs", "--identity-model"),
    _option("a sync tool that there is not", "--sync-tool dirsync", "--sync-tool"),
    _option("an anchor that is no attribute", "--source-anchor 'object guid'", "--source-anchor"),
    _option(
        "an anchor that is misspelt",
        "--domain contoso.com --source-anchor objectGIUD",
        "did you mean objectGUID?",
        1,
    ),
    _option(
        "a sign-in attribute that is misspelt",
        "--domain contoso.com --sign-in-attribute maill",
        "did you mean mail?",
        1,
    ),
    _option(
        "an attribute to match users by that nobody has",
        "--domain contoso.com --match-users emploiID",
        "no object that was read has emploiID",
        1,
    ),
    _option("licences for some", "--exchange-licences some", "--exchange-licences"),
    _option("a negative number of days", "--stale-days -1", "--stale-days"),
)


def _variable(what: str, assignment: str, blames: str, status: int = 2) -> Mistake:
    return Mistake(what, f"{assignment} {_SCAN}", status, blames)


VARIABLES = (
    _variable("a variable that is misspelt", "READINESS_FAILON=warning", "READINESS_FAIL_ON"),
    _variable("a wrong value of a variable", "READINESS_FAIL_ON=often", "READINESS_FAIL_ON"),
    _variable("a wrong domain in a variable", "READINESS_DOMAIN=@contoso.com", "READINESS_DOMAIN"),
    _variable("a flag that is neither yes nor no", "READINESS_QUIET=perhaps", "READINESS_QUIET"),
    _variable("a time that is none", "SOURCE_DATE_EPOCH=yesterday", "SOURCE_DATE_EPOCH"),
    _variable("a time of 30 digits", f"SOURCE_DATE_EPOCH={'9' * 30}", "SOURCE_DATE_EPOCH"),
)
