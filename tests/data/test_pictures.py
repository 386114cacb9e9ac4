"""Pictures of any size and mode become pixels, as docs/data.md says; what cannot be read is
listed."""

from __future__ import annotations

import shutil
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest

from groundup import DataError, UserError, load_data
from groundup.data.pictures import read_picture, size_of

Image = pytest.importorskip("PIL.Image")


def save(path: Path, array: np.ndarray, mode: str | None = None, **options) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.fromarray(array)
    (image.convert(mode) if mode else image).save(path, **options)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Dark and light pictures, 12 of each."""
    for i in range(12):
        for name, shade in (("dark", 10), ("light", 200)):
            save(tmp_path / name / f"{i:02}.png", np.full((9, 8), shade + i, np.uint8))
    return tmp_path


def test_subfolders_are_classes(folder):
    data = load_data(folder)
    assert data.schema.classes == ("dark", "light")
    assert (data.schema.shape, data.schema.colours) == ((9, 8), "grey")
    for x, y in data:
        assert ((x[:, 0] > 100) == y).all()
    assert sum(len(part.x) for part in data) == 24


def test_folders_named_train_and_test_are_parts(folder):
    for part in ("train", "test"):
        for name in ("dark", "light"):
            for i in range(6):
                save(folder / "b" / part / name / f"{i}.png", np.full((8, 8), i, np.uint8))
    save(folder / "b" / "test" / "dark" / "more.png", np.full((8, 8), 77, np.uint8))
    data = load_data(folder / "b")
    assert len(data.test.x) == 13
    assert 77 in data.test.x[:, 0]
    assert len(data.train.x) + len(data.validation.x) == 12


def test_unreadable_ones_are_listed_and_left_out(folder):
    (folder / "dark" / "broken.png").write_bytes(b"nonsense")
    whole = (folder / "dark" / "00.png").read_bytes()
    (folder / "dark" / "cut.png").write_bytes(whole[:-20])
    (folder / "dark" / ".hidden.png").write_bytes(b"")
    (folder / "dark" / "notes.txt").write_bytes(b"no picture")
    data = load_data(folder)
    assert sum(len(part.x) for part in data) == 24
    (note, *_) = data.schema.notes
    assert note.startswith("2 of the pictures cannot be read")
    assert "broken.png" in note
    assert "cut.png" in note


def test_pictures_of_several_sizes_become_28_by_28(folder):
    save(folder / "dark" / "large.png", np.full((300, 200), 7, np.uint8))
    assert load_data(folder).schema.shape == (28, 28)
    assert load_data(folder, size=(5, 6)).schema.shape == (5, 6)


def test_colours_are_kept_where_there_are_any(folder):
    array = np.zeros((9, 8, 3), np.uint8)
    array[..., 0] = 255
    save(folder / "dark" / "red.png", array)
    data = load_data(folder)
    assert (data.schema.shape, data.schema.colours) == ((9, 8, 3), "rgb")
    assert load_data(folder, colours="grey").schema.shape == (9, 8)
    (folder / "dark" / "red.png").unlink()
    save(folder / "dark" / "grey.png", np.full((9, 8, 3), 5, np.uint8))  # as RGB, without colours
    assert load_data(folder).schema.colours == "grey"


def pixels(path: Path, *shape: int) -> list:
    return read_picture(path, shape or (2, 2)).tolist()


def test_every_mode_becomes_eight_bits(tmp_path):
    path = tmp_path / "a.png"
    assert pixels(save(path, np.full((2, 2), True)), 2, 2) == [[255, 255]] * 2
    deep = np.array([[0, 65535], [257 * 100, 257 * 200]], np.uint16)
    assert pixels(save(path, deep)) == [[0, 255], [100, 200]]
    red = np.zeros((2, 2, 3), np.uint8)
    red[..., 0] = 255
    assert pixels(save(path, red)) == [[76, 76]] * 2  # 0.299 · 255
    clear = np.zeros((2, 2, 4), np.uint8)  # transparent black, laid on white
    clear[0, 0, 3] = 255
    assert pixels(save(path, clear)) == [[0, 255], [255, 255]]
    assert pixels(save(path, red, "P"), 2, 2, 3) == [[[255, 0, 0]] * 2] * 2
    floats = np.array([[0.0, 1.0], [0.5, 0.25]], np.float32)
    assert pixels(save(tmp_path / "a.tiff", floats)) == [[0, 255], [128, 64]]


def test_exif_turns_a_picture(tmp_path):
    array = np.zeros((2, 4), np.uint8)
    array[0, 0] = 255
    exif = Image.Exif()
    exif[0x0112] = 6  # its top is to the right
    path = save(tmp_path / "a.png", array, exif=exif)
    assert size_of(path)[0] == (4, 2)
    assert read_picture(path, (4, 2)).tolist() == [[0, 255], [0, 0], [0, 0], [0, 0]]


def test_proportions_are_kept_and_the_margin_has_the_borders_colour(tmp_path):
    array = np.full((10, 20), 90, np.uint8)
    array[4:6, 8:12] = 255
    seen = read_picture(save(tmp_path / "a.png", array), (10, 10))
    assert (seen[:2] == 90).all()
    assert (seen[-2:] == 90).all()
    assert seen.max() > 130


def test_an_empty_folder_says_what_one_may_hold(tmp_path):
    with pytest.raises(DataError, match="expected a folder of pictures in subfolders"):
        load_data(tmp_path)
    (tmp_path / "only").mkdir()
    (tmp_path / "only" / "a.png").write_bytes(b"nonsense")
    with pytest.raises(DataError, match="none of 1 pictures can be read"):
        load_data(tmp_path)


def test_a_class_without_pictures_is_refused(folder):
    (folder / "empty").mkdir()
    with pytest.raises(DataError, match=r"empty: expected pictures in the folder of each"):
        load_data(folder)


def test_one_class_is_not_enough(folder):
    shutil.rmtree(folder / "dark")
    with pytest.raises(DataError, match="every label is 'light'"):
        load_data(folder)


def bomb(path: Path, side: int) -> Path:
    """A PNG whose head promises side×side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000])
def test_a_gigantic_picture_is_refused_before_it_takes_memory(folder, side):
    path = bomb(folder / "dark" / "bomb.png", side)
    with pytest.raises(DataError, match=r"at most 50,000,000 pixels.*make it smaller"):
        read_picture(path, (28, 28))
    data = load_data(folder)
    assert "bomb.png" in data.schema.notes[0]


def test_too_many_pictures_for_memory_are_refused(folder):
    with pytest.raises(DataError, match=r"24 pictures of 9000×40000 take .*--picture-size"):
        load_data(folder, size=(9000, 40000))


def test_without_pillow_it_says_how_to_get_it(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(UserError, match=r"pip install 'groundup\[pictures\]'"):
        load_data(folder)
