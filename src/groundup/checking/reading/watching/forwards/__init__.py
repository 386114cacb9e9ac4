"""The way forwards: which layers, of which parameters and samples, gave the outputs."""
