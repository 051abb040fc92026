"""The shipped priors, read from `content/priors`: which path has which prior, and where the numbers come from."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.insights.cohort.model import PathPrior

FILE = "priors/pairs/1.0.0.yaml"


def shipped() -> dict:
    """The reviewed content file, as strings, lists and dicts; an installation's own folder comes first."""
    from holdfast.catalogue.loader import read_yaml
    from holdfast.catalogue.roots import from_environment

    for root in reversed(from_environment(os.environ)):
        if (root / FILE).is_file():
            return read_yaml(root / FILE)
    raise FileNotFoundError(FILE)


def named(measures: tuple[str, ...]) -> "dict[tuple[str, str], PathPrior]":
    """Priors of the paths within one person between measures the file knows by name, (to, from) -> prior.

    Names count without capitals, so `Closeness` is closeness.
    """
    from holdfast.insights.cohort.model import PathPrior

    plain = {m.strip().lower(): m for m in measures}
    out = {}
    for row in shipped()["paths"]:
        to, source = plain.get(row["to"]), plain.get(row["from"])
        if to and source:
            prior = PathPrior(float(row["mean"]), float(row["sd"]), float(row["spread"]), row["spread-law"])
            out[(to, source)] = prior
    return out
