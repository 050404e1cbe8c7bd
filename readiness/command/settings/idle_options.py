"""Refuses options of the command line that would change nothing, since somebody relies on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.command.config_file.origin import Origin
    from readiness.command.settings.settings import Settings

_INSTEAD = {
    "base": ": use --include-ou",
    "filter": ": use --include-ou or --exclude-ou",
    "forest": "",
    "dry_run": "",
}
"""What decides which entries are read, by the name of the option, and what to do with an export.

How to sign in is not among it: a script may well give it for a directory and its snapshot alike.
"""


def refuse_contradictions(values: Mapping[str, Any], origins: Mapping[str, Origin]) -> None:
    """Refuse an option beside which another one says the opposite, or without which it is idle.

    Only what stands on the command line: a readiness.toml serves all commands.

    Raises:
        UsageError: names both.
    """
    for name, reason in _contradictions(values):
        if origins[name].kind == "command line":
            raise UsageError(f"{origins[name].place}: {reason}")


def _contradictions(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The name of each option that is idle, and why, in words."""
    if values["redact_key_file"] and values["redact"] != "pseudonyms":
        yield "redact_key_file", "nothing is hidden without --redact pseudonyms: say that, too"
    if values["show_values"] and values["redact"] != "none":
        yield "show_values", f"--redact {values['redact']} hides them: leave out one of them"
    if values["verbose"] and values["quiet"]:
        yield "verbose", "--quiet leaves out what it adds to: leave out one of them"
    if values["assume"] and not values["exports"]:
        yield "assume", "there is no export of the tenant: name it with --tenant"
    if values["auth"] == "anonymous":
        for name in ("user", "password_file", "password_stdin"):
            if values[name]:
                yield name, "--auth anonymous signs nobody in: leave out one of them"


def refuse_idle(settings: Settings, *, has_live: bool, has_export: bool) -> None:
    """Refuse what would read less or more of live directories where there is none, or of exports.

    Raises:
        UsageError: names the option, and what to use instead.
    """
    given = [name for name, origin in settings.origins.items() if origin.kind == "command line"]
    for name in given:
        option = settings.origins[name].place
        if name in _INSTEAD and not has_live:
            raise UsageError(f"{option} is for live directories, and none is named{_INSTEAD[name]}")
        if name == "exported_attributes" and not has_export:
            raise UsageError(
                f"{option} is for exports: a live directory is asked for all that is read"
            )
