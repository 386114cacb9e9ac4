"""What stands for Python when the kernel is linked for Windows."""

from __future__ import annotations

from scripts.wheels import windows


def test_data_is_told_from_functions_in_the_list_of_exports() -> None:
    names = ["PyExc_ValueError", "PyList_New", "PyType_FromSpec", "PyList_Type", "_Py_NoneStruct"]
    said = windows.definition(names).splitlines()
    assert said[:2] == ["LIBRARY python3.dll", "EXPORTS"]
    data = [line.split()[0] for line in said[2:] if line.endswith(" DATA")]
    assert data == ["PyExc_ValueError", "PyList_Type", "_Py_NoneStruct"]
    assert [line.split()[0] for line in said[2:]] == names
