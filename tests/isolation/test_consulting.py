"""A check of one's own may consult what it does without, for a better proposal."""

import json

from tests.running import run, user

CHECK = '''
from readiness import USERS, Severity, ValueCheck


class PagerInternal(ValueCheck):
    """The pager has no country code.

    Nobody outside reaches it.

    Fix: enter the whole number.
    See: https://www.rfc-editor.org/rfc/rfc3966
    Since: 0.1
    """

    id = "pager-internal"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("pager",)
    consults = ("mobile",)

    def wrong(self, value):
        return None if value.startswith("+") else "has no plus sign"

    def propose_for(self, entry, value):
        return entry.first("mobile")
'''


def test_each_holder_of_a_value_gets_a_proposal_of_its_own(tmp_path):
    (tmp_path / "pagers.py").write_text(CHECK)
    people = {"ana": {"mobile": "+49 1"}, "ben": {"mobile": "+49 2"}, "mia": {}}
    entries = [
        user(f"CN={name},DC=contoso,DC=com", pager="123", **more) for name, more in people.items()
    ]
    (tmp_path / "export.ldif").write_text("".join(entries))
    arguments = ("--check-file=pagers.py", "--select=pager-internal", "--report=json:-")
    done = run("scan", "export.ldif", *arguments, cwd=tmp_path)
    found = json.loads(done.stdout)["findings"]
    proposals = {one["dn"].partition(",")[0]: one["proposal"] for one in found}
    assert proposals == {"CN=ana": "+49 1", "CN=ben": "+49 2", "CN=mia": None}
