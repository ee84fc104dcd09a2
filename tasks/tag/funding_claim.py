"""What a funding claim is, and its draft while the sentences are read."""

from dataclasses import dataclass
from datetime import date

from tasks.tag.money import Money
from tasks.tag.organisations import Organisation
from tasks.tag.rules import Passage


@dataclass(frozen=True, slots=True)
class FundingClaim:
    """One round or loan as the article tells it; ``start`` and ``end`` bound the evidence in ``Document.text``."""

    company: str
    """Id of the register, else the written name without its legal form."""
    is_registered: bool
    amount: float | None
    amount_max: float | None
    currency: str | None
    round: str | None
    tranche: str | None
    instrument: str | None
    investors: tuple[str, ...]
    lead: str | None
    announced_on: date | None
    start: int
    end: int

    @property
    def amount_jpy(self) -> float | None:
        """The amount where the text gives it in yen; nothing is converted."""
        return self.amount if self.currency == "JPY" else None


@dataclass(slots=True)
class Draft:
    """A claim while the sentences are read."""

    company: Organisation
    money: Money | None
    sentence: Passage
    segment: str
    """The words that belong to this amount alone, where a sentence holds several claims; else the sentence."""
    is_total: bool = False
    shares_sentence: bool = False
    giver: Organisation | None = None
    """Who pays, where the sentence gives each of several receivers an amount of its own."""
