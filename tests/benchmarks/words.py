"""What a directory is made of: names, places, departments, domains, and when it was exported."""

from datetime import UTC, datetime
from random import Random
from typing import NamedTuple

NOW = datetime(2026, 11, 22, tzinfo=UTC)
"""The moment of the export. Logons and passwords are recent as of then."""
TICKS_PER_DAY = 864_000_000_000
NOW_IN_TICKS = (NOW - datetime(1601, 1, 1, tzinfo=UTC)).days * TICKS_PER_DAY
NEVER = 9_223_372_036_854_775_807
ROOT = "DC=corp,DC=contoso,DC=com"
SCHEMA = f"CN=Schema,CN=Configuration,{ROOT}"
EXCHANGE = f"CN=Contoso,CN=Microsoft Exchange,CN=Services,CN=Configuration,{ROOT}"
LEGACY = "/o=Contoso/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)"
DOMAINS = (
    *["contoso.com"] * 12,
    *["emea.contoso.com"] * 3,
    *["contoso.app"] * 2,
    *["contoso.swiss"] * 2,
    "xn--contos-1xa.com",
)
PARTNER_DOMAINS = ("adatum.com", "northwindtraders.com", "litware.co.uk", "proseware.museum")
# Names as people write them; addresses and logon names use what `in_ascii` makes of them.
GIVEN_NAMES = """
Aaliyah Aaron Abigail Adam Aisha Alan Alice Amara Amelia Amir Ana Andrea Anil Anna Anne-Marie Anton
Arjun Astrid Ayşe Beatrice Ben Bianca Björn Boris Bruno Carla Carlos Chen Chiara Chloé Claire Clara
Daniel Daria David Deepa Diego Dirk Elena Elif Ella Emil Emma Eric Erik Eva Farah Felix Fiona
Francesca Frank Georg Grace Greta Hannah Hans-Peter Hassan Helen Hugo Ian Ida Igor Ines Ingrid Irina
Isabel Ivan Jack Jakub Jan Jean-Luc Jin Joanna Johan José Julia Jürgen Kai Karin Kate Kenji Lars
Laura Lea Leo Lily Linda Louis Lucas Lucía Magda Marco Maria Mark Martin Mei Mia Michael Mohamed
Nadia Nicole Nina Noah Nora Olga Oliver Omar Oscar Paul Pavel Peter Petra Priya Rachel Rahul Rana
Renée Robert Rosa Ruth Ryan Sam Sara Sean Sofia Søren Stefan Susan Tara Thomas Tim Tom Ulla Vera
Victor Wei William Yara Yusuf Zoë Željko
"""
SURNAMES = """
Adams Ahmed Ali Almeida Andersson Bailey Baker Banerjee Bauer Becker Bell Bennett Berger Bianchi
Björk Brown Bruun Campbell Carter Castro Chandra Chen Clark Collins Conti Cooper Costa Cruz D'Angelo
Das Davies de_Vries Demir Diaz Dubois Edwards Engel Evans Fernandes Ferrari Fischer Fontaine Foster
Fox Frank Fuchs García Gomes Gonçalves Graf Green Gupta Haas Hall Hansen Harris Hartmann Hill
Hoffmann Horvat Hübner Huber Hughes Ibrahim Ivanova Jackson Jansen Jiménez Johnson Jones Kaur Keller
Kelly Khan Kim King Klein Koch Kowalski Kumar Lang Larsen Lee Lefèvre Lehmann Li Lopez Łukasik Maier
Marino Martin Mayer McDonald Mehta Mendes Meyer Miller Moore Moreau Morris Müller Murphy Nair
Nakamura Nguyen Nielsen Novak Nowak O'Brien O'Connor O'Neil Okafor Olsen Papadopoulos Park Patel
Pereira Peters Popescu Petrov Price Ramos Rao Reed Richter Rivera Roberts Rossi Roux Ruiz Russo
Saito Santos Sato Schäfer Schmidt Schneider Schulz Scott Sharma Silva Simon Singh Smith Smith-Jones
Souza Sørensen Stein Suzuki Takahashi Tanaka Taylor Thomas Torres Tran Turner van_den_Berg van_Dijk
Varga Vasquez Vogel Wagner Walker Wang Ward Watson Weber White Williams Wilson Wolf Wood Wright Wu
Yamamoto Yilmaz Young Zhang Zimmermann
"""
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", " ": ""}
    | dict(zip("çéèëíşžŁŽ", "ceeeiszLZ", strict=True))
)


class Place(NamedTuple):
    city: str
    state: str
    country: str
    country_name: str
    country_number: int
    dialling: str
    street: str


PLACES = (
    Place("Seattle", "WA", "US", "United States", 840, "+1 206 555", "Pine Street"),
    Place("Redmond", "WA", "US", "United States", 840, "+1 425 555", "NE 40th Street"),
    Place("Austin", "TX", "US", "United States", 840, "+1 512 555", "Congress Avenue"),
    Place("Boston", "MA", "US", "United States", 840, "+1 617 555", "Boylston Street"),
    Place("Toronto", "ON", "CA", "Canada", 124, "+1 416 555", "Bay Street"),
    Place("London", "London", "GB", "United Kingdom", 826, "+44 20 7946", "Fenchurch Street"),
    Place("Dublin", "Leinster", "IE", "Ireland", 372, "+353 1 555", "O'Connell Street"),
    Place("Amsterdam", "Noord-Holland", "NL", "Netherlands", 528, "+31 20 555", "Damrak"),
    Place("Berlin", "Berlin", "DE", "Germany", 276, "+49 30 5550", "Invalidenstraße"),
    Place("München", "Bayern", "DE", "Germany", 276, "+49 89 5550", "Leopoldstraße"),
    Place("Zürich", "ZH", "CH", "Switzerland", 756, "+41 44 555", "Bahnhofstrasse"),
    Place("Paris", "Île-de-France", "FR", "France", 250, "+33 1 5555", "Rue de Rivoli"),
    Place("Milano", "MI", "IT", "Italy", 380, "+39 02 5555", "Via Dante"),
    Place("Warszawa", "Mazowieckie", "PL", "Poland", 616, "+48 22 555", "Nowy Swiat"),
    Place("Pune", "Maharashtra", "IN", "India", 356, "+91 20 5555", "FC Road"),
    Place("Singapore", "Singapore", "SG", "Singapore", 702, "+65 6555", "Raffles Place"),
    Place("Sydney", "NSW", "AU", "Australia", 36, "+61 2 5550", "George Street"),
)
DEPARTMENTS = (
    "Sales",
    "Marketing",
    "Finance",
    "Legal",
    "Human Resources",
    "Research & Development",
    "IT Operations",
    "Customer Support",
    "Manufacturing",
    "Logistics",
)
GRADES = ("Associate", "Specialist", "Senior Specialist", "Team Lead", "Manager", "Director")
COMPANIES = ("Contoso Ltd.", "Contoso Pharmaceuticals", "Contoso GmbH", "Contoso Suisse SA")
SERVICES = ("backup", "sql", "web", "scan", "print", "deploy", "monitor", "report")
EXTENSION_VALUES = ("E5", "E3", "F3", "CC-4711", "CC-0815", "permanent", "Building 7", "shift B")


def in_ascii(name: str) -> str:
    return name.translate(SPELLED_OUT).lower()


def numbers_for(*what: object) -> Random:
    """Random numbers that are the same each time."""
    return Random("-".join(map(str, what)))  # noqa: S311 - a benchmark has no secrets
