"""Old bodies become new ones by their kind's own steps, in order, and newer ones are left alone."""

import pytest

from holdfast.vault import upgrade
from holdfast.vault.errors import CannotOpen
from holdfast.vault.records import Kind

KIND = Kind("test", v=3, upgrades=(lambda body: {**body, "two": body["n"] + 1}, lambda body: {**body, "three": True}))


def test_each_version_takes_its_own_steps():
    assert upgrade.upgraded(KIND, 1, {"n": 1}) == {"n": 1, "two": 2, "three": True}
    assert upgrade.upgraded(KIND, 2, {"n": 1}) == {"n": 1, "three": True}
    assert upgrade.upgraded(KIND, 3, {"n": 1}) == {"n": 1}


def test_an_unknown_version_is_refused():
    for v in (0, 4, -1):
        with pytest.raises(CannotOpen):
            upgrade.upgraded(KIND, v, {})
