"""Content codings undone within a bound: a small body must not become a large one before anyone can say no.

``zlib`` is asked for at most 64 KiB at a time, layer by layer, so a bomb costs no more memory than the limit.

Errors:

    ValueError
    └── BadBody          a body that cannot be had as it should be
        ├── BodyTooBig   more than the limit
        ├── BodyCutShort the coded data ends before its end
        └── BodyGarbled  not what the coding says, or a coding that we did not ask for
"""

import zlib
from collections.abc import Iterable, Iterator

STEP_BYTES = 65_536
_MOST_CODINGS = 3
"""Nobody needs two; three leaves room for a careless proxy, and more is an attack."""


class BadBody(ValueError):
    """The body cannot be had; the message says why."""


class BodyTooBig(BadBody):
    """More bytes than the limit."""


class BodyCutShort(BadBody):
    """The coded data stops before its end."""


class BodyGarbled(BadBody):
    """The data is not what its coding says."""


class Inflater:
    """Collects a body chunk by chunk, undoing ``content-encoding``; ``limit`` bounds what comes out."""

    def __init__(self, content_encoding: str | None, limit: int) -> None:
        names = [name.strip().lower() for name in (content_encoding or "").split(",")]
        codings = [name for name in names if name not in ("", "identity", "none")]
        if len(codings) > _MOST_CODINGS:
            raise BodyGarbled(f"{len(codings)} content codings on top of each other")
        unknown = [name for name in codings if name not in ("gzip", "x-gzip", "deflate")]
        if unknown:
            raise BodyGarbled(f"content coding {unknown[0][:40]!r}, which was not asked for")
        self._layers = [_Layer(name) for name in reversed(codings)]
        self._limit = limit
        self._body = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes off the wire."""
        for piece in self._through([chunk], 0):
            if len(self._body) + len(piece) > self._limit:
                raise BodyTooBig(f"body over {self._limit:,} bytes")
            self._body += piece

    def finish(self) -> bytes:
        """The whole body; raises where it is not whole."""
        if any(not layer.is_done for layer in self._layers):
            raise BodyCutShort("compressed body ends before its end")
        return bytes(self._body)

    @property
    def so_far(self) -> bytes:
        """What has come out until now, whole or not."""
        return bytes(self._body)

    def _through(self, pieces: Iterable[bytes], depth: int) -> Iterator[bytes]:
        if depth == len(self._layers):
            yield from pieces
            return
        for piece in pieces:
            yield from self._through(self._layers[depth].feed(piece), depth + 1)


def inflate(body: bytes, content_encoding: str | None, limit: int) -> bytes:
    """``body`` with its content codings undone, at most ``limit`` bytes; raises ``BadBody``."""
    inflater = Inflater(content_encoding, limit)
    inflater.feed(body)
    return inflater.finish()


class _Layer:
    """One coding. A body that plainly is not in it is passed on as it is: servers forget to code what they label."""

    def __init__(self, coding: str) -> None:
        self._is_gzip = coding != "deflate"
        self._head = b""
        self._inflater: zlib._Decompress | None = None
        self._members = 0
        self._is_plain = False
        self._is_over = False

    @property
    def is_done(self) -> bool:
        if self._is_plain or self._is_over:
            return True
        return self._inflater is None and (self._members > 0 or not self._head)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._is_over:
            if self._inflater is None and not self._is_plain:
                self._head += data
                if len(self._head) < 2:
                    return
                data, self._head = self._head, b""
                self._begin(data)
            elif self._inflater is None:
                yield data
                return
            else:
                piece = self._piece(self._inflater, data)
                yield piece
                while len(piece) == STEP_BYTES and not self._inflater.unconsumed_tail and not self._inflater.eof:
                    piece = self._piece(self._inflater, b"")  # all input is read but more may wait inside
                    yield piece
                data = self._rest(self._inflater)

    def _begin(self, head: bytes) -> None:
        """Decide from two bytes what comes now: coded data, plain data, or padding after the end."""
        is_magic = head[:2] == b"\x1f\x8b"
        if self._members > 0 and not is_magic:
            self._is_over = True
        elif self._is_gzip and not is_magic:
            self._is_plain = True
        else:
            # zlib's header is divisible by 31 (RFC 1950, 2.2); many servers send bare deflate data instead.
            is_wrapped = self._is_gzip or (head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0)
            self._inflater = zlib.decompressobj(47 if is_wrapped else -15)

    def _rest(self, inflater: "zlib._Decompress") -> bytes:
        """Input that is still to be read."""
        if not inflater.eof:
            return inflater.unconsumed_tail
        self._members += 1
        self._inflater = None
        self._is_over = not self._is_gzip
        return inflater.unused_data

    @staticmethod
    def _piece(inflater: "zlib._Decompress", data: bytes) -> bytes:
        try:
            return inflater.decompress(data, STEP_BYTES)
        except zlib.error as error:
            raise BodyGarbled(f"compressed body is damaged ({error})") from error
