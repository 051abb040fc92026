"""The demo is an integration test: ninety days through the same actions as the pages."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from holdfast.cli import demo, lives, lives_together
from holdfast.cli.common import Refusal
from holdfast.kit import clock

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db
def test_ninety_days_are_lived_and_can_be_read():
    from holdfast.accounts import actions as accounts
    from holdfast.checkins import queries as checkins
    from holdfast.instruments import queries as instruments
    from holdfast.people import queries as people
    from holdfast.programme import queries as programme

    ana, _ben = lives.lives(60, 7)
    lives.live(ana, NOW, 7)
    keyring = accounts.by_name("ana", ana.words, accounts.Sender("test")).keyring
    profile = people.profile(keyring)
    assert (profile.name, profile.started) == ("Ana", "2026-09-23")
    assert [someone.name for someone in profile.people if someone.main] == ["Ben"]
    days = checkins.days(keyring, date(2026, 9, 1), date(2026, 11, 21))
    assert 30 <= len(days) < 60, "there are gaps"
    assert days[-1].date < date(2026, 11, 21), "today is still open"
    taken = instruments.administrations(keyring)
    assert {"pcl-5", "phq-9", "gad-7", "who-5"} <= {each.instrument for each in taken}
    assert [each.at for each in taken] == sorted(each.at for each in taken)
    assert all(each.at[:10] == each.local_date.isoformat() for each in taken), "written on their own day"
    assert all(each.answers.get("q9", 0) == 0 for each in taken if each.instrument == "phq-9")
    assert programme.practices(keyring)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_two_are_linked_and_each_shares_a_little():
    from holdfast.accounts import actions as accounts
    from holdfast.people import queries, sharing
    from holdfast.programme import queries as programme

    story = lives.lives(20, 7)
    for life in story:
        lives.live(life, NOW, 7)
    with clock.standing_at(NOW):
        pair = lives.together(story, NOW)
        ana = accounts.by_name("ana", story[0].words, accounts.Sender("test")).keyring
        mine = queries.pair(ana, pair)
        assert (mine.name, mine.role) == ("Ben", "romantic")
        shown = {each.card.stream: each for each in sharing.shown(ana, mine)}
        assert shown["what-helps"].mine
        assert len(shown["my-mood"].card.points) > 5
        assert queries.arrived(ana, queries.pairs(ana)) == []
        lives_together.since(story, pair, NOW)
        walked = programme.enrolments(ana)
        assert {id: mine.state for id, mine in walked.items()} == {
            "getting-safe": "done",
            "no-lighter-stop": "done",
            "safety-together": "learn",
        }


@pytest.mark.django_db
def test_the_cast_of_the_demo_is_that_of_the_tests():
    """Ana has a life of her own after Eve; Cleo is linked with nobody; nobody can be there as a clinician."""
    from holdfast.accounts import actions as accounts
    from holdfast.cli import lives_others
    from holdfast.people import ledger, queries
    from tests.cast import WORDS, join, linked

    ana, ben = join("ana"), join("ben")
    with clock.standing_at(NOW):
        pair = linked(ana, ben, ("romantic", "romantic"))
        told = lives_others.arrive(ana.keyring, NOW)
        cleo, eve = (accounts.by_name(*one, accounts.Sender("test")).keyring for one in told)
        assert [each.id for each in queries.pairs(ana.keyring)] == [pair.id]
        assert queries.pairs(cleo) == queries.pairs(eve) == []
        assert not queries.linked(queries.profile(eve))
        assert [each.what for each in ledger.read(eve).entries][-1] == "unlinked"
        assert [queries.profile(one).name for one in (cleo, eve)] == ["Cleo", "Eve"]
    assert [name for name, _words in told] == ["cleo", "eve"]
    assert all(WORDS[name] == words for name, words in told)


@pytest.mark.parametrize("seed", range(5))
def test_two_lives_ease_gently_and_stay_on_the_scale(seed):
    for life in lives.lives(90, seed):
        answered = life.days[~np.isnan(life.days).any(axis=1)]
        assert answered.min() >= 0
        assert answered.max() <= 10
        assert 35 <= len(answered) <= 88
    ana = lives.lives(400, seed)[0].days[:, 1]
    assert np.nanmean(ana[-100:]) < np.nanmean(ana[:100])


def test_the_same_seed_tells_the_same_story():
    first, again = (lives.lives(90, 3)[0].days for _ in range(2))
    np.testing.assert_array_equal(first, again)


def test_evenings_are_local_and_never_in_the_future():
    moments = list(lives.evenings(NOW, 30, np.random.default_rng(1)))
    assert len(moments) == 30
    assert moments[-1] == NOW, "today's evening has not come yet"
    assert moments == sorted(moments)
    assert all(19 <= moment.astimezone(lives.ZoneInfo(lives.ZONE)).hour < 22 for moment in moments[:-1])
    assert moments[0].date() == NOW.date() - timedelta(days=29)


@pytest.mark.parametrize("words", [["--days", "3"], ["--days", "9999"]])
def test_a_story_that_is_too_short_or_too_long_is_refused(words):
    import argparse

    parser = argparse.ArgumentParser()
    demo.arguments(parser)
    with pytest.raises(Refusal, match="from 14 to 3700 days"):
        demo.run(parser.parse_args(words))


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_demo_is_made_in_a_place_of_its_own_whatever_the_environment_says(host, tmp_path):
    host.environment |= {"HOLDFAST_PEPPER": "ab" * 32, "HOLDFAST_OPERATOR": "someone"}
    done = host.run("demo", "--days", "14", "--make", str(tmp_path / "demo"))
    assert done.returncode == 0, done.stderr
    assert "ana  lock words: anchor blanket copper dune" in done.stdout
    assert "eve  lock words: ember glacier hollow thistle" in done.stdout
    assert (tmp_path / "demo" / "rows" / "holdfast.sqlite3").exists()
    assert (tmp_path / "demo" / "keys" / "pepper").read_text() != "ab" * 32
    assert not (host.place / "data").exists()
    again = host.run("demo", "--make", str(tmp_path / "demo"))
    assert again.returncode == 2
    assert "exists already" in again.stderr


@pytest.mark.sqlite
@pytest.mark.slow
def test_a_demo_that_ends_leaves_nothing(host, tmp_path):
    """The port is taken, so it ends right after the making."""
    import socket

    host.environment["TMPDIR"] = str(tmp_path / "tmp")
    (tmp_path / "tmp").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = host.run("demo", "--days", "14", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "Another port" in done.stderr
    assert "Thrown away." in done.stdout
    assert list((tmp_path / "tmp").iterdir()) == []
