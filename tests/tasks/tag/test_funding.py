"""Rounds and loans as news tell them. All sentences and all unregistered companies are invented."""

from datetime import date

import pytest


@pytest.fixture
def claims(tag):
    return lambda body, **more: tag(body, **more).funding


@pytest.fixture
def claim(claims):
    def _claim(body, **more):
        (only,) = claims(body, **more)
        return only

    return _claim


def test_a_claim_has_company_round_investors_lead_and_day(claim):
    got = claim(
        "水道管を診るモレミツケ（川崎市）は19日、シリーズBで8億円を調達したと発表した。リード投資家は北関東ベンチャーズで、"
        "KDDIと既存株主の千歳インベストメントも加わった。累計調達額は12億円。"
    )
    assert (got.company, got.amount_jpy, got.round, got.instrument) == ("モレミツケ", 8e8, "b", "equity")
    assert got.investors == ("北関東ベンチャーズ", "kddi", "千歳インベストメント")
    assert (got.lead, got.announced_on) == ("北関東ベンチャーズ", date(2026, 5, 19))


@pytest.mark.parametrize(
    ("body", "company", "investors"),
    [
        ("富士通は、衛星画像のソラヨミに2億円を出資した。", "ソラヨミ", ("fujitsu",)),
        ("ソラヨミは、富士通から2億円の出資を受けた。", "ソラヨミ", ("fujitsu",)),
        ("NECがソラヨミの増資を引き受け、2億円を払い込んだ。", "ソラヨミ", ("nec",)),
        ("ソラヨミの代表が語った。同社はリコーなどから2億円を調達した。", "ソラヨミ", ("ricoh",)),
    ],
)
def test_the_direction_of_the_verb_says_who_raised(claim, body, company, investors):
    got = claim(body, title="衛星画像のソラヨミに資金")
    assert (got.company, got.amount, got.investors) == (company, 2e8, investors)


@pytest.mark.parametrize(
    ("words", "instrument", "round_name"),
    [
        ("みどり銀行から3億円の融資を受けた", "debt", "debt"),
        ("J-KISS型新株予約権で3億円を調達した", "convertible", None),
        ("シードとして3億円の第三者割当増資を行った", "third-party-allotment", "seed"),
        ("株式で2億円、融資で1億円、計3億円を調達した", "mixed", None),
        ("プレシリーズAで3億円を集めた", "equity", "pre-a"),
        ("シリーズFで3億円を調達した", "equity", "later"),
        ("エクステンションラウンドで3億円を追加調達した", "equity", "extension"),
    ],
)
def test_round_and_instrument_follow_the_words(claim, words, instrument, round_name):
    got = claim(f"検針AIのメモリヨミは、{words}。")
    assert (got.amount, got.instrument, got.round) == (3e8, instrument, round_name)


def test_a_total_is_one_claim_and_separate_deals_are_two(claims):
    body = "メモリヨミは、シードで2億円の増資を行った。別に、みどり銀行から1億円を借り入れた。"
    assert [(c.amount, c.round) for c in claims(body, title="検針AIのメモリヨミ")] == [(2e8, "seed"), (1e8, "debt")]


def test_several_companies_have_a_claim_each(claims):
    body = "検針AIのメモリヨミがシリーズAで7億円、農業AIのウネミチがシードで1億円、MNTSQは12億円を得た。"
    assert {(c.company, c.amount, c.round) for c in claims(body)} == {
        ("メモリヨミ", 7e8, "a"),
        ("ウネミチ", 1e8, "seed"),
        ("mntsq", 1.2e9, None),
    }


def test_a_raise_whose_amount_is_kept_back_is_a_claim(claim):
    got = claim("検針AIのメモリヨミは、シリーズAの資金調達を終えた。額は非公表。KDDIが出資した。")
    assert (got.company, got.amount, got.currency, got.round, got.investors) == (
        "メモリヨミ",
        None,
        None,
        "a",
        ("kddi",),
    )


