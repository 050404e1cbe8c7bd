"""What Exchange and Entra ID allow in a mailNickname, which they call the alias.

https://learn.microsoft.com/powershell/module/exchange/set-mailbox
https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
"""

from __future__ import annotations

import re

LENGTH_MAX = 64
_CHARACTERS = "A-Za-z0-9!#%*+/=?^_~$'`{}|-"
"""Exchange takes "&" too, but not together with Entra Connect."""
ALIAS = re.compile(rf"(?!.{{{LENGTH_MAX + 1}}})[{_CHARACTERS}]++(?:\.[{_CHARACTERS}]++)*+")
