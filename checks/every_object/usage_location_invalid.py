from readiness import USERS, Severity, ValueCheck

from ._iso3166 import NUMBERS

# Not of the standard, but what the European Union and others use for Kosovo:
# https://www.iso.org/glossary-for-iso-3166.html (user-assigned code elements)
KOSOVO = "XK"
MEANT = {"UK": "GB", "EL": "GR"}
"""What people write who know the codes of the European Union, or of the internet.

https://www.iso.org/glossary-for-iso-3166.html (exceptionally reserved code elements)
"""


class UsageLocationInvalid(ValueCheck):
    """The usage location is no country code.

    A licence can only be assigned to a user with a usage location, which is a code of two letters
    (ISO 3166-1), for services are not offered everywhere.

    Fix: set the code of the country: Set-ADUser ana -Replace @{msExchUsageLocation="DE"}.
    Prevents: ProhibitedInUsageLocationViolation
    See: https://learn.microsoft.com/graph/api/resources/user
    See: https://learn.microsoft.com/entra/fundamentals/licensing-groups-resolve-problems
    Since: 0.1
    """

    id = "usage-location-invalid"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("msExchUsageLocation",)

    def wrong(self, value: str) -> str | None:
        if value in NUMBERS or value == KOSOVO:
            return None
        if value.strip().upper() in NUMBERS:
            return "is a country code, but not plainly two capital letters"
        return "is no country code of two letters (ISO 3166-1)"

    def propose(self, value: str) -> str | None:
        code = value.strip().upper()
        return code if code in NUMBERS else MEANT.get(code)
