"""How tools write the values of Graph's properties: one by one, and for many objects at once.

https://learn.microsoft.com/graph/api/resources/user
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from readiness.columns import kernels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# a local part may hold a "+", and an X500 address commas, semicolons and blanks: only what a type
# follows parts two addresses; a look behind makes a long run of separators be tried but once
_BETWEEN_ADDRESSES = re.compile(
    r"(?<![+;,|\s])[+;,|\s]+(?=(?:smtp|sip|x500|x400|spo|eum|ccmail|msmail):)", re.IGNORECASE
)
_BETWEEN_OTHERS = re.compile(r"[;,\n]")
_TYPED = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]+:")
_ALL_TYPED = re.compile(r"(?:[A-Za-z0-9]+:.*\n)*+").fullmatch
_NAME_OF_TYPE = re.compile(
    r"System\.(?:[\w.]+(?:\[\]|`\d)|Collections\.|Management\.Automation\.)"
    r"|Microsoft\.(?:Graph\.(?:Beta\.)?PowerShell\.Models|Open\.AzureAD|Online|Exchange\.Data)"
)
"""What PowerShell writes of values that a cell, or the depth of JSON, cannot hold."""
_BEGINNINGS = ("System.", "Microsoft.")
_PICTURED = ("{", "@{")
_SMTP = ("SMTP:", "smtp:")
_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})
_UNLICENSED = frozenset({"unlicensed", "false", "0"})


class NameOfType(ValueError):
    """The name of a type, or a picture of a list, stands in place of values: of no use."""


def text(value: Any) -> str:
    """A text, without blanks around.

    Raises:
        ValueError: it is none; says why.
    """
    if type(value) is not str:  # nearly all are texts
        if value is None:
            return ""
        if isinstance(value, bool | list | dict):
            raise ValueError("it is no text")
        value = str(value)
    held: str = value.strip()
    if held.startswith(_BEGINNINGS) and _NAME_OF_TYPE.match(held):
        raise NameOfType(f"“{held}” stands in place of the values")
    # half a character of UTF-16, which JSON can name, cannot be written anywhere
    return held if held.isascii() else held.encode("utf-8", "backslashreplace").decode()


def are_plain(values: Iterable[str]) -> bool:
    """Whether all of these, none of them empty, are as `text` leaves them, as most are.

    Asked of all at once, since there are millions.
    """
    lines = "\n".join([*values, ""])
    if lines.startswith(_BEGINNINGS) or any(f"\n{name}" in lines for name in _BEGINNINGS):
        return False
    if kernels.is_trim and lines.isascii() and kernels.is_trim(lines):
        return True
    # what is not printable is a blank, or half a character; an empty line is a line feed at the end
    # of a value; and a "|" within a value costs but time
    joined = "|" + lines.replace("\n", "|")
    return joined.isprintable() and not any(end in joined for end in ("| ", " |", "||"))


def texts_of(column: Sequence[Any]) -> Sequence[str]:
    """The text of each value of a property.

    Raises:
        ValueError: a value is none; says why.
    """
    if not {*map(type, column)} <= {str, type(None)}:
        return list(map(text, column))
    held = list(filter(None, column))
    if not are_plain(held):
        return list(map(text, column))
    return column if len(held) == len(column) else [value or "" for value in column]


def truths_of(column: Sequence[Any]) -> Sequence[bool | None]:
    """Whether each value of a property is true or false: see `truth`.

    Raises:
        ValueError: a value is neither.
    """
    are_truths = set(map(type, column)) <= {bool, type(None)}
    return column if are_truths else list(map(truth, column))


def addresses_of(column: Sequence[Any]) -> Sequence[tuple[str, ...]]:
    """The proxy addresses of each value of a property: see `addresses`.

    Raises:
        ValueError: a value is none; says why.
    """
    if set(map(type, column)) <= {list, type(None)}:
        every = list(chain.from_iterable(filter(None, column)))
        # an empty one among them is not typed
        if (
            {*map(type, every)} <= {str}
            and are_plain(every)
            and _ALL_TYPED("\n".join([*every, ""]))
        ):
            return [tuple(held or ()) for held in column]
    return list(map(addresses, column))


def licences_of(column: Sequence[Any]) -> Sequence[bool | None]:
    """Whether each value of a property tells of licences: see `is_licensed`.

    Raises:
        ValueError: the name of a type stands in the place of a value.
    """
    if set(map(type, column)) <= {list, type(None)}:
        every = chain.from_iterable(filter(None, column))
        if set(map(type, every)) <= {dict}:
            return [None if held is None else bool(held) for held in column]
    return list(map(is_licensed, column))


def truth(value: Any) -> bool | None:
    """True or false in any spelling; None where nothing stands. Words of other languages are none.

    Raises:
        ValueError: it is neither.
    """
    if value is None or isinstance(value, bool):
        return value
    word = text(value).lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if word:
        raise ValueError(f"“{word}” is neither true nor false")
    return None


def texts(value: Any) -> tuple[str, ...]:
    """Several texts: a list of JSON, or a cell in which somebody has joined them.

    Raises:
        ValueError: they are none; says why.
    """
    if value is None:
        return ()
    if isinstance(value, dict):  # what Windows PowerShell makes of some arrays
        value = value.get("value", value)
    if isinstance(value, list):
        return tuple(found for held in value if (found := text(held)))
    cell = text(value)
    if not cell:
        return ()
    between = _BETWEEN_ADDRESSES if _TYPED.search(cell) else _BETWEEN_OTHERS
    return tuple(one for part in between.split(cell) if (one := part.strip()))


def addresses(value: Any) -> tuple[str, ...]:
    """Proxy addresses; one without a type is a secondary SMTP address.

    Raises:
        ValueError: they are none; says why.
    """
    found = texts(value)
    # https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_preference_variables#formatenumerationlimit
    if found and found[0].startswith(_PICTURED):
        raise NameOfType("it is a list as PowerShell shows it, which ends after four of its values")
    return tuple(address if _TYPED.match(address) else f"smtp:{address}" for address in found)


def is_licensed(value: Any) -> bool | None:
    """Whether licences are assigned; None where the export does not tell.

    Raises:
        ValueError: the name of a type stands in their place.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, dict):
        value = value.get("value", [value])
    if isinstance(value, list):
        for held in value:
            if isinstance(held, str):
                text(held)
        return bool(value)
    word = text(value).lower()
    return word not in _UNLICENSED if word else None


def identifiers(value: Any) -> Iterable[str]:
    """The ids of objects: a list of them, of objects that have one, or a joined cell."""
    if isinstance(value, list):
        for held in value:
            yield text(_id_of(held) if isinstance(held, dict) else held).lower()
    elif value is not None:
        yield from (identifier.lower() for identifier in texts(value))


def _id_of(given: Mapping[str, Any]) -> Any:
    return next((held for name, held in given.items() if name.lower() == "id"), None)
