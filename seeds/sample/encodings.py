"""Bytes as browsers read them: Shift_JIS is Windows-31J, EUC-JP is the WHATWG table."""

from collections.abc import Callable


def encode_page(text: str, encoding: str) -> bytes:
    """``text`` in ``encoding`` (utf-8, cp932 or euc_jp); raises ``UnicodeEncodeError`` where it does not fit."""
    encoder: Callable[[str], bytes] = _euc_jp if encoding == "euc_jp" else lambda page: page.encode(encoding)
    return encoder(text)


def _euc_jp(text: str) -> bytes:
    # Python's euc_jp knows neither ㈱ nor ① and takes U+301C for U+FF5E. In the first 94 rows the WHATWG
    # table is the one of cp932, so the row and cell of cp932 give the bytes that a browser expects.
    return b"".join(_euc_character(character) for character in text)


def _euc_character(character: str) -> bytes:
    code = character.encode("cp932")
    if len(code) == 1:
        return code if code[0] < 0x80 else b"\x8e" + code
    lead, trail = code
    row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + 1
    cell = trail - (0x3F if trail < 0x7F else 0x40)
    if cell > 94:
        row, cell = row + 1, cell - 94
    if row > 94:
        raise UnicodeEncodeError("euc_jp", character, 0, 1, "outside the 94 rows of JIS X 0208")
    return bytes((row + 0xA0, cell + 0xA0))
