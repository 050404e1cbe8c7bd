"""Writes the entry of a user."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from tests.benchmarks.layout import BLOCK
from tests.benchmarks.people import REMOTE, Person
from tests.benchmarks.pools import Pools
from tests.benchmarks.style import Style
from tests.benchmarks.words import LEGACY

PHOTO_SHARE = 0.1
CERTIFICATE_SHARE = 0.05
USER_CLASSES = ("top", "person", "organizationalPerson", "user")
USER_CLASS_LINES = "".join(f"objectClass: {name}\n" for name in USER_CLASSES)


def manager_of(index: int) -> int:
    """The first of ten leads the ten, the first of a hundred the hundred, the first of all all."""
    if index % 10:
        return index // 10 * 10
    return index // 100 * 100 if index % 100 else 0


def reports_of(index: int) -> Iterable[int]:
    if index % 10:
        return ()
    hundred = range(index + 10, index + 100, 10) if index % 100 == 0 else ()
    return chain(range(index + 1, index + 10), hundred, () if index else range(100, BLOCK, 100))


class Surroundings(NamedTuple):
    """What the users of a block have in common or point to."""

    style: Style
    pools: Pools
    group_lines: Sequence[str]
    crowd: Sequence[Person]


def user_entry(
    index: int, around: Surroundings, *, groups: Sequence[int], random: Callable[[], float]
) -> str:
    style, known, group_lines, crowd = around
    line, dates, person = style.line, known.dates, crowd[index]
    number, dn = person.number, person.dn
    place = known.places[int(random() * len(known.places))]
    job = known.jobs[int(random() * len(known.jobs))]
    dice = random()
    created, changed = int(dice * 1000), int(dice * 1_000_000) % 1000
    manager = line("manager", crowd[manager_of(index)].dn) if index else ""
    return (
        f"{style.head(dn)}{USER_CLASS_LINES}{line('cn', person.cn)}{line('sn', person.surname)}"
        f"{place.where}{job.title}description: Employee of site {number // BLOCK}\n{place.office}"
        f"telephoneNumber: {place.dialling} {number % 10_000:04d}\n"
        f"{line('givenName', person.given)}{line('distinguishedName', dn)}instanceType: 4\n"
        f"whenCreated: {dates[created]}\n"
        f"whenChanged: {dates[min(created + changed, len(dates) - 1)]}\n"
        f"{line('displayName', person.display)}uSNCreated: {20_000 + number * 3}\n"
        f"{''.join([group_lines[slot] for slot in groups])}"
        f"uSNChanged: {90_000_000 + changed * 9000}\n{place.country_name}{job.department}"
        f"{''.join([line('proxyAddresses', value) for value in person.proxies])}{place.street}"
        f"{''.join([line('directReports', crowd[other].dn) for other in reports_of(index)])}"
        f"{line('targetAddress', person.target)}{line('mailNickname', person.alias)}"
        f"{line('name', person.cn)}{style.guid(person.guid)}"
        f"userAccountControl: {person.kind.control | person.options}\nbadPwdCount: 0\ncodePage: 0\n"
        f"{place.country_number}employeeID: {number:08d}\nbadPasswordTime: 0\nlastLogoff: 0\n"
        f"lastLogon: {person.logon_stamp}\npwdLastSet: {person.password_set}\n"
        f"primaryGroupID: 513\n{style.sid(person.rid)}accountExpires: {person.expires}\n"
        f"logonCount: {changed * 3}\n{line('sAMAccountName', person.sam)}"
        f"sAMAccountType: 805306368\n{line('userPrincipalName', person.upn)}{known.category}"
        f"{known.propagation[int(random() * len(known.propagation))]}"
        f"lastLogonTimestamp: {person.logon_stamp}\n"
        f"{style.octets('mS-DS-ConsistencyGuid', person.consistency)}{line('mail', person.mail)}"
        f"{manager}mobile: {place.dialling} {9999 - number % 10_000:04d}\n"
        f"{recipient_lines(person, around, dice)}{blobs(known, random)}"
    )


def recipient_lines(person: Person, around: Surroundings, dice: float) -> str:
    """What Exchange adds to someone who receives mail in it."""
    style, known, kind = around.style, around.pools, person.kind
    if kind.recipient_type is None:
        return ""
    common = (
        f"{known.extensions[int(dice * 1e6) % len(known.extensions)]}"
        f"{style.line('legacyExchangeDN', f'{LEGACY}/cn=Recipients/cn={person.guid.hex()}')}"
        f"msExchRecipientTypeDetails: {kind.recipient_type}\n"
        f"msExchRecipientDisplayType: {kind.display_type}\n"
    )
    if kind is REMOTE:
        return f"{common}msExchRemoteRecipientType: 4\nmsExchVersion: 88218628259840\n"
    # A value of one's own, made of one that is already so.
    mailbox = style.octets("msExchMailboxGuid", person.guid[8:] + person.guid[:8])
    return f"{common}{mailbox}{known.mailboxes[int(dice * 1e6) % len(known.mailboxes)]}"


def blobs(known: Pools, random: Callable[[], float]) -> str:
    photo = certificate = ""
    if random() < PHOTO_SHARE:
        photo = known.photos[int(random() * len(known.photos))]
    if random() < CERTIFICATE_SHARE:
        certificate = known.certificates[int(random() * len(known.certificates))]
    return photo + certificate
