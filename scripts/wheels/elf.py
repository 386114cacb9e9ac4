"""What an extension for Linux asks of others, as its file says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO


def symbols_of_python(library: Path) -> list[str]:
    """The symbols of Python that it uses."""
    from elftools.elf.elffile import ELFFile
    from elftools.elf.sections import SymbolTableSection

    with library.open("rb") as file:
        table = ELFFile(file).get_section_by_name(".dynsym")
        if not isinstance(table, SymbolTableSection):
            raise SystemExit(f"{library}: expected a table of symbols (.dynsym), found none")
        wanted = [s.name for s in table.iter_symbols() if s.entry.st_shndx == "SHN_UNDEF"]
    return sorted(name for name in wanted if re.match(r"_?Py", name))


def needed(file: IO[bytes]) -> list[str]:
    """The libraries that it is linked with."""
    from elftools.elf.dynamic import DynamicSection
    from elftools.elf.elffile import ELFFile

    section = ELFFile(file).get_section_by_name(".dynamic")
    if not isinstance(section, DynamicSection):
        return []
    tags = section.iter_tags("DT_NEEDED")
    return sorted(tag.needed for tag in tags)  # pyright: ignore[reportAttributeAccessIssue]
