import pytest

from readiness import Kind
from tests.conftest import entry

ID = "object-sid-duplicate"
ANA, BEN = (f"CN={name},DC=contoso,DC=com" for name in ("Ana", "Ben"))


def sid(*numbers: int) -> bytes:
    parts = b"".join(number.to_bytes(4, "little") for number in numbers)
    return bytes([1, len(numbers), 0, 0, 0, 0, 0, 5]) + parts


def test_every_holder_is_found_and_names_the_others(bench):
    first, second = bench(ID).compare(
        entry({"objectSid": sid(21, 1, 2, 3, 1104)}, dn=ANA),
        entry({"objectSid": sid(21, 1, 2, 3, 1104)}, kind=Kind.GROUP, dn=BEN),
    )
    assert first.message == "is held by 2 objects"
    assert (first.related, second.related) == ((BEN,), (ANA,))


def test_a_sid_in_text_equals_its_octets(bench):
    octets, text = sid(21, 1, 2, 3, 1104), "S-1-5-21-1-2-3-1104"
    found = bench(ID).compare(entry({"objectSid": octets}), entry({"objectSid": text}))
    assert [finding.value for finding in found] == [text, text]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (sid(21, 1, 2, 3, 1104), sid(21, 1, 2, 3, 1105)),
        (sid(21, 1, 2, 3, 1104), sid(21, 1, 2, 4, 1104)),
        (sid(32, 544), sid(32, 544)),
        (sid(11), sid(11)),
        (b"\x01\x02", b"\x01\x02"),
        (b"S-1-5-32-544", b"S-1-5-32-544"),
        (b"S-1-5-21-1-2-3", b"S-1-5-21-1-2-3"),
        (b"S-1-5-21-1-2-3-x", b"S-1-5-21-1-2-3-x"),
        (b"S-1-5-21-1-2-3-4294967296", b"S-1-5-21-1-2-3-4294967296"),
    ],
)
def test_different_built_in_and_broken_sids_pass(bench, one, other):
    assert not bench(ID).compare(entry({"objectSid": one}), entry({"objectSid": other}))
