"""One function for each question, with the least data it needs. Returns an answer or "not yet" with what is missing.

Never a bare number: every answer carries its interval, how much of it is the person's own, and whether it may be told.
Gates and sensitivity checks are those of the design; wording belongs to `progress`. What one person's own days show
without anybody else's (level, swing, change) is in `own`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, stdtr

from holdfast.insights.cohort.diagnose import central, ess, r_hat
from holdfast.insights.cohort.draws import Draws
from holdfast.insights.cohort.fit import FEWEST_PAIRS, LEAST_ESS, MOST_R_HAT
from holdfast.insights.dynamics import fading as products
from holdfast.insights.dynamics.responses import WEEK, responses, week
from holdfast.insights.kernels.records import Floats
from holdfast.insights.micro.effect import Effect
from holdfast.insights.micro.stop import PRIOR_SD
from holdfast.insights.panel import Panel

COHORT_PAIRS, COHORT_DAYS, COHORT_SE = 100, 30, 0.02
OWN_DAYS, OWN_WEIGHT, SURE, LEAST_EFFECT = 60, 0.25, 0.95, 0.05
TOSSED_DAYS, PER_ARM = 30, 10
SHIFTS = (0.0, 0.5, 1.0)  # how many SDs worse the unanswered days may have been
GAP = float("nan")


@dataclass(frozen=True, slots=True)
class Need:
    """What is missing: a code for its sentence, how much there is and how much is wanted."""

    code: str
    have: float
    want: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`estimate` and 95 % `interval` in within-person SDs; `positive` = P(> 0); `own_weight` of the asker's own days.

    `n` pairs or days behind it. `whose` is "cohort", "own", "randomised" or "description". `told` says whether it may
    be shown; `missing` then says what is not there yet.
    """

    question: str
    whose: str
    estimate: float
    interval: tuple[float, float]
    positive: float
    own_weight: float
    n: int
    missing: tuple[Need, ...] = ()

    @property
    def told(self) -> bool:
        """Whether the number may be shown."""
        return not self.missing

    @property
    def causal(self) -> bool:
        """Only a coin makes it so."""
        return self.whose == "randomised"


@dataclass(frozen=True, slots=True)
class Asked:
    """A fitted cohort as questions need it: `draws` of its chains, `names` of the K variables, the `panel`."""

    draws: list[Draws]
    names: tuple[str, ...]
    panel: Panel

    def phi(self) -> Floats:
        """Population paths in standard units, (chains, draws, K, K)."""
        k = len(self.panel.variables)
        g = np.stack([d.shared["g"] for d in self.draws])
        return g.reshape(*g.shape[:2], k, -1)[..., :k]

    def inputs(self) -> Floats:
        """Population effects of the inputs in standard units, (chains, draws, K, p)."""
        k = len(self.panel.variables)
        g = np.stack([d.shared["g"] for d in self.draws])
        return g.reshape(*g.shape[:2], k, -1)[..., k:]

    def days(self, *names: str) -> Floats:
        """(D,): how many days each pair answered of the named variable it answered least."""
        at = [self.at(name) for name in names]
        return np.isfinite(self.panel.y[:, :, at]).sum(axis=1).min(axis=1)

    def at(self, name: str) -> int:
        """Position of a variable. Raises KeyError for an unknown one."""
        if name not in self.names:
            raise KeyError(f"no variable {name}")
        return self.names.index(name)


def nothing(question: str, whose: str, missing: tuple[Need, ...], n: int = 0) -> Answer:
    """An answer without any number, and why."""
    return Answer(question, whose, GAP, (GAP, GAP), GAP, 0.0, n, missing)


def lacking(*wanted: tuple[str, float, float]) -> list[Need]:
    """What falls short of (code, have, want). No number at all falls short as well."""
    return [Need(code, have, want) for code, have, want in wanted if not have >= want]


def _answer(question: str, x: Floats, whose: str, n: int, missing: list[Need], weight: float = 0.0) -> Answer:
    if not (x.size and np.isfinite(x).all()):
        return nothing(question, whose, (*missing, Need("no-draws", 0, 1)), n)
    low, high = central(x)
    return Answer(
        question, whose, float(x.mean()), (float(low), float(high)), float((x > 0).mean()), weight, n, tuple(missing)
    )


def _cohort(question: str, asked: Asked, x: Floats, names: tuple[str, ...], widest: float = COHORT_SE) -> Answer:
    """The cohort's answer about `names` from draws `x` (chains, draws), gated.

    A cell of fewer than 20 pairs is suppressed: it holds no number at all, and no chain length changes that.
    """
    days = asked.days(*names)
    n = int((days > 0).sum())
    if n < FEWEST_PAIRS:
        return nothing(question, "cohort", (Need("pairs", n, FEWEST_PAIRS),), n)
    missing = lacking(("pairs-with-30-days", int((days >= COHORT_DAYS).sum()), COHORT_PAIRS))
    if not x.std() <= widest:
        missing.append(Need("too-uncertain", float(x.std()), widest))
    if not (r_hat(x) < MOST_R_HAT and ess(x) > LEAST_ESS):
        missing.append(Need("longer-chains", ess(x), LEAST_ESS))
    return _answer(question, x, "cohort", n, missing)


