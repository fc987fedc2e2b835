"""Known lists: what is read, what is found, and that a list is swapped whole."""

import io
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.observed import Fingerprint, Look
from bot.pictures import known_index, known_lists
from bot.pictures.fingerprint import as_hex
from bot.pictures.known_index import BYTES, KnownIndex, build
from bot.pictures.known_lists import Import, KnownLists, ListRefused
from bot.pictures.known_reading import LONGEST_LINE, BadLine, read_hashes

if TYPE_CHECKING:
    from pathlib import Path


def print_of(seed: int, quality: int = 90) -> Fingerprint:
    return Fingerprint(Random(seed).getrandbits(256), quality)  # noqa: S311 - a test's stand-in


def hexes(*seeds: int) -> list[str]:
    return [as_hex(print_of(seed)) for seed in seeds]


def altered(one: Fingerprint, bits: int) -> Fingerprint:
    changed = Random(bits).sample(range(256), bits)  # noqa: S311 - a test's stand-in
    return Fingerprint(one.bits ^ sum(1 << at for at in changed), one.quality)


def read(text: str) -> list[bytes | BadLine | None]:
    return list(read_hashes(io.BytesIO(text.encode())))


def taken(known: KnownLists, folder: "Path", *lines: str, name: str = "one") -> Import:
    file = folder / "hashes.txt"
    file.write_text("\n".join(lines))
    return known.take_in(name, file, lambda _: None, lambda: None)


@pytest.fixture
def known(tmp_path: "Path") -> KnownLists:
    return KnownLists(tmp_path)


def test_plain_hex_is_read_with_empty_lines_and_comments() -> None:
    one, two = hexes(1, 2)
    found = read(f"# from a partner\n{one}\n\n{two.upper()}\r\n")
    assert found == [
        None,
        print_of(1).bits.to_bytes(32, "little"),
        None,
        print_of(2).bits.to_bytes(32, "little"),
    ]


def test_csv_as_threatexchange_writes_it_is_read_by_its_headings() -> None:
    one, two = hexes(1, 2)
    text = (
        f'id,type,"raw_indicator",tags\n7,HASH_PDQ,{one},"a,b"\n8,HASH_MD5,{"0" * 32},\n9,hash_pdq,{two},\n'
    )
    assert [type(row) for row in read("\ufeff" + text)] == [type(None), bytes, type(None), bytes]


@pytest.mark.parametrize(
    "line", ["0123", "z" * 64, "+" + "1" * 63, "1_" * 32, "\x00" * 64, '"' * 9, "é" * 32, "0x" + "1" * 62]
)
def test_a_bad_line_is_named_and_the_rest_is_read(line: str) -> None:
    one, two = hexes(1, 2)
    first, bad, last = read(f"{one}\n{line}\n{two}")
    assert isinstance(first, bytes)
    assert isinstance(last, bytes)
    assert isinstance(bad, BadLine)
    assert bad.number == 2


def test_a_line_without_an_end_is_passed_over_without_being_kept() -> None:
    one, two = hexes(1, 2)
    found = read(f"{one}\n{'f' * 3 * LONGEST_LINE}\n{two}\n")
    assert [type(row) for row in found] == [bytes, BadLine, bytes]


def test_an_import_says_what_it_took_and_what_not(known: KnownLists, tmp_path: "Path") -> None:
    told = taken(known, tmp_path, *hexes(1, 2, 2), "# note", "nonsense")
    assert told == Import(2, 1, 1, (BadLine(5, "8 characters where 64 hex digits should be"),), 1)
    assert known.names() == ("one",)
    assert known.size("one") == 2


@pytest.mark.parametrize(("bits", "lists"), [(0, ("one",)), (31, ("one",)), (32, ())])
def test_a_picture_is_found_up_to_31_bits(
    known: KnownLists, tmp_path: "Path", bits: int, lists: tuple[str, ...]
) -> None:
    taken(known, tmp_path, *hexes(1, 2, 3))
    assert known.holding(altered(print_of(2), bits)) == lists


