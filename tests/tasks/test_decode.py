import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.decode import decode, decode_as, named_encoding, web_encoding

SENTENCE = "㈱みなと電脳の髙橋社長は、国産の言語モデル～を公開した。"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        (" Shift_JIS ", "Shift_JIS"), ("windows-31j", "Shift_JIS"), ("x-sjis", "Shift_JIS"), ("x-euc-jp", "EUC-JP"),
        ("latin1", "windows-1252"), ("utf8", "UTF-8"), ("iso-8859-8-i", "ISO-8859-8-I"), ("hz-gb-2312", "replacement"),
        ("cp932", None), ("utf-8mb4", None), ("", None),
    ],
)  # fmt: skip
def test_labels_mean_what_the_web_means_by_them(label: str, encoding: str | None) -> None:
    assert web_encoding(label) == encoding


def test_labels_outside_the_standard_are_understood_when_met() -> None:
    assert named_encoding("CP932") == "Shift_JIS"
    assert named_encoding("eucJP-ms") == "EUC-JP"


@pytest.mark.parametrize("codec", ["cp932", "utf-8", "utf-16"])
def test_a_header_is_believed_when_it_fits(codec: str) -> None:
    body = SENTENCE.encode(codec)
    decoded = decode(body, f'text/html; charset="{codec}"')
    assert decoded.text == SENTENCE
    assert decoded.source == ("bom" if codec == "utf-16" else "header")


def test_the_byte_order_mark_beats_the_header() -> None:
    decoded = decode(SENTENCE.encode("utf-8-sig"), "text/xml; charset=shift_jis", "xml")
    assert (decoded.text, decoded.source) == (SENTENCE, "bom")


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="Shift_JIS">',
        "<META CHARSET=shift_jis/>",
        '<meta http-equiv="Content-Type" content="text/html;charset=x-sjis">',
        "<!-- <meta charset=utf-8> --><meta charset='windows-31j'>",
        "<script>" + " " * 2000 + "</script><meta charset=sjis>",
    ],
)
def test_a_declaration_counts_where_the_header_is_silent_or_wrong(declaration: str) -> None:
    page = declaration + SENTENCE
    for content_type in (None, "text/html", "text/html; charset=utf-8", "text/html; charset=bogus"):
        decoded = decode(page.encode("cp932"), content_type)
        assert (decoded.text, decoded.encoding, decoded.source) == (page, "Shift_JIS", "declaration")


def test_an_xml_declaration_is_read_before_anything_is_guessed() -> None:
    feed = f'<?xml version="1.0" encoding="EUC-JP"?><t>{"見出し"}</t>'
    decoded = decode(feed.encode("euc_jp"), "application/xml", "xml")
    assert (decoded.text, decoded.encoding, decoded.source) == (feed, "EUC-JP", "declaration")


def test_a_wrong_declaration_over_utf8_is_seen_through() -> None:
    page = f"<meta charset=shift_jis>{SENTENCE * 3}"
    decoded = decode(page.encode(), "text/html")
    assert (decoded.text, decoded.source) == (page, "utf-8")


def test_latin1_by_default_does_not_garble_utf8_or_shift_jis() -> None:
    for codec in ("utf-8", "cp932"):
        assert decode(SENTENCE.encode(codec), "text/html; charset=ISO-8859-1").text == SENTENCE


@pytest.mark.parametrize(
    ("codec", "encoding"), [("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP")]
)
def test_undeclared_japanese_is_detected(codec: str, encoding: str) -> None:
    page = "<p>宣言のない頁。人工知能の新しい会社が資金を調達した。</p>"
    decoded = decode(page.encode(codec))
    assert (decoded.text, decoded.encoding, decoded.source) == (page, encoding, "detector")


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    body = (SENTENCE * 20).encode()
    decoded = decode(body[:300] + b"\xff" + body[300:-1], "text/html; charset=utf-8")
    assert (decoded.encoding, decoded.source, decoded.replacements) == ("UTF-8", "replacement", 2)
    assert decoded.text.count(SENTENCE) >= 17


def test_euc_jp_and_iso_2022_jp_have_the_vendors_rows() -> None:
    assert decode_as(bytes.fromhex("f9a1ade2a1c1"), "EUC-JP") == "纊№～"
    assert decode_as(bytes.fromhex("1b2442 2d62 1b2842 41"), "ISO-2022-JP") == "№A"


def test_errors_stand_where_browsers_put_them() -> None:
    assert decode_as(b"\x81\x22A", "Shift_JIS") == '\ufffd"A'
    assert decode_as(b"\x81\xffA", "Shift_JIS") == "\ufffdA"
    assert decode_as(b"\x8f\xa1A", "EUC-JP") == "\ufffdA"
    assert decode_as(b"\x1b$B\x1b(BA", "ISO-2022-JP") == "\ufffdA"
    assert decode_as(b"\x80\x81", "windows-1252") == "€\x81"


_PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "あア漢字㈱髙﨑①～－ｱ"


@given(st.text(_PLAIN, max_size=60))
def test_shift_jis_round_trips(text: str) -> None:
    assert decode_as(text.encode("cp932"), "Shift_JIS") == text


@given(
    st.binary(max_size=200),
    st.sampled_from([None, "text/html; charset=utf-8", "x; charset=shift_jis", "a;charset=\xff"]),
)
def test_no_bytes_make_it_raise(body: bytes, content_type: str | None) -> None:
    for kind in ("html", "xml"):
        assert isinstance(decode(body, content_type, kind).text, str)


@given(st.binary(max_size=300))
def test_slow_and_fast_paths_agree(body: bytes) -> None:
    from tasks import jis

    assert jis.decode_shift_jis(body) == jis._shift_jis_slowly(body)
    assert jis.decode_euc_jp(body) == jis._euc_jp_slowly(body)


@pytest.mark.parametrize(
    ("codec", "text", "encoding"),
    [
        ("latin-1", "<p>L'été à Kyōto</p>".replace("ō", "o"), "windows-1252"),
        ("gb18030", "<p>" + "人工智能公司宣布融资。" * 12 + "</p>", "gb18030"),
        ("cp1251", "<p>" + "Привет, это новости дня. " * 12 + "</p>", "windows-1251"),
    ],
)
def test_other_languages_are_not_taken_for_japanese(codec: str, text: str, encoding: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.encoding in (encoding, "GBK")


@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
def test_undeclared_japanese_may_be_damaged(codec: str) -> None:
    decoded = decode(("国産の言語モデルを公開した。" * 9).encode(codec) + b"\xff\xff")
    assert decoded.encoding == {"cp932": "Shift_JIS", "euc_jp": "EUC-JP"}[codec]
    assert decoded.source == "replacement"
