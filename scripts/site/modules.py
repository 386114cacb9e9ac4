"""The Python modules that a block in a page can import: those rungs that are pure Python, and as
much of the library as these need. (math and operator come with Brython.)
"""

from __future__ import annotations

from groundup.rungs import source

RUNGS = ("scalars", "neurons", "lists")
TYPING = """
class _Named(type):
    def __new__(kind, name, bases, space):
        if not bases:
            return type.__new__(kind, name, bases, space)
        fields = tuple(space.get("__annotations__", {}))
        made = type.__new__(type, name, (_Tuple,), {**space, "_fields": fields})
        return made


class _Tuple(tuple):
    def __new__(cls, *values, **named):
        values = [*values, *[named[field] for field in cls._fields[len(values):]]]
        if len(values) != len(cls._fields):
            raise TypeError(f"{cls.__name__} wants {', '.join(cls._fields)}")
        return tuple.__new__(cls, values)

    def __getattr__(self, name):
        if name in type(self)._fields:
            return self[type(self)._fields.index(name)]
        raise AttributeError(f"{type(self).__name__} has no {name}")

    def __repr__(self):
        told = [f"{field}={value!r}" for field, value in zip(self._fields, self)]
        return f"{type(self).__name__}({', '.join(told)})"

    def _replace(self, **changes):
        return type(self)(*[changes.get(f, value) for f, value in zip(self._fields, self)])


class NamedTuple(metaclass=_Named):
    pass
"""
NAMES = "class _Any:\n    def __class_getitem__(cls, what):\n        return cls\n\n" + "\n".join(
    f"{name} = _Any" for name in ("Callable", "Iterable", "Sequence")
)


def importable() -> dict[str, tuple]:
    """Each by its name: its text, and 1 where it is a package."""
    found: dict[str, tuple] = {
        "__future__": ("annotations = True\n",),
        "typing": (TYPING,),
        "collections": ("", 1),
        "collections.abc": (NAMES,),
        "groundup": ("", 1),
        "groundup.rungs": ("", 1),
    }
    for name in RUNGS:
        found[f"groundup.rungs.{name}"] = (source(name).read_text(encoding="utf-8"),)
    return found
