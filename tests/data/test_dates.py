"""Dates are days since 1970, in one form a column; two that are as likely are asked about."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.data.dates import FORMS, ISO, AmbiguousError, days, form_of


@pytest.mark.parametrize(
    ("words", "form", "first"),
    [
        (["1970-01-02", "1969-12-31"], ISO, 1),
        (["1970-01-02 12:00", "1970-01-03T06:00:00"], ISO, 1.5),
        (["1970-01-02T12:00:00+06:00"], ISO, 1.25),
        (["02.01.1970"], "%d.%m.%Y", 1),
        (["31/01/1970", "02/02/1970"], "%d/%m/%Y", 30),
        (["01/31/1970 12:00"], "%m/%d/%Y", 30.5),
        (["1970/01/02"], "%Y/%m/%d", 1),
        (["2 Jan 1970", "31 Dec 1970"], "%d %b %Y", 1),
        (["January 2, 1970"], "%B %d, %Y", 1),
    ],
)
def test_a_column_of_dates_has_a_form(words, form, first):
    assert form_of(words) == form
    assert days(words[0], form) == first


@pytest.mark.parametrize(
    "words", [[], ["x"], ["12"], ["20260131"], ["2026-13-01"], ["31.12.2026", "2026-12-31"]]
)
def test_other_words_are_no_dates(words):
    assert form_of(words) is None


def test_day_and_month_that_may_be_either_are_asked_about():
    with pytest.raises(AmbiguousError, match=r"'02/03/1970' may be day and month.*2026-12-31"):
        form_of(["02/03/1970", "04/05/1970"])
    assert form_of(["04/04/1970"]) is not None  # the same day either way


@given(st.datetimes(datetime(1600, 1, 1), datetime(2400, 1, 1)), st.sampled_from(FORMS[1:]))
def test_a_date_comes_back_in_every_form(moment, form):
    word = moment.strftime(form.replace("%Y", f"{moment.year:04}"))
    found = days(word, form)
    assert found is not None
    assert date(1970, 1, 1) + timedelta(days=found) == moment.date()
