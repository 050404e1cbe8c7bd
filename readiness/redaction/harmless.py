"""Values that tell of nobody: numbers, flags, codes and times, by the attribute that holds them."""

from __future__ import annotations

import re

_NUMBERS = """
    accountexpires admincount countrycode grouptype instancetype lastlogontimestamp lockoutduration
    lockoutobservationwindow lockoutthreshold maxpwdage minpwdage minpwdlength msds-behavior-version
    msexchrecipienttypedetails msexchremoterecipienttype primarygroupid pwdhistorylength pwdlastset
    useraccountcontrol
    """
_TRUTHS = "iscriticalsystemobject msexchhidefromaddresslists msrtcsip-userenabled"
_WRITING = "(?i:Arab|Beng|Cans|Cher|Cyrl|Deva|Guru|Hans|Hant|Latn|Mong|Tfng)"
"""The writing systems that occur in names of cultures: https://www.unicode.org/iso15924/"""
_HARMLESS = {
    **dict.fromkeys(_NUMBERS.split(), r"-?[0-9]{1,20}"),
    **dict.fromkeys(_TRUTHS.split(), "TRUE|FALSE"),
    **dict.fromkeys(("c", "msexchusagelocation"), r"\s*[A-Za-z]{2}\s*"),
    "logonhours": ".{21}",
    "objectclass": "[A-Za-z][A-Za-z0-9-]{0,63}",
    "preferredlanguage": (
        rf"\s*[A-Za-z]{{2}}(?:[-_]{_WRITING})?(?:[-_](?:[A-Za-z]{{2}}|[0-9]{{3}}))?\s*"
    ),
    "whencreated": r"[0-9]{14}(?:\.[0-9])?Z",
}
"""What such values look like. One that looks otherwise may hold anything, so it is hidden."""


def is_harmless(attribute: str, text: str) -> bool:
    """Whether a value tells of nobody; `text` has one character for each octet, or is text."""
    pattern = _HARMLESS.get(attribute.lower())
    return pattern is not None and re.fullmatch(pattern, text, re.DOTALL) is not None
