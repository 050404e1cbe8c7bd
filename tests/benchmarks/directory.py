"""A realistic Active Directory export in LDIF, of any size, the same for the same seed.

`python -m tests.benchmarks.directory USERS` writes it to standard output. A directory is made of
blocks of a thousand users, each with its own random numbers, site, groups, contacts and computers.
So a user is the same however many there are, blocks can be made in parallel, and links never leave
their block. Only where a last block is cut short, a manager's reports may be missing.
"""

import argparse
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import IO, get_args

from tests.benchmarks.domain import DOMAIN_ENTRIES, domain_entries
from tests.benchmarks.layout import (
    BLOCK,
    COMPUTERS_PER_BLOCK,
    CONTACTS_PER_BLOCK,
    FIRST_RID,
    GROUPS_PER_BLOCK,
    RIDS_PER_BLOCK,
    UNITS,
    site_of,
    unit_of,
)
from tests.benchmarks.others import (
    computer_entry,
    contact_entry,
    container_entry,
    group_entry,
    groups_of,
)
from tests.benchmarks.pools import pools
from tests.benchmarks.problems import ProblemLevel, people
from tests.benchmarks.style import Style, StyleName
from tests.benchmarks.users import Surroundings, user_entry
from tests.benchmarks.words import ROOT, numbers_for


def block_entries(
    block: int, users: int, *, style: Style, problems: ProblemLevel, seed: int
) -> Iterator[str]:
    """The entries of one block, which ends where the users end."""
    count = min(BLOCK, users - block * BLOCK)
    known, groups = pools(style.name), list(groups_of(block))
    crowd = people(block, problems=problems, seed=seed)
    group_lines = [style.line("memberOf", group.dn) for group in groups]
    around = Surroundings(style, known, group_lines, crowd)
    members: list[list[str]] = [[] for _ in groups]
    random, rng = numbers_for(seed, block, "users").random, numbers_for(seed, block, "others")

    if block == 0:
        yield from domain_entries(style, rng)
    yield container_entry(style, f"OU={site_of(block)},{ROOT}", rng=rng)
    for unit in UNITS:
        yield container_entry(style, unit_of(block, unit), rng=rng)
    for index in range(count):
        belongs = known.memberships[int(random() * len(known.memberships))]
        yield user_entry(index, around, groups=belongs, random=random)
        member = style.line("member", crowd[index].dn)
        for slot in belongs:
            members[slot].append(member)
    first = FIRST_RID + block * RIDS_PER_BLOCK + BLOCK
    for slot, group in enumerate(groups):
        # A short block has only the groups that its users are in.
        if count == BLOCK or members[slot]:
            everybody = "".join(members[slot])
            yield group_entry(style, group, rid=first + slot, members=everybody, rng=rng)
    for index in range(-(-CONTACTS_PER_BLOCK * count // BLOCK)):
        yield contact_entry(style, block, index=index, rng=rng)
    for index in range(-(-COMPUTERS_PER_BLOCK * count // BLOCK)):
        yield computer_entry(style, block, index=index, rng=rng)


def entries_before(block: int) -> int:
    """How many entries the whole blocks before this one hold."""
    own = 1 + len(UNITS) + BLOCK + GROUPS_PER_BLOCK + CONTACTS_PER_BLOCK + COMPUTERS_PER_BLOCK
    return block * own + (DOMAIN_ENTRIES if block else 0)


def block_bytes(
    block: int, users: int, *, style: StyleName, problems: ProblemLevel, seed: int
) -> bytes:
    entries = list(block_entries(block, users, style=Style(style), problems=problems, seed=seed))
    if style == "ldbsearch":
        return recorded(entries, entries_before(block), last=users <= (block + 1) * BLOCK).encode()
    text = "\n".join([*entries, ""])
    return (text.replace("\n", "\r\n") if style == "ldifde" else text).encode()


def recorded(entries: Sequence[str], before: int, *, last: bool) -> str:
    """Entries with the comments that ldbsearch puts between them."""
    text = "".join([f"# record {at}\n{entry}\n" for at, entry in enumerate(entries, before + 1)])
    total = before + len(entries)
    end = f"# returned {total} records\n# {total} entries\n# 0 referrals\n"
    return text + end if last else text


def blocks(
    users: int,
    *,
    style: StyleName = "ldapsearch",
    problems: ProblemLevel = "normal",
    seed: int = 1,
    jobs: int = 1,
) -> Iterator[bytes]:
    """The export, block by block."""
    make = partial(block_bytes, users=users, style=style, problems=problems, seed=seed)
    numbers = range(-(-users // BLOCK))
    if jobs <= 1:
        yield from map(make, numbers)
        return
    waiting: deque[Future[bytes]] = deque()
    with ProcessPoolExecutor(jobs) as pool:
        for number in numbers:
            waiting.append(pool.submit(make, number))
            # A window, so that fast makers don't fill the memory of a slow reader.
            if len(waiting) > jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def write(
    path: Path | str,
    users: int,
    *,
    style: StyleName = "ldapsearch",
    problems: ProblemLevel = "normal",
    seed: int = 1,
    jobs: int = 1,
) -> int:
    """Write the export to a file; the answer is its size in bytes."""
    with Path(path).open("wb") as file:
        return pour(blocks(users, style=style, problems=problems, seed=seed, jobs=jobs), file)


def pour(parts: Iterable[bytes], file: IO[bytes]) -> int:
    return sum(file.write(part) for part in parts)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.directory")
    parser.add_argument("users", type=int, help="how many")
    parser.add_argument("--style", choices=get_args(StyleName), default="ldapsearch")
    parser.add_argument("--problems", choices=get_args(ProblemLevel), default="normal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("-o", "--output", type=Path, help="a file, instead of standard output")
    options = vars(parser.parse_args())
    output: Path | None = options.pop("output")
    if output is None:
        pour(blocks(**options), sys.stdout.buffer)
    else:
        write(output, **options)


if __name__ == "__main__":
    main()
