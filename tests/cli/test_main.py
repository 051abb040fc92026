"""The command as a whole: it teaches, it wakes no more than it needs, and it refuses in sentences."""

import subprocess
import sys

import pytest

from holdfast.cli import main
from holdfast.cli.common import Refusal

pytestmark = pytest.mark.sqlite


def test_help_lists_every_command_with_its_sentence(capsys):
    with pytest.raises(SystemExit) as end:
        main.main(["--help"])
    assert end.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    for name, sentence in main.COMMANDS.items():
        assert f"{name} {sentence}" in said


@pytest.mark.parametrize("command", main.COMMANDS)
def test_each_command_explains_itself_with_examples(command, capsys):
    with pytest.raises(SystemExit) as end:
        main.main([command, "--help"])
    assert end.value.code == 0
    assert f"  holdfast {command}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["backup", "--help"], ["instruments", "list"]])
def test_what_needs_no_database_wakes_no_framework(words):
    code = (
        "import sys\nfrom holdfast.cli import main\n"
        f"try:\n    main.main({words!r})\nexcept SystemExit:\n    pass\n"
        "assert 'django' not in sys.modules, sorted(name for name in sys.modules if name.startswith('django'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_is_a_sentence_and_status_2(capsys):
    with pytest.raises(SystemExit) as end:
        main.main(["sing"])
    assert end.value.code == 2
    assert "invalid choice: 'sing'" in capsys.readouterr().err


def test_a_refusal_is_one_sentence_and_status_2(monkeypatch, capsys):
    def refuse(_):
        raise Refusal("the moon is full.")

    monkeypatch.setattr(main.module_of("check"), "run", refuse)
    assert main.main(["check"]) == 2
    assert capsys.readouterr().err == "holdfast check: the moon is full.\n"


def test_a_store_without_tables_is_a_sentence_and_no_traceback(host):
    done = host.run("accounts", "list")
    assert done.returncode == 2
    assert "`holdfast migrate`" in done.stderr
    assert "Traceback" not in done.stderr


def test_other_faults_are_not_hidden(monkeypatch):
    def fall(_):
        raise ValueError("a fault of ours")

    monkeypatch.setattr(main.module_of("check"), "run", fall)
    with pytest.raises(ValueError, match="a fault of ours"):
        main.main(["check"])


def test_ctrl_c_ends_with_its_own_status(monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(main.module_of("check"), "run", interrupt)
    assert main.main(["check"]) == 130


def test_output_into_a_closed_pipe_ends_quietly(laid):
    """As in `holdfast accounts list | true`."""
    import os

    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-c", "from holdfast.cli.main import main; raise SystemExit(main(['instruments', 'list']))"],
        env=laid.variables,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert "Traceback" not in done.stderr


def test_a_setting_that_makes_no_sense_is_a_sentence(host):
    host.environment["HOLDFAST_ARGON2_MIB"] = "a lot"
    done = host.run("accounts", "list")
    assert done.returncode == 2
    assert "HOLDFAST_ARGON2_MIB must be a whole number from 64 to 2048, not 'a lot'." in done.stderr