def test_an_english_claim_is_read_the_same(claim):
    got = claim(
        "Osaka-based Hinode Motion said on Monday it has raised $20M in a Series B round led by Lux Capital, with "
        "participation from Ricoh. Its valuation is $90M.",
        lang="en",
    )
    assert (got.company, got.amount, got.currency, got.round, got.amount_jpy) == (
        "Hinode Motion",
        2e7,
        "USD",
        "b",
        None,
    )
    assert (set(got.investors), got.lead, got.announced_on) == (
        {"lux-capital", "ricoh"},
        "lux-capital",
        date(2026, 5, 18),
    )


@pytest.mark.parametrize(
    "body",
    [
        "ABEJAの累計調達額は30億円になった。",
        "株高でABEJAの時価総額が800億円を上回った。",
        "ABEJAはNEDOから3億円の助成を受ける。",
        "ABEJAは20億円の資金調達を検討している。",
        "ABEJAは翌年度に12億円を調達したい考えだ。",
        "ABEJAの9億円の調達が報じられたが、会社は事実ではないと述べた。",
        "ABEJAはGPUを20億円分調達する。",
        "SansanがABEJAを18億円で買収し、完全子会社にした。",
        "ABEJAは60億円の借入金を借り換える。",
        "ABEJAは30億円の社債を償還した。",
        "2022年に4億円を集めたABEJAが支店を畳む。",
        "調査会社によれば、業界全体の年間の調達額は900億円だ。",
        "みらいキャピタルが、60億円の新しいファンドを設立した。",
        "ABEJAは東証に上場し、公募で42億円を調達した。",
        "もし3億円を調達できれば、と学生は夢を語る。",
        "ABEJAの玩具は、クラウドファンディングで700万円を集めた。",
        "コトノネは、投資家から4億円の出資を受け入れる方向で協議している。",
    ],
)
def test_other_amounts_are_no_claim(claims, body):
    assert claims(body) == []


def test_related_links_carry_no_claim(claims):
    assert claims("ABEJAは新製品を出した。\n関連記事：音声AIのネムリネコ、8億円を調達") == []


@pytest.mark.parametrize(
    ("body", "company", "amount", "tranche", "instrument"),
    [
        (
            "荷役AIのハコビヤは、シリーズBの1stクローズで約15億円を集めた。",
            "ハコビヤ",
            15e8,
            "first-close",
            "equity",
        ),
        ("配車AIのルートラボ(大阪市)は、川口信金から3000万円の融資を受けた。", "ルートラボ", 3e7, None, "debt"),
        ("契約AIのジョーブンは、川口銀行から5億円のデットファイナンスを実施した。", "ジョーブン", 5e8, None, "debt"),
        ("創薬AIのゲノムリンクは、総額２億５千万円の資金調達を実施した。", "ゲノムリンク", 2.5e8, None, None),
    ],
)
def test_a_round_is_read_whatever_it_is_called(tag, body, company, amount, tranche, instrument):
    [claim] = tag(body).funding
    assert (claim.company, claim.amount, claim.tranche, claim.instrument) == (company, amount, tranche, instrument)


@pytest.mark.parametrize(
    ("body", "company", "amount", "investors", "lead"),
    [
        (
            "Two firms together raised $9M. Nagisa Optics Inc. said it raised $6M from NEC Co. unit Tateyama Corp.",
            "Nagisa Optics",
            6e6,
            {"Tateyama"},
            None,
        ),
        (
            """Nagisa Optics raised $6M. It was led by Hamabe Capital, known for Hugging Face, and Umineko Ventures.
            Additionally, NTT and KDDI participated.""",
            "Nagisa Optics",
            6e6,
            {"Hamabe Capital", "Umineko Ventures", "ntt", "kddi"},
            "Hamabe Capital",
        ),
        (
            "We are leading a $6 million seed round into Sazanami, an Osaka-based AI laboratory.",
            "Sazanami",
            6e6,
            set(),
            None,
        ),
        (
            "Brightly, which helps clinics answer calls, raised a $6M Series C led by Hamabe Capital.",
            "Brightly",
            6e6,
            {"Hamabe Capital"},
            "Hamabe Capital",
        ),
    ],
)
def test_an_english_round_has_its_own_raiser_and_investors(claim, body, company, amount, investors, lead):
    got = claim(body, title=f"{company} gets funds", lang="en")
    assert (got.company, got.amount, set(got.investors), got.lead) == (company, amount, investors, lead)


