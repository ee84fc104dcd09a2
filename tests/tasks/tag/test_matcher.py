"""Which matches are names: the columns of a batch give what a plain reading of each text gives."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.tag import edges
from tasks.tag.document import Document
from tasks.tag.matcher import Matcher, Name
from tasks.tag.registers import Company
from tasks.tag.scan import Scanner
from tasks.tag.text import fold


def company(name: str, *aliases: str, products: tuple[str, ...] = ()) -> Company:
    return Company(name, aliases[0], name, "startup", "JP", None, aliases, (), (), products, "", "high")


MATCHER = Matcher(
    [
        company("kumo", "クモ", "KUMO", products=("Kumo2",)),
        company("kumo-ai", "クモAI", "クモ・ラボ"),
        company("numo", "沼", "沼電機", "AIラボ", "NUMO Labs"),
    ]
)
SCANNER = Scanner(MATCHER.patterns)
_SPELLINGS = frozenset(MATCHER.patterns)
_PIECES = [
    *"クモヌAIＡ沼電機は、・&_-. ラボ銀行社2\n(",
    "KUMO",
    "kumo",
    "Kumo",
    "NUMO",
    " Labs",
    "グループ",
    "ｸﾓ",
    "クモ",
    "AI",
    "ラボ",
]
_TEXTS = st.lists(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join), min_size=1, max_size=4)


def script_of(char: str) -> str:
    kinds = {"latin": r"[A-Za-z0-9]", "katakana": r"[ァ-ヺーｦ-ﾟ]", "kanji": r"[一-鿿々〆〇]"}
    return next((kind for kind, pattern in kinds.items() if re.match(pattern, char)), "other")


def may_be_word(view: str, start: int, end: int) -> bool:
    """No letter of its own script goes on at either side, as the docstring of ``edges`` has it."""
    if start and script_of(view[start - 1]) == script_of(view[start]) in ("latin", "katakana"):
        return False
    if end == len(view) or script_of(view[end - 1]) != script_of(view[end]):
        return True
    if script_of(view[end]) == "katakana":
        return view.startswith("グループ", end)
    return script_of(view[end]) != "latin" or view[end].isdigit() or view[end - 1].isdigit()


def name_at(document: Document, start: int, end: int) -> Name | None:
    if fold(document.text[start:end]).text not in _SPELLINGS:  # no rule puts a space before a digit of a name
        return None
    name = MATCHER.owner_of(document.text[start:end])
    written = re.sub(r"[\s・]+", "", document.view[start:end])
    if name is None or (name.shapes and written not in name.shapes) or not may_be_word(document.view, start, end):
        return None
    stands = edges.stands_alone(document.view, start, end, name.is_short_kanji, name.takes_version)
    return name if stands else None


def plainly(document: Document) -> list[tuple[int, int, str]]:
    """At each place the longest name that stands, none inside another."""
    found: list[tuple[int, int, str]] = []
    at, text = 0, document.clean
    while at < len(text):
        ends = [end for end in range(len(text), at, -1) if not {text[at], text[end - 1]} & set(" ・\n")]
        names = ((end, name_at(document, at, end)) for end in ends)
        end, name = next(((end, name) for end, name in names if name is not None), (at + 1, None))
        if name is not None:
            found.append((at, end, name.company_id))
        at = end
    return found


@settings(deadline=None, max_examples=150)
@example(["クモAIラボ", "クモ・ラボAIラボ沼電機"])
@example(["KUMO 2"])
@given(_TEXTS)
def test_the_columns_of_a_batch_give_the_longest_names_that_a_plain_reading_gives(bodies: list[str]) -> None:
    documents = [Document(body, 0, "ja", None, None, clean=body) for body in bodies]
    hits = MATCHER.hits(documents, SCANNER.scan(documents))
    assert [[(hit.start, hit.end, hit.company_id) for hit in its] for its in hits] == [*map(plainly, documents)]
