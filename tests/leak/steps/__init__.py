"""Everything that can be a step of a program. Importing this fills the registry."""

from tests.leak.steps import alone, anything, host, looking, own, together, two
from tests.leak.steps.registry import STEPS, Kind

__all__ = ["STEPS", "Kind", "alone", "anything", "host", "looking", "own", "together", "two"]
