"""What comparing needs of a batch comes back as it was kept."""

from readiness import Kind
from readiness.columns.batch import Batch
from readiness.columns.column import TEXT
from readiness.model.entry import Values
from readiness.storage.kept_batches import Group, KeptBatch, keep, kept_batches, kept_with
from readiness.storage.ordinal import first_ordinal

RECORDS: list[tuple[str, dict[str, Values]]] = [
    ("CN=a", {"mail": "a@x.de", "mailnickname": "a", "objectguid": b"1" * 16}),
    ("CN=b", {"mail": ["b@x.de", b"\xff"], "title": "b"}),
    ("CN=c", {"mail": "c@x.de\nd"}),
]
GROUPS = [
    Group(Kind.USER, is_out_of_scope=False, bits=0b101),
    Group(Kind.GROUP, is_out_of_scope=True, bits=0b010),
]
COLUMNS = ("dn", "mail", "objectguid", "absent")


def evaluated():
    types = {"mail": TEXT, "mailnickname": TEXT, "title": TEXT, "objectguid": 0}
    return KeptBatch(Batch.of(RECORDS, [1, 5, 9], types), GROUPS)


def values(kept):
    return [
        (kept.batch.dn(at), kept.batch.lines[at], kept.batch.values(at).get("mail"))
        for at in range(kept.batch.size)
    ]


def test_a_batch_comes_back_with_the_columns_that_were_kept(tmp_path):
    keep(tmp_path / "file", evaluated(), COLUMNS)
    [kept] = kept_batches(tmp_path / "file")
    assert values(kept) == values(evaluated())
    assert kept.groups == GROUPS
    assert set(kept.batch.columns) == {"dn", "mail", "objectguid"}


def test_some_entries_of_a_batch_are_renumbered():
    some = evaluated().only([1, 2])
    assert values(some) == values(evaluated())[1:]
    assert [group.bits for group in some.groups] == [0b10, 0b01]


def test_only_batches_with_candidates_are_read(tmp_path):
    for _ in range(4):
        keep(tmp_path / "file", evaluated(), COLUMNS)
    candidates = [(first_ordinal(7, batch) + index, 0) for batch, index in ((1, 0), (1, 2), (3, 1))]
    found = [(values(kept), group) for kept, group in kept_with(tmp_path / "file", candidates)]
    assert [group for _, group in found] == [candidates[:2], candidates[2:]]
    assert all(kept == values(evaluated()) for kept, _ in found)
