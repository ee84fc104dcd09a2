import pytest

from tasks.extract.page_language import page_language
from tests.warcs import article

MENU = "<nav><p>Home</p><p>About the company and its people</p><a>Contact</a></nav>"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_running_text_decides_whatever_stands_around_it(lang: str) -> None:
    html = article(1, lang=lang).body.decode()
    wrong = html.replace(f'lang="{lang}"', 'lang="fr"').replace("<article>", f"{MENU}<article>")
    assert page_language(wrong.encode(), "text/html; charset=utf-8") == lang


def test_a_page_without_paragraphs_is_judged_by_its_words_and_declaration() -> None:
    html = '<html lang="ja"><title>港のお知らせ</title><body>港の広場は本日休みです。</body></html>'
    assert page_language(html.encode("shift_jis"), "text/html; charset=Shift_JIS") == "ja"
    assert page_language(b"", "text/html") == "other"