def next_day(asked: Asked, to: str, source: str) -> Answer:
    """Do days after more of `source` hold more or less of `to`? The cohort's answer; prediction, not cause."""
    return _cohort("next-day", asked, asked.phi()[:, :, asked.at(to), asked.at(source)], (to, source))


def both_ways(asked: Asked, one: str, other: str) -> tuple[Answer, Answer, Answer]:
    """The link in both directions and the same-day one beside them: never one without the others.

    The same-day link is usually the larger, and no direction can be read from it.
    """
    return next_day(asked, other, one), next_day(asked, one, other), same_day(asked, one, other)


def over_days(asked: Asked, to: str, source: str, days: int = WEEK) -> tuple[Answer, ...]:
    """What one SD more of `source` today goes with after 1, 2, ... `days` days (Phi^h), all detours included."""
    found = responses(asked.phi(), days)[:, :, :, asked.at(to), asked.at(source)]
    return tuple(_cohort(f"day-{h}", asked, x, (to, source)) for h, x in enumerate(found, 1))


def over_a_week(asked: Asked, to: str, source: str) -> Answer:
    """The sum over seven days of what one SD more of `source` today goes with, all detours included."""
    x = week(asked.phi())[:, :, asked.at(to), asked.at(source)]
    return _cohort("week", asked, x, (to, source), 3 * COHORT_SE)


def same_day(asked: Asked, one: str, other: str) -> Answer:
    """Do the two go together on the same day, beyond what the day before foretold? A correlation."""
    r = np.stack([d.shared["r"] for d in asked.draws])[:, :, asked.at(one), asked.at(other)]
    return _cohort("same-day", asked, r, (one, other))


def fading(asked: Asked, of: str, by: str, other: bool = False) -> tuple[Answer, ...]:
    """Do bad days fade faster after more closeness? How much less (below 0) of `of` carries over per SD more of `by`.

    One answer for each person of the pair, in the order of the panel; the cohort's only (see `dynamics.fading`, which
    also makes the panel this needs). Prediction, not cause. `of` and `by` name measures, `other` takes the other
    person's `by`. Only pairs count that knew the product on enough days.
    """
    panel, out = asked.panel, []
    for i, who in enumerate(panel.people):
        name = products.name(of, by, who, other)
        if name not in panel.inputs:
            out.append(nothing("fading", "cohort", (Need("no-product", 0, 1),)))
            continue
        away = panel.people[1 - i] if other else who
        names = (f"{of}_{who}", f"{by}_{away}") if who else (of, by)
        x = asked.inputs()[:, :, asked.at(names[0]), panel.inputs.index(name)]
        found = _cohort("fading", asked, x, names)
        known = int((products.known_days(panel, of, by, other)[:, i] >= products.FEWEST).sum())
        if known < FEWEST_PAIRS:
            found = nothing("fading", "cohort", (Need("pairs", known, FEWEST_PAIRS),), known)
        out.append(found)
    return tuple(out)


def steeper(asked: Asked, columns: tuple[str, ...], of: str, with_level: str) -> Answer:
    """Do pairs with a higher usual level of one variable have another trend of the other? A correlation between pairs.

    `columns` names the columns of the mean; without a trend among them, or without early days taken out of it (answers
    start high and settle, which looks like recovery), there is no answer. Pairs differ in much else: no cause.
    """
    k = len(asked.panel.variables)
    for column, code in (("trend", "no-trend"), ("early", "no-early-days")):
        if column not in columns:
            return nothing("steeper", "cohort", (Need(code, 0, 1),))
    cov = np.stack([d.shared["cov_b"] for d in asked.draws])
    i, j = columns.index("trend") * k + asked.at(of), asked.at(with_level)
    r = cov[:, :, i, j] / np.sqrt(cov[:, :, i, i] * cov[:, :, j, j])
    return _cohort("steeper", asked, r, (of, with_level), 0.1)


@dataclass(frozen=True, slots=True)
class Own:
    """One pair's own path: draws `w` (S,) in standard units, its own-data weight, days answered by both people."""

    w: Floats
    own_weight: float
    days: int


def personal(question: str, own: Own, shifted: Callable[[float], Own] | None = None) -> Answer:
    """What one pair's own days say about a next-day link.

    `shifted(c)` fits again with unanswered symptoms c SDs worse than the model expects; a link whose sign does not
    hold under .5 and 1 is withheld, because missing days may be the bad ones. Without it nothing is told.
    """
    missing = _own_gate(own)
    if shifted is None:
        missing.append(Need("not-checked-for-missing-days", 0, 1))
    elif not missing:
        sign = np.sign(own.w.mean())
        for c in SHIFTS[1:]:
            again = shifted(c)
            if float((np.sign(again.w) == sign).mean()) < SURE:
                missing.append(Need("depends-on-missing-days", c, SHIFTS[-1]))
                break
    return _answer(question, own.w, "own", own.days, missing, own.own_weight)


