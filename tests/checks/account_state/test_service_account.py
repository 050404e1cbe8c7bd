import pytest

ID = "service-account"


def test_a_service_principal_name_is_of_a_service(bench):
    names = ["MSSQLSvc/db1.contoso.com:1433", "MSSQLSvc/db1.contoso.com"]
    account = {"servicePrincipalName": names, "sAMAccountName": "svc-sql"}
    [finding] = bench(ID).examine(account)
    assert (finding.attribute, finding.value) == ("servicePrincipalName", names[0])


@pytest.mark.parametrize("name", ["svc-backup", "SVC_backup", "svc.backup"])
def test_a_name_may_say_so(bench, name):
    [finding] = bench(ID).examine({"sAMAccountName": name})
    assert (finding.attribute, finding.value) == ("sAMAccountName", name)


@pytest.mark.parametrize("name", ["ana", "svcetkovic", "a-svc-b", "service.desk"])
def test_people_are_no_services(bench, name):
    assert not bench(ID).examine({"sAMAccountName": name})


def test_a_disabled_account_passes(bench):
    account = {"servicePrincipalName": "HTTP/app", "userAccountControl": "514"}
    assert not bench(ID).examine(account)
