import pytest

ID = "preferred-language-invalid"


@pytest.mark.parametrize(
    "value", ["en", "en-US", "de-AT", "pt-br", "sr-Latn-RS", "zh-Hant", "es-419"]
)
def test_a_language_passes(bench, value):
    assert not bench(ID).examine({"preferredLanguage": value})


@pytest.mark.parametrize(
    "value",
    ["English", "de-DE;q=0.8", "en-US, de", "1033", "e", "en-", "en-U", "en-USA", "en US", ""],
)
def test_anything_else_is_found(bench, value):
    [finding] = bench(ID).examine({"preferredLanguage": value})
    assert finding.message == "is not written as en or en-US"
    assert finding.proposal is None


@pytest.mark.parametrize(("value", "proposal"), [("en_US", "en-US"), (" de ", "de")])
def test_a_slip_of_the_pen_is_corrected(bench, value, proposal):
    [finding] = bench(ID).examine({"preferredLanguage": value})
    assert finding.proposal == proposal
