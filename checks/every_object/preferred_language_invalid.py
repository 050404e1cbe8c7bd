import re

from readiness import USERS, Severity, ValueCheck

# https://learn.microsoft.com/graph/api/resources/user (preferredLanguage), with the script and the
# number of a region that the names of cultures have besides; the case does not matter:
# https://www.rfc-editor.org/rfc/rfc5646#section-2.1
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")


class PreferredLanguageInvalid(ValueCheck):
    """The preferred language is not written as `en` or `en-US`.

    Entra ID hands the value on as it is, and the portals and Office show another language than the
    one that was meant.

    Fix: set the code of the language, and of the country if that matters:
    Set-ADUser ana -Replace @{preferredLanguage="pt-BR"}.
    See: https://learn.microsoft.com/graph/api/resources/user
    Since: 0.1
    """

    id = "preferred-language-invalid"
    severity = Severity.INFO
    kinds = USERS
    reads = ("preferredLanguage",)

    def wrong(self, value: str) -> str | None:
        if _LANGUAGE.fullmatch(value):
            return None
        return "is not written as en or en-US"

    def propose(self, value: str) -> str | None:
        proposal = value.strip().replace("_", "-")
        return proposal if _LANGUAGE.fullmatch(proposal) else None
