"""Lets a command under test find hosts that no name server knows: TEST_HOSTS is SUFFIX=IP."""

import os
import socket
from typing import Any

_suffix, _, _ip = os.environ.get("TEST_HOSTS", "").partition("=")
_resolve = socket.getaddrinfo


def _resolved(host: Any, *rest: Any, **named: Any) -> Any:
    return _resolve(_ip if str(host).endswith(_suffix) else host, *rest, **named)


if _ip:
    socket.getaddrinfo = _resolved
