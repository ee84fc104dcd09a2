from pathlib import Path

from tasks.archive_check import check_file
from tests.tasks.test_archive import write


def test_a_file_with_every_page_is_sound(tmp_path: Path) -> None:
    pointers = write(tmp_path, 3)
    found = check_file(tmp_path, pointers[0].warc_file, {pointer.offset for pointer in pointers})
    assert (found.is_sound, found.record_count, found.missing_count) == (True, 7, 0), "a warcinfo, and pairs"
    assert found.size_bytes == (tmp_path / pointers[0].warc_file).stat().st_size


def test_a_damaged_record_is_told_with_its_place_and_the_pages_that_are_lost(tmp_path: Path) -> None:
    pointers = write(tmp_path, 3)
    path = tmp_path / pointers[0].warc_file
    data = bytearray(path.read_bytes())
    data[pointers[1].offset + 20 : pointers[1].offset + 60] = bytes(40)
    path.write_bytes(data)
    found = check_file(tmp_path, pointers[0].warc_file, {pointer.offset for pointer in pointers})
    assert not found.is_sound
    assert found.missing_count == 1
    assert str(found.damage).startswith(f"byte {pointers[1].offset}: ")


def test_a_file_that_is_gone_or_no_archive_lacks_all_its_pages(tmp_path: Path) -> None:
    gone = check_file(tmp_path, "2026/03/01/run-1.warc.gz", {0, 400})
    assert (gone.missing_count, gone.damage) == (2, "the file is not there")
    (tmp_path / "page.html").write_text("<p>no archive</p>")
    other = check_file(tmp_path, "page.html", {0})
    assert (other.missing_count, "not a WARC file" in str(other.damage)) == (1, True)


def test_an_offset_at_which_no_record_begins_is_a_missing_page(tmp_path: Path) -> None:
    pointers = write(tmp_path, 1)
    found = check_file(tmp_path, pointers[0].warc_file, {pointers[0].offset, pointers[0].offset + 1})
    assert (found.damage, found.missing_count, found.is_sound) == (None, 1, False)
