"""Whatever a file holds, readers read or refuse it, and nobody is new whose columns are missing."""

import json
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as some

from readiness import Kind
from readiness.errors import ReadinessError
from readiness.model.tenant_object import TenantKind, TenantObject
from readiness.tenant.contents import TenantContents, read_file
from readiness.tenant.export import read_tenant
from readiness.tenant.object_store import ADDRESS, NAME, ObjectStore, ObjectWriter
from readiness.tenant.readers.export_file import ExportFile
from readiness.tenant.readers.values import addresses, addresses_of, text, texts_of
from tests.tenant.exports import graph_object, parts_of, pascal, table
from tests.tenant.forecasting import outcomes_of
from tests.tenant.test_vectors import PLAN

hostile = settings(max_examples=60, deadline=None, derandomize=True, database=None)
USER = graph_object(
    {
        "id": "u",
        "userPrincipalName": "ann@contoso.com",
        "proxyAddresses": ["SMTP:ann@contoso.com"],
        "immutableId": "AAAA",
    }
)
NEEDED = ("userPrincipalName", "proxyAddresses", "onPremisesImmutableId", "onPremisesSyncEnabled")
ENDINGS = some.sampled_from([".json", ".csv", ".json.gz"])
VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=8)
    | some.sampled_from(["System.String[]", "SMTP:a@b", "\ud800", "#EXT#", "Wahr", "1e999"]),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = some.sampled_from(
    [
        *USER,
        *pascal(USER),
        *("value", "@odata.nextLink", "AdditionalProperties", "principalId", "members", "groupId"),
        *("roleDefinitionId", "roleDefinition", "templateId", "isPrivileged"),
        *("features", "isVerified", "Block credential", "onPremisesProvisioningErrors"),
    ]
)
PARTS = some.sampled_from(
    [
        *("users", "groups", "domains", "roleAssignments", "roleDefinitions"),
        "onPremisesSynchronization",
    ]
)


@contextmanager
def read(content, ending=".json", name="users"):
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}{ending}"
        path.write_bytes(content)
        private = Path(folder) / "private"
        private.mkdir()
        yield outcome_of_reading(path, private)


def outcome_of_reading(path, private):
    """What was read; None where the file is refused, in one line that names it."""
    try:
        return read_tenant([path], private)
    except ReadinessError as error:
        told = str(error)
    assert path.name in told or "--tenant" in told
    assert "\n" not in told
    return None


