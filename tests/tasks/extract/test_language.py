"""Languages by their letters."""

import pytest

from tasks.extract.language import language_of

SAMPLES = [
    ("架空の会社が新しい仕組みを発表した。来月から試す。", "", "ja"),
    ("Sakana AIがGoogle DeepMindやOpenAIと並ぶModel Mergeを公開したと話す。", "", "ja"),
    ("The town has opened a library, and people from the harbour came to read in it.", "", "en"),
    ("The company 株式会社ミナモ has opened an office in the town and is hiring for the lab.", "", "en"),
    ("Die Stadt hat eine neue Bücherei, und die Leute kamen aus dem Hafen zum Lesen.", "", "other"),
    ("一家虚构的公司发布了一种新的系统。下个月开始在三个城镇进行测试。", "", "other"),
    ("가상의 회사가 새로운 시스템을 발표했다. 다음 달부터 시험한다고 한다.", "", "other"),
    ("", "ja", "ja"),
    ("", "en-GB", "en"),
    ("", "", "other"),
]


@pytest.mark.parametrize(("text", "declared", "expected"), SAMPLES)
def test_the_language_is_told_by_the_text(text: str, declared: str, expected: str) -> None:
    assert language_of(text, declared) == expected
