"""What becomes of one object, which is a batch of its own."""

from readiness.columns.batch import Batch
from readiness.storage.kept_batches import Group, KeptBatch
from readiness.tenant.forecasting.forecaster import Forecaster
from readiness.tenant.forecasting.outcome_row import OutcomeRow


def outcomes_of(dn, kind, values, tenant, plan):
    """The rows of what becomes of an object with these values, by attribute in lower case."""
    batch = Batch.of([(dn, values)], [1], {"objectguid": 0, "objectsid": 0})
    kept = KeptBatch(batch, [Group(kind, False, 1)])  # noqa: FBT003 - in scope
    [(_, rows, _)] = Forecaster(tenant, plan, {}).forecast(kept, 0)
    return list(map(OutcomeRow.loaded, rows))
