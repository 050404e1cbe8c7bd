"""What Entra ID allows in the name that people sign in with.

https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
"""

from __future__ import annotations

LOCAL_MAX, DOMAIN_MAX = 64, 48
"""So many characters are allowed before and after the @."""
LOCAL_CHARACTERS = "A-Za-z0-9'._!#^~-"
DOMAIN_CHARACTERS = "A-Za-z0-9._-"
_LABEL = "[A-Za-z0-9_-]++"
PLAIN = (
    rf"[{LOCAL_CHARACTERS}]{{1,{LOCAL_MAX}}}+(?<!\.)@(?!.{{{DOMAIN_MAX + 1}}})"
    rf"{_LABEL}(?:\.{_LABEL})*+"
)
"""A pattern of the names that are allowed, but for the question whose the domain is."""
