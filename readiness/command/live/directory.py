"""The directory behind an LDAP URL, as the settings describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.command.live.password import password_of
from readiness.errors import UsageError
from readiness.sources.live.live_directory import LiveDirectory
from readiness.sources.live.options import EVERYTHING, LiveOptions, asked_attributes
from readiness.sources.live.search_plan import pages_at_most, trees
from readiness.sources.protocol.access import Access

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from readiness.command.settings.settings import LiveSettings


def live_directory(url: str, settings: LiveSettings) -> LiveDirectory:
    """The directory, to which nobody has connected yet.

    Raises:
        UsageError: an option is wrong.
    """
    access = Access(
        (url,),
        user=settings.user,
        auth=settings.auth,
        password=password_of(settings),
        start_tls=settings.start_tls,
        ca_file=settings.ca_file,
        insecure=settings.insecure,
        allow_cleartext=settings.allow_cleartext,
        timeout=settings.timeout,
    )
    return LiveDirectory(
        LiveOptions(
            access,
            base=settings.base,
            filter=settings.filter or EVERYTHING,
            page_size=settings.page_size,
            rate=settings.rate,
            forest=settings.forest,
        )
    )


def search_in_words(directory: LiveDirectory, attributes: Collection[str]) -> Iterator[str]:
    """What a scan would ask of a live directory, for those who look after it.

    What can be said without the directory comes first; then it is connected to.

    Raises:
        SourceError: no server is there, or it does not answer.
    """
    options = directory.options
    yield options.location
    yield f"filter:     {options.filter}"
    yield f"attributes: {', '.join(asked_attributes(attributes))}"
    yield f"pages:      {options.page_size:,} entries each"
    yield "changes:    none; only searches are sent"
    yield from (f"warning:    {warning}" for warning in options.access.warnings())
    try:
        forest = directory.forest()
    except UsageError as error:
        yield f"not asked:  below which entries, and how many pages: {error}"
        return
    for base, domain in trees(options, forest):
        place = f", at a controller of {domain.fqdn}" if domain else ""
        yield f"below:      {base or 'every domain'}{place}"
    most = pages_at_most(directory)
    yield f"at most:    {f'{most:,} pages' if most else 'unknown: the server does not tell'}"
