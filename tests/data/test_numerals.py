"""Numbers as people write them are these numbers; what could be two is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.data.numerals import AmbiguousError, is_numeral, number, numbers


@pytest.mark.parametrize(
    ("words", "found", "decimal"),
    [
        (["1", "-2.5", "3e4"], [1, -2.5, 3e4], "."),
        (["145,737.65", "9"], [145737.65, 9], "."),
        (["1,234,567"], [1234567], "."),
        (["3,5", "7"], [3.5, 7], ","),
        (["1,234", "0,5"], [1.234, 0.5], ","),
        (["1,234", "0.5"], [1234, 0.5], "."),
        (["1.234,5", "1.000"], [1234.5, 1000], ","),
        (["$12.50", "€ 7", "12 %"], [12.5, 7, 12], "."),
        (["1 234.5", "1'234'567"], [1234.5, 1234567], "."),
        (["1,5e-3"], [1.5e-3], ","),
    ],
)
def test_a_column_of_numbers_says_how_it_is_written(words, found, decimal):
    assert numbers(words, None) == (found, decimal)


@pytest.mark.parametrize("word", ["", "x", "1,2,3", "1.2.3", "12-31", "1_000", "--1", "1,23,456.0"])
def test_other_words_are_no_numbers(word):
    assert not is_numeral(word)


def test_what_may_be_two_numbers_is_asked_about_unless_something_tells():
    with pytest.raises(AmbiguousError, match=r"'12,345' is 12,345 or 12.345.*--decimal"):
        numbers(["12,345", "7"], None)
    assert numbers(["12,345"], ",")[0] == [12.345]
    assert numbers(["12,345"], None, likely=".")[0] == [12345]


def test_nan_and_infinity_are_no_numbers_of_a_column():
    assert numbers(["nan", "inf", "1e999", "2"], None)[0] == [None, None, None, 2]


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(".,"))
def test_a_number_comes_back_with_either_mark(value, decimal):
    assert number(repr(value).replace(".", decimal), decimal) == value


@given(st.integers(-(10**12), 10**12), st.integers(1, 99), st.sampled_from(".,"))
def test_groups_of_digits_come_back(whole, hundredths, decimal):
    text = f"{whole:,}.{hundredths:02}"
    text = text if decimal == "." else text.translate(str.maketrans(",.", ".,"))
    sign = "-" if whole < 0 else ""
    assert number(text, decimal) == float(f"{sign}{abs(whole)}.{hundredths:02}")
