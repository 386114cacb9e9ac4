"""A name that nothing defines stops code whatever it is given: that is wrong, and is told."""

from __future__ import annotations

import groundup
from tests.checking.conftest import Write
from tests.checking.reading.forms.test_book import BOOK

SLIP = BOOK.replace("* sigmoid_prime(zs[-1])", "* sigmoid_pime(zs[-1])")


def test_a_name_that_is_nowhere_defined_is_wrong_and_a_likely_one_is_told(write: Write) -> None:
    report = groundup.check(str(write(SLIP)))
    assert report.verdict == "wrong"
    (found,) = [one for one in report.findings if one.kind == "undefined name"]
    assert found.message == (
        "The code uses sigmoid_pime, which is defined nowhere in it; is sigmoid_prime meant?"
    )
    assert "in backprop" in found.detail


def test_a_name_whose_definition_could_not_be_run_is_not(write: Write) -> None:
    report = groundup.check(str(write(SLIP + "\nsigmoid_pime = make_one_from('a file.that')\n")))
    assert report.verdict == "unchecked"
    assert not [one for one in report.findings if one.kind == "undefined name"]
