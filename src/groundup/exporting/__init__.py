"""Trained networks for other programs, by the ending of a file.

proof.py makes a known input with its known answer, which travels in every file; onnx.py,
c_source.py and integers.py (8 bits) with c_header.py write what other programs run; writing.py
chooses.
"""

from groundup.exporting.writing import ENDINGS, Exported, export

__all__ = ["ENDINGS", "Exported", "export"]
