"""Fixtures every room shares: both databases open, cheap Argon2, no copies of rows between tests."""

import os

# Playwright keeps an event loop in the main thread, which makes Django suspect its own calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# For the commands that tests start: they are the host's own, not tests.
os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.web.settings"

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "default", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile(
    "night", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


REFERENCE_DATA = "HOLDFAST_REFERENCE_DATA"  # where other people's published data lie; never copied into the project


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what cannot run here, and open every store to a test that asks for the database."""
    absent = {"sqlite" if os.environ.get("HOLDFAST_DATABASE") else "postgresql"}
    if not os.environ.get(REFERENCE_DATA):
        absent.add("reference_data")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in absent)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        for mark in item.iter_markers("django_db"):
            mark.kwargs.setdefault("databases", "__all__")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what did not run (decision 37)."""
    if not os.environ.get(REFERENCE_DATA):
        told = "published numbers were not compared: set HOLDFAST_REFERENCE_DATA to the folder of the published data."
        terminalreporter.write_line(f"NOT RUN: {told}", yellow=True)


@pytest.fixture(autouse=True)
def cheap_argon2(settings, request):
    """The smallest cost libsodium allows, except where a test measures the real one."""
    if "real_argon2" not in request.keywords:
        settings.ARGON2_KIB, settings.ARGON2_PASSES = 8, 1