def _own_gate(own: Own) -> list[Need]:
    sure = max(float((own.w > 0).mean()), float((own.w < 0).mean()))
    return lacking(
        ("days-with-both", own.days, OWN_DAYS),
        ("own-weight", own.own_weight, OWN_WEIGHT),
        ("sure", sure, SURE),
        ("size", abs(float(own.w.mean())), LEAST_EFFECT),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """Why a pair's number is another than last time: `total` = `version` (other couples) + `days` (their own).

    `told` is False where the version alone made it move: a number must not jump when nobody's days changed.
    """

    total: float
    version: float
    days: float

    @property
    def told(self) -> bool:
        """Whether the move may be shown as something that happened to this pair: most of it, and the same way."""
        return self.days * self.total > 0 and abs(self.days) > abs(self.version)


def moved(before: Own, again: Own, now: Own) -> Moved:
    """Takes a change apart. `before`: old days, old version of the cohort; `again`: the same old days under the new
    version; `now`: all days under the new version. Means in standard units.
    """
    first, middle, last = (float(own.w.mean()) for own in (before, again, now))
    return Moved(last - first, middle - first, last - middle)


def agrees(answer: Answer, under_flat: Answer) -> Answer:
    """The answer, withheld when a flat prior would tell another story: other side of zero, or no longer sure."""
    sign = np.sign(answer.estimate)
    same = sign == np.sign(under_flat.estimate)
    sure = max(under_flat.positive, 1 - under_flat.positive) >= SURE
    if not answer.told or (same and sure):
        return answer
    return replace(answer, missing=(Need("depends-on-prior", 0, 1),))


def suggestion(effect: Effect, tossed: int, offered: int, day_sd: float) -> Answer:
    """Does the offered practice help? Only from a coin: `tossed` days, of them `offered`; in day-to-day SDs.

    For the outcome of the next day, symptoms or closeness. `positive` is after shrinkage with the prior
    Normal(0, .15) of the stop rule; the estimate and its interval are the trial's own. Harm is told as well as help.
    """
    return _randomised("practice", effect, (tossed, offered), (day_sd, PRIOR_SD))


def weeks_later(effect: Effect, tossed: int, offered: int, sd: float) -> Answer:
    """What the offers did to something weeks later, such as the slope of symptoms over a month (`micro.distal`).

    In SDs of that outcome between people, `sd`. Nothing is known of such effects beforehand, so nothing is shrunk.
    """
    return _randomised("weeks-later", effect, (tossed, offered), (sd, None))


def _randomised(question: str, effect: Effect, days: tuple[int, int], scale: tuple[float, float | None]) -> Answer:
    (tossed, offered), (sd, prior) = days, scale
    missing = lacking(("tossed-days", tossed, TOSSED_DAYS), ("days-per-arm", min(offered, tossed - offered), PER_ARM))
    if not effect.enough:
        return nothing(question, "randomised", (*missing, Need("people", effect.people, effect.people + 1)), effect.n)
    b, se = float(effect.estimate[0]) / sd if sd > 0 else GAP, float(effect.se[0]) / sd if sd > 0 else GAP
    if not (np.isfinite(b) and se > 0):
        return nothing(question, "randomised", (*missing, Need("no-spread", 0, 1)), effect.n)
    positive = float(stdtr(effect.freedom, b / se)) if prior is None else float(ndtr(b / se / np.hypot(1, se / prior)))
    missing += lacking(("sure", max(positive, 1 - positive), SURE))
    ends = (float(effect.low[0] / sd), float(effect.high[0] / sd))
    return Answer(question, "randomised", b, ends, positive, 1.0, effect.n, tuple(missing))


def practice_for_me(helps: float, estimate: float, sd: float, weight: float, tossed: tuple[int, int]) -> Answer:
    """One person's practice after shrinkage: told with its probability from 30 tossed days, 10 in each arm.

    `helps` is P(symptoms lower), `tossed` (days offered, days not); told only from .95 on.
    """
    missing = lacking(
        ("tossed-days", sum(tossed), TOSSED_DAYS), ("days-per-arm", min(tossed), PER_ARM), ("sure", helps, SURE)
    )
    ends = (estimate - 1.96 * sd, estimate + 1.96 * sd)
    return Answer("practice-for-me", "randomised", estimate, ends, 1 - helps, weight, sum(tossed), tuple(missing))


def not_randomised(question: str, after: Floats, otherwise: Floats) -> Answer:
    """How days after something looked against other days: a description, never "helps", whatever it shows.

    Unanswered days (NaN) do not count.
    """
    one, two = (x[np.isfinite(x)] for x in (np.asarray(after, float), np.asarray(otherwise, float)))
    n = len(one) + len(two)
    missing = lacking(("days-per-arm", min(len(one), len(two)), PER_ARM))
    if missing:
        return nothing(question, "description", tuple(missing), n)
    return Answer(question, "description", float(one.mean() - two.mean()), (GAP, GAP), GAP, 1.0, n)
