"""How the certificate of a server is verified."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from readiness.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def tls_context(ca_file: Path | None, *, insecure: bool) -> ssl.SSLContext:
    """Verify the chain, the dates and the host name; or nothing at all.

    Raises:
        UsageError: the file of the CA cannot be used.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file and str(ca_file))
    except ssl.SSLError as error:
        raise UsageError(
            f"{ca_file} holds no certificates: --ca-file wants PEM (-----BEGIN CERTIFICATE-----)"
        ) from error
    except OSError as error:
        raise UsageError(f"{ca_file} cannot be read: {error.strerror or error}") from error
    # Python 3.13 also rejects certificates that lack extensions which AD CS never wrote, such as
    # the authority key identifier: https://docs.python.org/3/library/ssl.html#ssl.VERIFY_X509_STRICT
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
