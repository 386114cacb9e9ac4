"""One backprop in which any rule can be broken, and the catalogue of the rules."""
