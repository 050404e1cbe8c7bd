"""The waves as JSON, written as they are read: there may be a hundred thousand managers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readiness.advice.waves import GROUPINGS

if TYPE_CHECKING:
    import json
    from collections.abc import Iterator

    from readiness.advice.waves import Wave
    from readiness.pipeline.result import Result


def serialized_waves(result: Result, encoder: json.JSONEncoder) -> Iterator[str]:
    """The object that has a list of waves for each grouping, in pieces, each whole to itself."""
    opening = "{"
    for grouping in GROUPINGS:
        yield f"{opening}{encoder.encode(grouping)}{encoder.key_separator}["
        separator = ""
        for wave in result.waves(grouping):
            yield separator + encoder.encode(_wave(wave))
            separator = encoder.item_separator
        yield "]"
        opening = encoder.item_separator
    yield "}"


def _wave(wave: Wave) -> dict[str, Any]:
    """One group of people."""
    return {
        "wave": wave.number,
        "name": wave.name,
        "apart": wave.apart or None,
        "people": wave.people,
        "ready": wave.ready[0],
        "ready_after": list(wave.ready[1:]),
        "waits_for": wave.waits_for,
        "needs_decision": wave.needs_decision,
    }
