from pathlib import Path

from readiness import Check, Plan, Skip
from readiness.checking.catalogue import PAGE, catalogue, main, needs
from readiness.checking.registry import built_in, by_id

CHECKS = by_id(built_in())


def test_the_catalogue_in_the_repository_is_the_generated_one():
    page = Path(__file__).parents[2] / PAGE
    told = "run python -m readiness.checking.catalogue"
    assert page.read_text(encoding="utf-8") == catalogue(built_in()), told


def test_every_check_has_a_line_that_leads_to_its_file():
    page = catalogue(CHECKS.values())
    for name, check in CHECKS.items():
        path = "/".join(check.__module__.split(".")[1:])
        assert f"[`{name}`]({path}.py)" in page
        assert (Path(__file__).parents[2] / "checks" / f"{path}.py").is_file()


def test_a_check_needs_what_keeps_it_from_being_skipped():
    assert list(needs(CHECKS["upn-missing"])) == []
    assert list(needs(CHECKS["account-expired"])) == ["password hash synchronisation"]
    assert list(needs(CHECKS["upn-suffix-not-federated"])) == [
        "federation and the federated domains"
    ]
    assert "left-out objects" in list(needs(CHECKS["conflict-object"]))


def test_a_check_that_nothing_satisfies_needs_nothing_that_can_be_named():
    class Never(Check):
        """Never runs."""

        def __init__(self, plan: Plan) -> None:
            super().__init__(plan)
            raise Skip("never")

    assert list(needs(Never)) == []


def test_the_page_is_written_where_it_is_asked_for(tmp_path, monkeypatch):
    path = tmp_path / "page.md"
    monkeypatch.setattr("sys.argv", ["catalogue", str(path)])
    main()
    assert path.read_text(encoding="utf-8") == catalogue(built_in())