def test_english_rounds_told_one_after_the_other_keep_their_own_investors(claims):
    shares, loan = claims(
        "Nagisa Optics bagged $4M in seed funding from Hamabe Capital and JAFCO. It also took out a ¥200 million loan "
        "from Seto Bank.",
        lang="en",
    )
    assert (shares.company, shares.instrument, shares.investors) == (
        "Nagisa Optics",
        "equity",
        ("Hamabe Capital", "jafco"),
    )
    assert (loan.company, loan.instrument, loan.investors) == ("Nagisa Optics", "debt", ("Seto Bank",))
    first, second = claims(
        "Nagisa Optics raised $4M from supplier Tateyama Corp. Separately, ABEJA said it raised $3M. ABEJA got it "
        "from new investors Hamabe Capital and Umineko Ventures. Nagisa Optics closed its Series A.",
        lang="en",
    )
    assert (first.company, first.investors) == ("Nagisa Optics", ("Tateyama",))
    assert (second.company, second.round, second.investors) == ("abeja", None, ("Hamabe Capital", "Umineko Ventures"))


@pytest.mark.parametrize(
    ("body", "investors"),
    [
        (
            "ミナモトは3億円を調達した。北見キャピタル、小樽創投のほか、会社役員の田中太郎氏が引き受けた。",
            {"北見キャピタル", "小樽創投", "田中太郎"},
        ),
        (
            "ミナモトは、北見キャピタルに加え、新規投資家として小樽創投を迎え、3億円を調達した。",
            {"北見キャピタル", "小樽創投"},
        ),
        (
            "ミナモトは3億円を調達した。既存株主である北見キャピタル、新たにリコー、小樽創投が参加した。",
            {"北見キャピタル", "ricoh", "小樽創投"},
        ),
        (
            "ミナモトは、リコーおよび小樽創投と資本業務提携する。両社を引受先とする増資で3億円を調達した。",
            {"ricoh", "小樽創投"},
        ),
        ("ミナモトは、株式会社リコー、ジャフコ グループ株式会社を引受先として3億円を調達した。", {"ricoh", "jafco"}),
    ],
)
def test_everybody_who_pays_in_is_an_investor(claim, body, investors):
    got = claim(body, title="製氷AIのミナモト、3億円を調達")
    assert (got.company, got.amount, set(got.investors)) == ("ミナモト", 3e8, investors)


def test_the_short_form_of_an_investor_in_the_headline_is_no_second_one(claim):
    body = "ミナモトは、KTMベンチャー・グロースをリード投資家として3億円を調達した。"
    assert claim(body, title="製氷AIのミナモト、KTMなどから3億円調達").investors == ("KTMベンチャー・グロース",)


def test_the_investing_arm_of_a_company_is_not_the_company(claim):
    body = "ミナモトは、リコー・ベンチャーズとNTTデータを引受先として3億円を調達した。"
    got = claim(body, title="製氷AIのミナモト、リコー・ベンチャーズから3億円調達")
    assert got.investors == ("リコー・ベンチャーズ", "ntt-data")


@pytest.mark.parametrize(
    "body",
    [
        "Kazaoto, which raised $30 million in a Series B round in 2022 from Fujitsu, opened a plant on Tuesday.",
        "To date Kazaoto has raised $14 million. It will open a plant on Tuesday.",
        "Kazaoto opened a plant. In March 2023, Kazaoto raised $30 million.",
    ],
)
def test_an_english_round_of_an_earlier_year_is_background(claims, body):
    assert claims(body, title="Kobe's Kazaoto opens a plant", lang="en") == []


