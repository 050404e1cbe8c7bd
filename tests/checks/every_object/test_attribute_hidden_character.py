import pytest

ID = "attribute-hidden-character"


@pytest.mark.parametrize(
    ("value", "message", "proposal"),
    [
        ("Sales\u00a0West", "holds U+00A0 (no-break space): “Sales\\xa0West”", "Sales West"),
        ("Sa\u200bles", "holds U+200B (zero width space): “Sa\\u200bles”", "Sales"),
        ("\ufeffSales", "holds U+FEFF (zero width no-break space): “\\ufeffSales”", "Sales"),
        ("Sales\u200f", "holds U+200F (right-to-left mark): “Sales\\u200f”", "Sales"),
        ("Sa\u00adles", "holds U+00AD (soft hyphen): “Sa\\xadles”", "Sales"),
        ("Sales\x00", "holds U+0000 (control character): “Sales\\x00”", "Sales"),
        ("Sales\tWest", "holds U+0009 (control character): “Sales\\x09West”", "Sales West"),
        (" Sales", "begins with a blank: “␠Sales”", "Sales"),
        ("Sales  ", "ends with a blank: “Sales␠␠”", "Sales"),
        (
            " Sa\u200bles ",
            "begins and ends with a blank and holds U+200B (zero width space): “␠Sa\\u200bles␠”",
            "Sales",
        ),
        ("\u3164", "holds U+3164 (hangul filler): “\u3164”", None),
        (" ", "begins and ends with a blank: “␠”", None),
    ],
)
def test_what_hides_is_shown_and_taken_out(bench, value, message, proposal):
    [finding] = bench(ID).examine({"department": value})
    assert finding.value == value
    assert finding.proposal == proposal
    assert finding.message == message


def test_every_kind_of_hidden_character_is_named_once(bench):
    [finding] = bench(ID).examine({"department": "\u202dSales\u202c\u202d\r\nWest\u202c"})
    named = ("left-to-right override", "pop directional formatting", "control character")
    assert [finding.message.count(name) for name in named] == [1, 1, 2]
    assert finding.proposal == "Sales West"


@pytest.mark.parametrize(
    "value",
    [
        "Sales",
        "Müller-Lüdenscheidt",
        "O'Neil-Straße №5",
        "山田\u3000太郎",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "क्\u200dष",
        "ශ්\u200dරී",
        "ភាសា\u200bខ្មែរ",
        "\U0001f469\u200d\U0001f4bb",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f9d1\U0001f3fd\u200d\u2695\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "葛\U000e0100",
        "\U0001fae8",
        "אבגד",
        "",
    ],
)
def test_visible_text_of_any_script_passes(bench, value):
    assert not bench(ID).examine({"displayName": value, "department": value})


@pytest.mark.parametrize(
    "value", ["Sa\u200dles", "Sa\u200cles", "\u0645\u06cc\u200c", "\u200d\U0001f4bb", "ใจ\u200b"]
)
def test_a_joiner_that_joins_nothing_hides(bench, value):
    assert len(bench(ID).examine({"department": value})) == 1


@pytest.mark.parametrize("attribute", ["streetAddress", "info"])
def test_an_attribute_of_several_lines_may_have_them(bench, attribute):
    assert not bench(ID).examine({attribute: "Hauptstraße 1\r\nHinterhaus\r\n"})
    [finding] = bench(ID).examine({attribute: "Hauptstraße\u00a01\r\nHinterhaus"})
    assert finding.proposal is None


def test_a_blank_display_name_is_another_check_s_business(bench):
    assert not bench(ID).examine({"displayName": " "})


def test_blanks_at_an_end_are_cured_where_entra_connect_trims_them(bench):
    planned = bench(ID).with_plan(sync_tool="connect-sync")
    assert not planned.examine({"department": " Sales\u00a0"})
    assert len(planned.examine({"department": "Sales\u00a0West"})) == 1
    assert len(planned.examine({"displayName": "Ana "})) == 1


def test_cloud_sync_is_not_known_to_trim(bench):
    assert bench(ID).with_plan(sync_tool="cloud-sync").examine({"department": "Sales "})
