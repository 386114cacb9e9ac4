"""Builds the site: docs/ with its generated parts filled in, as HTML that opens from a folder.

    python -m scripts.site site

`blocks.py` finds code in a page, `parts.py` fills in what comes from the code of the project,
`pages.py` gathers the pages, and Zensical makes HTML of them; `offline.py` puts beside it what a
folder without a server needs, and `links.py` follows every link.
"""
