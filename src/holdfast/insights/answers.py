"""One function for each question, with the least data it needs. Returns an answer or "not yet" with what is missing.

Never a bare number: every answer carries its interval, how much of it is the person's own, and whether it may be told.
Gates and sensitivity checks are those of the design; wording belongs to `progress`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from holdfast.insights.cohort.diagnose import central, ess, r_hat
from holdfast.insights.cohort.draws import Draws
from holdfast.insights.cohort.fit import LEAST_ESS, MOST_R_HAT
from holdfast.insights.dynamics.responses import week
from holdfast.insights.kernels.records import Floats
from holdfast.insights.micro.effect import Effect
from holdfast.insights.panel import Panel

COHORT_PAIRS, COHORT_DAYS, COHORT_SE = 100, 30, 0.02
OWN_DAYS, OWN_WEIGHT, SURE, LEAST_EFFECT = 60, 0.25, 0.95, 0.05
TOSSED_DAYS, PER_ARM = 30, 10
SHIFTS = (0.0, 0.5, 1.0)  # how many SDs worse the unanswered days may have been


@dataclass(frozen=True, slots=True)
class Need:
    """What is missing: a code for its sentence, how much there is and how much is wanted."""

    code: str
    have: float
    want: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`estimate` and 95 % `interval` in within-person SDs; `positive` = P(> 0); `own_weight` of the asker's own days.

    `n` pairs or days behind it. `whose` is "cohort", "own" or "randomised". `told` says whether it may be shown;
    `missing` then says what is not there yet.
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

    def at(self, name: str) -> int:
        """Position of a variable. Raises KeyError for an unknown one."""
        if name not in self.names:
            raise KeyError(f"no variable {name}")
        return self.names.index(name)


def _answer(question: str, x: Floats, whose: str, n: int, missing: list[Need], weight: float = 0.0) -> Answer:
    low, high = central(x)
    return Answer(
        question, whose, float(x.mean()), (float(low), float(high)), float((x > 0).mean()), weight, n, tuple(missing)
    )


def _cohort_gate(asked: Asked, x: Floats, widest: float = COHORT_SE) -> list[Need]:
    days = int((np.isfinite(asked.panel.y).any(axis=2).sum(axis=1) >= COHORT_DAYS).sum())
    out = []
    if days < COHORT_PAIRS:
        out.append(Need("pairs-with-30-days", days, COHORT_PAIRS))
    if x.std() > widest:
        out.append(Need("too-uncertain", float(x.std()), widest))
    if not (r_hat(x) < MOST_R_HAT and ess(x) > LEAST_ESS):
        out.append(Need("longer-chains", ess(x), LEAST_ESS))
    return out


def next_day(asked: Asked, to: str, source: str) -> Answer:
    """Do days after more of `source` hold more or less of `to`? The cohort's answer; prediction, not cause."""
    x = asked.phi()[:, :, asked.at(to), asked.at(source)]
    return _answer("next-day", x, "cohort", len(asked.panel.pairs), _cohort_gate(asked, x))


def both_ways(asked: Asked, one: str, other: str) -> tuple[Answer, Answer]:
    """The link in both directions: never one without the other."""
    return next_day(asked, other, one), next_day(asked, one, other)


def over_a_week(asked: Asked, to: str, source: str) -> Answer:
    """The sum over seven days of what one SD more of `source` today goes with, all detours included."""
    x = week(asked.phi())[:, :, asked.at(to), asked.at(source)]
    return _answer("week", x, "cohort", len(asked.panel.pairs), _cohort_gate(asked, x, 3 * COHORT_SE))


def same_day(asked: Asked, one: str, other: str) -> Answer:
    """Do the two go together on the same day, beyond what the day before foretold? A correlation."""
    r = np.stack([d.shared["r"] for d in asked.draws])[:, :, asked.at(one), asked.at(other)]
    return _answer("same-day", r, "cohort", len(asked.panel.pairs), _cohort_gate(asked, r))


