"""Where files lie, which one counts, what they say as a number, and what a lock holds."""

import pytest

from holdfast.catalogue import cache, hashes, lock, roots, versions
from holdfast.catalogue.problems import ContentError


def put(folder, name, text="id: x\n"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# Versions


def test_versions_sort_as_numbers_do():
    assert sorted(["1.10.0", "1.9.0", "1.9.10", "0.1.0"], key=versions.key) == ["0.1.0", "1.9.0", "1.9.10", "1.10.0"]


@pytest.mark.parametrize("wrong", ["1", "1.0", "1.0.0.0", "a.b.c", "1.0.0 ", "-1.0.0", "1.0.00"])
def test_what_is_not_three_numbers_is_no_version(wrong):
    with pytest.raises(ValueError, match="not a version"):
        versions.key(wrong)


def test_a_file_name_says_its_version_and_language():
    assert versions.in_name("1.0.0.yaml") == versions.in_name("1.0.0.de.yaml") == "1.0.0"
    assert versions.language("1.0.0.de.yaml") == "de"
    assert versions.language("1.0.0.pt-BR.md") == "pt-BR"
    assert versions.language("1.0.0.yaml") == versions.language("notes.txt") == ""
    assert versions.in_name("README.md") == versions.in_name("1.0.yaml") == ""


# Roots


def test_the_base_is_found_and_holds_the_pack():
    base, nc = roots.content()
    assert (base / "README.md").exists()
    assert nc == base / "packs" / "nc"
    assert roots.content(nc=False) == (base,)


def test_an_installation_may_add_files_and_override_none(tmp_path):
    put(tmp_path / "base", "instruments/a/1.0.0.yaml")
    put(tmp_path / "base", "instruments/a/1.0.0.de.yaml")
    put(tmp_path / "base", "instruments/a/notes.yaml")
    put(tmp_path / "base", "packs/nc/instruments/b/1.0.0.yaml")
    own = put(tmp_path / "own", "instruments/a/1.0.0.yaml", "id: other\n")
    put(tmp_path / "own", "instruments/a/1.10.0.yaml")
    put(tmp_path / "own", "instruments/a/1.9.0.yaml")
    folders = roots.content(extra=tmp_path / "own", base=tmp_path / "base")
    found = roots.files("instruments", folders)
    assert [(file.id, file.version, file.name, file.pack) for file in found] == [
        ("a", "1.0.0", "instruments/a/1.0.0.yaml", "core"),
        ("a", "1.9.0", "instruments/a/1.9.0.yaml", "core"),
        ("a", "1.10.0", "instruments/a/1.10.0.yaml", "core"),
        ("b", "1.0.0", "packs/nc/instruments/b/1.0.0.yaml", "nc"),
    ]
    assert found[0].path.is_relative_to(tmp_path / "base")
    (clash,) = roots.clashes("instruments", folders)
    assert clash.path == own
    assert "a version of its own" in str(clash)
    assert roots.kinds(folders) == ["instruments"]


def test_a_pack_that_was_taken_away_is_not_missed(tmp_path):
    put(tmp_path, "instruments/a/1.0.0.yaml")
    assert roots.content(base=tmp_path) == (tmp_path,)


@pytest.mark.parametrize(("value", "there"), [("on", True), ("1", True), ("off", False), ("", False), ("No", False)])
def test_the_environment_switches_the_pack(value, there):
    folders = roots.from_environment({"HOLDFAST_CONTENT_NC": value})
    assert (len(folders) == 2) is there


def test_the_environment_names_an_own_folder(tmp_path):
    assert roots.from_environment({"HOLDFAST_CONTENT": str(tmp_path)})[-1] == tmp_path
    assert roots.from_environment({}) == roots.content()


@pytest.mark.parametrize("environ", [{"HOLDFAST_CONTENT_NC": "perhaps"}, {"HOLDFAST_CONTENT": "/no/such/folder"}])
def test_settings_that_make_no_sense_are_said_so(environ):
    with pytest.raises(ContentError):
        roots.from_environment(environ)


# Hashes


def test_comments_and_order_do_not_count_and_words_do(tmp_path):
    one = put(tmp_path, "1.yaml", "a: 1\nb: [x, y]\n")
    two = put(tmp_path, "2.yaml", "# why\n\nb:\n  - x\n  - y\na: '1'\n")
    other = put(tmp_path, "3.yaml", "a: 1\nb: [y, x]\n")
    assert hashes.file_hash(one) == hashes.file_hash(two) != hashes.file_hash(other)


def test_cases_have_numbers_of_their_own(tmp_path):
    without = put(tmp_path, "1.yaml", "a: 1\n")
    with_ = put(tmp_path, "2.yaml", "a: 1\ncases:\n  - {uuid: u1, about: x}\n  - {uuid: u2}\n")
    assert hashes.file_hash(without) == hashes.file_hash(with_)
    assert hashes.of_cases({"cases": [{"uuid": "u", "x": "1"}, "odd", {"about": "none"}]}).keys() == {"u"}
    assert hashes.of_cases({"cases": "odd"}) == hashes.of_cases({}) == {}


def test_every_word_of_a_page_counts(tmp_path):
    one = put(tmp_path, "1.md", "---\na: 1\n---\nwords\n")
    two = put(tmp_path, "2.md", "---\na: 1\n---\nother words\n")
    assert hashes.file_hash(one) != hashes.file_hash(two)


# Lock


CASED = "id: a\nstatus: active\ncases:\n  - {uuid: u1, about: one}\n"


@pytest.fixture
def released(tmp_path):
    """A content folder with one released file; gives the folder and its lock."""
    put(tmp_path, "instruments/a/1.0.0.yaml", CASED)
    put(tmp_path, "packs/nc/instruments/b/1.0.0.yaml")
    entries = {}
    for file in roots.files("instruments", roots.content(base=tmp_path)):
        entries |= lock.entries_of(file)
    lock.write_lock(tmp_path / lock.NAME, entries)
    return tmp_path


def wrong(folder, nc=True):
    found = roots.files("instruments", roots.content(nc=nc, base=folder))
    entries = lock.read_lock(folder / lock.NAME)
    return [str(each) for each in lock.changed(entries, found) + lock.gone(entries, found, folder / lock.NAME)]


def test_what_was_released_and_stayed_is_well(released):
    assert len(lock.read_lock(released / lock.NAME)) == 3
    assert wrong(released) == []
    assert wrong(released, nc=False) == []


def test_a_new_file_and_a_new_case_are_well(released):
    put(released, "instruments/a/1.0.1.yaml")
    put(released, "instruments/a/1.0.0.yaml", CASED + "  - {uuid: u2, about: two}\n")
    assert wrong(released) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CASED.replace("active", "retired"), "was released and has changed"),
        (CASED.replace("one", "other"), "case u1 was changed or removed"),
        ("id: a\nstatus: active\n", "case u1 was changed or removed"),
    ],
)
def test_a_change_of_what_was_released_is_found(released, text, words):
    put(released, "instruments/a/1.0.0.yaml", text)
    (said,) = wrong(released)
    assert words in said


