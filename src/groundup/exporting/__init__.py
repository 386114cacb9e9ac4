"""Trained networks for other programs, by the ending of a file.

proof.py makes a known input with its known answer, which is in every file. onnx.py, c_source.py
(with c_layers.py) and c_header.py write what other programs run. The header is in 8-bit integers:
integers.py and judged.py have the arithmetic, c_tables.py and c_integers.py the C. c_names.py gives
all names in C their prefix. writing.py chooses.
"""

from groundup.exporting.writing import ENDINGS, Exported, export

__all__ = ["ENDINGS", "Exported", "export"]
