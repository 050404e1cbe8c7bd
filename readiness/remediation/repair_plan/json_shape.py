"""Whether some JSON is of the shape that its reader counts on."""

from __future__ import annotations

from typing import TypeAlias

Shape: TypeAlias = type | tuple["Shape", ...] | list["Shape"] | dict[str, "Shape"]
"""A type, several shapes of which it is one, a list of one shape, or an object with these keys."""
VALUE: Shape = (str, {"b64": str})
EDIT: Shape = {"attribute": str, "remove": [VALUE], "add": [VALUE]}
"""As `Edit.as_json` writes it."""


def fits(content: object, shape: Shape) -> bool:
    """Whether some JSON is of a shape; an object may have further keys."""
    match shape:
        case tuple():
            return any(fits(content, choice) for choice in shape)
        case list():
            return isinstance(content, list) and all(fits(item, shape[0]) for item in content)
        case dict():
            return isinstance(content, dict) and all(
                name in content and fits(content[name], inner) for name, inner in shape.items()
            )
    # true and false are numbers to Python, and to nobody who writes JSON
    return isinstance(content, shape) and (shape is not int or not isinstance(content, bool))
