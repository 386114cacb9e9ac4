"""What a C file's names begin with, so that several models fit into one program.

In the parts of C that the exporter writes, @word is a name that is to have the prefix: of the model
wine, @predict becomes wine_predict and @INPUTS WINE_INPUTS. Text of people has no @: c_text.py sees
to that.
"""

from __future__ import annotations

import re
import unicodedata

from groundup.errors import UserError

LONGEST = 63  # characters of a name that every C99 compiler tells apart

_KEYWORDS = """
    alignas alignof and and_eq asm auto bitand bitor bool break case catch char class compl concept
    const const_cast consteval constexpr constinit continue co_await co_return co_yield decltype
    default delete do double dynamic_cast else enum explicit export extern false float for friend
    goto if inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq
    private protected public register reinterpret_cast requires restrict return short signed sizeof
    static static_assert static_cast struct switch template this thread_local throw true try typedef
    typeid typename typeof typeof_unqual union unsigned using virtual void volatile wchar_t while
    xor xor_eq
"""
KEYWORDS = frozenset(_KEYWORDS.split())
"""Of C and C++, to C23 and C++20."""


def checked(name: str) -> str:
    """The name, where C can have it. Raises UserError where it cannot, and says what would fit."""
    if (fit := fitting(name)) != name:
        raise UserError(
            f"name: expected ASCII letters, digits and single _, at most {LONGEST}, with a letter "
            f"first, and no keyword of C or C++; got {name!r:.80}; {fit} would fit"
        )
    return name


def fitting(words: str, kind: str = "model") -> str:
    """The name in C of a thing of that kind that is nearest to the words: model_2_wines for
    "2 wines"."""
    letters = (c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    name = re.sub(r"[^A-Za-z0-9]+", "_", "".join(letters)).strip("_")
    if not name[:1].isalpha():
        name = f"{kind}_{name}".rstrip("_")
    name = name[:LONGEST].rstrip("_")
    return f"{name}_{kind}" if name in KEYWORDS else name


def prefixed(text: str, name: str) -> str:
    """C in which every @word has its prefix."""
    prefixes = {True: f"{name.upper()}_", False: f"{name}_"}
    return re.sub(r"@(\w+)", lambda found: prefixes[found[1].isupper()] + found[1], text)
