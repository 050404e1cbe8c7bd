"""Every mistake is answered with its status, in one line that blames what is to blame."""

from collections import Counter

import pytest

from tests.mistakes.catalogue import MISTAKES
from tests.mistakes.mistake import EXPORT, outcome
from tests.mistakes.page import PAGE, row
from tests.running import run

_BUG = 70


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_a_mistake_is_answered_in_one_line_that_blames_it(mistake):
    made = outcome(mistake)
    assert made.status == mistake.status, made.messages
    assert len(made.messages) == 1, made.messages
    assert mistake.blames in made.messages[0]
    assert not made.left_behind
    assert row(mistake, made) in PAGE.read_text(encoding="utf-8").splitlines(), (
        f"write the page again (python -m tests.mistakes): {made}"
    )


def test_the_page_tells_of_each_mistake_once():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if " | `" in line]
    assert len(rows) == len(MISTAKES) >= 100
    assert max(Counter(rows).values()) == 1


def test_no_mistake_is_expected_to_end_as_a_bug():
    assert _BUG not in {mistake.status for mistake in MISTAKES}


def test_without_a_mistake_the_export_is_ready(tmp_path):
    (tmp_path / "export.ldif").write_text(EXPORT)
    done = run("scan", "export.ldif", "--domain", "contoso.com", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("READY: ")
