"""How much each output shows of people."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.redaction.redactor import Redactor

if TYPE_CHECKING:
    from typing import TextIO

    from readiness.command.settings.settings import ReportSettings
    from readiness.reports.formats import Format

_BUILD_SERVICES = ("GITHUB_ACTIONS", "GITLAB_CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION")
"""Variables that a build service sets: there, what is printed is kept for many to read."""
_KEY_MIN = 16
"""Octets; fewer could be guessed."""


class Privacy:
    """What each output may show."""

    def __init__(self, settings: ReportSettings) -> None:
        """Take the settings.

        Raises:
            UsageError: the key of the pseudonyms is no good.
        """
        self._asked_for = None
        if settings.redact != "none":
            key = key_of(settings) if settings.redact == "pseudonyms" else None
            self._asked_for = Redactor(key)
        self._of_logs = self._asked_for
        if not settings.show_values:
            self._of_logs = self._asked_for or Redactor()

    def of(self, form: Format) -> Redactor | None:
        """The redactor for a format; None if it shows everything."""
        return self._of_logs if form.goes_to_build_log else self._asked_for

    def of_step_summary(self) -> Redactor | None:
        """The redactor for what a build service shows beside a job."""
        return self._of_logs

    def of_console(self, file: TextIO) -> Redactor | None:
        """The redactor for the summary: a build service keeps it."""
        is_kept = any(os.environ.get(name) for name in _BUILD_SERVICES) and not file.isatty()
        return self._of_logs if is_kept else self._asked_for


def key_of(settings: ReportSettings) -> bytes:
    """The key of pseudonyms: from a file, from the environment, or for this run alone.

    Raises:
        UsageError: it cannot be read, or is too short.
    """
    path = settings.redact_key_file
    try:
        key = path.read_bytes() if path else os.environ.get("READINESS_REDACT_KEY", "").encode()
    except OSError as error:
        raise UsageError(f"the key file {path} cannot be read: {error.strerror}") from error
    # an editor ends the last line of a file, and the same key must give the same pseudonyms
    key = key.strip()
    if not key and not path:
        return secrets.token_bytes(32)
    if len(key) < _KEY_MIN:
        where = path or "READINESS_REDACT_KEY"
        raise UsageError(f"the key in {where} is too short: take {_KEY_MIN} characters or more")
    return key
