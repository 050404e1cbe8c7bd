"""Measures reading a Samba domain controller beside ldapsearch and python-ldap, in one run.

`python -m tests.live.measure [USERS [ROUNDS]]` prints the medians; clients take turns.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path

from readiness.sources.live.ldap_source import LdapSource
from readiness.sources.live.live_directory import LiveDirectory
from readiness.sources.live.options import EVERYTHING, LiveOptions, asked_attributes
from readiness.sources.protocol.access import Access
from tests.live import domain_controller
from tests.live.certificates import Authority
from tests.live.conftest import attributes
from tests.live.domain_controller import BASE, PASSWORD, READER, DomainController
from tests.running import COMMAND

PAGE = 1000
Client = Callable[[str, Path], int]


def ours(url: str, ca_file: Path) -> int:
    """Everything that a scan does before the checks."""
    access = Access((url,), user=READER, password=lambda: PASSWORD, ca_file=ca_file)
    source = LdapSource(LiveDirectory(LiveOptions(access, base=BASE)), attributes())
    size = sum(len(block.data) for part in source.partitions(1) for block in part.blocks())
    sys.stdout.write(
        f"    waited {source.waited:.2f} s in {source.searches} searches, {size:,} bytes\n"
    )
    return source.entries


def scanned(*arguments: object) -> int:
    """The number of entries that the command scans, by one process."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [COMMAND, "scan", *map(str, arguments), "--jobs=1", f"--report={report}", "--quiet"],
            env={**os.environ, "READINESS_PASSWORD": PASSWORD},
            check=False,
            stderr=subprocess.DEVNULL,
        )
        return int(json.loads(report.read_bytes())["summary"]["entries"])


def live_scan(url: str, ca_file: Path) -> int:
    """The command on the directory."""
    return scanned(url, f"--user={READER}", f"--ca-file={ca_file}", f"--base={BASE}")


def snapshot_scan(url: str, ca_file: Path) -> int:
    """The command on a snapshot of it."""
    path = ca_file.with_name("snapshot.ldif")
    if not path.exists():
        subprocess.run(
            [
                *(COMMAND, "snapshot", url, f"--user={READER}", f"--ca-file={ca_file}"),
                *(f"--base={BASE}", "-o", path),
            ],
            env={**os.environ, "READINESS_PASSWORD": PASSWORD},
            check=True,
        )
        return snapshot_scan(url, ca_file)
    return scanned(path)


def python_ldap(url: str, ca_file: Path) -> int:
    """The same search by the library that wraps OpenLDAP's, decoded and nothing more."""
    import ldap  # noqa: PLC0415 - it may not be installed
    from ldap.controls import SimplePagedResultsControl  # noqa: PLC0415 - as above

    ldap.set_option(ldap.OPT_X_TLS_CACERTFILE, str(ca_file))
    connection = ldap.initialize(url)
    connection.simple_bind_s(READER, PASSWORD)
    control = SimplePagedResultsControl(criticality=True, size=PAGE, cookie="")
    wanted, total = list(asked_attributes(attributes())), 0
    while True:
        number = connection.search_ext(
            BASE, ldap.SCOPE_SUBTREE, EVERYTHING, wanted, serverctrls=[control]
        )
        _, found, _, controls = connection.result3(number)
        total += sum(1 for dn, _ in found if dn)
        control.cookie = controls[0].cookie
        if not control.cookie:
            return total


def ldapsearch(url: str, ca_file: Path) -> int:
    """The command, which writes LDIF to a file."""
    with tempfile.TemporaryFile() as out:
        subprocess.run(
            [
                *("ldapsearch", "-LLL", "-x", "-H", url, "-D", READER, "-w", PASSWORD),
                *("-b", BASE, "-E", f"pr={PAGE}/noprompt", "-o", "ldif-wrap=no", EVERYTHING),
                *asked_attributes(attributes()),
            ],
            env={**os.environ, "LDAPTLS_CACERT": str(ca_file)},
            stdout=out,
            check=True,
        )
        out.seek(0)
        return sum(line.startswith(b"dn:") for line in out)


CLIENTS: dict[str, Client] = {
    "readiness, reading": ours,
    "ldapsearch": ldapsearch,
    **({"python-ldap": python_ldap} if find_spec("ldap") else {}),
    "readiness, live": live_scan,
    "readiness, file": snapshot_scan,
}


def main(users: int = 20_000, rounds: int = 5) -> None:
    """Measure."""
    folder = Path(tempfile.mkdtemp(prefix="measure-"))
    authority = Authority(folder)
    server = DomainController(folder / "dc", domain_controller.free_address())
    server.provision(authority, users)
    server.start()
    try:
        table: dict[str, list[tuple[float, float, int]]] = {}
        for _ in range(rounds):
            for name, client in CLIENTS.items():
                table.setdefault(name, []).append(timed(client, server, authority))
        for name, rows in table.items():
            tell(name, rows)
    finally:
        server.kill()
        shutil.rmtree(folder)


def timed(
    client: Client, server: DomainController, authority: Authority
) -> tuple[float, float, int]:
    """The wall time, the client's CPU time, and the entries of one client."""
    began, cpu = time.perf_counter(), _cpu()
    entries = client(f"ldaps://{server.ip}", authority.file)
    return time.perf_counter() - began, _cpu() - cpu, entries


def tell(name: str, rows: Iterable[tuple[float, float, int]]) -> None:
    """Print a line of the table."""
    wall, cpu, entries = (statistics.median(column) for column in zip(*rows, strict=True))
    each = cpu / entries * 1e6
    sys.stdout.write(
        f"{name:18} {wall:6.2f} s {entries / wall:6.0f} entries/s, {cpu:5.2f} s CPU, {each:4.0f} µs"
        " an entry\n"
    )


def _cpu() -> float:
    """The CPU time of this process and those that it has waited for."""
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
