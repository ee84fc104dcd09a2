import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.cluster.judge import agreement, is_same_story, prints
from tasks.cluster.signatures import sign
from tests.tasks.cluster.newsroom import FLASH, HEADLINE, RELEASE, REWRITE, article, frame, notice

Row = dict[str, object]


def same(first: Row, second: Row) -> bool:
    one, two = prints(sign(frame(first, second)))
    assert is_same_story(one, two) == is_same_story(two, one)
    return is_same_story(one, two)


WIDE = str.maketrans("0123456789%()AI", "０１２３４５６７８９％（）ＡＩ")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (HEADLINE, f"【プレスリリース】提供:どこか\n{RELEASE}\n配信元:どこか"),
        (HEADLINE.translate(WIDE), RELEASE.translate(WIDE)),
        (HEADLINE, "\n".join(RELEASE[at : at + 31] for at in range(0, len(RELEASE), 31))),
        ("水やりを27%減らすAI", "".join(RELEASE.splitlines(keepends=True)[:4])),
        ("土の写真で水やりを減らす 松本の企業がAI", REWRITE),
        ("【速報】松本のハルノ製作、水分を測るAI", FLASH),
    ],
    ids=["header and footer", "full width", "hard line breaks", "abridged", "rewritten", "flash"],
)
def test_a_release_and_what_others_make_of_it_are_one_story(title: str, body: str) -> None:
    assert same(article("a", HEADLINE, RELEASE), article("b", title, body, hours=30))


def test_notices_from_one_template_are_two_stories_at_one_outlet_and_at_two() -> None:
    ours = notice("アオバ計測", "99Z1", "31億2000万", "12", "4億5000万", "工場向けの検査装置")
    theirs = notice("ミドリ翻訳", "99Z2", "8億7000万", "3", "6000万", "旅行者向けの通訳アプリ")
    first = article("a", "アオバ計測の1〜6月期、営業益4億5000万円", ours, outlet="filings")
    second = article("b", "ミドリ翻訳の1〜6月期、営業益6000万円", theirs, outlet="filings")
    assert not same(first, second)
    assert not same(first, second | {"source_id": "elsewhere"})
    assert same(first, article("c", "アオバ計測、営業益4.5億円", ours.translate(WIDE), outlet="elsewhere"))


def test_a_copy_whose_opening_was_replaced_is_the_same_story() -> None:
    foreign = "A maker in the mountains has announced the following, local media reported on Monday."
    copied = "\n".join([foreign, *RELEASE.splitlines()[1:]])
    assert same(article("a", HEADLINE, RELEASE), article("b", HEADLINE, copied, hours=5))


def test_a_cut_copy_of_an_essay_that_names_hardly_anything_is_the_same_story() -> None:
    lines = [
        "学びの記録は、子どもが大人になってから読み返せるものであってほしい。",
        "いま学校が集める記録の多くは、卒業と同時に消える。残す場所も、渡す相手も決まっていない。",
        "記録は本人のものだという前提に立てば、持ち運べる仕組みを先に考えるのが筋だろう。",
        "便利さは後からついてくる。急いで集めることよりも、返せるように集めることを求めたい。",
    ]
    whole, cut = "\n".join(lines), "\n".join(lines[:3])
    assert same(article("a", "学びの記録は誰のものか", whole), article("b", "社説 学びの記録", cut, hours=3))


def test_notices_that_agree_on_every_figure_but_not_on_the_company_are_two_stories() -> None:
    notices = [
        notice(name, "99Z1", "31億2000万", "12", "4億5000万", "工場向けの検査装置")
        for name in ("アオバ計測", "ミドリ翻訳")
    ]
    assert not same(
        article("a", "アオバ計測、営業益4億5000万円", notices[0]),
        article("b", "ミドリ翻訳、営業益4億5000万円", notices[1]),
    )


def test_two_releases_of_one_company_on_one_day_are_two_stories() -> None:
    profile = RELEASE[RELEASE.index("■ 会社概要") :] + (
        "\n代表者:代表取締役 宮沢 直人\n所在地:長野県松本市中央1-2-3\n設立:2011年4月\n資本金:8500万円\n従業員数:46人\n"
        "事業内容:農業を支える測定器とソフトウエアの開発と販売。県内の三つの大学と共同で研究を進め、これまでに1200戸の農家に測定器を届けました。"
    )
    other = (
        "株式会社ハルノ製作(本社:長野県松本市、代表取締役:宮沢 直人)は、牛の歩き方から体調を知らせる首輪「ウシミル」を"
        "3月2日より発売いたします。\n首輪の重さは310グラムで、電池は5年もちます。発情の検知は94%の正確さでした。価格は1本1万9800円です。\n"
    )
    first = article("a", HEADLINE, RELEASE[: RELEASE.index("■ 会社概要")] + profile)
    second = article("b", "ハルノ製作、牛の体調を知らせる首輪「ウシミル」を発売", other + profile, hours=1)
    assert not same(first, second)
    assert same(second, article("c", "牛の首輪「ウシミル」発売", other + profile, hours=5))


