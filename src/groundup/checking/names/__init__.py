"""What names mean: of arguments, of functions, of results; and calling by them."""
