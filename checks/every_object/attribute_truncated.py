from collections.abc import Iterator

from readiness import (
    RECIPIENTS,
    Check,
    Entry,
    Finding,
    Plan,
    Severity,
    Skip,
    larger,
    several,
)

# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-change-the-configuration
# https://github.com/microsoft/AADConnectConfigDocumenter
CHARACTERS_MAX = 448
ONE_VALUE = ("description", "postOfficeBox", "url")


class AttributeTruncated(Check):
    """Only a part of the attribute arrives in the cloud.

    Entra Connect cuts description, info (the notes), postOfficeBox and url after 448 characters,
    and takes but one value of those that may have several.

    Fix: nothing, if the rest may be missing; otherwise shorten the text, and keep the value that
    counts.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sync-change-the-configuration
    Since: 0.1
    """

    id = "attribute-truncated"
    severity = Severity.INFO
    kinds = RECIPIENTS
    reads = (*ONE_VALUE, "info")
    # `larger` counts octets, of which a text never has fewer than characters: it misses none
    when = (
        several("description")
        | several("postOfficeBox")
        | several("url")
        | larger("description", CHARACTERS_MAX)
        | larger("postOfficeBox", CHARACTERS_MAX)
        | larger("url", CHARACTERS_MAX)
        | larger("info", CHARACTERS_MAX)
    )

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.sync_tool == "cloud-sync":
            raise Skip("Cloud Sync is not known to shorten attributes")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for attribute in self.reads:
            values = entry.all(attribute)
            if len(values) > 1 and attribute in ONE_VALUE:
                message = f"has {len(values)} values, of which one arrives"
                yield self.finding(entry, attribute, None, message)
            for value in values:
                size = len(value.strip())
                if size > CHARACTERS_MAX:
                    message = f"has {size} characters, of which the first {CHARACTERS_MAX} arrive"
                    yield self.finding(entry, attribute, value, message)
