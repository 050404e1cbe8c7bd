"""A real domain controller and a real OpenLDAP server, for tests of live directories."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from readiness.checking.check import Skip
from readiness.checking.registry import built_in
from readiness.evaluation.projection import attributes_read
from readiness.model.plan import Plan
from readiness.sources.live.ldap_source import LdapSource
from readiness.sources.live.live_directory import LiveDirectory
from readiness.sources.live.options import LiveOptions
from readiness.sources.protocol.access import Access
from tests.live import domain_controller
from tests.live.domain_controller import BASE, FQDN, PASSWORD, READER, DomainController
from tests.running import run

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
PLANNED = (
    "--domain=contoso.com",
    "--identity-model=password-hash-sync",
    "--sync-tool=connect-sync",
)
SEARCH = {"base", "filter", "page_size", "rate", "forest"}
"""Those of the options that are about the search, and not about the way to it."""
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
        access: dict[str, Any] = {
            "user": READER,
            "password": lambda: PASSWORD,
            "ca_file": authority.file,
            "timeout": 20,
        }
        search = {"base": BASE} | {name: changed.pop(name) for name in SEARCH & changed.keys()}
        return LiveOptions(Access((url,), **(access | changed)), **search)

    return options


@pytest.fixture
def ask(controller: DomainController, describe: Ask) -> Ask:
    """Makes options for the domain controller, which runs."""
    del controller
    return describe


def source(
    options: LiveOptions, asked: Sequence[str] = (), pause: Callable[[float], None] = time.sleep
) -> LdapSource:
    """The source that options describe, for what checks read if nothing else is asked for."""
    return LdapSource(LiveDirectory(options, pause=pause), asked or attributes())


@pytest.fixture
def readiness(
    controller: DomainController, authority: Authority
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command on the domain controller, with the reader's password in the environment."""

    def command(
        name: str, *options: str, url: str = f"ldaps://{FQDN}", user: str = READER, **named: Any
    ) -> subprocess.CompletedProcess[str]:
        env = {"READINESS_PASSWORD": PASSWORD} | hosts(controller) | named
        env = {key: value for key, value in env.items() if value is not None}
        given = (f"--user={user}",) if user else ()
        trust = (f"--ca-file={authority.file}", *PLANNED)
        done: subprocess.CompletedProcess[str] = run(
            name, *((url,) if url else ()), *given, *trust, *options, **env
        )
        return done

    return command


def hosts(controller: DomainController) -> dict[str, str]:
    """Variables with which a command finds the controller under every name in contoso.com."""
    names = str(Path(__file__).with_name("names"))
    return {"TEST_HOSTS": f".contoso.com={controller.ip}", "PYTHONPATH": names}


def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON report that a scan wrote to standard output."""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def attributes() -> tuple[str, ...]:
    """What the checks that can run want to read."""
    checks = []
    for check in built_in():
        try:
            checks.append(check(PLAN))
        except Skip:
            continue
    return attributes_read(checks)
