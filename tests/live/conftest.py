"""A real domain controller and a real OpenLDAP server, for tests of live directories."""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from readiness.checking.check import Skip
from readiness.checking.registry import by_id, installed
from readiness.evaluation.projection import attributes_read
from readiness.model.finding import FindingRow, Severity
from readiness.model.plan import Plan
from readiness.pipeline.job import Job
from readiness.pipeline.result import Result
from readiness.pipeline.scan import ScanRequest, scan
from readiness.sources.live.options import LiveOptions
from readiness.sources.source import Source
from tests.live import domain_controller
from tests.live.domain_controller import BASE, FQDN, PASSWORD, READER, DomainController

pytest.importorskip("cryptography", reason="certificates are made with cryptography")
from tests.live.certificates import Authority

PLAN = Plan(
    verified_domains=("contoso.com",),
    identity_model="password-hash-sync",
    sync_tool="connect-sync",
    now=datetime(2026, 11, 22, 10, tzinfo=UTC),
)
_ROOM = 1 << 30
"""Octets that a domain controller may need."""
Ask = Callable[..., LiveOptions]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The certificate authority that the servers of this session trust."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def provisioned(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DomainController]:
    """The domain controller of this session."""
    reason = domain_controller.missing()
    if reason:
        pytest.skip(reason)
    folder = _quick_folder() or tmp_path_factory.mktemp("dc")
    server = DomainController(folder, domain_controller.free_address())
    server.provision(authority)
    server.start()
    yield server
    server.kill()
    shutil.rmtree(folder)


def _quick_folder() -> Path | None:
    """A folder in memory, if there is enough of it: provisioning waits for the disk a lot."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of a random name in it is ours alone
    if not memory.is_dir() or shutil.disk_usage(memory).free < _ROOM:
        return None
    return Path(tempfile.mkdtemp(dir=memory))


@pytest.fixture
def controller(
    provisioned: DomainController, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DomainController]:
    """The domain controller, found under every name in contoso.com; running again afterwards."""
    resolve = socket.getaddrinfo

    def resolved(host: str, *rest: Any, **named: Any) -> Any:
        return resolve(provisioned.ip if host.endswith(".contoso.com") else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    yield provisioned
    provisioned.thaw()
    if not domain_controller.answers(provisioned.ip, 636):
        provisioned.start()


@pytest.fixture
def describe(authority: Authority) -> Ask:
    """Makes options for some server, those for the domain controller unless they are changed."""

    def options(url: str = f"ldaps://{FQDN}", **changed: Any) -> LiveOptions:
        usual: dict[str, Any] = {
            "user": READER,
            "password": lambda: PASSWORD,
            "ca_file": authority.file,
            "base": BASE,
            "attributes": attributes(),
            "timeout": 20,
        }
        return LiveOptions((url,), **(usual | changed))

    return options


@pytest.fixture
def ask(controller: DomainController, describe: Ask) -> Ask:
    """Makes options for the domain controller, which runs."""
    del controller
    return describe


@pytest.fixture
def examine(tmp_path: Path) -> Callable[[Source], tuple[Result, list[FindingRow]]]:
    """Scans a source with every check that can run; the result, and its findings."""

    def examined(source: Source) -> tuple[Result, list[FindingRow]]:
        folder = tmp_path / f"scan-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        severities = {name: check.severity for name, check in by_id(installed()).items()}
        job = Job(folder, PLAN, severities)
        result = scan(ScanRequest(job, [source], Severity.ERROR, 1, {}))
        return result, list(result.findings())

    return examined


def attributes() -> tuple[str, ...]:
    """What the checks that can run want to read."""
    checks = []
    for check in installed():
        try:
            checks.append(check(PLAN))
        except Skip:
            continue
    return attributes_read(checks)
