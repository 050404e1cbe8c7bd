from collections.abc import Iterator

from readiness import CONTACTS, USERS, Check, Entry, Finding, Severity, together

from ._iso3166 import NUMBERS

SPELT = {code: str(number) for code, number in NUMBERS.items()}


def contradict(letters: str, number: str) -> bool:
    """Whether there is a countryCode, and not that of c, both written as usual."""
    # a c that is spelt in another way, or is no country, fires as well, and is left to `examine`
    return number not in ("", "0", SPELT.get(letters))


class CountryInconsistent(Check):
    """The two codes of the country contradict each other.

    Active Directory Users and Computers sets c (two letters), countryCode (a number) and co (the
    name) together; a script often sets only one of them. Address lists and rules then see the user
    in one country or the other.

    Fix: choose the country anew (Active Directory Users and Computers, Address, Country/region),
    which sets all three.
    See: https://learn.microsoft.com/windows/win32/adschema/a-countrycode
    See: https://www.iso.org/iso-3166-country-codes.html
    Since: 0.1
    """

    id = "country-inconsistent"
    severity = Severity.INFO
    kinds = USERS | CONTACTS
    reads = ("c", "countryCode")
    when = together(("c", "countryCode"), contradict)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        letters, number = entry.first("c"), entry.number("countryCode")
        expected = NUMBERS.get((letters or "").strip().upper())
        if number and expected and number != expected:
            message = f"contradicts the c “{letters}”, whose number is {expected}"
            yield self.finding(entry, "countryCode", entry.first("countryCode"), message)
