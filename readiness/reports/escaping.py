"""Directory values as one line of text that no terminal and no build log takes for a command.

Azure Pipelines and the runner of GitHub Actions look for commands anywhere in a line:
https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
"""

from __future__ import annotations

from readiness.model.values import visible


def shown(text: str) -> str:
    r"""The text on one line, with hidden characters as escapes, and no `##[` or `##vso[`."""
    return harmless(visible(text))


def harmless(text: str) -> str:
    r"""The text without `##[` and `##vso[`: one of the signs becomes `\x23`."""
    return text.replace("##", "#\\x23") if "##" in text else text


def json_harmless(text: str) -> str:
    """JSON with the same content, in which no two `#` follow each other."""
    # a single character is found several times faster than two
    return text.replace("##", "#\\u0023") if "#" in text and "##" in text else text
