"""The JSON report says exactly what the facts are."""

import io
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from readiness.cloud.matching.outcome import Outcome
from readiness.model.finding import FindingRow, Severity
from readiness.reports.json import write_json
from readiness.reports.serialized.items import serialized_finding
from readiness.reports.serialized.tenant import outcome_text, serialized_outcome
from readiness.tenant.forecasting.outcome_row import OutcomeRow, PartnerRow
from tests.reports.results import result_of
from tests.writing import unhurried

TEXTS = some.text(max_size=20) | some.sampled_from(["##[x", '"\\\n', "“ana”", "\u2028", "\x7f"])
BOOLS = some.booleans()
FINDINGS = some.builds(
    FindingRow,
    check=some.sampled_from(["upn-missing", "mail-missing"]),
    severity=some.sampled_from(Severity),
    dn=TEXTS,
    kind=TEXTS,
    guid=some.none() | TEXTS,
    attribute=TEXTS,
    value=some.none() | TEXTS,
    message=TEXTS,
    proposal=some.none() | TEXTS,
    related=some.lists(TEXTS, max_size=3).map(tuple),
    source=TEXTS,
    line=some.none() | some.integers(0, 1 << 40),
    fingerprint=some.from_regex(r"v1:[0-9a-f]{32}", fullmatch=True),
    state=some.none() | TEXTS,
    suppression=some.none() | TEXTS,
)


@settings(unhurried, max_examples=40)
@given(some.lists(FINDINGS, max_size=3))
def test_a_finding_is_written_as_its_facts(findings):
    with tempfile.TemporaryDirectory() as name:
        result = result_of(Path(name, "scan"), findings)
        file = io.StringIO()
        write_json(result, file)
        facts = list(map(serialized_finding, result.findings()))
    assert "##" not in file.getvalue()
    assert json.loads(file.getvalue())["findings"] == facts
    assert [list(one) for one in json.loads(file.getvalue())["findings"]] == list(map(list, facts))


VALUES = some.dictionaries(some.sampled_from(["city", "surname"]), TEXTS | some.none() | BOOLS)
OUTCOMES = some.builds(
    OutcomeRow,
    dn=TEXTS,
    guid=some.none() | some.uuids().map(str),
    kind=some.sampled_from(["user", "group"]),
    outcome=some.sampled_from([outcome.value for outcome in Outcome]),
    severity=some.none() | some.just("error"),
    reason=TEXTS,
    attribute=some.sampled_from(["", "mail"]),
    value=TEXTS,
    is_probable=BOOLS,
    partner=some.none() | some.builds(PartnerRow, id=some.none() | TEXTS, kind=some.just("user")),
    before=VALUES,
    after=VALUES,
    lost_addresses=some.lists(TEXTS, max_size=3).map(tuple),
    password_replaced=some.none() | BOOLS,
)


@settings(unhurried, max_examples=100)
@given(OUTCOMES)
def test_an_outcome_is_written_as_its_facts(row):
    written = json.loads(outcome_text(row))
    assert written == serialized_outcome(row)
    assert list(written) == list(serialized_outcome(row))
