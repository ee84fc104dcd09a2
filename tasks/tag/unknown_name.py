"""A company name that no register holds, as the finders of both languages give it."""

from dataclasses import dataclass

NAMED_AT = 2.0
"""Sum of the points from which a name is given."""


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A company name with the place in ``Document.text`` that speaks most for it."""

    name: str
    rule: str
    """The strongest kind of evidence: legal-form, address, apposition, headline, deal, list, english …"""
    start: int
    end: int
    score: float
