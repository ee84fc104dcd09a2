"""What an article says for and against one name."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Candidate:
    """What speaks for one name, kind by kind (the best of each kind counts), and where it was said."""

    points: dict[str, float] = field(default_factory=dict)
    places: list[tuple[int, int]] = field(default_factory=list)
    best: tuple[float, int, int] = (0.0, 0, 0)
    """Points and span of the place that speaks most for it."""
    bare: int = 0
    """How often it was said."""

    def add(self, kind: str, points: float, start: int, end: int) -> None:
        """Counts evidence of a kind at a place; points below zero speak against it."""
        if points > self.points.get(kind, 0.0) or points < 0:
            self.points[kind] = points if points > 0 else min(points, self.points.get(kind, 0.0))
        if points > self.best[0]:
            self.best = (points, start, end)

    @property
    def score(self) -> float:
        """The sum over all kinds."""
        return sum(self.points.values())

    @property
    def rule(self) -> str:
        """The strongest kind."""
        return max(self.points, key=lambda kind: self.points[kind])
