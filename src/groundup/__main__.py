"""`python -m groundup` is the `groundup` command."""

from groundup.cli import main

main()
