"""JUnit XML: one test case for each check, and one for the gate, as build services show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO
from xml.sax.saxutils import escape, quoteattr

from readiness.gating.verdict import Verdict
from readiness.model.wording import counted
from readiness.reports.escaping import shown
from readiness.reports.sample import sampled
from readiness.reports.texts.answer import answer
from readiness.reports.texts.finding_text import heading, sentence
from readiness.reports.texts.phrases import plain_text, problems
from readiness.reports.texts.statements import gate_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.checking.outcome import CheckOutcome
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

_SHOWN = 20
"""So many findings of a check are in its test case; the JSON report has them all."""


def write_junit(result: Result, file: TextIO) -> None:
    """Write the test cases. A check fails if its findings fail the gate, and is told otherwise."""
    examples = _examples(result)
    # kept as texts: the head counts them, and a hundred checks are a hundred cases at most
    cases = [*(_case(result, check, examples.get(check.id, [])) for check in result.checks)]
    cases.append(_gate_case(result))
    tests = _attributes(
        name="readiness",
        tests=len(cases),
        # what comes from the directory is escaped, so only elements of ours begin with “<”
        failures=sum("<failure" in case for case in cases),
        errors=sum("<error" in case for case in cases),
        skipped=sum("<skipped" in case for case in cases),
        time=f"{result.seconds:.3f}",
    )
    # the schema allows no time zone: https://github.com/windyroad/JUnit-Schema
    stamp = f"{result.plan.now:%Y-%m-%dT%H:%M:%S}"
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write(f"<testsuites{tests}>\n<testsuite{tests}{_attributes(timestamp=stamp)}>\n")
    file.write(_properties(result))
    file.writelines(cases)
    file.write("</testsuite>\n</testsuites>\n")


def _examples(result: Result) -> dict[str, list[FindingRow]]:
    """The first findings of each check."""
    shares = {check.id: min(check.findings, _SHOWN) for check in result.checks}
    examples: dict[str, list[FindingRow]] = {}
    for finding in sampled(result.findings(), shares):
        examples.setdefault(finding.check, []).append(finding)
    return examples


def _case(result: Result, check: CheckOutcome, examples: list[FindingRow]) -> str:
    inside = "".join(_inside(result, check, examples))
    named = _attributes(classname=f"readiness.{check.severity.label}", name=check.id)
    return f"<testcase{named}>{inside}</testcase>\n"


def _inside(result: Result, check: CheckOutcome, examples: list[FindingRow]) -> Iterator[str]:
    if check.status == "crashed":
        yield _element("error", check.reason or "", message="the check crashed")
    elif check.status == "skipped":
        yield f"<skipped{_attributes(message=check.reason or '')}/>"
    if not check.findings:
        return
    text = "\n".join(_lines(check, examples))
    # a crashed check has its error already, and a case has one outcome
    if check.id in result.gate.failing and check.status == "ran":
        message = f"{counted(check.counting, 'finding')}: {check.doc.title}"
        yield _element("failure", text, message=message, type=check.gravest.label)
    else:
        yield _element("system-out", text)


def _lines(check: CheckOutcome, examples: list[FindingRow]) -> Iterator[str]:
    for finding in examples:
        where = "" if finding.line is None else f" ({finding.source}:{finding.line})"
        state = f" [{finding.state}]" if finding.state else ""
        yield f"{heading(finding)}{where}{state}: {sentence(finding)}"
    more = check.findings - len(examples)
    if more:
        yield f"… and {counted(more, 'further finding')}"
    yield f"Fix: {check.doc.fix}"


def _gate_case(result: Result) -> str:
    """The case of the gate; an incomplete or empty scan is an error, since nothing was judged."""
    line = gate_line(result)
    if result.gate.passed:
        inside = _element("system-out", line)
    elif result.verdict in {Verdict.INCOMPLETE, Verdict.EMPTY}:
        text = "\n".join([*result.gate.reasons, *problems(result)])
        inside = _element("error", text, message=line, type=result.verdict)
    else:
        inside = _element("failure", "\n".join(result.gate.reasons), message=line, type="gate")
    return f"<testcase{_attributes(classname='readiness', name='gate')}>{inside}</testcase>\n"


def _properties(result: Result) -> str:
    """The verdict on the directory, which is not the gate, and what to know about it."""
    said = answer(result)
    # as a case of its own it would fail the pipeline although its gate had passed
    texts = {"verdict": result.verdict.value, "answer": plain_text(said.sentence)}
    texts["gate"] = said.gate.word
    if result.config_file:
        texts["configuration"] = result.config_file
    pairs = [*texts.items(), *(("warning", warning) for warning in result.warnings)]
    lines = "".join(f"<property{_attributes(name=k, value=v)}/>" for k, v in pairs)
    return f"<properties>{lines}</properties>\n"


def _element(name: str, text: str, **attributes: object) -> str:
    lines = "\n".join(_safe(line) for line in text.split("\n"))
    return f"<{name}{_attributes(**attributes)}>{lines}</{name}>"


def _attributes(**attributes: object) -> str:
    return "".join(f" {name}={quoteattr(shown(str(value)))}" for name, value in attributes.items())


def _safe(text: str) -> str:
    """Only characters that XML allows, and none of its marks."""
    return escape(shown(text))
