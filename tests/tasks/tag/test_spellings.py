import pytest

from tasks.tag.spellings import spellings


@pytest.mark.parametrize(
    ("listed", "written"),
    [
        ("ヤマセグループ", "ヤマセg"),
        ("ヤマセフィナンシャル・グループ", "ヤマセfg"),
        ("ヤマセホールディングス", "ヤマセhd"),
        ("OpenKumo", "open kumo"),
        ("日本マイクロソフト", "日本ms"),
        ("クモ・ヴィジョン", "クモビジョン"),
        ("アオゾラサーバー", "アオゾラサーバ"),
        ("クモAI", "クモ ai"),
        ("ヤマセグループ", "ヤマセ グループ"),
        ("Kumo Works", "kumo  works"),
        ("クモヴィジョ", "クモビジョコーポレーション"),
        ("北沢学国", "北澤學國"),
        ("北澤學國", "北沢学国"),
    ],
)
def test_rules_make_the_variants_that_news_write(listed, written):
    assert written in spellings(listed)


def test_letters_for_a_parent_need_the_country_before_them():
    assert "ms" not in spellings("マイクロソフト")
