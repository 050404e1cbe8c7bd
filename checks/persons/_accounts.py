"""The keys by which accounts and the mailboxes of other forests find each other."""

from __future__ import annotations

from readiness import ACCOUNT_OF_MAILBOX, Key, Scope, fold_sid

# in the space of all SIDs, which are compared anyway
ACCOUNT = Key("sid", "objectSid", fold_sid, octets=True)
MAILBOXES = tuple(Key("sid", name, fold_sid, octets=True) for name in ACCOUNT_OF_MAILBOX)
MAILBOXES_OUT_OF_SCOPE = tuple(key._replace(scope=Scope.OUT) for key in MAILBOXES)
