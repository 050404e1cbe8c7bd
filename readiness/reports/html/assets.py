"""The styles and scripts of a page, and the policy that allows just these and no request."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from readiness import __version__
from readiness.reports.html.templating import template_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_STYLES = (
    *("tokens", "elements", "frame", "answer", "plan", "tables", "checks", "explorer", "trend"),
    *("prospects", "around", "narrow", "print"),
)
"""The parts of the style; what comes later prevails."""
_SCRIPTS = ("theme", "data", "prospects", "search", "rows", "take", "explorer", "keys", "page")
"""The parts of the script, in their order."""


def assets(*, has_script: bool) -> dict[str, Any]:
    """What the head of a page needs, for its template."""
    style = _joined(f"styles/{name}.css" for name in _STYLES)
    script = _joined(f"scripts/{name}.js" for name in _SCRIPTS) if has_script else Markup()
    return {
        "generator": f"readiness {__version__}",
        "style": style,
        "script": script,
        "policy": _policy(script, style),
    }


def _joined(names: Iterator[str]) -> Markup:
    """Files of ours, one after the other, that become part of the page as they are."""
    return Markup("\n".join(map(template_text, names)))  # noqa: S704 - ours


def _policy(script: str, style: str) -> str:
    """The content security policy: this style and this script, if any, and no request at all."""
    # by their hashes: a value that slipped through the escaping would still not run
    # https://www.w3.org/TR/CSP3/
    scripts = f"'{_digest(script)}'" if script else "'none'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src '{_digest(style)}';"
        " img-src data:; base-uri 'none'; form-action 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    octets = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(octets).decode('ascii')}"
