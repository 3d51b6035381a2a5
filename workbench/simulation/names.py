"""Invented names: streets, venues and people of a place that does not exist."""

from __future__ import annotations

import numpy as np

__all__ = ["MAIN_STREETS", "PEOPLE", "VENUES", "street_names"]

_FIRST = (
    "Saltmarsh",
    "Heron",
    "Lantern",
    "Cockle",
    "Osier",
    "Plover",
    "Larch",
    "Quay",
    "Tern",
    "Bramble",
    "Chandler",
    "Anchor",
    "Samphire",
    "Curlew",
    "Millrace",
    "Orchard",
    "Foxglove",
    "Kiln",
    "Ropewalk",
    "Sandpiper",
    "Willow",
    "Thistle",
    "Weaver",
    "Cooper",
    "Beacon",
    "Harbour",
    "Linnet",
    "Marram",
    "Oyster",
    "Primrose",
    "Ferry",
    "Teasel",
    "Wren",
    "Juniper",
    "Hazel",
    "Barley",
    "Clover",
    "Dove",
    "Ember",
    "Gull",
    "Tansy",
    "Alder",
    "Sorrel",
    "Kestrel",
)
_LAST = (
    "Lane",
    "Road",
    "Street",
    "Avenue",
    "Row",
    "Close",
    "Gardens",
    "Terrace",
    "Way",
    "Rise",
    "Grove",
    "Walk",
    "Mews",
    "Drive",
    "View",
    "Hill",
    "Place",
    "Crescent",
)

MAIN_STREETS = ("Eastmere Road", "Strand Road", "Westbridge Street", "Eastbridge Street")
"""Names of the four main roads, in the order they are laid."""

VENUES: dict[str, tuple[str, ...]] = {
    "pub": ("The Mermaid", "The Lamplighter", "The Two Herons", "The Rope and Anchor", "The Barley Mow"),
    "school": ("Saltmarsh Primary School", "Lantern Hill School", "Eastmere Academy", "St Osyth's Primary School"),
    "shop": (
        "Mere Stores",
        "Harbour Grocers",
        "Plover News",
        "Quayside Chemist",
        "Tern Bakery",
        "Corner Ten",
        "Ferry Foods",
        "Millrace Hardware",
    ),
    "supermarket": ("Wherry Supermarket", "Larder Supermarket"),
    "workplace": (
        "Chandler's Yard",
        "Oyster Wharf Offices",
        "Kiln Lane Depot",
        "Samphire Kitchens",
        "Beacon Joinery",
        "Gull Print Works",
        "Willow Care Home",
        "Ropewalk Garage",
        "Ember Laundry",
        "Weaver House",
        "Cooper's Warehouse",
        "Sandpiper Cafe",
    ),
    "gym": ("Causeway Gym", "Eastmere Baths"),
    "mosque": ("Eastmere Mosque",),
    "church": ("St Brendan's Church", "Ferry Road Chapel"),
    "library": ("Eastmere Library",),
    "bookmaker": ("Silver Bookmakers",),
    "police": ("Eastmere Police Station",),
    "probation": ("Eastmere Probation Office",),
    "court": ("Eastmere Magistrates' Court",),
    "hospital": ("St Aidan's Hospital",),
    "station": ("Fenside", "Kiln Lane", "Eastmere Central", "Lantern Hill", "Sandpiper Point"),
    "park": ("Heron Park", "Quayside Gardens", "Saltmarsh Common", "Lantern Fields"),
}

PEOPLE = (
    ("Aaron", "Pell"),
    ("Bea", "Loom"),
    ("Corin", "Ashby"),
    ("Dara", "Finch"),
    ("Elias", "Marsh"),
    ("Farah", "Quill"),
    ("Gwen", "Tarrant"),
    ("Hollis", "Reed"),
    ("Imani", "Coble"),
    ("Jory", "Wick"),
    ("Kit", "Sedge"),
    ("Lena", "Staith"),
)
"""Invented first and last names for the papers of a case."""


def street_names(rng: np.random.Generator, count: int) -> list[str]:
    """Invent as many different street names as asked for."""
    pairs = [f"{first} {last}" for first in _FIRST for last in _LAST]
    order = rng.permutation(len(pairs))
    rounds = -(-count // len(pairs))
    prefixes = ["", "Upper ", "Lower ", "Little ", "Old ", "New "]
    names = [prefixes[k % 6] + pairs[i] for k in range(rounds) for i in order]
    return names[:count]
