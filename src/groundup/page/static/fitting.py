"""The given functions for vectors, which say what does not fit where zip would only say that."""


def fitting(product, each):
    """These functions by name, as they are, with plainer errors."""

    def fitting_product(w, a):
        for row in w:
            if isinstance(row, (list, tuple)) and len(row) != len(a):
                raise ValueError(misfit(len(row), w, a))
        return product(w, a)

    def fitting_each(f, *vectors):
        counts = [str(len(one)) for one in vectors if isinstance(one, (list, tuple))]
        if len(set(counts)) > 1:
            words = "each(f, …) takes vectors that are equally long, but these have "
            raise ValueError(words + " and ".join(counts) + " numbers.")
        return each(f, *vectors)

    return {"product": fitting_product, "each": fitting_each}


def misfit(count, w, a):
    words = f"product(w, a) multiplies a by each row of w, but a row has {count} numbers here, "
    words += f"and a has {len(a)}."
    return words + (" The rows of transpose(w) would fit." if len(w) == len(a) else "")
