"""The characters of a text that nobody sees, and the text without them."""

from __future__ import annotations

import re
from unicodedata import category, name

# The joiners that a script needs between its letters (Arabic to Sinhala, Myanmar, Khmer,
# Mongolian), the blank without width that parts words in Thai, Lao, Myanmar and Khmer, and what
# holds an emoji together.
# https://www.rfc-editor.org/rfc/rfc5892#appendix-A.1
# https://www.unicode.org/versions/latest/core-spec/chapter-23/
# https://www.unicode.org/reports/tr51/
_JOINING = "\u0600-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_PIECE = re.compile(
    rf"(?P<needed>(?<=[{_JOINING}])[\u180e\u200c\u200d](?=[{_JOINING}])"
    rf"|(?<=[{_UNSPACED}])\u200b(?=[{_UNSPACED}])"
    rf"|(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])"
    r"|(?<=\U0001f3f4)[\U000e0020-\U000e007e]++\U000e007f)|.",
    re.DOTALL,
)
# Format characters that are seen, since they enclose the digits after them:
# https://www.unicode.org/Public/UCD/latest/ucd/PropList.txt (Prepended_Concatenation_Mark)
_SEEN = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
# A sign and two letters that look like a blank.
_EMPTY = frozenset("\u2800\u3164\uffa0")
# The ordinary blank and the ideographic one, which Japanese names have between their parts.
_BLANKS = (" ", "\u3000")


def _hides(character: str) -> bool:
    match category(character):
        case "Cc" | "Zl" | "Zp":
            return True
        case "Zs":
            return character not in _BLANKS
        case "Cf":
            return character not in _SEEN
        case _:
            return character in _EMPTY


def hidden(value: str) -> tuple[str, ...]:
    """The characters that hide in a value, each once; not those that its script needs."""
    if value.isascii() and value.isprintable():
        return ()
    pieces = (piece[0] for piece in _PIECE.finditer(value) if not piece["needed"])
    return tuple(dict.fromkeys(filter(_hides, pieces)))


def edges(value: str) -> str | None:
    """Where a value has a blank that nobody sees."""
    match value.startswith(_BLANKS), value.endswith(_BLANKS):
        case True, True:
            return "begins and ends with a blank"
        case True, False:
            return "begins with a blank"
        case False, True:
            return "ends with a blank"
    return None


def cleaned(value: str) -> str:
    """The value with ordinary blanks for the unusual ones, and without what hides."""
    pieces = _PIECE.finditer(value.replace("\r\n", "\n"))
    text = "".join(piece[0] if piece["needed"] else _cleaned(piece[0]) for piece in pieces)
    return text.strip("".join(_BLANKS))


def _cleaned(character: str) -> str:
    if not _hides(character):
        return character
    return " " if character.isspace() or character in _EMPTY else ""


def described(character: str) -> str:
    """A hidden character by number and name: `U+00A0 (no-break space)`."""
    return f"U+{ord(character):04X} ({name(character, 'control character').lower()})"
