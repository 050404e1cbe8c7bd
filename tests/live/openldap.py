"""An OpenLDAP server of our own, for what Samba does not enforce: limits and referrals."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests.live.domain_controller import answers, until

if TYPE_CHECKING:
    from collections.abc import Iterator

BASE = "dc=example,dc=com"
READER, PASSWORD = f"cn=reader,{BASE}", "Sc4nner!pw"
ENTRIES = 250
PAGE_LIMIT, TOTAL_LIMIT = 100, 150
ELSEWHERE = "ldap://other.example.org/"
_SCHEMAS = Path("/etc/ldap/schema")


class OpenLdap:
    """One server, with a certificate in its folder, on a port of its own."""

    host = "127.0.0.1"

    def __init__(self, folder: Path) -> None:
        """Fill the database."""
        self.folder = folder
        (folder / "db").mkdir(parents=True)
        self.plain_port, self.port = _free_port(), _free_port()
        (folder / "slapd.conf").write_text(_settings(folder))
        subprocess.run(
            [_slapd(), "-Tadd", "-q", "-f", folder / "slapd.conf"],
            input="".join(_entries()),
            text=True,
            check=True,
            capture_output=True,
        )
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, encrypted."""
        return f"ldaps://{self.host}:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        where = f"ldap://{self.host}:{self.plain_port} {self.url}"
        self._process = subprocess.Popen(
            [_slapd(), "-h", where, "-f", self.folder / "slapd.conf", "-d", "0"],
            stderr=subprocess.DEVNULL,
        )
        until(lambda: answers(self.host, self.port))

    def stop(self) -> None:
        """End."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait()


def missing() -> str | None:
    """Why there is no OpenLDAP here, or None."""
    try:
        _slapd()
    except FileNotFoundError:
        return "no slapd: apt-get install slapd"
    return None if _SCHEMAS.is_dir() else f"no schemas in {_SCHEMAS}"


def _slapd() -> str:
    found = shutil.which("slapd", path="/usr/sbin:/usr/bin:/usr/local/libexec")
    if found is None:
        raise FileNotFoundError("slapd")
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _settings(folder: Path) -> str:
    schemas = "".join(
        f"include {_SCHEMAS}/{name}.schema\n" for name in ("core", "cosine", "inetorgperson")
    )
    limit = f"size=unlimited size.pr={PAGE_LIMIT} size.prtotal={TOTAL_LIMIT}"
    return f"""{schemas}pidfile {folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
referral {ELSEWHERE}
TLSCertificateFile {folder}/cert.pem
TLSCertificateKeyFile {folder}/key.pem
database mdb
suffix "{BASE}"
directory {folder}/db
maxsize 16777216
limits dn.exact="{READER}" {limit}
limits dn.exact="cn=free,{BASE}" size=unlimited
access to attrs=userPassword by anonymous auth
access to dn.subtree="ou=hidden,{BASE}" attrs=objectClass by * search
access to dn.subtree="ou=hidden,{BASE}" attrs=entry by * read
access to dn.subtree="ou=hidden,{BASE}" by * none
access to dn.base="" by * read
access to * by users read
"""


def _entries() -> Iterator[str]:
    classes = "objectClass: dcObject\nobjectClass: organization\n"
    yield f"dn: {BASE}\n{classes}dc: example\no: Example\n\n"
    for name in ("people", "hidden", "remote"):
        yield f"dn: ou={name},{BASE}\nobjectClass: organizationalUnit\nou: {name}\n\n"
    for name in ("reader", "free"):
        yield (
            f"dn: cn={name},{BASE}\nobjectClass: person\ncn: {name}\nsn: {name}\n"
            f"userPassword: {PASSWORD}\n\n"
        )
    for number in range(ENTRIES):
        yield _person(f"u{number:03}", "people")
    yield _person("secret", "hidden")
    yield (
        f"dn: ou=emea,ou=remote,{BASE}\nobjectClass: referral\nobjectClass: extensibleObject\n"
        f"ou: emea\nref: {ELSEWHERE}ou=emea,{BASE}\n\n"
    )


def _person(name: str, unit: str) -> str:
    return (
        f"dn: uid={name},ou={unit},{BASE}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\n"
        f"sn: {name}\nmail: {name}@example.com\n\n"
    )