def test_a_released_file_that_is_gone_is_found(released):
    (released / "instruments/a/1.0.0.yaml").unlink()
    assert any("is gone" in said for said in wrong(released))


@pytest.mark.parametrize("text", ["nonsense\n", "0" * 64 + "  a\n" + "1" * 64 + "  a\n", "0" * 63 + "  a\n"])
def test_a_lock_changed_by_hand_is_refused(tmp_path, text):
    put(tmp_path, lock.NAME, text)
    with pytest.raises(ContentError, match="changed by hand"):
        lock.read_lock(tmp_path / lock.NAME)


def test_a_lock_that_is_not_there_holds_nothing(tmp_path):
    assert lock.read_lock(tmp_path / lock.NAME) == {}


def test_the_lock_reads_back_sorted(tmp_path):
    entries = {"b/x/1.0.0.md": "1" * 64, "a/x/1.0.0.yaml": "0" * 64}
    lock.write_lock(tmp_path / lock.NAME, entries)
    assert lock.read_lock(tmp_path / lock.NAME) == entries
    assert (tmp_path / lock.NAME).read_text().index("a/x") < (tmp_path / lock.NAME).read_text().index("b/x")


def test_a_page_can_be_released_too(tmp_path):
    put(tmp_path, "exercises/a/1.0.0.md", "---\nid: a\n---\nwords\n")
    (file,) = roots.files("exercises", (tmp_path,), "md")
    assert lock.entries_of(file).keys() == {"exercises/a/1.0.0.md"}


# Cache


def test_a_file_is_read_again_only_when_it_changed(tmp_path):
    made = []
    held = cache.Cache(lambda document: made.append(document.data) or len(made))
    path = put(tmp_path, "a.yaml", "a: 1\n")
    assert held.get(path).made == held.get(path).made == 1
    before = held.get(path).hash
    put(tmp_path, "a.yaml", "a: 12\n")
    assert held.get(path).made == 2
    assert held.get(path).hash != before
    path.unlink()
    with pytest.raises(ContentError):
        held.get(path)
