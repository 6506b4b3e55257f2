"""As much of DER (ITU-T X.690) as the order of certificates in a time-stamp needs.

``SignedData.certificates`` is a SET OF, whose DER is sorted. Some authorities write it in another order, which not
every reader takes. No signature covers that set, so that it may be sorted in place.
"""

from __future__ import annotations

from typing import NamedTuple

_CONTEXT_0 = 0xA0
_SEQUENCE = 0x30
_LONG = 0x80
_MOST_LENGTH_BYTES = 4


class _Part(NamedTuple):
    tag: int
    start: int
    content: int
    end: int


def with_sorted_certificates(response: bytes) -> bytes:
    """A TimeStampResp (RFC 3161) with its certificates in the order of DER; unchanged when it has none.

    Raises:
        ValueError: it is no DER of a granted response.
    """
    _, token = _children(response, _whole(response))[:2]
    content = _children(response, token)[1]
    [signed] = _children(response, content)
    found = [part for part in _children(response, signed) if part.tag == _CONTEXT_0]
    if not found:
        return response
    certificates = found[0]
    parts = sorted(response[part.start : part.end] for part in _children(response, certificates))
    return response[: certificates.content] + b"".join(parts) + response[certificates.end :]


def _whole(data: bytes) -> _Part:
    part = _part(data, 0, len(data))
    if part.tag != _SEQUENCE or part.end != len(data):
        raise ValueError("not one sequence")
    return part


def _children(data: bytes, parent: _Part) -> list[_Part]:
    found, place = [], parent.content
    while place < parent.end:
        part = _part(data, place, parent.end)
        found.append(part)
        place = part.end
    return found


def _part(data: bytes, start: int, end: int) -> _Part:
    if end - start < 2:
        raise ValueError("cut")
    tag, length, content = data[start], data[start + 1], start + 2
    if length > _LONG:
        size = length - _LONG
        if size > _MOST_LENGTH_BYTES or content + size > end:
            raise ValueError("a length that is cut, or too large")
        length, content = int.from_bytes(data[content : content + size]), content + size
    elif length == _LONG:
        raise ValueError("no definite length")
    if content + length > end:
        raise ValueError("longer than what holds it")
    return _Part(tag, start, content, content + length)
