import contextlib
import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.inflate import BodyCutShort, BodyGarbled, BodyTooBig, Inflater, inflate

BODY = "瓦版の本文。".encode() * 500


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)  # the time would make a test's name differ from process to process


def _raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(
    ("wire", "coding"),
    [
        (BODY, None), (BODY, "identity"), (_gzip(BODY), "gzip"), (_gzip(BODY), "X-GZIP"),
        (zlib.compress(BODY), "deflate"), (_raw_deflate(BODY), "deflate"),
        (_gzip(zlib.compress(BODY)), "deflate, gzip"), (BODY, "gzip"),
        (_gzip(BODY[:600]) + _gzip(BODY[600:]), "gzip"), (_gzip(BODY) + b"\0\0", "gzip"),
    ],
)  # fmt: skip
def test_codings_are_undone_whatever_the_chunks(wire: bytes, coding: str | None) -> None:
    for size in (1, 7, 100_000):
        inflater = Inflater(coding, 10**6)
        for at in range(0, len(wire), size):
            inflater.feed(wire[at : at + size])
        assert inflater.finish() == BODY


def _bomb(layers: int) -> bytes:
    data = bytes(64 * 2**20)
    for _ in range(layers):
        data = gzip.compress(data, 9)
    return data


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_costs_no_more_memory_than_the_limit(layers: int) -> None:
    bomb = _bomb(layers)
    tracemalloc.start()
    with pytest.raises(BodyTooBig):
        inflate(bomb, ", ".join(["gzip"] * layers), 2**20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2.5 * 2**20


def test_cut_damaged_and_unasked_codings_have_their_errors() -> None:
    packed = gzip.compress(BODY)
    with pytest.raises(BodyCutShort):
        inflate(packed[:-20], "gzip", 10**6)
    with pytest.raises(BodyGarbled):
        inflate(packed[:50] + b"\xff" * 20 + packed[70:], "gzip", 10**6)
    with pytest.raises(BodyGarbled, match="br"):
        inflate(b"x", "br", 10)
    with pytest.raises(BodyGarbled, match="4 content codings"):
        inflate(b"x", "gzip, gzip, gzip, gzip", 10)


@given(st.binary(max_size=400), st.sampled_from(["gzip", "deflate", "gzip, deflate"]))
def test_no_bytes_get_past_the_named_errors(data: bytes, coding: str) -> None:
    with contextlib.suppress(BodyTooBig, BodyCutShort, BodyGarbled):
        assert len(inflate(data, coding, 1000)) <= 1000
