"""Programs that can be run again, and ways to make them train."""
