"""Peers in Python on a wide file: `peers.py mixedlm|varmax WIDE.csv OUT.csv`. NumPyro is in twin.py."""

import sys
import time
import warnings

import numpy as np
import pandas as pd

NAMES = ["closeness_A", "symptoms_A", "closeness_B", "symptoms_B"]


def lagged(d: pd.DataFrame) -> pd.DataFrame:
    d = d.copy()
    d[NAMES] = d[NAMES] - d.groupby("pair")[NAMES].transform("mean")
    before = d.assign(day=d["day"] + 1).rename(columns={n: f"l_{n}" for n in NAMES})
    return d.merge(before, on=["pair", "day"])


def mixedlm(d: pd.DataFrame) -> pd.DataFrame:
    import statsmodels.formula.api as smf

    d, lags, rows = lagged(d), [f"l_{n}" for n in NAMES], []
    for to in NAMES:
        use = d.dropna(subset=[to, *lags])
        free = {lag: f"0 + {lag}" for lag in lags}
        fit = smf.mixedlm(f"{to} ~ {' + '.join(lags)}", use, groups="pair", re_formula="0", vc_formula=free).fit()
        for name, lag in zip(NAMES, lags, strict=True):
            b, se = fit.params[lag], fit.bse[lag]
            rows.append((to, name, b, b - 1.96 * se, b + 1.96 * se))
    return pd.DataFrame(rows, columns=["to", "from", "mean", "low", "high"])


def varmax(d: pd.DataFrame) -> pd.DataFrame:
    from statsmodels.tsa.statespace.varmax import VARMAX

    each, sd = [], (d[NAMES] - d.groupby("pair")[NAMES].transform("mean")).std().to_numpy()
    for _, one in d.groupby("pair"):
        y = one.sort_values("day")[NAMES].to_numpy()
        y = (y - np.nanmean(y, axis=0)) / sd  # in raw units its optimiser runs into its limit, six times slower
        fit = VARMAX(y, order=(1, 0), trend="c").fit(disp=False, maxiter=200)
        each.append(np.asarray(fit.coefficient_matrices_var)[0] * sd[:, None] / sd[None, :])
    phi = np.array(each)
    mean, se = phi.mean(axis=0), phi.std(axis=0, ddof=1) / np.sqrt(len(phi))
    cells = [(i, j) for i in range(4) for j in range(4)]
    rows = [
        (NAMES[i], NAMES[j], mean[i, j], mean[i, j] - 1.96 * se[i, j], mean[i, j] + 1.96 * se[i, j]) for i, j in cells
    ]
    return pd.DataFrame(rows, columns=["to", "from", "mean", "low", "high"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    which = {"mixedlm": mixedlm, "varmax": varmax}[sys.argv[1]]
    table = pd.read_csv(sys.argv[2])
    begin = time.process_time()
    found = which(table)
    print("cpu", time.process_time() - begin)
    found.to_csv(sys.argv[3], index=False)
