"""YAML without its guessing: text in, text out, and a refusal with file, line and a way to mend it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import loader
from holdfast.catalogue.problems import ContentError


@pytest.fixture
def write(tmp_path):
    """Write a file and return its path."""

    def _write(text, name="a.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return _write


def test_values_are_text_lists_and_tables_and_nothing_else(write):
    path = write("a: no\nb: 1.0\nc: 2026-11-21\nd: null\ne: ~\nf: [1, on, {g: 0x1}]\nh: ''\ni: 1_000\nj: .inf\n")
    assert loader.read_yaml(path) == {
        "a": "no",
        "b": "1.0",
        "c": "2026-11-21",
        "d": "null",
        "e": "~",
        "f": ["1", "on", {"g": "0x1"}],
        "h": "",
        "i": "1_000",
        "j": ".inf",
    }


def test_long_text_may_be_folded(write):
    assert loader.read_yaml(write("a: >-\n  one\n  two\n"))["a"] == "one two"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "already on line 1"),
        ("a: {b: 1, b: 2}\n", 1, "stands here again"),
        ("a: &x 1\nb: 2\n", 1, "Anchors"),
        ("a: [1]\nb: *x\n", 2, "Anchors"),
        ("a: &x {b: 1}\n", 1, "Anchors"),
        ("&x a: 1\n", 1, "Anchors"),
        ("a: !!int 1\n", 1, "Tags"),
        ("a: !!python/object/apply:os.system ['true']\n", 1, "Tags"),
        ("a: !x [1]\n", 1, "Tags"),
        ("a: !x {b: 1}\n", 1, "Tags"),
        ("!x a: 1\n", 1, "Tags"),
        ("a:\nb: 1\n", 1, "without a value"),
        ("a: 1\nb: [1, ]\nc:\n", 3, "without a value"),
        ("? [a]\n: 1\n", 1, "plain text"),
        ("? {a: b}\n: 1\n", 1, "plain text"),
        ("? &x [a]\n: 1\n", 1, "Anchors"),
        ("- 1\n", 1, "table"),
        ("only text\n", 1, "table"),
        ("", 0, "table"),
        ("# nothing\n", 0, "table"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ('a: "\\0"\n', 1, "control character"),
        ('a: "\\x1b[2J"\n', 1, "control character"),
        ("a: [1\nb: 2\n", 2, "not YAML"),
        ("a: 'x\n", 2, "not YAML"),
        ("a: b: c\n", 1, "not YAML"),
        ("\ta: 1\n", 1, "not YAML"),
        ("a: 1\n\x07b: 2\n", 0, "not YAML"),
        (b"a: 1\nb: \xff\n", 2, "UTF-8"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", 1, "nested too deeply"),
    ],
)
def test_what_could_mean_more_than_it_says_is_refused(write, text, line, words):
    path = write(text)
    with pytest.raises(ContentError) as refused:
        loader.read_yaml(path)
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == (path, line)
    assert words in str(refused.value)
    assert str(refused.value).startswith(f"{path}:{line}: " if line else f"{path}: ")


def test_a_file_that_is_not_there_or_far_too_long_is_said_so(write, tmp_path):
    with pytest.raises(ContentError, match="cannot be read: No such file"):
        loader.read(tmp_path / "gone.yaml")
    with pytest.raises(ContentError, match="cannot be read: Is a directory"):
        loader.read(tmp_path)
    with pytest.raises(ContentError, match="larger than a megabyte"):
        loader.read(write("a: " + "x" * loader.MOST_BYTES))


def test_windows_line_ends_are_read_alike(write):
    assert loader.read(write("a: 1\r\nb: |\r\n  x\r\n")).data == loader.read(write("a: 1\nb: |\n  x\n", "b.yaml")).data


def test_each_value_knows_its_line(write):
    document = loader.read(write("a: 1\nb:\n  - c: 2\n    d: 3\n  - {e: 4}\n"))
    assert [document.line_of(place) for place in ((), ("a",), ("b",), ("b", 0, "d"), ("b", 1), ("b", 1, "e"))] == [
        1, 1, 2, 4, 5, 5,
    ]  # fmt: skip
    assert document.line_of(("b", 0, "not", "there")) == 3
    assert document.line_of(("b", "a union's tag", 0, "d")) == 4


def test_a_page_is_a_head_and_a_body(write):
    page = loader.read_page(write("---\nid: x\ntitle: y\n---\n## one\n\nwords: *like* these\n", "a.md"))
    assert page.data == {"id": "x", "title": "y"}
    assert page.body == "## one\n\nwords: *like* these\n"
    assert page.line_of(("title",)) == 3


@pytest.mark.parametrize("text", ["id: x\n", "---\nid: x\n", "# Title\n---\n"])
def test_a_page_without_a_head_is_refused(write, text):
    with pytest.raises(ContentError, match="no head"):
        loader.read_page(write(text, "a.md"))


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029\x85"))
nested = st.recursive(
    plain, lambda inner: st.lists(inner, min_size=1) | st.dictionaries(plain, inner, min_size=1), max_leaves=12
)


@given(st.dictionaries(plain, nested, min_size=1))
def test_what_was_written_as_text_comes_back(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("yaml") / "a.yaml"
    text = yaml.dump(data, allow_unicode=True, default_style='"', Dumper=NoAliases)
    path.write_text(text, encoding="utf-8")
    assert loader.read_yaml(path) == data


class NoAliases(yaml.Dumper):
    """Writes each value out, even when the same object stands in two places, and no tags."""

    def ignore_aliases(self, data):
        return True


@given(st.binary(max_size=200))
def test_ft_22_any_bytes_give_a_table_or_a_sentence(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("yaml") / "a.yaml"
    path.write_bytes(raw)
    try:
        assert isinstance(loader.read_yaml(path), dict)
    except ContentError as refused:
        assert len(refused.problems) == 1


@pytest.mark.parametrize(
    "text", ["a: &x 1\n", "a: !!int 1\n", "a:\n", "a: 1\na: 2\n", "a: 1\n---\nb: 2\n", "- 1\n", "a: [\n"]
)
def test_where_libyaml_is_missing_the_same_is_refused(write, monkeypatch, text):
    monkeypatch.setattr(loader, "_PARSER", yaml.BaseLoader)
    with pytest.raises(ContentError):
        loader.read_yaml(write(text))
    assert loader.read_yaml(write("a: no\nb: {c: 1.0}\n")) == {"a": "no", "b": {"c": "1.0"}}
