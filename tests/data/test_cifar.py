"""CIFAR's binary batches become pictures of rows, columns and channels; all else is refused."""

from __future__ import annotations

import io
import json
import tarfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from groundup import DataError, Network, load_data
from groundup.data.cross_validation import load_folds

WORDS = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
FILES = [*(f"data_batch_{number}.bin" for number in range(1, 6)), "test_batch.bin"]


def records(count: int, seed: int, labels: int = 1, classes: int = 10) -> bytes:
    """Labels 0, 1, …, each before a picture of chance."""
    chance = np.random.default_rng(seed)
    rows = chance.integers(0, 256, (count, labels + 3072)).astype(np.uint8)
    rows[:, :labels] = np.arange(count)[:, None] % classes
    return rows.tobytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """CIFAR-10 of 12 pictures a file."""
    home = tmp_path / "cifar-10-batches-bin"
    home.mkdir()
    for seed, name in enumerate(FILES):
        (home / name).write_bytes(records(12, seed))
    (home / "batches.meta.txt").write_text("\n".join(WORDS) + "\n\n")
    (home / "readme.html").write_text("<html>")
    return home


def pack(folder: Path, name: str) -> Path:
    path = folder.parent / name
    zipped = name.lower().endswith("gz")
    with tarfile.open(path, "w:gz") if zipped else tarfile.open(path, "w") as archive:
        archive.add(folder, folder.name)
    return path


def test_a_folder_is_pictures_of_rows_columns_and_channels(folder):
    data = load_data(folder)
    assert (data.schema.shape, data.schema.colours) == ((32, 32, 3), "rgb")
    assert data.schema.classes == tuple(WORDS)
    assert [part.x.shape for part in data] == [(50, 3072), (10, 3072), (12, 3072)]
    assert all(part.x.dtype == np.uint8 and part.y.dtype == np.int64 for part in data)
    record = (folder / "data_batch_2.bin").read_bytes()[5 * 3073 : 6 * 3073]
    picture = data.train.x[12 + 5].reshape(32, 32, 3)
    assert data.train.y[12 + 5] == record[0]
    for channel in range(3):
        plane = record[1 + 1024 * channel : 1 + 1024 * (channel + 1)]
        assert picture[..., channel].tobytes() == plane


@pytest.mark.parametrize("name", ["a.tar.gz", "A.TGZ", "b.tar"])
def test_its_archive_is_read_without_being_unpacked(folder, name):
    whole = load_data(folder)
    path = pack(folder, name)
    before = sorted(folder.parent.iterdir())
    packed = load_data(path)
    assert sorted(folder.parent.iterdir()) == before
    assert packed.schema == whole.schema
    for one, other in zip(whole, packed, strict=True):
        assert one.x.tobytes() == other.x.tobytes()
        assert (one.y == other.y).all()


def test_with_full_all_five_batches_are_learned_from(folder):
    data = load_data(folder, full=True)
    assert [len(part.y) for part in data] == [60, 0, 12]


def test_without_names_classes_are_numbers(folder):
    (folder / "batches.meta.txt").unlink()
    schema = load_data(folder).schema
    assert schema.classes == tuple("0123456789")
    assert schema.notes == (
        "there is no batches.meta.txt, so the classes are called by their numbers",
    )


def test_pictures_come_from_all_pieces_of_a_file(folder):
    (folder / "test_batch.bin").write_bytes(records(2345, 9))
    test = load_data(folder).test
    assert test.y.tolist() == [i % 10 for i in range(2345)]
    last = records(2345, 9)[-3072:]
    assert test.x[-1].reshape(32, 32, 3)[..., 1].tobytes() == last[1024:2048]


def write_cifar_100(folder: Path) -> None:
    """Of 120 and 20 pictures."""
    for seed, (name, count) in enumerate({"train.bin": 120, "test.bin": 20}.items()):
        (folder / name).write_bytes(records(count, seed, 2, 100))


@pytest.mark.parametrize("packed", [False, True])
def test_cifar_100_is_known_without_the_names_of_its_classes(groundup, tmp_path, packed):
    home = tmp_path / "cifar-100-binary"
    home.mkdir()
    write_cifar_100(home)
    source = pack(home, "c.tar.gz") if packed else home
    data = load_data(source)
    assert data.schema.classes == tuple(map(str, range(100)))
    assert data.schema.notes == (
        "there is no fine_label_names.txt, so the classes are called by their numbers",
    )
    run = groundup("train", "--data", source.name, "--epochs", "1")
    assert "no fine_label_names.txt" in run.stderr
    assert "100 pictures to learn from" in run.stdout
    assert "digits to" not in run.stdout


