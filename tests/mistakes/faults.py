"""Faults of machines, checks and servers, and sources that change while they are read."""

from __future__ import annotations

from tests.mistakes.mistake import EXPORT, Mistake, people

_SCAN = "readiness scan export.ldif --domain contoso.com"
_MANY = people(f"u{number}" for number in range(300))
_CHECK = '''
import os, sys, time
from readiness import USERS, Check, Severity

class Ours(Check):
    """It is ours.

    Fix: none.
    See: https://contoso.com
    """
    id = "ours"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("cn",)

    def examine(self, entry):
        {}
        return iter(())
'''


def _limited(what: str, limit: str, command: str, status: int, blames: str) -> Mistake:
    """A limit that the system sets: with ulimit."""
    return Mistake(what, f"ulimit {limit}; {command}", status, blames, {"many.ldif": _MANY})


def _meanwhile(what: str, code: str, blames: str) -> Mistake:
    """What happens to a source while it is read, here for sure: a check does it."""
    return Mistake(
        what, f"{_SCAN} --check-file ours.py", 3, blames, {"ours.py": _CHECK.format(code)}
    )


def _interrupted(what: str, signal: str) -> Mistake:
    """A signal that ends the command in the midst of it, here for sure: a check sends it."""
    code = f"import signal; os.kill(os.getppid(), signal.{signal}); time.sleep(9)"
    return Mistake(
        what,
        f"{_SCAN} --jobs 1 --check-file ours.py",
        130,
        "interrupted",
        {"ours.py": _CHECK.format(code)},
    )


def _check(what: str, code: str, blames: str) -> Mistake:
    """A check that fails about an entry."""
    command = f"{_SCAN} --check-file ours.py --check-timeout 1"
    return Mistake(what, command, 3, blames, {"ours.py": _CHECK.format(code)})


def _check_file(what: str, python: str, blames: str) -> Mistake:
    """A file of checks that cannot be used."""
    return Mistake(what, f"{_SCAN} --check-file ours.py", 2, blames, {"ours.py": python})


def _server(what: str, command: str, status: int, blames: str) -> Mistake:
    return Mistake(what, f"readiness {command}", status, blames)


CHANGING_SOURCES = (
    _meanwhile(
        "an export that is cut short while it is read",
        "os.truncate('export.ldif', 100)",
        "export.ldif",
    ),
    _meanwhile(
        "an export that grows while it is read",
        "open('export.ldif', 'a').write('x')",
        "export.ldif",
    ),
    _meanwhile(
        "an export that is removed while it is read",
        "os.path.exists('export.ldif') and os.remove('export.ldif')",
        "export.ldif",
    ),
    _meanwhile(
        "an export that is replaced while it is read",
        "open('new', 'w').write('x'); os.replace('new', 'export.ldif')",
        "export.ldif",
    ),
    Mistake(
        "a compressed export that is removed while it is read",
        "readiness scan export.ldif.gz --check-file ours.py",
        3,
        "export.ldif.gz",
        {
            "ours.py": _CHECK.format(
                "os.path.exists('export.ldif.gz') and os.remove('export.ldif.gz')"
            )
        },
        before="gzip export.ldif",
    ),
    Mistake(
        "an export in UTF-16 that is cut short while it is read",
        "readiness scan wide.ldif --check-file ours.py",
        3,
        "wide.ldif",
        {
            "wide.ldif": EXPORT.encode("utf-16"),
            "ours.py": _CHECK.format("os.truncate('wide.ldif', 100)"),
        },
    ),
)

MACHINES = (
    _limited(
        "a report that is larger than files may be",
        "-f 8",
        f"{_SCAN} -q -r report.html",
        2,
        "report.html cannot be written: File too large",
    ),
    _limited("too few open files", "-n 5", f"{_SCAN} -q --jobs 1", 3, "ulimit -n"),
    Mistake("standard output that is full", f"{_SCAN} > /dev/full", 2, "No space left on device"),
    Mistake("a report to what is full", f"{_SCAN} -r json:- > /dev/full", 2, "No space left"),
    Mistake(
        "a report into a full device",
        f"{_SCAN} -r json:/dev/full",
        2,
        "/dev/full cannot be written",
    ),
    Mistake("standard output that is closed", f"{_SCAN} >&-", 2, "standard output"),
    Mistake("standard input that is closed", "readiness scan - <&-", 3, "standard input is closed"),
    Mistake("standard input that is empty", "readiness scan - < /dev/null", 4, "empty"),
    Mistake("standard input that can only be written", "readiness scan - 0> in.ldif", 3, "-: "),
    Mistake("help that nobody can read", "readiness --help > /dev/full", 2, "standard output"),
    Mistake("a list that nobody can read", "readiness checks >&-", 2, "standard output"),
    Mistake("a schema that nobody can read", "readiness schema > /dev/full", 2, "standard output"),
    Mistake(
        "a preview that nobody can read",
        "readiness preview export.ldif > /dev/full",
        2,
        "standard output",
    ),
    _limited(
        "temporary files that are larger than files may be",
        "-f 1",
        "readiness scan many.ldif -q --jobs 1",
        3,
        "ulimit -f",
    ),
)

INTERRUPTIONS = (
    _interrupted("Ctrl-C", "SIGINT"),
    _interrupted("a terminal that is closed", "SIGHUP"),
    _interrupted("a build that is cancelled", "SIGTERM"),
    _interrupted("Ctrl-\\\\", "SIGQUIT"),
)

