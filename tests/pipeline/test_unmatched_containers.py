"""Hints where nothing is in a container that was asked for."""

import tracemalloc

from readiness.pipeline.completion.unmatched_containers import unmatched_containers

ASKED = {"--include-ou": ["ou=users,ou=nowhere,dc=a"]}


def test_a_container_of_the_same_name_is_proposed():
    [told] = unmatched_containers(ASKED, ["CN=ana,OU=Users,OU=Here,DC=a"])
    assert told.endswith("did you mean “OU=Users,OU=Here,DC=a”?")


def test_no_name_and_no_number_of_containers_takes_much_memory():
    deep = f"CN=ana,{','.join(f'OU={number}' for number in range(8_000))},DC=a"
    many = (f"CN=ana,OU=Users,{'OU=x,' * 50}OU={number},DC=a" for number in range(8_000))
    tracemalloc.start()
    try:
        [told] = unmatched_containers(ASKED, [deep, *many])
        assert "did you mean “OU=Users," in told
        assert tracemalloc.get_traced_memory()[1] < 32 << 20
    finally:
        tracemalloc.stop()
