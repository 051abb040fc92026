"""What a host can do about accounts, and what no host can."""

import re

import pytest

from holdfast.cli import accounts, main
from tests.cast import WORDS, join

pytestmark = pytest.mark.django_db

VERBS = {"list", "invite", "disable", "enable", "delete", "pepper-is-lost"}


def verbs() -> dict:
    """The verbs of `holdfast accounts` and what each takes."""
    parser = main.parser("accounts")
    sub = parser._subparsers._group_actions[0].choices["accounts"]
    inner = sub._subparsers._group_actions[0].choices
    return {name: {action.dest for action in each._actions} - {"help"} for name, each in inner.items()}


def test_key_14_every_host_command_is_known_and_none_sets_or_shows_words():
    """A new verb has to be added here, by somebody who asks what it can open."""
    assert set(verbs()) == VERBS
    assert set().union(*verbs().values()) == {"name", "days", "yes"}
    assert set(main.COMMANDS) == {
        *("serve", "demo", "tick", "check", "backup", "restore", "upgrade", "migrate", "doctor", "calibrate"),
        *("accounts", "import", "drill", "instruments", "content", "study", "log"),
    }


def test_key_14_nothing_a_host_does_to_an_account_opens_a_row(capsys):
    from holdfast.vault.models import SealedRow

    ana = join("ana")
    before = {(row.pk, bytes(row.envelope)) for row in SealedRow.objects.all()}
    slots = {bytes(slot.envelope) for slot in ana.account.slots.all()}
    for words in (["disable", "ana"], ["enable", "ana"], ["pepper-is-lost", "--yes"]):
        assert main.main(["accounts", *words]) == 0
    assert {(row.pk, bytes(row.envelope)) for row in SealedRow.objects.all()} == before
    assert {bytes(slot.envelope) for slot in ana.account.slots.all()} == slots


def test_the_list_holds_names_and_nothing_else(capsys):
    join("ana")
    join("ben")
    assert main.main(["accounts", "disable", "ben"]) == 0
    capsys.readouterr()
    assert main.main(["accounts", "list"]) == 0
    assert capsys.readouterr().out == "ana\nben   disabled\n2 accounts.\n"


def test_an_invitation_is_a_code_that_signs_one_person_up(capsys, settings):
    from holdfast.accounts import actions
    from holdfast.accounts.errors import Refused

    settings.SIGN_UP = "invitation"
    assert main.main(["accounts", "invite", "--days", "3"]) == 0
    code = capsys.readouterr().out.strip()
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", code)
    actions.sign_up_here("cleo", WORDS["cleo"], code, "127.0.0.1")
    with pytest.raises(Refused):
        actions.sign_up_here("dov", WORDS["dov"], code, "127.0.0.1")


@pytest.mark.parametrize("days", ["0", "91"])
def test_an_invitation_lasts_a_day_to_ninety(days, capsys):
    assert main.main(["accounts", "invite", "--days", days]) == 2
    assert "from 1 to 90 days" in capsys.readouterr().err


def test_a_disabled_person_stays_out_and_comes_back(capsys):
    from holdfast.accounts import actions
    from holdfast.accounts.errors import WrongSecret

    join("ana")
    assert main.main(["accounts", "disable", "ana"]) == 0
    with pytest.raises(WrongSecret):
        actions.by_name("ana", WORDS["ana"], actions.Sender("test"))
    assert main.main(["accounts", "enable", "ana"]) == 0
    actions.by_name("ana", WORDS["ana"], actions.Sender("test"))


def test_deleting_asks_first_and_then_leaves_nothing(capsys, monkeypatch):
    from holdfast.accounts import queries
    from holdfast.vault.models import SealedRow

    join("ana")
    assert main.main(["accounts", "delete", "ana"]) == 1, "without a terminal the answer is no"
    assert "Nothing was deleted." in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", Terminal("yes"))
    monkeypatch.setattr("builtins.input", lambda _: "yes ")
    assert main.main(["accounts", "delete", "ana"]) == 0
    assert queries.is_empty()
    assert SealedRow.objects.count() == 0


class Terminal:
    """Standard input that says it is a terminal."""

    def __init__(self, line: str) -> None:
        self.line = line

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("verb", ["disable", "enable", "delete"])
def test_an_unknown_name_is_a_sentence(verb, capsys):
    words = ["accounts", verb, "nobody", *(["--yes"] if verb == "delete" else [])]
    assert main.main(words) == 2
    assert "nobody" in capsys.readouterr().err


def test_giving_the_pepper_up_asks_first(capsys, settings):
    join("ana")
    settings.PEPPER = b"\x22" * 32
    assert main.main(["accounts", "pepper-is-lost"]) == 1
    assert "Nothing was changed." in capsys.readouterr().out
    assert main.main(["accounts", "pepper-is-lost", "--yes"]) == 0
    assert "1 account opens with their spare key" in capsys.readouterr().out


def test_no_is_no(monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal("no"))
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert accounts.sure("Really?") is False
