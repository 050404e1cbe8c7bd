"""What Exchange and Entra ID allow in a mailNickname."""

from __future__ import annotations

import re

# https://learn.microsoft.com/powershell/module/exchange/set-mailbox
# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
MAX = 64
_CHARACTERS = "A-Za-z0-9!#%*+/=?^_~$'`{}|-"
"""Exchange takes "&" too, but not together with Entra Connect."""
INVALID = re.compile(rf"[^.{_CHARACTERS}]")
