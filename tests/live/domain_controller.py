"""A Samba Active Directory domain controller of our own, on a loopback address of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.live.certificates import Authority

PYTHON = "/usr/bin/python3"
"""The Python of the system, which alone has the package python3-samba."""
BASE = "DC=contoso,DC=com"
FQDN = "dc1.contoso.com"
PASSWORD = "Sc4nner!pw"  # noqa: S105 - of accounts that live for a minute
WRONG = "not-the-password"
READER = f"CN=reader,CN=Users,{BASE}"
USERS = 1800
"""More than Active Directory sends of an attribute at once."""
PORTS = (88, 389, 636, 3268, 3269)
_SAMBA = shutil.which("samba", path="/usr/sbin:/usr/bin:/usr/local/samba/sbin")
_SAMPLE = Path(__file__).parents[2] / "sample_ldif/contoso.ldif"
SECRET = f"OU=Secret,{BASE}"
"""An organizational unit that the account `blind` does not see."""
_ACCOUNTS = {
    "reader": "",
    "blind": "",
    "victim": "",
    "disabled": "replace: userAccountControl\nuserAccountControl: 514",
    "stale": "replace: pwdLastSet\npwdLastSet: 0",
    "gone": "replace: accountExpires\naccountExpires: 1",
}
"""Who can sign in, and what is wrong with the others."""
_PATIENCE = 30.0


class DomainController:
    """One server; knows how to start, stop, freeze and kill itself."""

    def __init__(self, folder: Path, ip: str) -> None:
        """Provision it; takes about eight seconds."""
        self.folder = folder
        self.ip = ip

    def provision(self, authority: Authority, users: int = USERS) -> list[str]:
        """Make the directory and its certificate; what it refuses of the sample is returned."""
        self.folder.mkdir(parents=True, exist_ok=True)
        authority.issue(self.folder, [FQDN, self.ip])
        order = {
            "folder": str(self.folder),
            "ip": self.ip,
            "password": "Passw0rd!23",
            "many": "".join(many(users)),
            "sample": _SAMPLE.read_text(),
            "hidden": [f"CN=blind,CN=Users,{BASE}", SECRET],
            "accounts": [[name, PASSWORD, change] for name, change in _ACCOUNTS.items()],
            "changes": [
                _changed(f"CN=Partitions,CN=Configuration,{BASE}", "uPNSuffixes", "fabrikam.com"),
                # a service of Samba that does not run here would add it
                _changed(
                    f"CN=DC1,OU=Domain Controllers,{BASE}", "servicePrincipalName", f"ldap/{FQDN}"
                ),
            ],
        }
        done = subprocess.run(
            [PYTHON, Path(__file__).with_name("provision.py")],
            input=json.dumps(order),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"provisioning failed: {done.stderr[-2000:]}")
        self._write_kerberos_settings()
        return list(json.loads(done.stdout))

    def start(self) -> None:
        """Start, and wait until LDAPS answers."""
        assert _SAMBA
        # a killed server leaves the file, and the next one may write it late
        self._pid_file.unlink(missing_ok=True)
        subprocess.run(
            [_SAMBA, "-s", self.folder / "etc/smb.conf", "-D", "-M", "prefork"],
            check=True,
            capture_output=True,
        )
        until(lambda: answers(self.ip, 636) and self._pid_file.exists())

    def stop(self) -> None:
        """End in good order."""
        self._signal(signal.SIGTERM, [self._pid()])
        until(lambda: not answers(self.ip, 636))

    def kill(self) -> None:
        """End at once, as in a power failure."""
        self._signal(signal.SIGKILL, self.processes())
        until(lambda: not answers(self.ip, 636))

    def freeze(self) -> None:
        """Answer nothing any more, but keep the connections."""
        self._signal(signal.SIGSTOP, self.processes())

    def thaw(self) -> None:
        """Go on after `freeze`."""
        self._signal(signal.SIGCONT, self.processes())

    def change(self, ldif: str, *options: str) -> None:
        """Change the directory as its administrator."""
        self._tool("ldbmodify", ldif, *options)

    def add(self, ldif: str) -> None:
        """Add entries, also such as only the server itself makes."""
        self._tool("ldbadd", ldif, "--relax")

    def delete(self, dn: str) -> None:
        """Take an entry away."""
        self._tool("ldbdel", "", "--relax", dn)

    def value(self, dn: str, attribute: str) -> str:
        """The value of an attribute of an entry."""
        told = self._tool("ldbsearch", "", "-b", dn, "-s", "base", attribute)
        return next(
            line.partition(": ")[2]
            for line in told.splitlines()
            if line.startswith(f"{attribute}: ")
        )

    def delete_tree(self, dn: str) -> None:
        """Take an entry away, and all below it."""
        self._tool("ldbdel", "", "--relax", "-r", dn)

    def search(self, base: str, filter_: str, *names: str) -> dict[str, dict[str, frozenset[str]]]:
        """The entries below a DN: of each, the values of some attributes as sets."""
        told = self._tool("ldbsearch", "", "-b", base, filter_, *names)
        found: dict[str, dict[str, frozenset[str]]] = {}
        for record in told.replace("\n ", "").split("\n\n"):
            lines = [line for line in record.splitlines() if ":" in line and line[0] != "#"]
            if lines and lines[0].startswith("dn: "):
                held = found.setdefault(lines[0].removeprefix("dn: "), {})
                for line in lines[1:]:
                    name, _, value = line.partition(":")
                    value = value.removeprefix(" ")
                    held[name] = held.get(name, frozenset()) | {value}
        return found

    def _tool(self, name: str, ldif: str, *options: str) -> str:
        """The output of one of Samba's own commands, which work on the files of the database."""
        return subprocess.run(
            [name, "-H", self.folder / "private/sam.ldb", *options],
            input=ldif,
            text=True,
            capture_output=True,
            check=True,
            env={**os.environ, "SMB_CONF_PATH": str(self.folder / "etc/smb.conf")},
        ).stdout

    @property
    def ticket_settings(self) -> Path:
        """The file that tells Kerberos where this server is."""
        return self.folder / "krb5.client.conf"

    def processes(self) -> list[int]:
        """The numbers of all its processes: the group of the first one."""
        first = self._pid()
        session = os.getsid(first)
        numbers = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal()]
        return [number for number in numbers if _session_of(number) == session]

    def _pid(self) -> int:
        return int(self._pid_file.read_text())

    @property
    def _pid_file(self) -> Path:
        return self.folder / "run/samba.pid"

    def _signal(self, number: signal.Signals, processes: Iterable[int]) -> None:
        for process in processes:
            try:
                os.kill(process, number)
            except ProcessLookupError:
                continue

    def _write_kerberos_settings(self) -> None:
        self.ticket_settings.write_text(
            "[libdefaults]\n default_realm = CONTOSO.COM\n dns_lookup_realm = false\n"
            " dns_lookup_kdc = false\n dns_canonicalize_hostname = false\n rdns = false\n"
            f" udp_preference_limit = 1\n[realms]\n CONTOSO.COM = {{\n  kdc = {self.ip}\n }}\n"
            "[domain_realm]\n .contoso.com = CONTOSO.COM\n"
        )


