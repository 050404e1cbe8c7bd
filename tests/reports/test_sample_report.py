"""The report of the sample, which people look at before they install anything."""

from __future__ import annotations

import re

from tests.running import CONTOSO, ROOT, run

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MADE_BY = re.compile(r"^SOURCE_DATE_EPOCH=(\d+) readiness (scan .+contoso\.html)$", re.MULTILINE)
DATA_DATE = re.compile(r"as of \d+ \w+ \d{4}|as of \d{4}-\d\d-\d\d")
"""The date of the list of public domains: it comes with a library that has versions of its own."""


def test_the_sample_report_is_what_the_documented_command_writes(tmp_path):
    made_by = MADE_BY.search(CONTRIBUTING)
    assert made_by
    epoch, command = made_by.groups()
    *options, path = command.split()
    kept = (ROOT / path).read_text("utf-8")
    (tmp_path / "sample_ldif").mkdir()
    (tmp_path / "sample_ldif" / CONTOSO.name).write_bytes(CONTOSO.read_bytes())
    # nothing in the environment: the commands of the report would repeat it
    environment = {"SOURCE_DATE_EPOCH": epoch, "READINESS_EXPORTED_ATTRIBUTES": ""}
    done = run(*options, path, cwd=tmp_path, **environment)
    assert done.returncode == 1, done.stderr
    made = (tmp_path / path).read_text("utf-8")
    # a blank in prose stays one; only in a value does it get a mark
    assert "may have <code>SMTP:</code> in capitals" in made
    assert DATA_DATE.sub("", made) == DATA_DATE.sub("", kept)
