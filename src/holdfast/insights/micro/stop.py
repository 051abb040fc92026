"""The stop rule: suggestions pause when they may be doing harm. Checked before every new day of a trial."""

from dataclasses import dataclass

from scipy.special import ndtr

from holdfast.insights.micro.effect import Effect

HARM = 0.1  # of a day-to-day SD
SURE = 0.9
PRIOR_SD = 0.15  # of the average effect, in day-to-day SDs; the same as the engine's prior for inputs


@dataclass(frozen=True, slots=True)
class Verdict:
    """`stop` and P(harm): the chance that offers make the outcome worse by more than a tenth of a day-to-day SD."""

    stop: bool
    chance: float


def cohort(effect: Effect, day_sd: float) -> Verdict:
    """For everybody: stop when harm is likelier than .9, with the prior Normal(0, .15) on the average effect.

    More is worse: give an outcome where higher means more symptoms. Without any estimate nothing is stopped.
    """
    if not effect.enough or day_sd <= 0:
        return Verdict(False, float("nan"))
    b, se = float(effect.estimate[0]) / day_sd, float(effect.se[0]) / day_sd
    precision = 1.0 / se**2 + 1.0 / PRIOR_SD**2
    mean, sd = b / se**2 / precision, precision**-0.5
    chance = float(ndtr((mean - HARM) / sd))
    return Verdict(chance > SURE, chance)


def person(worse: float) -> Verdict:
    """For one person: `worse` is P(own level rose by more than the least change that counts) between two windows."""
    return Verdict(worse > SURE, worse)