def test_a_picture_is_found_by_what_is_inside_it_and_turned_forms_but_not_when_flat(
    known: KnownLists, tmp_path: "Path"
) -> None:
    taken(known, tmp_path, *hexes(1))
    packed = print_of(1).bits.to_bytes(32, "little")
    assert known.holding(print_of(1, quality=49)) == ()
    for look in (Look(inner=packed), Look(turned=packed), Look(frames=packed), Look(sampled=packed)):
        assert known.holding(print_of(5, quality=49), look) == ("one",)


def test_a_list_is_swapped_under_a_reader_that_has_it_open(known: KnownLists, tmp_path: "Path") -> None:
    taken(known, tmp_path, *hexes(1))
    reader = KnownLists(tmp_path)
    assert reader.holding(print_of(1)) == ("one",)
    taken(known, tmp_path, *hexes(2))
    assert (reader.holding(print_of(1)), reader.holding(print_of(2))) == ((), ("one",))
    known.drop("one")
    assert reader.holding(print_of(2)) == ()


def test_nothing_is_left_of_a_list_that_was_replaced_or_dropped(known: KnownLists, tmp_path: "Path") -> None:
    for seed in (1, 2):
        taken(known, tmp_path, *hexes(seed))
    known.drop("one")
    assert list((tmp_path / known_lists.FOLDER).iterdir()) == []


def test_a_file_without_hashes_changes_nothing(known: KnownLists, tmp_path: "Path") -> None:
    taken(known, tmp_path, *hexes(1))
    with pytest.raises(ListRefused, match="no PDQ hash"):
        taken(known, tmp_path, "only", "words")
    assert known.holding(print_of(1)) == ("one",)


@pytest.mark.parametrize("name", ["", "../up", "A", "a b", "a" * 41, ".hidden"])
def test_a_list_has_a_plain_name(known: KnownLists, tmp_path: "Path", name: str) -> None:
    with pytest.raises(ListRefused, match="name"):
        taken(known, tmp_path, *hexes(1), name=name)


def test_more_hashes_than_allowed_are_refused(
    known: KnownLists, tmp_path: "Path", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_lists, "MOST_HASHES", 3)
    taken(known, tmp_path, *hexes(1, 2, 3))
    with pytest.raises(ListRefused, match="more than 3"):
        taken(known, tmp_path, *hexes(1, 2, 3, 4))


def test_the_limits_are_those_that_were_decided() -> None:
    assert known_lists.MOST_HASHES == 10_000_000
    assert known_lists.MOST_BAD_LINES == 1_000


def test_a_damaged_list_is_named_and_the_others_still_serve(known: KnownLists, tmp_path: "Path") -> None:
    taken(known, tmp_path, *hexes(1), name="broken")
    taken(known, tmp_path, *hexes(1), name="whole")
    (tmp_path / known_lists.FOLDER / "broken.1" / known_index.HASHES_FILE).write_bytes(b"123")
    assert known.holding(print_of(1)) == ("whole",)
    with pytest.raises(ListRefused, match="broken is damaged"):
        KnownLists(tmp_path).size("broken")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> "tuple[KnownIndex, np.ndarray]":
    """An index with tables, over hashes of which many are near one another."""
    random = np.random.default_rng(3)
    hashes = random.integers(0, 256, (known_index.SCANNED + 1, BYTES), dtype=np.uint8)
    hashes[:500] = hashes[0] ^ np.packbits(random.random((500, 256)) < 0.1, axis=1)
    folder = tmp_path_factory.mktemp("tables")
    build(folder, hashes, lambda: None)
    return KnownIndex.open(folder), hashes


@settings(deadline=None, max_examples=60)
@given(row=st.integers(0, 600), flips=st.sets(st.integers(0, 255), max_size=40))
def test_tables_find_exactly_what_comparing_all_finds(
    tables: "tuple[KnownIndex, np.ndarray]", row: int, flips: set[int]
) -> None:
    index, hashes = tables
    bits = np.unpackbits(hashes[row])
    bits[list(flips)] ^= 1
    sought = np.packbits(bits)
    distances = np.bitwise_count(hashes ^ sought).sum(axis=1)
    expected = {int(at): int(distances[at]) for at in np.flatnonzero(distances <= 31)}
    assert index.near(sought.tobytes()) == expected
