"""The public API: everything that a check may import, and nothing else; `api` gathers it.

It is loaded when it is asked for, since the command begins with its signals: until they are dealt
with, a Ctrl-C would end it in a traceback.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers know it; to load `typing` takes as long as all of this

if TYPE_CHECKING:
    from readiness import api
    from readiness.api import *  # noqa: F403 - as said

    __all__: list[str] = []
    __all__ += api.__all__

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """What the API has of the name, and its `__all__`."""
    from importlib import import_module  # noqa: PLC0415 - as said

    value: object = getattr(import_module("readiness.api"), name)
    globals()[name] = value  # found at once from now on: every check asks for some of these names
    return value
