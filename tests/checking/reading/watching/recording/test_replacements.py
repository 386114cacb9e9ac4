"""What is replaced for a while is there again, as it was."""

from __future__ import annotations

from types import ModuleType

import pytest

from groundup.checking.reading.watching.recording.replacements import replaced


class Base:
    size = 1

    def area(self) -> int:
        return self.size


class Square(Base):
    @staticmethod
    def sides() -> int:
        return 4


def test_own_and_inherited_attributes_are_as_they_were() -> None:
    before = dict(vars(Square))
    with replaced(Square, sides=lambda: 5, area=lambda self: 9, size=3):
        assert (Square.sides(), Square().area(), Square.size) == (5, 9, 3)
    assert dict(vars(Square)) == before
    assert (Square().sides(), Square().area(), Square.size) == (4, 1, 1)


def test_a_module_has_its_names_again_whatever_was_raised() -> None:
    module = ModuleType("net")
    module.rate = 0.1  # type: ignore[attr-defined]
    with pytest.raises(ZeroDivisionError), replaced(module, rate=0.5):
        raise ZeroDivisionError
    assert module.rate == 0.1
