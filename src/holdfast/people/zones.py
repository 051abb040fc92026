"""Time zones as a list to choose from, by region."""

from functools import cache

from django.utils.translation import gettext as _

from holdfast.people import schema

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def _by_region() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in sorted(schema.zones()):
        region, slash, place = zone.partition("/")
        if slash and region in found:
            found[region].append((zone, place.replace("_", " ").replace("/", ", ")))
    return found


def choices(now: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Options for a select, grouped by region; the zone in use leads when it is none of the listed ones."""
    groups = list(_by_region().items())
    listed = {zone for _region, zones in groups for zone, _place in zones}
    first = sorted({"UTC", now} - listed)
    return [(_("Other"), [(zone, zone) for zone in first]), *groups]
