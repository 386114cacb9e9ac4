"""Ways to damage bytes and text, each by a generator of chance alone."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Change = Callable[[bytes, Random], bytes]

NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
TOKEN = re.compile(rb'-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|"[^"\\]{0,60}"|true|false|null|\(|\)|,')
WORDS = (
    b"NaN", b"Infinity", b"-Infinity", b"-1", b"0", b"1e999", b"1e308", b"-0.0", b"1.5",
    b"18446744073709551616", b"9" * 400, b"9" * 5000, b'""', b"''", b'"x"', b"true", b"null",
    b"[]", b"{}", b"[" * 20_000, b"(" * 300, b'"\\ud800"', b'"""', b"nan", b"1,5", b"\x00",
    b'{"a":' * 20_000, b"\xff\xfe", b"\x1b[2J", b"-",
)  # fmt: skip
"""What takes a number's or a word's place: of another kind, huge, negative, nested, or no text."""
PARTS = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06")
"""How the headers of a zip archive begin."""


def flip_bits(content: bytes, chance: Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def truncate(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content))]


def extend(content: bytes, chance: Random) -> bytes:
    return content + chance.choice(
        (b"\0", b"\n", content, chance.randbytes(chance.randrange(1, 99)))
    )


def insert(content: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + chance.randbytes(chance.choice((1, 2, 8, 100))) + content[place:]


def remove(content: bytes, chance: Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + content[place + chance.choice((1, 2, 8, 100)) :]


def splice(content: bytes, chance: Random) -> bytes:
    """A block takes another's place."""
    size = min(chance.choice((4, 16, 64, 512)), len(content))
    to, start = (chance.randrange(len(content) - size + 1) for _ in range(2))
    return content[:to] + content[start : start + size] + content[to + size :]


def blank(content: bytes, chance: Random) -> bytes:
    """A block of zeros or ones, as a bad disk gives."""
    size = min(chance.choice((1, 4, 64, 512)), len(content))
    to = chance.randrange(len(content) - size + 1)
    return content[:to] + chance.choice((b"\0", b"\xff")) * size + content[to + size :]


def extreme(content: bytes, chance: Random) -> bytes:
    """Four or eight bytes that mean a size are the largest, or negative."""
    size = chance.choice((4, 8))
    number = chance.choice((2**31 - 1, 2**31, 2**32 - 1, 1, 0)) << (8 * (size - 4))
    to = chance.randrange(max(1, min(len(content), chance.choice((32, 400, len(content)))) - size))
    order = chance.choice(("little", "big"))
    return content[:to] + number.to_bytes(size, order) + content[to + size :]


def zip_field(content: bytes, chance: Random) -> bytes:
    """A byte in a header of a zip archive; of another file, anywhere."""
    part = chance.choice(PARTS)
    places = [found.start() for found in re.finditer(re.escape(part), content)] or [0]
    to = min(chance.choice(places) + chance.randrange(4, 46), len(content) - 1)
    return content[:to] + bytes([chance.randrange(256)]) + content[to + 1 :]


def replace_token(content: bytes, chance: Random) -> bytes:
    """A number or a word of a text is another one."""
    found = list((TOKEN if chance.random() < 0.5 else NUMBER).finditer(content))
    if not found:
        return flip_bits(content, chance)
    token = chance.choice(found)
    return content[: token.start()] + chance.choice(WORDS) + content[token.end() :]


def swap_tokens(content: bytes, chance: Random) -> bytes:
    """Two numbers or words of a text change places."""
    found = list(TOKEN.finditer(content))
    if len(found) < 2:
        return truncate(content, chance)
    a, b = sorted(chance.sample(found, 2), key=re.Match.start)
    between = content[a.end() : b.start()]
    return content[: a.start()] + b[0] + between + a[0] + content[b.end() :]


BYTES = (flip_bits, truncate, extend, insert, remove, splice, blank, extreme)
TEXT = (replace_token, replace_token, swap_tokens)


def inside_header(content: bytes, chance: Random) -> bytes:
    """The header of a safetensors file is changed, and its length put right."""
    length = int.from_bytes(content[:8], "little")
    header = chance.choice(TEXT)(content[8 : 8 + length], chance)
    return len(header).to_bytes(8, "little") + header + content[8 + length :]


def inside_zip(content: bytes, chance: Random) -> bytes:
    """A member of a zip archive is changed, and packed with the CRC that it has then."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(members))
    head = min(128, len(members[name]))
    change = chance.choice((*BYTES, *TEXT))
    if chance.random() < 0.5:  # in the header of the array
        members[name] = change(members[name][:head], chance) + members[name][head:]
    else:
        members[name] = change(members[name], chance)
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return again.getvalue()


def inside_gzip(content: bytes, chance: Random) -> bytes:
    """What is in a gzip file is changed, and packed again."""
    return gzip.compress(chance.choice(BYTES)(gzip.decompress(content), chance), mtime=0)
