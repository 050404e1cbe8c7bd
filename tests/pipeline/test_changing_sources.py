"""A source that changes while it is read makes the scan incomplete, and so does a full disk."""

import resource
import subprocess

import pytest

from tests.running import COMMAND, environment, run

MEANWHILE = '''
import os
from readiness import USERS, Check, Severity

class Meanwhile(Check):
    """Somebody changes the export while it is read.

    Fix: none.
    See: https://contoso.com
    """
    id = "meanwhile"
    severity = Severity.INFO
    kinds = USERS
    reads = ("cn",)

    def examine(self, entry):
        if entry.first("cn") == "u0":
            {change}
        return iter(())
'''
CHANGES = {
    "got shorter": "os.truncate('export.ldif', 100)",
    "was removed": "os.remove('export.ldif')",
    "was replaced": "open('new', 'w').close(); os.replace('new', 'export.ldif')",
    "changed": "open('export.ldif', 'a').write('# more')",
}


def people(number):
    entry = "dn: CN=u{0}\nobjectClass: user\ncn: u{0}\nsAMAccountName: u{0}\ndescription: {1}\n\n"
    return "".join(entry.format(n, "x" * 700) for n in range(number))


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("how", CHANGES)
def test_a_file_that_changes_while_it_is_read_makes_the_scan_incomplete(tmp_path, how, jobs):
    (tmp_path / "export.ldif").write_text(people(3000))
    (tmp_path / "meanwhile.py").write_text(MEANWHILE.format(change=CHANGES[how]))
    options = ("--check-file", "meanwhile.py", "--select", "meanwhile", "--jobs", jobs, "-q")
    done = run("scan", "export.ldif", *options, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert f"export.ldif: the file {how}" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("limit", "reason"),
    [(resource.RLIMIT_FSIZE, "File too large"), (resource.RLIMIT_NOFILE, "Too many open files")],
)
def test_a_limit_of_the_machine_is_told_in_one_line(tmp_path, limit, reason, jobs):
    path = tmp_path / "export.ldif"
    path.write_text(people(30_000))
    most = 100_000 if limit == resource.RLIMIT_FSIZE else 12 if jobs == "2" else 6
    done = subprocess.run(
        [COMMAND, "scan", path, "--jobs", jobs, "-q", "--no-progress"],
        env=environment(TMPDIR=str(tmp_path)),
        preexec_fn=lambda: resource.setrlimit(limit, (most, most)),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("readiness-*"))
