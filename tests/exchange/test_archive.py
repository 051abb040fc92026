"""The archive: what goes out comes back the same, and nothing hostile comes in."""

import io
import json
import tracemalloc
import zipfile
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.exchange import archive, schema
from holdfast.exchange.archive import Contents
from holdfast.exchange.schema import NotAnExport, Parcel, Record, Unreadable

DAY = date(2026, 11, 20)
ID = "11111111-1111-4111-8111-111111111111"

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8
)
records = st.builds(
    Record,
    st.uuids(),
    st.sampled_from(["administrations", "checkins", "profile"]),
    st.sampled_from(["", "2026-11"]),
    st.dictionaries(st.text(), values, max_size=4),
)


def contents(*given: Record, lost=()) -> Contents:
    return Contents(Parcel(given, {"notes": 1}), lost, DAY, "About this file.")


def packed(*given: Record, lost=()) -> bytes:
    return b"".join(archive.stream(contents(*given, lost=lost)))


def zipped(**files: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def data(rows=(), **changes) -> str:
    head = {"format": "holdfast-export", "version": 1, "kinds": {"checkins": 1}}
    return json.dumps(head | {"rows": list(rows)} | changes)


def row(**changes) -> dict:
    return {"id": ID, "kind": "checkins", "part": "2026-11", "body": {"v": 1}} | changes


def deep(levels: int):
    value: object = 1
    for _ in range(levels):
        value = {"in": value}
    return value


@given(st.lists(records, max_size=5))
def test_ft_22_what_went_out_comes_back_byte_for_byte(given):
    assert list(archive.read(packed(*given)).records) == given


def test_ft_22_hostile_text_comes_back_exactly():
    texts = [
        "\0",
        "\ud800",
        "\u202e right to left",
        "a" + "\u0301" * 500,
        "<script>{{7*7}}</script>",
        "=cmd",
        " \r\n ",
        "🜂" * 99,
    ]
    record = Record(UUID(ID), "notes", "", {"texts": texts})
    assert archive.read(packed(record)).records == (record,)


def test_the_archive_holds_a_readme_the_data_and_a_table_of_each_kind():
    made = zipfile.ZipFile(io.BytesIO(packed(Record(UUID(ID), "profile", "", {"name": "Ana"}))))
    assert made.namelist() == ["README.txt", "export.json", "tables/profile.csv"]
    assert made.testzip() is None
    assert made.read("README.txt") == b"About this file."
    assert json.loads(made.read("export.json"))["made_on"] == "2026-11-20"


def test_a_row_that_cannot_be_read_is_named():
    lost = Unreadable(UUID(ID), "profile", "")
    found = json.loads(zipfile.ZipFile(io.BytesIO(packed(lost=[lost]))).read("export.json"))
    assert found["unreadable"] == [{"id": ID, "kind": "profile", "part": ""}]


def test_the_archive_is_streamed_in_pieces():
    many = [Record(uuid4(), "notes", "", {"text": uuid4().hex * 200}) for _ in range(200)]
    pieces = list(archive.stream(contents(*many)))
    assert len(pieces) > 100
    assert max(map(len, pieces)) < 1_000_000


def test_each_record_stands_on_its_own_line():
    made = zipfile.ZipFile(io.BytesIO(packed(*[Record(uuid4(), "notes", "", {}) for _ in range(3)])))
    assert len(made.read("export.json").splitlines()) == 5


BROKEN = {
    "nothing": b"",
    "no zip": b"hello",
    "half a zip": zipped(**{"export.json": data()})[:-30],
    "no data in it": zipped(**{"other.json": data()}),
    "no JSON": zipped(**{"export.json": "{"}),
    "another program's": zipped(**{"export.json": data(format="other")}),
    "a list": zipped(**{"export.json": "[]"}),
    "a newer one": zipped(**{"export.json": data(version=2)}),
    "a version that is no number": zipped(**{"export.json": data(version="1")}),
    "kinds that are no table": zipped(**{"export.json": data(kinds=[])}),
    "a kind with a strange version": zipped(**{"export.json": data(kinds={"checkins": "1"})}),
    "a kind with no version yet": zipped(**{"export.json": data(kinds={"checkins": 0})}),
    "rows that are no list": zipped(**{"export.json": data().replace("[]", "{}")}),
    "a row that is no table": zipped(**{"export.json": data([7])}),
    "a row with more in it": zipped(**{"export.json": data([row(extra=1)])}),
    "a row without a body": zipped(**{"export.json": data([row(body=None)])}),
    "an id that is none": zipped(**{"export.json": data([row(id="7")])}),
    "an id written otherwise": zipped(**{"export.json": data([row(id=ID.replace("-", ""))])}),
    "a number for an id": zipped(**{"export.json": data([row(id=7)])}),
    "a part too long": zipped(**{"export.json": data([row(part="x" * 41)])}),
    "a number that is none": zipped(**{"export.json": data([row(body={"x": 1})]).replace(": 1}", ": NaN}")}),
    "a number beyond all": zipped(**{"export.json": data([row(body={"x": 77})]).replace("77", "1e999")}),
    "too many digits": zipped(**{"export.json": data([row(body={"x": 77})]).replace("77", "9" * 5000)}),
    "too deep": zipped(**{"export.json": data([row(body={"x": deep(schema.DEEPEST + 1)})])}),
    "far too deep": zipped(**{"export.json": "[" * 100_000 + "]" * 100_000}),
    "a body too large": zipped(**{"export.json": data([row(body={"x": "y" * schema.LARGEST_BODY})])}),
    "a path out of it": zipped(**{"export.json": data(), "../../evil": "x"}),
    "a path out of it, the other way": zipped(**{"export.json": data(), "a\\..\\..\\evil": "x"}),
    "a path from the root": zipped(**{"export.json": data(), "/etc/evil": "x"}),
    "a drive": zipped(**{"export.json": data(), "C:evil": "x"}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_ft_23_a_broken_foreign_newer_or_hostile_file_is_refused_with_a_sentence(broken):
    with pytest.raises(NotAnExport, match=r"Nothing was changed\.$"):
        archive.read(broken)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_ft_23_two_sets_of_data_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("export.json", data())
        made.writestr("export.json", data())
    with pytest.raises(NotAnExport):
        archive.read(out.getvalue())


def test_ft_23_a_bomb_is_not_unpacked():
    bomb = zipped(**{"export.json": b" " * (schema.LARGEST_DATA * 3)})
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(NotAnExport, match="too large"):
        archive.read(bomb)
    assert tracemalloc.get_traced_memory()[1] < schema.LARGEST_DATA * 2.5
    tracemalloc.stop()


def test_ft_23_a_file_over_the_limit_is_refused_unread():
    with pytest.raises(NotAnExport, match="too large"):
        archive.read(b"x" * (schema.LARGEST_FILE + 1))


def test_ft_23_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(schema, "MOST_RECORDS", 2)
    with pytest.raises(NotAnExport):
        archive.read(zipped(**{"export.json": data([row(), row(), row()])}))


@given(st.binary(max_size=300))
def test_ft_23_any_bytes_are_refused_or_read(noise):
    whole = zipped(**{"export.json": data([row()])})
    for attempt in (noise, whole + noise, whole[: len(noise)] + noise + whole[len(noise) :]):
        try:
            assert all(isinstance(record, Record) for record in archive.read(attempt).records)
        except NotAnExport as refused:
            assert "Nothing was changed." in str(refused)


@given(st.data())
def test_ft_23_a_changed_byte_is_refused_or_harmless(choose):
    whole = bytearray(zipped(**{"export.json": data([row()])}))
    place = choose.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= choose.draw(st.integers(1, 255))
    try:
        archive.read(bytes(whole))
    except NotAnExport as refused:
        assert "Nothing was changed." in str(refused)
