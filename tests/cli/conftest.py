"""A fresh host for each test that asks for one."""

import pytest

from tests.cli.host import Host


@pytest.fixture
def host(tmp_path):
    """An installation in a folder of its own, with no tables yet."""
    return Host(tmp_path / "host")


@pytest.fixture
def laid(host):
    """An installation with its tables."""
    done = host.run("migrate")
    assert done.returncode == 0, done.stderr
    return host