def objects_in(content):
    """The objects that have an id, and what was told of them but for the line; or why not."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "users.json"
        path.write_bytes(content)
        read = TenantContents(ObjectWriter(Path(folder)))
        try:
            read_file(ExportFile(path, (path.name,)), read, is_named=True)
        except ReadinessError as error:
            return str(error).partition(": ")[2]
        read.store.close()
        told = [problem.partition(": ")[2] for problem in read.problems]
        return [held for _, held in ObjectStore(Path(folder)) if held.id], told


def outcome_in(tenant):
    """The outcome of somebody whom no export of these tests holds."""
    values = {"userprincipalname": "bob@contoso.com", "extensionattribute1": "BBBB"}
    return outcomes_of("CN=Bob,DC=contoso,DC=com", Kind.USER, values, tenant, PLAN)[0].outcome


@hostile
@given(some.binary(max_size=200), ENDINGS)
def test_any_octets_are_read_or_refused(content, ending):
    with read(content, ending):
        pass


@hostile
@given(
    some.lists(some.dictionaries(NAMES, VALUES, max_size=8), max_size=3),
    PARTS,
)
def test_any_objects_are_read_or_refused(objects, name):
    with read(json.dumps(objects).encode("utf-8", "surrogatepass"), name=name) as tenant:
        if tenant:
            outcome_in(tenant)


@settings(hostile, max_examples=20)
@given(some.lists(some.dictionaries(some.sampled_from(list(USER)), VALUES), max_size=4))
def test_objects_are_the_same_whether_they_are_read_at_once_or_one_by_one(changes):
    rows = [USER, *({**USER, **change, "id": str(at)} for at, change in enumerate(changes)), USER]
    # an empty object of another shape in between keeps readers from taking several at once
    apart = [part for row in rows for part in (row, {"id": ""})]
    texts = [json.dumps(rows), json.dumps(apart), "\n".join(map(json.dumps, rows))]
    at_once, *others = [objects_in(text.encode("utf-8", "surrogatepass")) for text in texts]
    assert others == [at_once, at_once]


@given(some.lists(some.none() | some.text("a: |\n\u00e9\u2028", max_size=4)))
@example(["\u00e9", "a\n"])
@example(["\nsmtp:\u00e9"])
def test_the_texts_of_a_column_are_read_as_each_alone(column):
    assert list(texts_of(column)) == list(map(text, column))
    typed = [None if held is None else [held] for held in column]
    assert list(addresses_of(typed)) == list(map(addresses, typed))


@hostile
@given(some.data())
def test_a_damaged_export_is_read_or_refused(data):
    rows = [pascal(USER), pascal(USER | {"id": "v"})]
    texts = [json.dumps(rows), table(rows, delimiter=";", joined="|"), json.dumps({"value": rows})]
    at = data.draw(some.integers(0, 2))
    text = texts[at].encode()
    cut = data.draw(some.integers(0, len(text)))
    put = data.draw(some.binary(max_size=3))
    with read(text[:cut] + put + text[cut + len(put) :], ".csv" if at == 1 else ".json") as tenant:
        if tenant:
            outcome_in(tenant)


@hostile
@given(some.sets(some.sampled_from(NEEDED), min_size=1), some.booleans())
def test_nobody_is_new_where_a_column_is_missing(missing, in_table):
    row = {name: value for name, value in USER.items() if name not in missing}
    text = table([row], delimiter=",", joined=";") if in_table else json.dumps([row])
    with read(text.encode(), ".csv" if in_table else ".json") as tenant:
        assert tenant is not None
        assert outcome_in(tenant) == "unknown"
        assert all(name in "".join(tenant.problems) for name in missing)


def test_somebody_is_new_where_no_column_is_missing():
    with read(json.dumps(parts_of({"cloud": [], "features": {}})["users"]).encode()) as tenant:
        assert outcome_in(tenant) == "new"


def test_objects_are_written_before_the_last_one_is_read(tmp_path):
    writer = ObjectWriter(tmp_path)
    for number in range(10_000):
        writer.add_mapping(f"id{number}", f"of {number}")
    assert (tmp_path / "tenant-objects").stat().st_size, "the objects of a tenant are in memory"
    writer.close()
    assert ObjectStore(tmp_path).mapping_of("id9999") == "of 9999"


KEYS = some.text(some.sampled_from("aA\u0130\u03a3 \n"), max_size=3)


@hostile
@given(some.lists(some.tuples(KEYS, KEYS), max_size=6), some.lists(KEYS, max_size=6))
def test_whoever_holds_a_key_is_met_in_whatever_case(objects, keys):
    with TemporaryDirectory() as folder:
        writer = ObjectWriter(Path(folder))
        held = [
            TenantObject(str(at), TenantKind.USER, name, addresses=(f"smtp:{address}",))
            for at, (name, address) in enumerate(objects)
        ]
        writer.add(held[:3])
        writer.add(held[3:])
        writer.close()
        asked = range(len(keys)), [key.upper() for key in keys]
        met = ObjectStore(Path(folder)).met({NAME: asked, ADDRESS: asked})
    for at, key in zip(*asked, strict=True):
        sought = key.lower()
        of_key = [
            number
            for number, (name, address) in enumerate(objects)
            if key and sought in {name.lower(), address.lower()}
        ]
        assert set(of_key) <= set(met.get(at, ()))
        assert met.get(at) == (sorted(met[at]) if at in met else None)
