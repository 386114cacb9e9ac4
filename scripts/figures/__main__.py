"""python -m scripts.figures NAME: prints a figure's HTML."""

import sys

from scripts.figures import FIGURES, figure

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"name one figure: {', '.join(FIGURES)}")
    print(figure(sys.argv[1]))
