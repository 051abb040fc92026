"""Does the time of an answer tell an id of somebody else's from one that never existed? Every address that takes an id.

    python -m benchmarks.timing              some minutes; benchmarks/results/timing.json
    python -m benchmarks.timing --quick      40 of each, printed and not kept

Cleo, a stranger, and Ben, who is linked with Ana and asks for what is hers alone, ask each address with an id of Ana's
and with one of the same look that never existed, by GET and by POST as far as it takes them. Ana asks with her own and
with the one that never existed; that has to look alike only where both get the same answer. All is shuffled in one
process, through Django's test client and all middleware, on a real SQLite file. Mann-Whitney's U, both sides: where p
stays above 0.01 nothing is told apart. Of a hundred such tests one falls below by chance alone, so whatever does is
asked afresh, and counts as told apart if it does again.
"""

import argparse
import gc
import json
import random
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.place import throw_away

RESULTS = Path(__file__).parent / "results" / "timing.json"
P, EACH, WARM, SEED = 0.01, 200, 10, 20261124
KINDS = ("own", "foreign", "never")
# What a form names besides its address: address, field, which id.
NAMED = (
    ("remove-way", "way", "way"),
    ("throw-kept-form-away", "id", "kept"),
    ("tools-used", "delete", "practice"),
    ("invite", "back", "code"),
    ("letters", "back", "shared"),
)
A_DATE = {"day"}  # names a day, no id
NOT_TAKEN = 405


@dataclass
class Asked:
    """One address as one person asks for it: how, and how long it took with an id of each kind."""

    by: str
    name: str
    method: str
    ways: dict[str, Callable[[], int]]
    status: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def ask(self, kind: str) -> None:
        """Once, timed."""
        way = self.ways[kind]
        began = time.perf_counter()
        status = way()
        self.seconds[kind].append(time.perf_counter() - began)
        if self.status.setdefault(kind, status) != status:
            raise RuntimeError(f"{self.name} answered {status} after {self.status[kind]}")

    def found(self) -> dict[str, Any]:
        """Medians in milliseconds, and p of what has to look alike."""
        told: dict[str, Any] = {"by": self.by, "address": self.name, "method": self.method}
        for kind, taken in self.seconds.items():
            told[kind] = {"status": self.status[kind], "median_ms": round(1000 * statistics.median(taken), 3)}
        other = next(kind for kind in self.ways if kind != "never")
        if other == "foreign" or self.status["own"] == self.status["never"]:
            told["p"] = p(self.seconds[other], self.seconds["never"])
        return told


def p(some: list[float], others: list[float]) -> float:
    """Mann-Whitney's U: how likely so much difference is where there is none."""
    from scipy.stats import mannwhitneyu

    return round(float(mannwhitneyu(some, others, alternative="two-sided").pvalue), 4)


def rounds(asked: list[Asked], each: int, chance: random.Random, warm: int = WARM) -> None:
    """Ask everything `each` times in an order drawn anew for each round; the first `warm` rounds are not counted."""
    gc.disable()
    try:
        for number in range(warm + each):
            if number in (0, warm):
                for one in asked:
                    one.seconds = {kind: [] for kind in one.ways}
            order = [(one, kind) for one in asked for kind in one.ways]
            chance.shuffle(order)
            for one, kind in order:
                one.ask(kind)
            gc.collect()
    finally:
        gc.enable()


def everything() -> list[Asked]:
    """Ana with a little of everything, Ben beside her, Cleo a stranger; all that each can ask for."""
    from dataclasses import replace

    from django.conf import settings

    from tests.cast import join
    from tests.web import walks

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]  # as the test client calls this host
    ana = join("ana")
    hers = walks.live(ana)
    never = walks.nobodys(hers)
    cleo, ben = join("cleo"), back("ben")
    # For Ben the pair is his own, and so is what he asked her for; the rest of hers is hers.
    seen = replace(never, pair=hers.pair, ask=hers.ask)
    askers = (("Ana herself", ana, "own", never), ("Cleo, a stranger", cleo, "foreign", never))
    askers += (("Ben, linked with her", ben, "foreign", seen),)
    return [one for by, who, kind, nothing in askers for one in of(by, who, {kind: hers, "never": nothing})]


