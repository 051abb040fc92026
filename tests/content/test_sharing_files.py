"""Streams and consents as files: strict, frozen where somebody has agreed to them, and honest about review."""

import pytest

from holdfast.catalogue import loader, lock, roots, strict
from holdfast.catalogue.problems import ContentError
from holdfast.people.content import CONSENTS, STREAMS, Consent, Stream

FOLDERS = roots.content()
STREAM_FILES, CONSENT_FILES = (roots.files(kind, FOLDERS) for kind in ("streams", "consents"))
LOCK = lock.read_lock(FOLDERS[0] / lock.NAME)


@pytest.mark.parametrize("file", STREAM_FILES, ids=lambda file: file.id)
def test_each_stream_has_its_shape_and_says_who_reviewed_it(file):
    stream = strict.build(Stream, loader.read(file.path))
    assert (stream.id, stream.version) == (file.id, file.version)
    assert stream.review.status == "none" or (stream.review.by and stream.review.on)
    assert stream.shape == "once" or not stream.keep, "a stream cannot be kept (PS-07)"


@pytest.mark.parametrize("file", CONSENT_FILES, ids=lambda file: file.id)
def test_each_consent_in_use_is_frozen_word_by_word(file):
    consent = strict.build(Consent, loader.read(file.path))
    assert consent.status == "active"
    now = lock.entries_of(file)
    assert {name: LOCK.get(name) for name in now} == now
    assert CONSENTS.pinned(consent.pinned) == consent
    said = consent.said("Ben", "3 March 2037")
    assert not [line for line in said if "{" in line or "!" in line]


def test_what_is_not_in_use_or_not_there_is_not_found():
    assert STREAMS.newest("symptom-scores") is None
    assert STREAMS.newest("closeness") is None
    assert STREAMS.pinned("symptom-scores@1.0.0")
    assert CONSENTS.pinned("share@9.9.9") is None
    with pytest.raises(KeyError):
        from holdfast.people import content

        content.consent("no-such")


def test_a_stream_with_a_key_nobody_knows_is_refused(tmp_path):
    good = STREAM_FILES[0].path.read_text(encoding="utf-8")
    broken = tmp_path / "1.0.0.yaml"
    broken.write_text(good + "everything: true\n", encoding="utf-8")
    with pytest.raises(ContentError):
        strict.build(Stream, loader.read(broken))
