from collections.abc import Iterator

from readiness import CONTACTS, USERS, Check, Entry, Finding, Severity, unless

from ._iso3166 import NUMBERS

SPELT = {code: str(number) for code, number in NUMBERS.items()}


def agree(letters: str, number: str) -> bool:
    """Whether c and countryCode are of one country, both written as usual, or there is no code."""
    return number in ("", "0", SPELT.get(letters))


class CountryInconsistent(Check):
    """The two codes of the country contradict each other.

    Active Directory Users and Computers sets c (two letters), countryCode (a number) and co (the
    name) together; a script often sets only one of them. Address lists and rules then see the user
    in one country or the other.

    Fix: choose the country anew (Active Directory Users and Computers, Address, Country/region),
    which sets all three.
    See: https://learn.microsoft.com/windows/win32/adschema/a-countrycode
    See: https://www.iso.org/iso-3166-country-codes.html
    """

    id = "country-inconsistent"
    severity = Severity.INFO
    kinds = USERS | CONTACTS
    reads = ("c", "countryCode")
    when = unless(agree, ("c", "countryCode"))

    def examine(self, entry: Entry) -> Iterator[Finding]:
        letters, number = entry.first("c"), entry.number("countryCode")
        expected = NUMBERS.get((letters or "").strip().upper())
        if number and expected and number != expected:
            message = f"contradicts the c “{letters}”, whose number is {expected}"
            yield self.finding(entry, "countryCode", entry.first("countryCode"), message)
