"""From a target to the names that its code defines."""
