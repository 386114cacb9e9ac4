"""Rungs as exercises, and what is still to do in one that somebody has begun."""
