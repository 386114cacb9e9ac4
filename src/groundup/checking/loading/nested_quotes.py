"""f-strings as Python has them since 3.12, for one before it: `f"{d["a"]}"` as `f"{d['a']}"`."""

from __future__ import annotations

import re

QUOTED = re.compile(r"(?<!\w)([rRbBuUfF]{0,2})(\"\"\"|'''|\"|')")
ALONE = {r"\n": "chr(10)", r"\t": "chr(9)"}  # no backslash may be in the braces of an f-string
OTHER = {'"': "'", "'": '"'}


def turned(text: str) -> str:
    """The text, line by line the same, where each string inside another has other quotes than it.
    Raises IndexError where a string does not end."""
    return "".join(pieces(text, 0, "", "")[0])


def pieces(text: str, at: int, outer: str, end: str) -> tuple[list[str], int]:
    """Code from `at` to its closing bracket `end`, or to the last letter; strings in it do not have
    the quotes `outer`."""
    found, depth = list[str](), 0
    while at < len(text):
        if text[at] == end and not depth:
            return found, at
        quoted = QUOTED.match(text, at)
        if quoted:
            inside, at = string(text, quoted, outer)
            found += inside
            continue
        last = at + 1
        if text[at] == "#" and not end:
            last = (text.find("\n", at) + 1) or len(text)
        depth += (text[at] in "([{") - (text[at] in ")]}")
        found.append(text[at:last])
        at = last
    return found, at


def string(text: str, quoted: re.Match[str], outer: str) -> tuple[list[str], int]:
    """One string, and where it ends."""
    prefix, quotes = quoted.groups()
    alone = text[quoted.end() : quoted.end() + 2]
    if outer and not prefix and alone in ALONE and text.startswith(quotes, quoted.end() + 2):
        return [ALONE[alone]], quoted.end() + 2 + len(quotes)
    turns = bool(outer) and outer in (quotes, quotes[0])
    within = OTHER[quotes] if turns and quotes in OTHER else quotes
    found, at = [prefix, within], quoted.end()
    while not text.startswith(quotes, at):
        if text[at] == "{" and "f" in prefix.lower() and text[at + 1] != "{":
            inside, at = pieces(text, at + 1, within, "}")
            found += ["{", *inside]
        step = 2 if text[at] == "\\" or text.startswith("{{", at) else 1
        found.append(text[at : at + step])
        at += step
    return [*found, within], at + len(quotes)
