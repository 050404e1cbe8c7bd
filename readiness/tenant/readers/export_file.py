"""One file of an export, recognised by its content: its objects, and what is known of the file."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from readiness.errors import SourceError, UsageError
from readiness.model.values import visible
from readiness.sources.ldif.utf8_stream import (
    HEAD_SIZE,
    READ_ERRORS,
    Unreadable,
    as_utf8,
    source_error,
    text_of,
)
from readiness.tenant.commands import EXPORT_AGAIN, OF_DIRECTORY
from readiness.tenant.readers.forms import form_of_json, form_of_table
from readiness.tenant.readers.json_items import items
from readiness.tenant.readers.properties import Names
from readiness.tenant.readers.resources import (
    Resource,
    is_directory,
    resource_of,
    why_unknown,
)
from readiness.tenant.readers.rows import Rows
from readiness.tenant.readers.table_items import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from io import BufferedReader
    from pathlib import Path

    from readiness.tenant.readers.json_items import Objects, Page
    from readiness.tenant.readers.properties import Columns

Given = dict[str, Any]
"""An object as it stands in JSON."""

_TOGETHER = 256
"""So many rows of a table are read at a time."""
_PROBLEMS = 20
"""So many damaged rows of a file are told one by one."""


class ExportFile:
    """A file of an export; all but its place is known when its objects have been read."""

    def __init__(self, path: Path, names: tuple[str, ...]) -> None:
        """Take a path, and what may tell the resource: the names of the file and of folders."""
        self.path = path
        self.location = str(path)
        """What it is told by: its path, or the folder that holds a file for each object."""
        self.form = ""
        """What wrote it: `graph-json`, `powershell-csv`, `entra-admin-center-csv` and so on."""
        self.resources: dict[Resource, int] = {}
        """The number of objects by resource."""
        self.columns: dict[Resource, set[str]] = {}
        """By resource, the properties that every object has, or that a table has a column for."""
        self.open_pages = 0
        """The pages behind which another one follows."""
        self.last_pages = 0
        self.count: int | None = None
        """How many objects all pages together hold, where a page tells."""
        self.is_single = False
        """Whether it is one bare object, as of tools that write a file for each."""
        self.problems: list[str] = []
        self.warnings: list[str] = []
        self._names = names
        self._found: Collection[str] = ()
        """The columns, or the properties of the objects that were read last, as written."""
        self._known = Names()

    @property
    def is_called_a_part(self) -> bool:
        """Whether its name, or a folder's that it is in, is that of a part of a tenant."""
        return resource_of("", "", None, self._names) is not None

    def rows(self) -> Iterator[Rows]:
        """The objects, with what is needed of each.

        A property that was asked for is there, be it empty.

        Raises:
            SourceError: the file cannot be read, or not to its end.
            UsageError: it is no export at all.
        """
        try:
            with self.path.open("rb") as file:
                head = file.peek(HEAD_SIZE)
                if text_of(head).lstrip().startswith(("{", "[")):
                    yield from self._of_json(file)
                else:
                    yield from self._of_table(file, head)
        except READ_ERRORS as error:
            raise source_error(error, self.location) from error
        except RecursionError as error:
            raise SourceError(f"{self.location}: the JSON is nested too deeply") from error

    def why_unknown(self) -> str:
        """Why nothing tells of which resource the objects are that were read last."""
        return why_unknown(self._found, self._names)

    def _of_json(self, file: BufferedReader) -> Iterator[Rows]:
        page: Page | None = None
        resource: Resource | None = None
        bare = 0
        for some in items(as_utf8(file)):
            if not some.size:
                self._end(some.page, is_empty=some.page is not page)
                continue
            for given, columns, lines, size in self._columns(some):
                if "error" in given and "id" not in given:
                    raise Unreadable(_refused(next(iter(lines)), given["error"]))
                if some.page is not page:
                    self._refuse_directory(given)
                self.form = self.form or form_of_json(some.page.context, given)
                # an array may hold objects of several kinds, which then say each what it is
                if some.page is not page or "@odata.type" in given:
                    page = some.page
                    self._found = given.keys()
                    resource = self._resource(page.context, given, columns.keys())
                bare += 0 if page.is_page else size
                if resource:
                    self.resources[resource] = self.resources.get(resource, 0) + size
                    self.columns.setdefault(resource, set(columns)).intersection_update(columns)
                yield Rows(resource, columns, lines, size)
        self.is_single = bare == 1 and page is not None and not page.is_list

    def _columns(self, some: Objects) -> Iterator[tuple[Given, Columns, Iterable[int], int]]:
        """Objects all at once, if they have the same properties and no kinds of their own."""
        given = {name: column[0] for name, column in some.columns.items()}
        columns = None if "@odata.type" in given else self._known.columns(some.columns)
        if columns is not None:
            yield given, columns, some.lines, some.size
            return
        for at, line in enumerate(some.lines):
            given = {name: column[at] for name, column in some.columns.items()}
            yield (
                given,
                {name: (value,) for name, value in self._known.read(given).items()},
                (line,),
                1,
            )

    def _end(self, page: Page, *, is_empty: bool) -> None:
        """Take note of what stands around the objects of a page."""
        # what stands around pages is a list, too, but tells nothing of its own
        was_read = page.is_page or (page.is_list and not self.resources)
        if is_empty and was_read and (empty := resource_of(page.context, "", None, self._names)):
            self.resources.setdefault(empty, 0)
            self.form = self.form or "graph-json"
        if page.is_page:
            self.open_pages += page.has_next
            self.last_pages += not page.has_next
            self.count = self.count or page.count

    def _of_table(self, file: BufferedReader, head: bytes) -> Iterator[Rows]:
        table = Table(as_utf8(file), head, self.location)
        self._refuse_directory(table.names)
        names = {each: name for each in table.names if (name := self._known[each])}
        known = set(names.values())
        self.form = form_of_table(table.names)
        self._found = table.names
        resource = self._resource("", {}, known)
        if resource:
            self.resources[resource], self.columns[resource] = 0, known
        rows = table.rows()
        while some := list(islice(rows, _TOGETHER)):
            if resource:
                self.resources[resource] += len(some)
            columns: Columns = {}
            for each, name in names.items():
                # of two columns for one property the last one that tells something counts
                before = columns.get(name, (None,) * len(some))
                columns[name] = [
                    cells.get(each, held) for (_, cells), held in zip(some, before, strict=True)
                ]
            yield Rows(resource, columns, [line for line, _ in some], len(some))
        self.problems += [f"{self.location}: {told}" for told in table.problems[:_PROBLEMS]]
        if more := len(table.problems[_PROBLEMS:]):
            self.problems.append(f"{self.location}: {more:,} further rows are damaged")
        if table.is_unfinished:
            self.warnings.append(
                f"{self.location}: the last line has no line end; was the table cut short?"
            )

    def _refuse_directory(self, names: Iterable[str]) -> None:
        """Refuse what would look like users of a tenant, and are those who are to arrive there.

        Raises:
            UsageError: the properties are those of an on-premises directory.
        """
        if is_directory(names):
            raise UsageError(f"{self.location}: {OF_DIRECTORY}")

    def _resource(
        self, context: str, given: dict[str, object], properties: Collection[str]
    ) -> Resource | None:
        return resource_of(context, str(given.get("@odata.type") or ""), properties, self._names)


def tell_by_folder(files: Iterable[ExportFile]) -> None:
    """Tell files that a tool wrote for each object of a resource by the folder of them all."""
    alike: dict[tuple[Path, str, tuple[Resource, ...]], list[ExportFile]] = defaultdict(list)
    for file in files:
        if file.is_single:
            folder = file.path.parent
            # each object may have a folder of its own, too, which is named as the file
            folder = folder.parent if folder.name == file.path.stem else folder
            alike[folder, file.form, tuple(file.resources)].append(file)
    for (folder, _, _), of_folder in alike.items():
        for file in of_folder if len(of_folder) > 1 else ():
            file.location = str(folder)


def _refused(line: int, error: object) -> str:
    """What to say of an answer that is an error: https://learn.microsoft.com/graph/errors."""
    code = error.get("code") if isinstance(error, dict) else error
    return f"line {line}: Graph refused the export (“{visible(str(code))}”); {EXPORT_AGAIN}"
