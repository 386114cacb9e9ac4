"""What a step of training did to the parameters, and what else was in it."""
