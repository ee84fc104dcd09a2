import re
import tomllib
from datetime import UTC, date, datetime

import pytest

from tasks.report.words import LANGUAGES, load_words
from tests.conftest import ROOT

REPORT = ROOT / "tasks" / "report"


def texts(lang: str) -> dict[str, object]:
    return dict(tomllib.loads((REPORT / "words.toml").read_text(encoding="utf-8"))[lang])


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    ja, en = (texts(lang) for lang in LANGUAGES)
    singular = {key for key in en if key.endswith("_one")}
    assert set(ja) == set(en) - singular
    for key, text in ja.items():
        if isinstance(text, str):
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", str(en[key]))), key


def test_every_word_is_used() -> None:
    sources = [*REPORT.glob("*.py"), *(REPORT / "templates").glob("*.html")]
    used = set(re.findall(r"[a-z_]+", " ".join(path.read_text(encoding="utf-8") for path in sources)))
    whole = used | {f"{name}_title" for name in used}
    assert {key for key in texts("ja") if key not in whole} == set()


@pytest.mark.parametrize(
    ("amount", "currency", "ja", "en"),
    [
        (3_750_000_000, "JPY", "37億5000万円", "¥3.75bn"),
        (30_000_000, "JPY", "3000万円", "¥30m"),
        (8_000_000, "USD", "800万ドル", "$8m"),
        (1_234, "EUR", "1234ユーロ", "€1.23k"),
        (0, "JPY", "0円", "¥0"),
        (None, None, "金額非公表", "undisclosed"),
    ],
)
def test_sums_are_written_as_a_newspaper_writes_them(
    amount: float | None, currency: str | None, ja: str, en: str
) -> None:
    assert load_words("ja").money(amount, currency) == ja
    assert load_words("en").money(amount, currency) == en


def test_a_share_that_is_not_quite_all_is_not_called_all() -> None:
    assert [load_words("ja").percent(share) for share in (1.0, 0.9987, 0.5333, None)] == ["100%", "99%", "53%", "?"]


def test_days_are_those_of_the_language_and_instants_those_of_tokyo() -> None:
    late = datetime(2025, 12, 31, 16, 5, tzinfo=UTC)
    assert load_words("ja").instant(late) == "2026年1月1日 01:05"
    assert load_words("en").instant(late) == "1 Jan 2026 01:05"
    assert load_words("ja").day(date(2025, 9, 22)) == "9月22日（月）"
