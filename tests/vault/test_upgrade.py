"""Old bodies become new ones by their kind's own steps, in order, and newer ones are left alone."""

import pytest

from holdfast.vault.errors import CannotOpen
from holdfast.vault.records import Kind
from holdfast.vault.upgrade import upgraded

KIND = Kind("test", v=3, upgrades=(lambda body: {**body, "two": body["n"] + 1}, lambda body: {**body, "three": True}))


def test_each_version_takes_its_own_steps():
    assert upgraded(KIND, 1, {"n": 1}) == {"n": 1, "two": 2, "three": True}
    assert upgraded(KIND, 2, {"n": 1}) == {"n": 1, "three": True}
    assert upgraded(KIND, 3, {"n": 1}) == {"n": 1}


def test_an_unknown_version_is_refused():
    for v in (0, 4, -1):
        with pytest.raises(CannotOpen):
            upgraded(KIND, v, {})
