"""Builds the wheels of a release on one machine, and checks them: see docs/releasing.md."""
