"""Hides people in what comes from a tenant."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from readiness.tenant.contents import ExistingError
    from readiness.tenant.forecasting.outcome_row import OutcomeRow, PartnerRow, Shown
    from readiness.tenant.forecasting.tenant_forecast import CloudObjectRow, TenantForecast


class Hiding(Protocol):
    """What hides people in texts: see `redaction.report.Redactor`."""

    def name(self, text: str) -> str:
        """The mask of a text, or its pseudonym."""

    def dn(self, dn: str) -> str:
        """A DN with its components hidden one by one."""

    def value(self, text: str) -> str:
        """A value of an attribute: an address keeps its type and its domain."""

    def message(self, text: str) -> str:
        """A message, in which directory data stands in quotes."""

    def guid(self, guid: str | None) -> str | None:
        """The pseudonym of a GUID, if there are pseudonyms."""


def hidden_outcome(row: OutcomeRow, redactor: Hiding) -> OutcomeRow:
    """An outcome; domains stay legible."""
    return row._replace(
        dn=redactor.dn(row.dn),
        guid=redactor.guid(row.guid),
        value=redactor.value(row.value),
        reason=redactor.message(row.reason),
        partner=row.partner and _partner(row.partner, redactor),
        before=_shown(row.before, redactor),
        after=_shown(row.after, redactor),
        lost_addresses=tuple(map(redactor.value, row.lost_addresses)),
        identity=(),
    )


def hidden_object(row: CloudObjectRow, redactor: Hiding) -> CloudObjectRow:
    """An object of the tenant that nobody adopts."""
    return row._replace(
        id=redactor.guid(row.id),
        user_principal_name=redactor.value(row.user_principal_name),
        display_name=redactor.name(row.display_name),
    )


def hidden_forecast(forecast: TenantForecast, redactor: Hiding) -> TenantForecast:
    """What is known of the tenant as a whole."""
    export = forecast.export
    hidden = replace(
        export,
        problems=tuple(map(redactor.message, export.problems)),
        existing_errors=tuple(_error(error, redactor) for error in export.existing_errors),
    )
    return replace(forecast, export=hidden)


_CAUSES = frozenset({"", "userprincipalname", "proxyaddress", "proxyaddresses", "mail"})
"""What may cause an error; any other word may be a value:
https://learn.microsoft.com/graph/api/resources/onpremisesprovisioningerror"""


def _error(error: ExistingError, redactor: Hiding) -> ExistingError:
    about = error.property
    return replace(
        error,
        id=redactor.guid(error.id),
        user_principal_name=redactor.value(error.user_principal_name),
        property=about if about.lower() in _CAUSES else redactor.name(about),
        value=redactor.value(error.value),
    )


def _partner(partner: PartnerRow, redactor: Hiding) -> PartnerRow:
    return partner._replace(
        id=redactor.guid(partner.id),
        user_principal_name=redactor.value(partner.user_principal_name),
        display_name=redactor.name(partner.display_name),
    )


def _shown(values: Shown, redactor: Hiding) -> Shown:
    return {
        name: redactor.value(value) if isinstance(value, str) else value
        for name, value in values.items()
    }