def test_english_lenders_givers_and_second_groups_of_backers_are_investors(claim):
    title = "Kobe's Kazaoto gets money"
    loan = claim(
        "Kazaoto signed a $9 million debt facility with Tern Credit and Alder Lending.", title=title, lang="en"
    )
    assert (loan.round, loan.investors) == ("debt", ("Tern Credit", "Alder Lending"))
    given = claim(
        "Denso Corp. said Monday it has invested 300 million yen in Kazaoto, a start-up.", title=title, lang="en"
    )
    assert (given.company, given.investors) == ("Kazaoto", ("denso",))
    backed = claim(
        "Kazaoto raised $9 million. Backers include Tern Fund as well as new investors Alder Nine and Fujitsu.",
        title=title,
        lang="en",
    )
    assert set(backed.investors) == {"Tern Fund", "Alder Nine", "fujitsu"}


def test_a_release_lists_investors_below_a_heading(claim):
    got = claim(
        "株式会社モレミツケは、シリーズAで総額4億円の資金調達を実施しました。\n■引受先\n・株式会社北関東キャピタル（リード投資家）\n"
        "・KDDI株式会社\n・個人投資家2名\n■資金使途\n・採用"
    )
    assert (got.company, got.lead) == ("モレミツケ", "北関東キャピタル")
    assert set(got.investors) == {"北関東キャピタル", "kddi"}


@pytest.mark.parametrize(
    "body",
    [
        "モレミツケは、点検用のドローンを4億円で調達する契約を結んだ。",
        "モレミツケは、年内に4億円を調達する方針を示した。",
        "モレミツケが東証グロース市場に上場した。公開価格で換算した調達額は4億円。",
    ],
)
def test_purchases_policies_and_listings_are_no_rounds(claims, body):
    assert claims(body, title="水道管を診るモレミツケ") == []


def test_a_brief_that_ends_with_the_amount_is_a_claim(claim):
    got = claim("漏水AIのモレミツケ（川崎市）はシリーズAで4億円。引受先は千歳キャピタル。")
    assert (got.company, got.amount, got.round, got.investors) == ("モレミツケ", 4e8, "a", ("千歳キャピタル",))


def test_the_legal_form_after_a_name_does_not_hide_its_particle(claim):
    got = claim("南ガス工業は、漏水を音で探すモレミツケ株式会社に4億円を出資した。")
    assert (got.company, got.investors) == ("モレミツケ", ("南ガス工業",))


def test_an_investor_in_between_is_not_the_next_sentence_s_raiser(claims):
    got = claims(
        "モレミツケはシリーズAで4億円を調達した。千歳キャピタルが主導した。また、北銀行から1億円の融資も受けた。"
    )
    assert [(c.company, c.amount, c.round) for c in got] == [("モレミツケ", 4e8, "a"), ("モレミツケ", 1e8, "debt")]


def test_a_loan_with_warrants_is_a_loan_and_a_drone_is_none(claim):
    loan = claim("漏水AIのモレミツケは、千歳キャピタルから新株予約権付融資で4億円を受ける契約を締結した。")
    assert (loan.round, loan.instrument) == ("debt", "debt")
    assert claim("ドローンで管を診るモレミツケは、4億円を調達した。千歳銀行が出資した。").instrument == "equity"


def test_country_prefixes_need_a_foreign_name_after_them(claim):
    got = claim("モレミツケは4億円を調達した。引受先は加賀キャピタルと米オークホルツ。")
    assert got.investors == ("加賀キャピタル", "オークホルツ")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "シリーズBで4億円を調達したモレミツケ、画面を刷新",
            "2023年にシリーズBで4億円を調達したモレミツケが、画面を直した。",
        ),
        ("モレミツケ、4億円調達の観測", "モレミツケが4億円の調達に動くとの観測について、同社は答えなかった。"),
        ("モレミツケ、配管の工場に4億円", "モレミツケは、配管の工場に4億円を投資した。富士通は見送った。"),
    ],
)
def test_a_headline_tells_no_round_that_the_body_tells_as_no_news(claims, title, body):
    assert claims(body, title=title) == []


