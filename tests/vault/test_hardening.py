"""A process keeps its memory to itself where the kernel lets it, and says where not."""

import resource
import subprocess
import sys
from types import SimpleNamespace

import pytest

from holdfast.vault import hardening

CHILD = """
import resource
from holdfast.vault.hardening import harden
print(harden(), resource.getrlimit(resource.RLIMIT_CORE))
import ctypes
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def test_a_hardened_process_dumps_no_core():
    said = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True).stdout
    assert said.split("\n")[:2] == ["True (0, 0)", "0"]


@pytest.fixture
def limits(monkeypatch):
    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda *given: asked.append(given))
    return asked


@pytest.mark.parametrize(("answer", "told"), [(0, True), (-1, False)])
def test_the_kernels_answer_is_told(monkeypatch, limits, answer, told):
    calls = []
    library = SimpleNamespace(prctl=lambda *given: calls.append(given) or answer)
    monkeypatch.setattr(hardening.ctypes, "CDLL", lambda name, **rest: library)
    assert hardening.harden() is told
    assert calls == [(4, 0, 0, 0, 0)]
    assert limits == [(resource.RLIMIT_CORE, (0, 0))]


def test_a_system_without_prctl_is_told_too(monkeypatch, limits):
    monkeypatch.setattr(hardening.ctypes, "CDLL", lambda name, **rest: SimpleNamespace())
    assert hardening.harden() is False
    assert limits == [(resource.RLIMIT_CORE, (0, 0))]
