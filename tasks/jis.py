"""Japanese text as browsers decode it: Shift_JIS, EUC-JP and ISO-2022-JP of the WHATWG Encoding Standard.

Python's codecs come close and miss what company and personal names are made of: ``shift_jis`` knows neither
㈱ nor 髙, ``euc_jp`` and ``iso2022_jp`` fail on the same rows, and three codecs give other characters for
～ ∥ － ￠ ￡ ￢. ``cp932`` holds the right table for pairs of JIS X 0208 and the vendors' rows, so every pair
is looked up there. Errors become U+FFFD where the standard puts them, which the caller can count.
"""

from functools import lru_cache

REPLACEMENT = "\ufffd"

_CP932_PRIVATE = frozenset("\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python gives for the bytes A0, FD, FE and FF, which are errors on the web."""

_EUC_TO_WEB = str.maketrans("〜‖−¢£¬", "～∥－￠￡￢")
"""The six characters where ``euc_jp`` gives another text."""


def decode_shift_jis(body: bytes) -> str:
    """Text of Shift_JIS bytes, errors as U+FFFD."""
    try:
        text = body.decode("cp932")
    except UnicodeDecodeError:
        return _shift_jis_slowly(body)
    return text if _CP932_PRIVATE.isdisjoint(text) else _shift_jis_slowly(body)


def decode_euc_jp(body: bytes) -> str:
    """Text of EUC-JP bytes, errors as U+FFFD."""
    if b"\x8f\xa2\xb7" not in body:  # a seventh difference, which translate() could not tell from a real tilde
        try:
            return body.decode("euc_jp").translate(_EUC_TO_WEB)
        except UnicodeDecodeError:
            pass
    return _euc_jp_slowly(body)


def decode_iso_2022_jp(body: bytes) -> str:
    """Text of ISO-2022-JP bytes, errors as U+FFFD."""
    return _Iso2022Jp().decode(body)


@lru_cache(maxsize=16384)
def _kanji(row: int, cell: int) -> str:
    """Character at row and cell (each from 0) of the web's JIS X 0208 index; U+FFFD where there is none."""
    lead = (0x81 if row < 62 else 0xC1) + row // 2
    trail = cell + (0x9F if row % 2 else 0x40 if cell < 63 else 0x41)
    try:
        return bytes((lead, trail)).decode("cp932")
    except UnicodeDecodeError:
        return REPLACEMENT


@lru_cache(maxsize=8192)
def _rare_kanji(second: int, third: int) -> str:
    """Character of JIS X 0212 under EUC's 8F prefix."""
    if (second, third) == (0xA2, 0xB7):
        return "～"
    try:
        return bytes((0x8F, second, third)).decode("euc_jp")
    except UnicodeDecodeError:
        return REPLACEMENT


def _shift_jis_slowly(body: bytes) -> str:
    """The standard's decoder, byte by byte."""
    out: list[str] = []
    at, end = 0, len(body)
    while at < end:
        lead = body[at]
        at += 1
        if lead <= 0x80:
            out.append(chr(lead))
        elif 0xA1 <= lead <= 0xDF:
            out.append(chr(0xFF61 - 0xA1 + lead))
        elif lead in (0xA0, 0xFD, 0xFE, 0xFF) or at >= end:
            out.append(REPLACEMENT)
        else:
            trail = body[at]
            character = REPLACEMENT
            if 0x40 <= trail <= 0xFC and trail != 0x7F:
                try:
                    character = body[at - 1 : at + 1].decode("cp932")
                except UnicodeDecodeError:
                    character = REPLACEMENT
            out.append(character)
            if character != REPLACEMENT or trail > 0x7F:
                at += 1  # an ASCII byte after a bad lead byte stands for itself
    return "".join(out)


def _euc_jp_slowly(body: bytes) -> str:
    """The standard's decoder, byte by byte."""
    out: list[str] = []
    at, end = 0, len(body)
    while at < end:
        lead = body[at]
        at += 1
        if lead <= 0x7F:
            out.append(chr(lead))
            continue
        if lead not in (0x8E, 0x8F) and not 0xA1 <= lead <= 0xFE:
            out.append(REPLACEMENT)
            continue
        is_rare = lead == 0x8F and at < end and 0xA1 <= body[at] <= 0xFE
        if is_rare:
            lead = body[at]
            at += 1
        if at >= end:
            out.append(REPLACEMENT)
            continue
        trail = body[at]
        character = REPLACEMENT
        if lead == 0x8E and 0xA1 <= trail <= 0xDF:
            character = chr(0xFF61 - 0xA1 + trail)
        elif 0xA1 <= lead <= 0xFE and 0xA1 <= trail <= 0xFE:
            character = _rare_kanji(lead, trail) if is_rare else _kanji(lead - 0xA1, trail - 0xA1)
        out.append(character)
        if character != REPLACEMENT or trail > 0x7F:
            at += 1
    return "".join(out)


_ESCAPES = {b"(B": "ascii", b"(J": "roman", b"(I": "katakana", b"$@": "kanji", b"$B": "kanji"}
"""What an ISO-2022-JP escape switches to."""


class _Iso2022Jp:
    """The standard's state machine: which set is in force, and whether it was chosen just now."""

    def __init__(self) -> None:
        self._set = "ascii"
        self._is_fresh = False
        self._out: list[str] = []

    def decode(self, body: bytes) -> str:
        at, end = 0, len(body)
        while at < end:
            byte = body[at]
            at += 1
            if byte == 0x1B:
                at = self._escape(body, at)
            elif self._set == "kanji":
                at = self._pair(body, byte, at)
            else:
                self._single(byte)
        return "".join(self._out)

    def _emit(self, character: str) -> None:
        self._out.append(character)
        self._is_fresh = False

    def _escape(self, body: bytes, at: int) -> int:
        chosen = _ESCAPES.get(body[at : at + 2])
        if chosen is None:
            self._emit(REPLACEMENT)
            return at  # what follows is read as text
        if self._is_fresh:  # two escapes with nothing between them hide text from filters: the standard marks the spot
            self._out.append(REPLACEMENT)
        self._is_fresh = True
        self._set = chosen
        return at + 2

    def _pair(self, body: bytes, lead: int, at: int) -> int:
        if not 0x21 <= lead <= 0x7E:
            self._emit(REPLACEMENT)
            return at
        if at >= len(body) or body[at] == 0x1B:
            self._emit(REPLACEMENT)
            return at
        trail = body[at]
        self._emit(_kanji(lead - 0x21, trail - 0x21) if 0x21 <= trail <= 0x7E else REPLACEMENT)
        return at + 1

    def _single(self, byte: int) -> None:
        if self._set == "katakana":
            self._emit(chr(0xFF61 - 0x21 + byte) if 0x21 <= byte <= 0x5F else REPLACEMENT)
        elif byte >= 0x80 or byte in (0x0E, 0x0F):
            self._emit(REPLACEMENT)
        elif self._set == "roman":
            self._emit({0x5C: "¥", 0x7E: "‾"}.get(byte, chr(byte)))
        else:
            self._emit(chr(byte))