def steeper(asked: Asked, columns: tuple[str, ...], of: str, with_level: str) -> Answer:
    """Do pairs with a higher usual level of one variable have another trend of the other? A correlation between pairs.

    `columns` names the columns of the mean; without a trend among them there is no answer.
    """
    k = len(asked.panel.variables)
    if "trend" not in columns:
        gap = float("nan")
        return Answer("steeper", "cohort", gap, (gap, gap), gap, 0.0, 0, (Need("no-trend", 0, 1),))
    cov = np.stack([d.shared["cov_b"] for d in asked.draws])
    i, j = columns.index("trend") * k + asked.at(of), asked.at(with_level)
    r = cov[:, :, i, j] / np.sqrt(cov[:, :, i, i] * cov[:, :, j, j])
    return _answer("steeper", r, "cohort", len(asked.panel.pairs), _cohort_gate(asked, r, 0.1))


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
    size = abs(float(own.w.mean()))
    wanted = [
        ("days-with-both", own.days, OWN_DAYS),
        ("own-weight", own.own_weight, OWN_WEIGHT),
        ("sure", sure, SURE),
        ("size", size, LEAST_EFFECT),
    ]
    return [Need(code, have, want) for code, have, want in wanted if have < want]


def agrees(answer: Answer, under_flat: Answer) -> Answer:
    """The answer, withheld when a flat prior would tell another story: other side of zero, or no longer sure."""
    sign = np.sign(answer.estimate)
    same = sign == np.sign(under_flat.estimate)
    sure = max(under_flat.positive, 1 - under_flat.positive) >= SURE
    if not answer.told or (same and sure):
        return answer
    return Answer(
        answer.question,
        answer.whose,
        answer.estimate,
        answer.interval,
        answer.positive,
        answer.own_weight,
        answer.n,
        (Need("depends-on-prior", 0, 1),),
    )


def suggestion(effect: Effect, tossed: int, offered: int, day_sd: float) -> Answer:
    """Does the offered practice help? Only from a coin: `tossed` days, of them `offered`; in day-to-day SDs."""
    missing = []
    if tossed < TOSSED_DAYS:
        missing.append(Need("tossed-days", tossed, TOSSED_DAYS))
    if min(offered, tossed - offered) < PER_ARM:
        missing.append(Need("days-per-arm", min(offered, tossed - offered), PER_ARM))
    if not effect.enough or day_sd <= 0:
        gap = float("nan")
        return Answer(
            "practice", "randomised", gap, (gap, gap), gap, 0.0, 0, (*missing, Need("people", effect.people, 3))
        )
    b, se = effect.estimate[0] / day_sd, effect.se[0] / day_sd
    positive = float(stdtr(effect.freedom, b / se))
    ends = (float(effect.low[0] / day_sd), float(effect.high[0] / day_sd))
    return Answer("practice", "randomised", float(b), ends, positive, 1.0, effect.n, tuple(missing))


def practice_for_me(helps: float, estimate: float, sd: float, weight: float, tossed: tuple[int, int]) -> Answer:
    """One person's practice after shrinkage: told with its probability from 30 tossed days, 10 in each arm.

    `helps` is P(symptoms lower), `tossed` (days offered, days not); told only from .95 on.
    """
    wanted = [
        ("tossed-days", sum(tossed), TOSSED_DAYS),
        ("days-per-arm", min(tossed), PER_ARM),
        ("sure", helps, SURE),
    ]
    missing = tuple(Need(code, have, want) for code, have, want in wanted if have < want)
    ends = (estimate - 1.96 * sd, estimate + 1.96 * sd)
    return Answer("practice-for-me", "randomised", estimate, ends, 1 - helps, weight, sum(tossed), missing)


def not_randomised(question: str, after: Floats, otherwise: Floats) -> Answer:
    """How days after something looked against other days: a description, never "helps", whatever it shows."""
    n = len(after) + len(otherwise)
    gap = float("nan")
    if min(len(after), len(otherwise)) < PER_ARM:
        need = Need("days-per-arm", min(len(after), len(otherwise)), PER_ARM)
        return Answer(question, "description", gap, (gap, gap), gap, 1.0, n, (need,))
    difference = float(np.mean(after) - np.mean(otherwise))
    return Answer(question, "description", difference, (gap, gap), gap, 1.0, n)
