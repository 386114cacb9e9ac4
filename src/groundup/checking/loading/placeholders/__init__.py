"""Made-up numbers in place of data that are not there, so that what stands after them runs.

Only their shapes and kinds are right: `widths` tells them from the program's text, `files` stands
in for files, `datasets` and `preprocessing` for libraries that are not installed, and `tables` for
pandas. `libraries` says which name means which of them.
"""
