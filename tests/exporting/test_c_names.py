"""Several models fit into one program in C, since all their names begin with their own."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from groundup import UserError
from groundup.exporting import ENDINGS, export
from groundup.exporting.c_names import KEYWORDS, LONGEST
from groundup.exporting.c_text import array
from groundup.exporting.integers import input_bytes, quantised, restored, sums
from tests.exporting.compiling import build, needs_cc, output
from tests.exporting.models import case, judges

MAIN = """\
#include "small_tiles.h"
#include "small_house.h"
#include <stdio.h>
{declared}
{inputs}
int main(void) {{
    printf("%d%d%d%d\\n", tiles_self_test(), house_self_test(), small_tiles_self_test(),
           small_house_self_test());
    for (int i = 0; i < 20; i++) {{
        double of_tiles[TILES_OUTPUTS], of_house[HOUSE_OUTPUTS];
        int32_t sums[2];
        small_house_input q[SMALL_HOUSE_INPUTS];
        float near[SMALL_HOUSE_OUTPUTS], x[SMALL_HOUSE_INPUTS];
        int label = tiles_predict(tile + i * TILES_INPUTS, of_tiles);
        house_predict(house + i * HOUSE_INPUTS, of_house);
        printf("%d %.17g %.17g %.17g %.17g", label, of_tiles[0], of_tiles[1], of_house[0],
               of_house[1]);
        label = small_tiles_predict(tile + i * TILES_INPUTS, sums);
        printf(" %d %ld %ld", label, (long)sums[0], (long)sums[1]);
        for (int k = 0; k < HOUSE_INPUTS; k++) x[k] = (float)house[i * HOUSE_INPUTS + k];
        small_house_quantise(x, q);
        small_house_predict(q, sums);
        small_house_restore(sums, near);
        printf(" %ld %ld %.9g %.9g\\n", (long)sums[0], (long)sums[1], near[0], near[1]);
    }}
    return 0;
}}
"""


def write(kind: str, path: Path, name: str | None = None) -> str:
    network, x = case(kind)
    export(network, path, lambda: judges(network, x), name=name)
    return path.read_text()


def declared(text: str) -> str:
    """What the file says that another one copies."""
    found = re.search(r"/\* Copy this .* from here \.\.\. \*/\n(.*?)/\* \.\.\. to here", text, re.S)
    assert found is not None
    return found[1]


@needs_cc
def test_two_headers_and_two_files_are_right_in_one_program(tmp_path):
    texts = [write(kind, tmp_path / f"{name}.c") for kind, name in PAIR]
    for kind, name in PAIR:
        write(kind, tmp_path / f"small_{name}.h")
    (tiles, x), (house, rows) = (case(kind) for kind, _ in PAIR)
    x, rows = x[:20], rows[:20]
    inputs = array("tiles_input", "tile", x) + array("double", "house", rows)
    text = MAIN.format(declared="".join(map(declared, texts)), inputs=inputs)
    (tmp_path / "main.c").write_text(text)
    sources = [tmp_path / name for name in ("main.c", "tiles.c", "house.c")]
    first, *lines = output(build(*sources, to=tmp_path / "program")).splitlines()
    assert first == "1111"
    came = np.array([line.split() for line in lines], float)
    eight = [
        quantised(network, case(kind).x)
        for (kind, _), network in zip(PAIR, (tiles, house), strict=True)
    ]
    of_tiles, of_house = (
        sums(integers, input_bytes(integers, inputs))
        for integers, inputs in zip(eight, (x, rows), strict=True)
    )
    assert (came[:, 0] == tiles.predict(x)).all()
    np.testing.assert_allclose(came[:, 1:3], tiles.feedforward(x), rtol=1e-9)
    np.testing.assert_allclose(came[:, 3:5], house.feedforward(rows), rtol=1e-9)
    assert (came[:, 5] == of_tiles.argmax(axis=1)).all()
    assert (came[:, 6:8] == of_tiles).all()
    assert (came[:, 8:10] == of_house).all()
    np.testing.assert_allclose(came[:, 10:], restored(eight[1], of_house), rtol=1e-6)


PAIR = (("colours", "tiles"), ("regression", "house"))


@needs_cc
def test_all_of_them_can_be_one_file(tmp_path):
    included, tests = [], []
    for kind, name in PAIR:
        for file in (f"{name}.c", f"small_{name}.h"):
            write(kind, tmp_path / file)
            included.append(f'#include "{file}"\n')
            tests.append(f"{Path(file).stem}_self_test()")
    main = f"int main(void) {{ return {' + '.join(tests)} != 4; }}\n"
    (tmp_path / "main.c").write_text("".join(included) + main)
    assert output(build(tmp_path / "main.c", to=tmp_path / "program")) == ""


@needs_cc
@pytest.mark.parametrize("ending", [".c", ".h"])
@pytest.mark.parametrize("kind", ["features", "regression", "colours", "table"])
def test_nothing_that_a_file_defines_lacks_the_name(kind, ending, tmp_path):
    source = tmp_path / f"a{ending}"
    write(kind, source, "Red_wine")

    def macros(*including: str) -> set[str]:
        (tmp_path / "m.c").write_text("".join(f"#include {file}\n" for file in including))
        command = ["cc", "-std=c99", "-dM", "-E", tmp_path / "m.c"]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return {line.split()[1].split("(")[0] for line in lines.splitlines()}

    own = macros(f'"a{ending}"') - macros("<math.h>", "<stdint.h>")
    assert {"RED_WINE_INPUTS", "RED_WINE_OUTPUTS"} <= own
    assert [name for name in own if not name.startswith("RED_WINE_")] == []
    assert ("RED_WINE_MODEL_H" in own) == (ending == ".h")
    build(source, to=tmp_path / "a.o", options=["-O0", "-x", "c", "-c"])
    listed = subprocess.run(["nm", tmp_path / "a.o"], check=True, capture_output=True, text=True)
    symbols = [line.split() for line in listed.stdout.splitlines()]
    defined = [name for *_, kind, name in symbols if kind != "U" and "." not in name]
    assert "Red_wine_predict" in defined
    assert [name for name in defined if not name.startswith("Red_wine_")] == []


@needs_cc
@pytest.mark.parametrize("ending", [".c", ".h"])
@pytest.mark.parametrize("kind", ["features", "regression", "colours", "table"])
def test_each_file_is_a_program_that_proves_itself(kind, ending, tmp_path):
    write(kind, tmp_path / f"a{ending}")
    options = ["-DSELF_TEST", "-Wmissing-prototypes", "-x", "c"]
    said = output(build(tmp_path / f"a{ending}", to=tmp_path / "a", options=options))
    assert said == "the known answer is right\n"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("digits.c", "digits"),
        ("Rotwein.H", "rotwein"),
        ("my wine-2.final.c", "my_wine_2_final"),
        ("2.h", "model_2"),
        ("größte.c", "gro_te"),
        ("__init__.c", "init"),
        ("数字.c", "model"),
        ("int.c", "int_model"),
        ("Class.h", "class_model"),
        ("w" * 99 + ".c", "w" * LONGEST),
    ],
)
def test_a_files_name_becomes_a_name_in_c(file, name, tmp_path):
    network, x = case("features")
    assert export(network, tmp_path / file, lambda: judges(network, x)).name == name
    assert f"int {name}_predict(" in (tmp_path / file).read_text()


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("2 wines", "model_2_wines"),
        ("wine-red", "wine_red"),
        ("wine__red", "wine_red"),
        ("_wine", "wine"),
        ("wine_", "wine"),
        ("größe", "gro_e"),
        ("double", "double_model"),
        ("constexpr", "constexpr_model"),
        ("", "model"),
        ("w" * 64, "w" * 63),
        ("wine\n#error", "wine_error"),
    ],
)
def test_a_name_that_c_cannot_have_is_refused_with_what_would_fit(name, fit, tmp_path):
    network, _ = case("features")
    with pytest.raises(UserError, match=f"; {fit} would fit$"):
        export(network, tmp_path / "a.c", name=name)
    assert list(tmp_path.iterdir()) == []
    assert export(network, tmp_path / "a.c", name=fit).name == fit


@pytest.mark.parametrize("ending", sorted(set(ENDINGS) - {".c", ".h"}))
def test_other_files_take_no_name(ending, tmp_path):
    with pytest.raises(UserError, match=r"expected a file in C, \.c or \.h, for the name 'wine'"):
        export(case("features").network, tmp_path / f"a{ending}", name="wine")
    assert list(tmp_path.iterdir()) == []


def test_the_keywords_are_cs_and_c_plus_pluss():
    assert {"int", "restrict", "class", "co_await", "typeof_unqual"} <= KEYWORDS
    assert "wine" not in KEYWORDS


@needs_cc
@pytest.mark.parametrize("ending", [".c", ".h"])
def test_what_people_named_stays_as_it_is(ending, tmp_path):
    """Names with our own mark in them, and with what ends a comment or a string in C."""
    network, x = case("features")
    network = network.copy()
    assert network.schema is not None
    names = {"features": ("a@predict", "*/ b??/", "c\\"), "classes": ("@INPUTS", '"x"', "a??/")}
    network.schema = replace(network.schema, **names)
    path = tmp_path / f"wine{ending}"
    export(network, path, lambda: judges(network, x))
    build(path, to=tmp_path / "a.o", options=["-c", "-x", "c"])
    text = path.read_text()
    assert "x[0]: a\\u0040predict\n" in text
    assert '{"\\100INPUTS", "\\042x\\042", "a\\077\\077/"}' in text
