ID = "display-name-too-long"


def test_256_characters_are_allowed(bench):
    assert not bench(ID).examine({"displayName": "ü" * 256})


def test_257_characters_are_too_many(bench):
    [finding] = bench(ID).examine({"displayName": "x" * 257})
    assert finding.message == "has 257 characters; at most 256 are allowed"
    assert finding.proposal is None
