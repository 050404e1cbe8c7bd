"""A certificate authority of our own, and good and expired certificates for any name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DAY = timedelta(days=1)


class Authority:
    """Issues certificates."""

    def __init__(self, folder: Path) -> None:
        """Make a key, and write the authority's own certificate to a file."""
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = _name("Test bed CA")
        self.file = folder / "ca.pem"
        now = datetime.now(UTC)
        certificate = (
            _builder(self.name, self.name, self.key, now - DAY, now + 365 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file.write_bytes(certificate.public_bytes(Encoding.PEM))

    def issue(self, folder: Path, names: Sequence[str], *, expired: bool = False) -> None:
        """Write `cert.pem`, `key.pem` and `ca.pem` for some host names and IP addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        end = datetime.now(UTC) + (-DAY if expired else 90 * DAY)
        certificate = (
            _builder(_name(names[0]), self.name, key, end - 200 * DAY, end)
            .add_extension(x509.SubjectAlternativeName(map(_general_name, names)), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        (folder / "cert.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "key.pem").touch(0o600)
        (folder / "key.pem").write_bytes(secret)
        (folder / "ca.pem").write_bytes(self.file.read_bytes())


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general_name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(text))
    except ValueError:
        return x509.DNSName(text)
