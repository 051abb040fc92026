"""Later."""

EXAMPLES = ""


def arguments(parser):
    """None yet."""


def run(args):
    """Nothing yet."""
    return 0
