from readiness import Severity

ID = "critical-system-object-false"


def test_an_object_that_is_said_to_be_none_of_the_system_is_found(bench):
    [finding] = bench(ID).examine({"isCriticalSystemObject": "FALSE"})
    assert finding.value == "FALSE"
    assert bench(ID).check.severity is Severity.INFO


def test_others_pass(bench):
    assert not bench(ID).examine({"sAMAccountName": "ana"})
    critical = {"isCriticalSystemObject": "TRUE"}
    assert not bench(ID).examine(critical, out_of_scope="critical-system-object")
