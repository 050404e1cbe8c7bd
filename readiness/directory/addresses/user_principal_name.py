"""What Entra ID allows in the name that people sign in with.

https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
"""

from __future__ import annotations

LOCAL_MAX, DOMAIN_MAX = 64, 48
"""So many characters are allowed before and after the @."""
LOCAL_CHARACTERS = "A-Za-z0-9'._!#^~-"
DOMAIN_CHARACTERS = "A-Za-z0-9._-"
_ATOM = LOCAL_CHARACTERS.replace(".", "")
# no tenant can have a domain with another label: it could not be a host name
_DOMAIN = r"(?!-)[A-Za-z0-9-]++(?<!-)(?:\.(?!-)[A-Za-z0-9-]++(?<!-))*+"
PLAIN = rf"[{LOCAL_CHARACTERS}]{{1,{LOCAL_MAX}}}+(?<!\.)@(?!.{{{DOMAIN_MAX + 1}}}){_DOMAIN}"
"""A pattern of the names that are allowed, but for the question whose the domain is."""
HEALTHY = (
    rf"(?!.{{{LOCAL_MAX + 1}}}[^@\n]*+@)[{_ATOM}]++(?:\.[{_ATOM}]++)*+@"
    rf"(?!.{{{DOMAIN_MAX + 1}}}){_DOMAIN}"
)
"""Those of them that a mail address can be made of: each dot stands between two others."""


def domain_flaw(domain: str) -> str | None:
    """Why no tenant can have a domain, by its labels alone; the end of "the name ...".

    https://www.rfc-editor.org/rfc/rfc1123#section-2.1
    """
    return next(filter(None, map(_label_flaw, domain.split("."))), None)


def _label_flaw(label: str) -> str | None:
    if not label:
        return "has a dot too many in its domain"
    if "_" in label:
        return f"has an underscore in its domain, in “{label}”"
    if label.startswith("-") or label.endswith("-"):
        return f"has a hyphen where a part of its domain begins or ends, in “{label}”"
    return None
