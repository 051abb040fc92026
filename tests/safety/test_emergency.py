"""Emergency numbers: as dialled, each with how sure we are, none twice, none guessed."""

import pytest
from pydantic import ValidationError

from holdfast.safety import emergency


def test_every_country_stands_once() -> None:
    codes = [place.code for group in emergency.numbers().groups for place in group.places]
    assert len(codes) == len(set(codes)) >= 30


def test_numbers_nobody_dialled_are_never_called_checked() -> None:
    for group in emergency.numbers().groups:
        assert group.checked is (group.check.kind in ("own-page", "dialled"))
        assert group.check.kind == "recalled" or group.check.by


def test_a_country_is_found_by_its_code_and_never_guessed() -> None:
    group, place = emergency.numbers().find("FI")
    assert (group.call, place.name) == ("112", "Finland")
    assert emergency.numbers().find("xx") is None
    assert emergency.numbers().find("") is None


@pytest.mark.parametrize("dial", ["+112", "11 2", "1", "1234567", "abc"])
def test_cr_05_a_number_is_written_exactly_as_dialled(dial: str) -> None:
    check = {"kind": "recalled", "on": "2026-11-21"}
    with pytest.raises(ValidationError):
        emergency.Group(call=dial, basis="x", check=check, places=[{"code": "fi", "name": "Finland"}])


def test_the_grounding_step_is_one_short_plain_line() -> None:
    assert emergency.grounding() == "Press both feet down. Look round. Breathe out, long and slow."
