"""The proof of `groundup check`: every mistake, planted in three styles. See __main__.py."""
