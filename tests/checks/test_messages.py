"""Every message finishes the sentence that its attribute begins, as the console prints it."""

import re

import pytest

from tests.checks.test_samples import MADE, UNIT_TESTED, plan_of
from tests.conftest import CHECKS, SAMPLES, scanned

VERBS = """
accepts allows begins belongs contradicts counts differs disables does ends expires fits gives has
holds is keeps leads leaves lets limits lists locks looks names requires says stands stores tells
trusts was
"""


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - MADE.keys() - UNIT_TESTED))
def test_a_message_goes_on_after_the_attribute(name):
    path = SAMPLES / "checks" / f"{name}.ldif"
    with scanned(plan_of(path.read_text(encoding="utf-8")), path) as result:
        for finding in result.findings():
            assert finding.message.split()[0] in VERBS.split(), finding.message
            assert not finding.message.endswith(".")
            if finding.value is None:
                own = re.escape(finding.attribute)
                assert not re.match(rf"(has no|has|lacks) {own}\b", finding.message)
                assert not re.match(r"has (no|mail)\b", finding.message)
