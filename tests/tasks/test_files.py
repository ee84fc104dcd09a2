"""Files that people edit are read, or what is wrong is said with the file's name."""

from pathlib import Path

import pytest

from tasks.files import read_toml, sync, write_in_one_step


class Fault(Exception):
    """What a reader of a file raises."""


def test_a_table_is_read_in_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text('name = "瓦版"', encoding="utf-8")
    assert read_toml(path, Fault, "make one") == {"name": "瓦版"}


@pytest.mark.parametrize(("content", "told"), [(b"a = = 1", "not TOML: "), (b'a = "\xff"', "not TOML: ")])
def test_what_is_no_toml_is_told_with_the_file(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "names.toml"
    path.write_bytes(content)
    with pytest.raises(Fault, match=rf"names\.toml: {told}"):
        read_toml(path, Fault, "make one")


def test_a_missing_file_and_a_folder_are_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"names\.toml: no such file; make one"):
        read_toml(tmp_path / "names.toml", Fault, "make one")
    with pytest.raises(Fault, match="Is a directory"):
        read_toml(tmp_path, Fault, "make one")


def test_a_file_is_put_in_the_place_of_the_old_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "beat"
    for text in ("1", "2"):
        write_in_one_step(path, text)
        sync(path)
    sync(tmp_path)
    assert path.read_text(encoding="utf-8") == "2"
    assert list(tmp_path.iterdir()) == [path]
