import re

import pytest

from tasks.report.digest import escape, render_digest
from tests.tasks.report.conftest import Reporting, weekly
from tests.warehouse.newsdesk import Newsdesk


def test_the_digest_tells_what_moved_with_links_to_the_articles(desk: Newsdesk, reporting: Reporting) -> None:
    weekly(desk, "beta", range(1, 9))
    for number in range(4):
        desk.article(f"a{number}", "07-02", "alpha")
    desk.claim("a1", "alpha", 100_000_000, round="seed")
    told = render_digest(reporting())
    assert "### ALPHA\n\n今週4件。前の8週からの見込みは0件" in told
    assert "[a1の見出し](<http://minato.example/a1>) (minato, 7月2日)\n  > ALPHAは発表した。" in told
    assert "**1億円** ALPHA、シード、7月2日（水）" in told
    assert "今週は、見込んだ1媒体のすべての日を収集できました。" in told


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "<img src=x>",
        "# 大見出し",
        "`code`",
        "a\n\n# b",
        "http://a.example",
        "1. x",
        "![x](y)",
        "a|b",
        "~~x~~",
    ],
)
def test_texts_of_the_web_mean_nothing_in_markdown(text: str) -> None:
    shown = escape(text)
    assert "\n" not in shown
    assert re.search(r"(?<!\\)[\[\]<>#`|~!*_:.]", shown) is None
    assert re.sub(r"\\(.)", r"\1", shown) == " ".join(text.split())


def test_an_address_cannot_leave_its_link(desk: Newsdesk, reporting: Reporting) -> None:
    for number in range(3):
        desk.article(f"a{number}", "07-02", "alpha", url=f"http://minato.example/{number}?a=>) [x](<javascript:1 \\")
    assert "(<http://minato.example/1?a=%3E)%20[x](%3Cjavascript:1%20%5C>)" in render_digest(reporting())
