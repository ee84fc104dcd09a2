"""Invented articles for the clustering tests; no company, person or figure in them exists."""

from datetime import UTC, datetime, timedelta

import polars as pl

START = datetime(2026, 3, 2, 1, tzinfo=UTC)

RELEASE = """株式会社ハルノ製作(本社:長野県松本市、代表取締役:宮沢 直人)は、畑の土の水分を写真から推定する\
AI「ツチミル」の提供を3月2日より開始いたします。
■ 背景
畑の水やりは長年の勘に頼ってきました。県内の農家へのアンケートでは、62%が「水の量に自信がない」と答えています。
■ 特徴
スマートフォンで撮った土の写真1枚から、深さ20センチまでの水分を5段階で示します。通信のない畑でも動き、1日の推定は最大300回です。
■ 実証の結果
昨年5月から8月まで、14戸の農家で試しました。使った水は平均で27%減り、トマトの収量は4%増えました。
■ 会社概要
会社名:株式会社ハルノ製作
【本件に関するお問い合わせ】広報担当 TEL:026-000-0000"""

REWRITE = """松本市のハルノ製作は2日、畑の土の水分を写真から推定するAI「ツチミル」を始めた。\
スマートフォンで撮った土の写真1枚から、深さ20センチまでの水分を5段階で示す。
昨年5月から8月まで、14戸の農家で試しました。使った水は平均で27%減り、トマトの収量は4%増えたという。
勘に頼ってきた水やりを助ける道具として、県も注目している。宮沢直人代表は若い農家に広めたいと話す。"""

FLASH = (
    "松本市のハルノ製作は2日、畑の土の水分を写真から推定するAI「ツチミル」を始めた。"
    "実証した14戸の農家で使った水は平均27%減った。"
)


def notice(company: str, place: str, sales: str, growth: str, profit: str, note: str) -> str:
    """An earnings notice as it is made from a template."""
    return (
        f"{company}({place})が14日に発表した2026年1〜6月期連結決算は、売上高が前年同期比{growth}%増の{sales}円、"
        f"営業利益が{profit}円だった。{note}が伸びた。\n"
        "通期の業績予想は据え置いた。年間配当は0円とする方針を維持した。\n"
        "この記事は適時開示の内容をもとに自動で作成しました。会計基準は日本基準です。"
        "増減率は小数点第1位を四捨五入しています。正確な数値は各社の開示資料をご確認ください。"
    )


def article(
    article_id: str,
    title: str,
    body: str,
    *,
    outlet: str = "",
    hours: float = 0,
    url: str = "",
) -> dict[str, object]:
    """One row for ``frame``; without an outlet or URL the article has its own, ``hours`` count from START."""
    return {
        "article_id": article_id,
        "source_id": outlet or f"outlet-{article_id}",
        "url": url or f"https://{article_id}.example/",
        "title": title,
        "body": body,
        "published_at": START + timedelta(hours=hours),
        "published_on": None,
        "fetched_at": START + timedelta(days=60),
    }


def frame(*articles: dict[str, object]) -> pl.DataFrame:
    """The articles as ``sign`` takes them."""
    instant = pl.Datetime("us", "UTC")
    return pl.DataFrame(
        list(articles),
        schema_overrides={"published_at": instant, "published_on": pl.Date, "fetched_at": instant},
    )


HEADLINE = "ハルノ製作、土の写真から水分を測るAI「ツチミル」を提供開始"


def spring() -> list[dict[str, object]]:
    """Ten days of five stories: a release with three followers, two notices, an edited page, two singles."""
    notices = [
        notice("アオバ計測", "99Z1", "31億2000万", "12", "4億5000万", "工場向けの検査装置"),
        notice("ミドリ翻訳", "99Z2", "8億7000万", "3", "6000万", "旅行者向けの通訳アプリ"),
    ]
    return [
        article("release", HEADLINE, RELEASE, hours=1),
        article("flash", "【速報】ハルノ製作、土の水分AIを開始", FLASH, outlet="east", hours=0.8),
        article("portal", HEADLINE, f"【プレスリリース】\n{RELEASE}\n配信元:どこか", hours=200),
        article("rewrite", "土の写真で水やりを減らす 松本の企業がAI", REWRITE, hours=6),
        article("notice-a", "アオバ計測の1〜6月期、営業益4億5000万円", notices[0], outlet="filings", hours=30),
        article("notice-b", "ミドリ翻訳の1〜6月期、営業益6000万円", notices[1], outlet="filings", hours=30.1),
        article(
            "page-1",
            "湖の氷の厚さをドローンで測る 諏訪の高校生",
            "諏訪の高校の生徒8人が、湖の氷の厚さをドローンの音で測る装置を作った。誤差は2センチだった。",
            outlet="lake",
            url="https://lake.example/ice",
            hours=40,
        ),
        article(
            "page-2",
            "湖の氷の厚さをドローンで測る 諏訪の高校生、全国大会へ",
            "諏訪の高校の生徒8人が、湖の氷の厚さをドローンの音で測る装置を作った。誤差は2センチだった。"
            "11日の県大会で最優秀に選ばれ、8月の全国大会に出る。",
            outlet="lake",
            url="https://lake.example/ice",
            hours=90,
        ),
        article(
            "single-1", "港の倉庫に眠る帳簿を読むAI", "新潟の港に残る帳簿3万冊を、くずし字を読むAIが翻刻している。"
        ),
        article(
            "single-2",
            "社説 学びの記録は誰のものか",
            "学校が集める学びの記録について、持ち運べる仕組みを求めたい。",
            hours=70,
        ),
    ]
