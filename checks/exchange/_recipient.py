"""What the values of msExchRecipientTypeDetails mean, so far as the checks need them."""

from __future__ import annotations

# https://learn.microsoft.com/archive/blogs/johnbai/o365-exchange-and-ad-how-msexchrecipientdisplaytype-and-msexchangerecipienttypedetails-relate-to-your-on-premises
REMOTE_MAILBOXES = {
    1 << 31: "a remote user mailbox",
    1 << 33: "a remote room mailbox",
    1 << 34: "a remote equipment mailbox",
    1 << 35: "a remote shared mailbox",
}
LOCAL_MAILBOXES = frozenset({1, 2, 4, 8, 16, 32})
"""User, linked, shared, legacy, room and equipment mailboxes."""
NEEDING_NO_TARGET = frozenset({"", *map(str, LOCAL_MAILBOXES)})
"""What most users have: mail for them goes nowhere else."""
