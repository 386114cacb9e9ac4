"""From observed numbers to what is wrong: it never knows how a program was read."""