def test_a_file_of_cifar_100_that_is_missing_is_named(tmp_path):
    (tmp_path / "fine_label_names.txt").write_text("\n".join(map(str, range(100))))
    (tmp_path / "test.bin").write_bytes(records(3, 1, 2, 100))
    with pytest.raises(DataError, match=r"CIFAR-100's binary version, .* no train\.bin; get"):
        load_data(tmp_path)


def test_the_folder_around_it_is_refused_with_what_to_name(folder):
    with pytest.raises(DataError, match=f"they are in a folder of their own; name {folder}$"):
        load_data(folder.parent)


def test_other_data_beside_its_folder_are_read_as_before(folder):
    for number, name in enumerate(("a", "b")):
        Image.new("L", (8, 8), number).save(make(folder.parent / "train" / name) / "1.png")
    assert load_data(folder.parent).schema.classes == ("a", "b")


def make(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def test_of_cifar_100_the_fine_label_is_learned(tmp_path):
    fine = [f"kind {number}" for number in range(100)]
    (tmp_path / "fine_label_names.txt").write_text("\n".join(fine))
    (tmp_path / "coarse_label_names.txt").write_text("\n".join(fine[:20]))
    for seed, (name, count) in enumerate({"train.bin": 120, "test.bin": 20}.items()):
        rows = np.frombuffer(records(count, seed, 2, 100), np.uint8).reshape(count, -1).copy()
        rows[:, 0] = 7
        (tmp_path / name).write_bytes(rows.tobytes())
    data = load_data(tmp_path)
    assert data.schema.classes == tuple(fine)
    assert [len(part.y) for part in data] == [100, 20, 20]
    assert data.train.y.tolist() == list(range(100))
    assert (
        data.train.x[3].reshape(32, 32, 3)[..., 0].tobytes()
        == records(120, 0, 2, 100)[3 * 3074 + 2 :][:1024]
    )


def damaged(content: bytes, place: int, value: int) -> bytes:
    return content[:place] + bytes([value]) + content[place + 1 :]


WHOLE = records(12, 1)
WRONG = {
    "a byte too few": ("data_batch_2.bin", WHOLE[:-1], r"records of 3,073 bytes.*has 36,875 bytes"),
    "a byte too many": ("data_batch_2.bin", WHOLE + b"!", "has 36,877 bytes"),
    "nothing": ("test_batch.bin", b"", "has 0 bytes"),
    "a label above 9": (
        "data_batch_5.bin",
        damaged(WHOLE, 7 * 3073, 10),
        r"record 7 \(counted from 0\): expected a label from 0 to 9, but it is 10",
    ),
    "nine names": ("batches.meta.txt", "\n".join(WORDS[1:]).encode(), "10 classes.*it has 9"),
    "a name twice": ("batches.meta.txt", "\n".join(["cat", *WORDS[1:]]).encode(), "it has 9"),
    "no text": ("batches.meta.txt", b"\0" * 2**17, "names of 10 classes"),
}


@pytest.mark.parametrize(("name", "content", "message"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("packed", [False, True])
def test_a_wrong_file_is_refused_by_name_with_what_came(folder, name, content, message, packed):
    (folder / name).write_bytes(content)
    source = pack(folder, "cifar.tar.gz") if packed else folder
    with pytest.raises(DataError, match=f"{source}: {name}: .*{message}"):
        load_data(source)


def test_a_label_is_found_in_any_piece(folder):
    content = damaged(records(2100, 1), 2050 * 3073, 200)
    (folder / "data_batch_1.bin").write_bytes(content)
    with pytest.raises(
        DataError, match=r"record 2050 .* it is 200; take the file from cifar-10-bi"
    ):
        load_data(folder)


def test_all_missing_files_are_named_at_once(folder):
    for name in ("data_batch_3.bin", "test_batch.bin"):
        (folder / name).unlink()
    for source in (folder, pack(folder, "c.tar.gz")):
        with pytest.raises(DataError) as caught:
            load_data(source)
        assert "no data_batch_3.bin, no test_batch.bin; get cifar-10-binary" in str(caught.value)


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([*(f"data_batch_{i}" for i in range(1, 6)), "test_batch", "batches.meta"], 10),
        (["train", "test", "meta"], 100),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_pickles_are_refused_unread_with_what_to_get(tmp_path, names, wanted, packed):
    home = tmp_path / "py"
    home.mkdir()
    for name in names:
        (home / name).write_bytes(b"cos\nabort\n(tR.")
    source = pack(home, "cifar-python.tar.gz") if packed else home
    with pytest.raises(DataError, match=f"pickles, .*never loaded; get cifar-{wanted}-binary.tar"):
        load_data(source)


def test_another_archive_is_refused_with_what_is_read(tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"")
    path = pack(tmp_path / "pictures", "pictures.tar.gz")
    with pytest.raises(DataError, match=r"cifar-10-binary.tar.gz or .*; unpack it"):
        load_data(path)


@pytest.mark.parametrize("cut", [1, 8, 9, 2000, 30_000])
def test_a_truncated_archive_is_refused(folder, cut):
    path = pack(folder, "cifar.tar.gz")
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(DataError, match="truncated or damaged"):
        load_data(path)


def test_a_damaged_byte_in_an_archive_is_refused(folder):
    path = pack(folder, "cifar.tar.gz")
    whole = path.read_bytes()
    for place in range(100, len(whole) - 8, len(whole) // 20):
        path.write_bytes(damaged(whole, place, whole[place] ^ 255))  # deflate ignores single bits
        with pytest.raises(DataError):
            load_data(path)


def promise(path: Path, size: int, kind: bytes) -> None:
    """An archive whose only header promises so many bytes and holds few."""
    head = tarfile.TarInfo("cifar/data_batch_1.bin")
    head.size, head.type = size, kind
    block = bytearray(head.tobuf(tarfile.GNU_FORMAT))
    if kind == tarfile.GNUTYPE_SPARSE:  # nothing is held, and all are zeros
        block[124:136], block[483:495] = b"%011o\0" % 0, b"%011o\0" % size
        block[148:156] = b"%06o\0 " % sum(block[:148] + b" " * 8 + block[156:])
    path.write_bytes(bytes(block) + bytes(100_000))


@pytest.mark.parametrize(
    ("size", "kind", "message"),
    [
        (2**33 // 3073 * 3073, tarfile.REGTYPE, "256 MiB at most, but it has 8,589,9"),
        (2**28 // 3073 * 3073, tarfile.REGTYPE, "truncated"),
        (2**30, tarfile.XHDTYPE, "damaged"),
        (2**30, tarfile.GNUTYPE_LONGNAME, "damaged"),
        (2**27 // 3073 * 3073, tarfile.GNUTYPE_SPARSE, "none of their files"),
    ],
)
def test_no_memory_is_taken_for_what_an_archive_does_not_hold(tmp_path, size, kind, message):
    path = tmp_path / "cifar.tar"
    promise(path, size, kind)
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=message):
            load_data(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000


def test_an_archive_of_very_many_files_is_refused(tmp_path):
    path = tmp_path / "many.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for number in range(1001):
            archive.addfile(tarfile.TarInfo(f"{number}.txt"), io.BytesIO())
    with pytest.raises(DataError, match="at most 1,000 files"):
        load_data(path)


def test_links_in_an_archive_lead_nowhere(folder):
    (folder / "data_batch_1.bin").unlink()
    (folder / "data_batch_1.bin").symlink_to("/etc/passwd")
    with pytest.raises(DataError, match=r"there is no data_batch_1\.bin"):
        load_data(pack(folder, "cifar.tar.gz"))


@pytest.mark.parametrize(
    "options", [{"size": (28, 28)}, {"colours": "grey"}, {"stream": True}], ids=str
)
def test_options_that_would_change_the_pictures_are_refused(folder, options):
    with pytest.raises(DataError, match="32×32 and in colour, into memory; leave out"):
        load_data(folder, **options)


@pytest.mark.parametrize("options", [{"task": "regression"}, {"pixels": False}], ids=str)
def test_options_that_make_of_them_what_they_are_not_are_refused(folder, options):
    with pytest.raises(DataError, match="leave out --task regression and --features"):
        load_data(folder, **options)
    load_data(folder, task="classes", pixels=True)


def test_no_column_is_named_and_no_fold_is_made(folder):
    with pytest.raises(DataError, match="leave out --label"):
        load_data(folder, label="class")
    with pytest.raises(DataError, match="not split yet"):
        list(load_folds(folder, 5))


def test_two_commands_make_a_tested_model(groundup, folder, tmp_path):
    run = groundup("train", "--data", "cifar-10-batches-bin", "--epochs", "1", "--out", "m.st")
    assert run.returncode == 0, run.stderr
    assert "airplane, automobile" in run.stdout
    assert "of 12 pictures" in run.stdout
    judged = groundup("test", "m.st", "--data", "cifar-10-batches-bin", "--json")
    assert json.loads(judged.stdout)["classes"] == WORDS
    schema = Network.load(tmp_path / "m.st").schema
    assert schema is not None
    assert schema.shape == (32, 32, 3)


def test_the_command_says_what_is_in_it(groundup, folder):
    for source in ("cifar-10-batches-bin", pack(folder, "cifar-10-binary.tar.gz").name):
        run = groundup("data", source)
        assert "32×32×3 pixels, 0 to 255, 10 classes" in run.stdout
        assert "50 to learn from, 10 to validate on, 12 to test with" in run.stdout
        assert "    frog: " in run.stdout