def test_a_release_may_give_amount_and_investors_after_colons(claim):
    got = claim(
        "モレミツケ株式会社（以下、モレミツケ）は、下記のとおり第三者割当増資を実施しました。\n調達金額：4億円\n"
        "引受先：株式会社北関東商会、千歳キャピタル\n払込日：2026年5月11日"
    )
    assert (got.company, got.amount, got.announced_on) == ("モレミツケ", 4e8, date(2026, 5, 11))
    assert got.investors == ("北関東商会", "千歳キャピタル")


def test_an_investor_that_puts_money_into_a_name_is_read(claim):
    got = claim("千歳ベンチャーズは、管を遠くから動かすモレミツケに4億円を投資した。", title="千歳ベンチャーズが投資")
    assert (got.company, got.investors) == ("モレミツケ", ("千歳ベンチャーズ",))


def test_people_and_joiners_at_the_end_of_a_list_lose_what_follows_them(claim):
    got = claim(
        "モレミツケは4億円を調達した。リードは千歳キャピタル、北銀行も参加。東野蓮氏ら個人3人からも出資を受けた。"
    )
    assert got.investors == ("千歳キャピタル", "北銀行", "東野蓮")


def test_english_shares_and_loans_in_one_total_are_mixed(claim):
    got = claim(
        "Kobe's Kazaoto closed a $9 million funding round, with $7 million in equity and $2 million in loans. "
        "Tern Investment and Alder Corp. bought shares.",
        lang="en",
    )
    assert (got.instrument, set(got.investors)) == ("mixed", {"Tern Investment", "Alder"})


def test_the_sentence_before_says_to_whom_the_money_was_paid(claim):
    got = claim("千歳倉庫が漏水AIのモレミツケに出資する。19日に契約を結び、4億円を払い込んだ。", title="千歳倉庫が出資")
    assert (got.company, got.amount, got.investors) == ("モレミツケ", 4e8, ("千歳倉庫",))


def test_a_lead_and_the_takers_of_shares_may_share_one_verb(claim):
    got = claim("モレミツケは、千歳キャピタルをリード投資家、ふくまちファンドを引受先として、総額4億円を調達した。")
    assert (got.lead, got.investors) == ("千歳キャピタル", ("千歳キャピタル", "ふくまちファンド"))


def test_founders_of_a_company_are_not_the_company(claim):
    got = claim(
        "Kazaoto raised $3 million. Participants were Tern Ventures and the founders of Fujitsu.",
        title="Kobe's Kazaoto raises seed money",
        lang="en",
    )
    assert got.investors == ("Tern Ventures",)


def test_a_subscriber_to_an_issue_and_a_bank_of_a_credit_line_are_investors(claim):
    taken = claim("セーフィーは19日、モレミツケ（川崎市）が実施した第三者割当増資を引き受け、4億円を出資した。")
    assert (taken.company, taken.investors) == ("モレミツケ", ("safie",))
    line = claim("漏水AIのモレミツケは、北銀行など3行と総額4億円のコミットメントライン契約を締結した。")
    assert (line.round, line.investors) == ("debt", ("北銀行",))


def test_each_receiver_of_one_giver_has_its_own_amount(claims):
    found = claims("帆前商事は、検品AIのミカヅキラに3億円、溶接のヒトダマルに2億円をそれぞれ出資した。")
    assert [(c.company, c.amount, c.investors) for c in found] == [
        ("ミカヅキラ", 300_000_000, ("帆前商事",)),
        ("ヒトダマル", 200_000_000, ("帆前商事",)),
    ]


def test_a_close_whose_sum_is_told_is_a_claim(claim):
    found = claim(
        "クモノス株式会社は、シリーズBの最終クローズを終え、総額が9億円になった。まとめ役は砂州キャピタルだ。"
    )
    assert (found.amount, found.round, found.tranche) == (900_000_000, "b", "final-close")
    assert found.investors == ("砂州キャピタル",)


def test_bonds_and_loans_that_were_found_are_one_total(claim):
    found = claim("株式会社クモノスは、社債で3億円、銀行からの借り入れで4億円の計7億円を手当てした。")
    assert (found.amount, found.instrument) == (700_000_000, "debt")