def _changed(dn: str, attribute: str, value: str) -> str:
    """A change in LDIF that adds a value."""
    return f"dn: {dn}\nchangetype: modify\nadd: {attribute}\n{attribute}: {value}\n"


def missing() -> str | None:
    """Why no domain controller can be had here, or None."""
    if sys.platform != "linux":
        return "Samba's domain controller needs Linux"
    if _SAMBA is None:
        return "no samba: apt-get install samba samba-dsdb-modules samba-ad-provision"
    asked = subprocess.run(
        [PYTHON, "-c", "import samba.provision"], check=False, capture_output=True
    )
    if asked.returncode:
        return "no python3-samba: apt-get install samba-dsdb-modules samba-ad-provision"
    if os.geteuid() != 0:
        return "LDAP's ports cannot be moved, and only root may listen there"
    return None


def free_address() -> str:
    """A loopback address on which nobody listens."""
    for number in range(os.getpid(), os.getpid() + 1000):
        ip = f"127.77.{number // 250 % 250}.{number % 250 + 1}"
        if not any(answers(ip, port) for port in PORTS):
            return ip
    raise RuntimeError("every loopback address is taken")


def _session_of(process: int) -> int | None:
    try:
        return os.getsid(process)
    except ProcessLookupError:
        return None


def answers(ip: str, port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as probe:
        return probe.connect_ex((ip, port)) == 0


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that will be so in a moment."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the server does not do what it was told")
        time.sleep(0.02)


def many(users: int) -> Iterator[str]:
    """Many users, one group of them all, and one with many addresses, in LDIF."""
    root = f"OU=Many,{BASE}"
    yield f"dn: {root}\nobjectClass: organizationalUnit\n\n"
    for number in range(users):
        yield _user(f"many{number:04}", number, root)
    members = "".join(f"member: CN=many{number:04},{root}\n" for number in range(USERS))
    yield f"dn: CN=Everybody,{root}\nobjectClass: group\nsAMAccountName: Everybody\n{members}\n"
    yield f"dn: {SECRET}\nobjectClass: organizationalUnit\n\n"
    yield _user("secret0000", 0, SECRET)
    member = f"member: CN=secret0000,{SECRET}\n"
    yield f"dn: CN=Mixed,{root}\nobjectClass: group\nsAMAccountName: Mixed\n{member}\n"
    values = "".join(f"proxyAddresses: smtp:a{number}@contoso.com\n" for number in range(1600))
    yield f"dn: CN=Addresses,{root}\nobjectClass: user\nsAMAccountName: addresses\n{values}\n"


def _user(name: str, number: int, root: str) -> str:
    """A user with the attributes that most have."""
    attributes = {
        "objectClass": "user",
        "sAMAccountName": name,
        "userPrincipalName": f"{name}@contoso.com",
        "mail": f"{name}@contoso.com",
        "displayName": f"Many {number}",
        "givenName": "Many",
        "sn": f"Number {number}",
        "userAccountControl": "512",
        "mailNickname": name,
        "department": "Sales",
        "title": "Consultant",
        "company": "Contoso",
        "c": "DE",
        "co": "Germany",
        "countryCode": "276",
        "l": "Munich",
        "streetAddress": f"Main Street {number}",
        "postalCode": f"{80000 + number % 1000}",
        "telephoneNumber": f"+49 89 {number:07}",
        "employeeID": f"E{number:07}",
        "preferredLanguage": "de-DE",
        "extensionAttribute1": f"cc-{number % 300}",
        "msExchRecipientTypeDetails": "2147483648",
    }
    lines = "".join(f"{key}: {value}\n" for key, value in attributes.items())
    addresses = (f"SMTP:{name}@contoso.com", f"smtp:{name}@contoso.local")
    return (
        f"dn: CN={name},{root}\n{lines}"
        + "".join(f"proxyAddresses: {one}\n" for one in addresses)
        + "\n"
    )
