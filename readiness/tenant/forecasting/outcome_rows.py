"""Makes a row of an outcome: through which attribute an object meets whom, and what changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.objects import persons
from readiness.tenant.forecasting.changes import Changes

if TYPE_CHECKING:
    from readiness.cloud.matching.meeting import Forecast
    from readiness.model.entry import Entry
    from readiness.model.finding import Severity
    from readiness.model.plan import Plan
    from readiness.storage.sorted_runs import Row

_UNCHANGED = Changes({}, {}, (), None)


class OutcomeRows:
    """Makes the rows of a plan."""

    def __init__(self, plan: Plan) -> None:
        """Take the plan."""
        self._plan = plan
        # joined accounts of several forests are one object, which contests nothing with itself
        self._joins = plan.match_users != "once"

    def attribute_met(self, entry: Entry, forecast: Forecast) -> str:
        """The attribute through which an object meets the tenant's; empty where it does not."""
        match forecast.through:
            case "anchor":
                chosen = self._plan.source_anchor
                return chosen if entry.has(chosen) else "objectGUID"
            case "name":
                return self._plan.sign_in_attribute
            case "address":
                return "proxyAddresses" if entry.has("proxyAddresses") else "mail"
            case "display name":
                return "displayName" if entry.has("displayName") else "cn"
            case "security identifier":
                return "objectSid"
        return ""

    def row(  # noqa: PLR0917 - each goes to a field
        self,
        entry: Entry,
        place: int,
        forecast: Forecast,
        severity: Severity | None,
        attribute: str,
        value: str,
        number: int | None,
        changed: Changes | None,
    ) -> Row:
        """The OutcomeRow in that place of an entry, as it is stored.

        `number` is that of whom it meets, if anybody.
        """
        met, partner = forecast.partner, None
        if met is not None and number is not None:
            names = (met.user_principal_name, met.display_name)
            partner = (number, met.id, met.kind._value_, *names)
        is_of_several = self._joins and changed is not None
        return (
            entry.ordinal,
            place,
            entry.dn,
            entry.guid,
            entry.kind._value_,
            entry.line,
            forecast.outcome._value_,
            severity and severity.label,
            forecast.reason,
            attribute,
            value,
            forecast.is_probable,
            partner,
            *(changed or _UNCHANGED),
            tuple(persons.identity_of(entry, 0, self._plan)) if is_of_several else (),
        )
