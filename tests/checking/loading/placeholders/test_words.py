"""Classes are words where the program has words for them, and each of them is there."""

from __future__ import annotations

import numpy as np
import pytest

from tests.checking.loading.conftest import Load

FLOWERS = "names = {'Iris-setosa': 0, 'Iris-versicolor': 1, 'Iris-virginica': 2}\n"
READS = {
    "numpy's strings": """
        d = np.loadtxt("iris.data", dtype=str, delimiter=",")
        X, y = d[:, :4].astype(float), [names[word] for word in d[:, 4]]
    """,
    "lines": """
        rows = [line.strip().split(",") for line in open("iris.data")]
        X = np.array([[float(cell) for cell in row[:4]] for row in rows])
        y = [names[row[4]] for row in rows]
    """,
    "a table's values": """
        frame = pd.read_csv("iris.csv", header=None)
        X, y = frame.iloc[:, :4].values, [names[word] for word in frame.iloc[:, 4].values]
    """,
    "a table's rows": """
        frame = pd.read_csv("iris.csv").dropna()
        y = [names[row["species"]] for number, row in frame.iterrows()]
        X = frame.drop("species", axis=1).values
    """,
    "words that become numbers": """
        frame = pd.read_csv("iris.csv")
        frame["species"] = frame["species"].map(names)
        X, y = frame.iloc[:, :4].values, frame["species"].values.astype(int)
    """,
    "one by one": """
        frame = pd.read_csv("iris.csv")
        for word in names:
            frame.loc[frame["species"] == word, "species"] = names[word]
        X, y = frame.iloc[:, :4].values, frame["species"].to_numpy()
    """,
    "words for people, and a file with numbers": """
        rows = [line.split(",") for line in open("iris.csv")]
        X = np.array([[float(cell) for cell in row[:4]] for row in rows])
        y = [int(row[4]) for row in rows]
    """,
}


@pytest.mark.parametrize("read", READS.values(), ids=list(READS))
def test_flowers(loaded: Load, read: str) -> None:
    head = "import numpy as np\nimport pandas as pd\n" + FLOWERS
    shown = loaded(head + "\n".join(line[8:] for line in read.splitlines()))
    module = shown.module
    assert not shown.skipped
    assert module.X.shape == (24, 4)
    assert module.X.dtype == float
    assert set(module.y) == {0, 1, 2}


def test_a_word_that_stands_for_one_of_two_classes(loaded: Load) -> None:
    module = loaded(
        """
        import numpy as np
        import pandas as pd
        y = pd.read_csv("iris.data", header=None).iloc[0:100, 4].values
        y = np.where(y == "setosa", -1, 1)
        """
    ).module
    assert set(module.y) == {-1, 1}


def test_letters(loaded: Load) -> None:
    module = loaded(
        """
        rows = [line.strip().split(",") for line in open("sonar.all-data")]
        y = ["RM".index(row[-1]) for row in rows if row[-1] in ("R", "M")]
        """
    ).module
    assert set(module.y) == {0, 1}
    assert len(module.y) == len(module.rows)
    assert np.shape(module.rows)[1] == 61