CHECKS = (
    _check("a check that raises", "raise ValueError('no luck')", "the check ours crashed"),
    _check("a check that yields None", "yield None", "the check ours crashed"),
    _check("a check that yields a text", "yield 'mail is wrong'", "the check ours crashed"),
    _check("a check that exits", "sys.exit(0)", "the check ours crashed"),
    _check("a check that ends the process", "os._exit(0)", "the check ours crashed"),
    _check("a check that never ends", "time.sleep(60)", "--check-timeout"),
    _check(
        "a check that recurses for ever",
        "self.examine(entry).__class__; f = lambda: f(); f()",
        "RecursionError",
    ),
    _check_file("a file of checks without a check", "x = 1\n", "defines no check"),
    _check_file("a syntax error", "class Ours(\n", "SyntaxError"),
    _check_file(
        "a file of checks that exits", "import os; os._exit(0)\n", "ours.py cannot be loaded"
    ),
    _check_file("a file of checks that raises", "1 / 0\n", "ZeroDivisionError"),
    *(
        Mistake(
            f"a file of checks that never ends, {where}",
            f"readiness {command} --check-file ours.py --check-timeout 1",
            2,
            "ours.py cannot be loaded: it took longer",
            {"ours.py": "while True: pass\n"},
        )
        for where, command in (
            ("in a scan", "scan export.ldif"),
            ("in a list", "checks"),
            ("in the settings", "config"),
        )
    ),
    Mistake(
        "a plug-in that cannot be loaded",
        f"PYTHONPATH=. {_SCAN}",
        2,
        "the plug-in acme_checks cannot be loaded: RuntimeError: no licence",
        {
            "acme_checks.py": 'raise RuntimeError("no licence")\n',
            "acme-1.0.dist-info/entry_points.txt": "[readiness.checks]\nacme = acme_checks\n",
        },
    ),
    _check_file("a package that is not installed", "import exchange_online\n", "exchange_online"),
    _check_file("a name of the earlier contract", "from readiness import Sound\n", "`when`"),
    _check_file(
        "an attribute of the earlier contract",
        _CHECK.replace("reads =", "plain = True\n    reads ="),
        "`plain`",
    ),
    _check_file(
        "a check without a severity",
        _CHECK.replace("    severity = Severity.WARNING\n", ""),
        "`severity`",
    ),
    _check_file(
        "a check with the id of another", _CHECK.replace('"ours"', '"upn-missing"'), "upn-missing"
    ),
    Mistake(
        "a file of checks that is no Python",
        f"{_SCAN} --check-file export.ldif",
        2,
        "export.ldif is not a Python file",
    ),
    Mistake("a folder of checks", f"{_SCAN} --check-file tmp", 2, "tmp"),
)

SERVERS = (
    Mistake(
        "a host in the place of a file",
        "readiness scan dc1.contoso.com",
        2,
        "ldaps://dc1.contoso.com",
    ),
    Mistake(
        "an address in the place of a file", "readiness scan 10.0.0.1:636", 2, "ldaps://10.0.0.1"
    ),
    _server("a web address", "scan https://dc1.contoso.com", 2, "ldaps://"),
    _server("a URL without slashes", "scan ldaps:dc1.contoso.com", 2, "ldaps://dc1.contoso.com"),
    _server("a URL without a host", "scan ldaps:// --auth anonymous", 2, "ldaps://"),
    _server(
        "a port that there is not",
        "scan ldaps://dc1:99999 --auth anonymous",
        2,
        "Port out of range",
    ),
    _server("a URL with a password", "scan ldaps://ana:secret@dc1 --auth anonymous", 2, "--user"),
    _server(
        "a filter with a bracket too few",
        "scan ldaps://127.0.0.1:1 --auth anonymous --filter '(cn=a'",
        2,
        "--filter",
    ),
    _server("nobody who asks", "scan ldaps://127.0.0.1:1", 2, "--user"),
    _server(
        "a password that would be seen",
        "scan ldap://127.0.0.1:1 --user ana --password-file export.ldif",
        2,
        "--start-tls",
    ),
    _server(
        "authorities that there are not",
        "scan ldaps://127.0.0.1:1 --auth anonymous --ca-file ca.pem",
        2,
        "ca.pem",
    ),
    _server(
        "authorities that are none",
        "scan ldaps://127.0.0.1:1 --auth anonymous --ca-file export.ldif",
        2,
        "export.ldif",
    ),
    _server(
        "a server that is not there", "scan ldaps://127.0.0.1:1 --auth anonymous", 3, "127.0.0.1"
    ),
    _server(
        "a snapshot of nobody",
        "snapshot ldaps://127.0.0.1:1 --auth anonymous -o s.ldif",
        3,
        "127.0.0.1",
    ),
    _server("a snapshot of a file", "snapshot export.ldif -o s.ldif", 2, "export.ldif"),
    _server("a doctor for a file", "doctor export.ldif", 2, "export.ldif"),
    _server("a doctor for nobody", "doctor ldaps://127.0.0.1:1 --auth anonymous", 3, "127.0.0.1"),
    _server(
        "a page of no entries",
        "scan ldaps://127.0.0.1:1 --auth anonymous --page-size 0",
        2,
        "--page-size",
    ),
    _server(
        "a time in words",
        "scan ldaps://127.0.0.1:1 --auth anonymous --timeout soon",
        2,
        "--timeout",
    ),
    _server(
        "a way to sign in that there is not", "scan ldaps://127.0.0.1:1 --auth digest", 2, "--auth"
    ),
)