def back(name: str) -> Any:
    """Somebody of the cast who has joined already, in a new browser."""
    from django.http import HttpResponse
    from django.test import Client

    from holdfast.accounts import actions as accounts
    from tests.cast import WORDS, Member

    opened = accounts.by_name(name, WORDS[name], accounts.Sender("127.0.0.1"))
    response, client = HttpResponse(), Client()
    accounts.start_session(response, opened)
    client.cookies.load({key: morsel.value for key, morsel in response.cookies.items()})
    return Member(name, WORDS[name], client, opened.account, opened.keyring)


def of(by: str, who: Any, ids: dict[str, Any]) -> Iterable[Asked]:
    """Every address that takes an id, and every form that names one, as `who` asks for them.

    With ids of one's own nothing is sent by POST: it would do what it says.
    """
    from django.urls import reverse

    from tests.web import walks

    kinds = list(ids)
    where = {kind: walks.addresses(given) for kind, given in ids.items()}
    differ = [name for name in where["never"] if len({where[kind][name] for kind in kinds}) > 1]
    for name in sorted(set(differ) - A_DATE):
        for method in ("GET",) if "own" in ids else ("GET", "POST"):
            ways = {kind: _way(who, method, where[kind][name], {}) for kind in kinds}
            if ways["never"]() != NOT_TAKEN:
                yield Asked(by, name, method, ways)
    for name, key, which in () if "own" in ids else NAMED:
        fields = {kind: {key: getattr(given, which)} for kind, given in ids.items()}
        if fields["foreign"] != fields["never"]:
            ways = {kind: _way(who, "POST", reverse(name), fields[kind]) for kind in kinds}
            yield Asked(by, f"{name}: {key}", "POST", ways)


def _way(who: Any, method: str, address: str, fields: dict[str, str]) -> Callable[[], int]:
    """A request that is ready to go; its status."""
    from holdfast.accounts import form_token
    from tests.web import walks

    client, given = walks.browser(who), fields | {form_token.FIELD: walks.token(who, address)}
    if method == "GET":
        return lambda: client.get(address).status_code
    return lambda: walks.send(client, address, given).status_code


def measured(each: int, chance: random.Random) -> list[dict[str, Any]]:
    """What was found for each address; what seemed to differ was asked again. Nobody locks: our clock stands."""
    from holdfast.kit import clock

    with clock.standing_at(clock.now()):
        asked = everything()
        rounds(asked, each, chance)
        found = [one.found() for one in asked]
        odd = [at for at, told in enumerate(found) if told.get("p", 1) <= P]
        rounds([asked[at] for at in odd], each, chance)
        for at in odd:
            found[at]["p again"] = asked[at].found()["p"]
    for told in found:
        told["told apart"] = told.get("p again", 1) <= P
    return found


def table(found: list[dict[str, Any]]) -> str:
    """For reading: who, which address, the three medians, p."""
    lines = [f"{'':22}{'address':28}{'':6}{'own':>8}{'foreign':>9}{'never':>9}{'p':>9}"]
    for told in found:
        times = [f"{told[kind]['median_ms']:.2f}" if kind in told else "" for kind in KINDS]
        least = f"{told['p']:.4f}" if "p" in told else "a page"
        again = f"  again {told['p again']:.4f}" if "p again" in told else ""
        who = f"{told['by']:22}{told['address']:28}{told['method']:6}"
        lines.append(f"{who}{times[0]:>8}{times[1]:>9}{times[2]:>9}{least:>9}{again}")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, keep."""
    from benchmarks.run import machine

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="40 of each; prints and keeps nothing")
    each = 40 if parser.parse_args().quick else EACH
    with throw_away():
        where, found = machine(), measured(each, random.Random(SEED))
    apart = [f"{told['by']}: {told['method']} {told['address']}" for told in found if told["told apart"]]
    summary = {
        "compared": sum("p" in told for told in found),
        "asked again": sum("p again" in told for told in found),
        "told apart": apart,
    }
    print(table(found), json.dumps(summary, indent=2), sep="\n")
    if each == EACH:
        kept = {"command": "python -m benchmarks.timing", "machine": where, "each": each, "p": P, **summary}
        RESULTS.write_text(json.dumps(kept | {"found": found}, indent=2) + "\n", encoding="utf-8")
        print(f"Kept in {RESULTS}")


if __name__ == "__main__":
    main()