def test_another_wording_days_later_is_what_came_of_it() -> None:
    release = article("a", HEADLINE, RELEASE)
    title = "土の写真で水やりを減らす 松本の企業がAI"
    assert same(release, article("b", title, FLASH, hours=47))
    assert not same(release, article("c", title, FLASH, hours=96))
    assert same(release, article("d", title, RELEASE, hours=96))


def test_the_next_edition_of_an_event_is_another_story() -> None:
    text = (
        "【イベント案内】第{n}回 地図とAIの夜\n日時:2026年{month}月{day}日 19時〜21時\n会場:{place}\n参加費:1,000円\n"
        "第{n}回は{theme}をテーマに、担当者と開発者が意見を交わす催しです。今回は{guest}氏が登壇します。"
        "お申し込みは開催前日の正午まで専用ページから受け付けます。満席になり次第締め切ります。内容は予告なく変更する場合があります。"
    )
    first = text.format(n=7, month=4, day=9, place="上野・青い部屋", theme="防災の地図", guest="サワタリ")
    second = text.format(n=8, month=4, day=23, place="品川・白い広間", theme="配達の経路", guest="マツカゼ")
    assert not same(
        article("a", "第7回 地図とAIの夜 4月9日 上野", first), article("b", "第8回 地図とAIの夜 4月23日 品川", second)
    )


def test_an_outlets_daily_bulletin_is_a_new_story_each_day() -> None:
    text = (
        "{day}日の電力の予備率は{rate}%となる見通しだ。最大の需要は{demand}万キロワットの見込み。\n"
        "この記事は送配電事業者が公開する需給の見通しをもとに、毎朝6時に自動で作成して配信しています。"
        "予備率は供給力から需要を引いた値を需要で割ったもので、天候の変化によって見通しが変わる場合があります。"
        "節電のお願いが出されたときは、本文の冒頭に追記してお知らせします。過去の見通しは保存していません。"
    )
    today, tomorrow = (
        article(
            f"day-{day}", f"電力の予備率{rate}%({day}日)", text.format(day=day, rate=rate, demand=demand), outlet="grid"
        )
        for day, rate, demand in ((3, "8.2", 4120), (4, "11.7", 3890))
    )
    assert not same(today, tomorrow)


def test_a_later_version_at_the_same_address_is_the_same_story_but_a_reused_address_is_not() -> None:
    page = {"outlet": "lake", "url": "https://lake.example/ice"}
    first = article(
        "a", "湖の氷を測る", "諏訪の高校の生徒8人が、湖の氷の厚さを測る装置を作った。誤差は2センチだった。", **page
    )
    edited = "諏訪の高校の生徒9人が、湖の氷の厚さを測る装置を作った。誤差は3センチに訂正する。全国大会に出る。"
    assert same(first, article("b", "湖の氷を測る【訂正】", edited, **page))
    other = "駅前の市で、地元の蜂蜜を使った菓子が売り切れた。店主は来月も出すと話している。"
    assert not same(first, article("b", "蜂蜜の菓子が売り切れ", other, **page))


def test_the_same_words_a_month_later_are_another_story() -> None:
    assert same(article("a", HEADLINE, RELEASE), article("b", HEADLINE, RELEASE, hours=14 * 24))
    assert not same(article("a", HEADLINE, RELEASE), article("b", HEADLINE, RELEASE, hours=14 * 24 + 1))


SIGNS = "山川空海森林石田水火土金木日月本東西南北上下左右大小高低新古春夏秋冬アイウエオカキクケコ0123456789。、"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_outlets_standing_lines_never_join_two_stories(data: st.DataObject) -> None:
    text = lambda low, high: data.draw(st.text(st.sampled_from(SIGNS), min_size=low, max_size=high))  # noqa: E731
    header, footer = text(0, 250), text(0, 250)
    first, second = (
        article(name, "".join(pool), f"{header}\n{''.join(pool)}{body}。\n{footer}", outlet="one")
        for name, pool, body in (("a", "青葉計測が新工場", text(60, 300)), ("b", "緑野翻訳に新社長", text(60, 300)))
    )
    assert not same(first, second)


def test_agreement_is_undecided_where_nothing_is_stated() -> None:
    one, two = prints(sign(frame(article("a", "朝", "よく晴れた朝に歩いた"), article("b", "夜", "静かな夜に読んだ"))))
    assert agreement(one, two) == pytest.approx(0.5)
