"""How a directory is divided: blocks of users, each a site with its units."""

from tests.benchmarks.words import ROOT

BLOCK = 1000
GROUPS_PER_BLOCK = 20
CONTACTS_PER_BLOCK = 8
COMPUTERS_PER_BLOCK = 12
RIDS_PER_BLOCK = BLOCK + GROUPS_PER_BLOCK + COMPUTERS_PER_BLOCK
FIRST_RID = 2000
UNITS = ("Users", "Groups", "Contacts", "Computers")


def site_of(block: int) -> str:
    return f"S{block:05d}"


def unit_of(block: int, unit: str) -> str:
    return f"OU={unit},OU={site_of(block)},{ROOT}"
