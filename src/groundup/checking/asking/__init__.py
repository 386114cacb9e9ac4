"""Asking code with a fixed interface for its numbers: programs, adapters and exercises."""
