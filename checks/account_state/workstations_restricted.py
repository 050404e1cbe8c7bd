from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Plan, Severity, Sign, present

from ._account import is_enabled, require_model


class WorkstationsRestricted(Check):
    """The user may only sign in at certain computers.

    With pass-through authentication it is the server of the authentication agent that signs in for
    the user. Unless every such server is on the list, no sign-in to the cloud succeeds.

    Fix: add the servers of all authentication agents to the list, or lift the restriction (Active
    Directory Users and Computers, Account, Log On To).
    Step: allow-agent-servers: Let {who} sign in at the servers of the authentication agents.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-pass-through-authentication
    Since: 0.1
    """

    id = "workstations-restricted"
    severity = Severity.ERROR
    sign_of = Sign.LOGON_WORKSTATIONS
    kinds = USERS
    reads = ("userWorkstations", "userAccountControl")
    when = present("userWorkstations")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_model(plan, "pass-through")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        value = entry.first("userWorkstations") or ""
        computers = [name for name in value.split(",") if name.strip()]
        if computers and is_enabled(entry):
            names = "name" if len(computers) == 1 else "names"
            message = f"has {len(computers)} {names}, which must include every authentication agent"
            yield self.finding(entry, "userWorkstations", value, message)
