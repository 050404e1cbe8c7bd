"""The installed command ends with the status that a pipeline relies on."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import DEADLY, SAMPLES

COMMAND = str(Path(sys.executable).with_name("readiness"))
USER = """dn: CN=u{0}
objectClass: user
sAMAccountName: u{0}
displayName: u{0}
objectGUID: f2953050-cfdc-4d5b-a667-{0:012d}
userPrincipalName: u{0}@contoso.com
mail: u{0}@contoso.com
proxyAddresses: SMTP:u{0}@contoso.com

"""
CRASHING = DEADLY.replace("os.kill(os.getppid(), signal.SIGKILL)", "raise RuntimeError('no luck')")
BUG = """
import sys
from readiness.command import main
from readiness.pipeline import scan
def broken(*_):
    raise RuntimeError("a bug of ours")
scan.Scan.run = broken
sys.argv[1:] = ["scan", *sys.argv[1:]]
main.main()
"""


@pytest.fixture
def run(tmp_path):
    """Runs the command with a temporary folder of its own, which must be empty in the end."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": "1795000000"}

    def running(*arguments, command=(COMMAND,), **given):
        given = {"capture_output": True, "text": True, "cwd": tmp_path, "timeout": 60} | given
        done = subprocess.run(
            [*command, *map(str, arguments)], env=environment, check=False, **given
        )
        assert "Traceback" not in done.stderr
        assert not list(temporary.iterdir())
        return done

    return running


@pytest.fixture
def healthy(tmp_path):
    path = tmp_path / "healthy.ldif"
    path.write_text("".join(map(USER.format, range(60))))
    return path


def shares(path):
    """The entries of a file in as many files as make work for several processes."""
    entries = path.read_text().split("\n\n")
    paths = [path.with_name(f"share-{number}.ldif") for number in range(6)]
    for number, share in enumerate(paths):
        share.write_text("\n\n".join([*entries[number::6], ""]))
    return paths


def test_0_when_nothing_is_in_the_way(run):
    done = run("scan", SAMPLES / "clean.ldif", "--domain=contoso.com")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("READY: ")


def test_0_when_no_finding_shall_fail(run):
    assert run("scan", SAMPLES / "contoso.ldif", "--fail-on", "never").returncode == 0


def test_1_when_the_gate_fails(run):
    done = run("scan", SAMPLES / "contoso.ldif")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("NOT READY")


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan"],
        ["scan", "x", "--no-such-option"],
        ["scan", "x", "--fail-on", "sometimes"],
        ["scan", "x", "--report", "report.unknown"],
        ["scan", "x", "--select", "no-such-check"],
        ["scan", "x", "--check-file", "missing.py"],
        ["scan", "x", "--jobs", "0"],
        ["scan", "x", "--config", "missing.toml"],
        ["explain", "no-such-check"],
        ["no-such-command"],
    ],
)
def test_2_when_it_was_not_asked_properly(run, arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert not done.stdout


def test_2_when_a_report_cannot_be_written(run):
    done = run("scan", SAMPLES / "clean.ldif", "--report", "no/such/folder/report.json")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def truncated_gzip():
    return gzip.compress(b"".join(USER.format(n).encode() for n in range(300)))[:-20]


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (None, "there is no such file"),
        (truncated_gzip(), "ends early"),
        (USER.format(1).encode() + b"prose\n\n", ":10: the record does not begin|the line is not"),
        (USER.format(1).encode() + b"dn: CN=b\nmail:: !\n\n", "the base64 value is broken"),
        (USER.format(1).encode() + b"search: 2\nresult: 4 Size limit exceeded\n\n", "Size limit"),
        (b"dn: CN=a\nchangetype: modify\n\n", "list of changes"),
        (USER.format(1).encode().rstrip(b"\n"), "cut short"),
        (b"\x00\xff\xfe" * 1000, "not"),
    ],
)
def test_3_when_a_source_was_not_read_to_its_end(run, tmp_path, octets, says):
    path = tmp_path / "export.ldif"
    if octets is not None:
        path.write_bytes(octets)
    done = run("scan", path, SAMPLES / "clean.ldif", "--report", "json:-")
    assert done.returncode == 3
    assert any(one in done.stdout for one in says.split("|"))
    assert '"verdict": "incomplete"' in done.stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_3_when_a_check_crashed(run, tmp_path, healthy, jobs):
    (tmp_path / "ours.py").write_text(CRASHING.format(when="entry.dn == 'CN=u7'"))
    done = run(
        "scan", *shares(healthy), "--check-file", "ours.py", "--jobs", jobs, "--fail-on", "never"
    )
    assert done.returncode == 3
    assert "deadly crashed" in done.stdout
    assert "no luck" in done.stdout


def test_3_when_a_worker_died(run, tmp_path, healthy):
    (tmp_path / "ours.py").write_text(DEADLY.format(when="entry.dn == 'CN=u7'"))
    done = run("scan", *shares(healthy), "--check-file", "ours.py", "--jobs", "2")
    assert done.returncode == 3
    assert "a worker process died (signal 9)" in done.stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_3_when_a_check_ends_its_process(run, tmp_path, healthy, jobs):
    deadly = DEADLY.replace("os.kill(os.getppid(), signal.SIGKILL)", "raise SystemExit(0)")
    (tmp_path / "ours.py").write_text(deadly.format(when="True"))
    done = run("scan", *shares(healthy), "--check-file", "ours.py", "--jobs", jobs)
    assert done.returncode == 3


def test_4_when_there_is_nothing_to_scan(run, tmp_path):
    (tmp_path / "empty.ldif").touch()
    done = run("scan", "empty.ldif")
    assert done.returncode == 4
    assert done.stdout.startswith("NOTHING TO SCAN")


def test_70_when_the_bug_is_ours(run):
    done = run(SAMPLES / "clean.ldif", command=(sys.executable, "-c", BUG))
    assert done.returncode == 70
    assert "this is a bug: RuntimeError: a bug of ours" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_standard_input_is_scanned(run):
    done = run("scan", "-", input=(SAMPLES / "contoso.ldif").read_text())
    assert done.returncode == 1


def test_a_reader_that_goes_away_is_no_bug(run):
    command = ["bash", "-c", f'set -o pipefail; {COMMAND} "$@" | head -c 10', "readiness"]
    done = run("scan", SAMPLES / "contoso.ldif", "--report", "json:-", command=command)
    assert done.returncode != 70
    assert "bug" not in done.stderr


def test_files_can_be_read_by_nobody_else(run, tmp_path, healthy):
    watch = DEADLY.replace(
        "os.kill(os.getppid(), signal.SIGKILL)",
        """
            import glob
            for path in glob.glob(os.environ["TMPDIR"] + "/**", recursive=True):
                mode = os.stat(path).st_mode & 0o777
                is_top = path.rstrip("/") == os.environ["TMPDIR"]
                if not is_top and mode != (0o700 if os.path.isdir(path) else 0o600):
                    raise RuntimeError(f"{path} has the mode {mode:o}")
            with open(os.path.join(os.environ["TMPDIR"], "..", "watched"), "a"):
                pass
""",
    )
    (tmp_path / "ours.py").write_text(watch.replace("{when}", "entry.dn == 'CN=u7'"))
    for jobs in (1, 2):
        paths = shares(healthy)
        done = run("scan", *paths, "--check-file", "ours.py", "--jobs", jobs, "-r", "report.json")
        assert "crashed" not in done.stdout
    assert (tmp_path / "watched").exists()
    assert (tmp_path / "report.json").stat().st_mode & 0o777 == 0o600
