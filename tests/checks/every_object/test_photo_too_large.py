ID = "photo-too-large"


def test_100_kb_are_allowed(bench):
    assert not bench(ID).examine({"thumbnailPhoto": b"\xff" * 102_400})
    [finding] = bench(ID).examine({"thumbnailPhoto": b"\xff" * 102_401})
    assert finding.value is None
    assert finding.message == "has 102,401 octets; at most 102,400 are allowed"
