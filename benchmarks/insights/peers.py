"""Peers in Python on a wide file: `peers.py mixedlm|varmax|numpyro WIDE.csv OUT.csv`. Runs where they are installed."""

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

    each = []
    for _, one in d.groupby("pair"):
        y = one.sort_values("day")[NAMES].to_numpy()
        fit = VARMAX(y, order=(1, 0), trend="c").fit(disp=False, maxiter=200)
        each.append(np.asarray(fit.coefficient_matrices_var)[0])
    phi = np.array(each)
    mean, se = phi.mean(axis=0), phi.std(axis=0, ddof=1) / np.sqrt(len(phi))
    cells = [(i, j) for i in range(4) for j in range(4)]
    rows = [
        (NAMES[i], NAMES[j], mean[i, j], mean[i, j] - 1.96 * se[i, j], mean[i, j] + 1.96 * se[i, j]) for i, j in cells
    ]
    return pd.DataFrame(rows, columns=["to", "from", "mean", "low", "high"])


def numpyro_twin(d: pd.DataFrame) -> pd.DataFrame:
    import jax
    import jax.numpy as jnp
    import numpyro
    import numpyro.distributions as dist
    from numpyro.infer import MCMC, NUTS

    jax.config.update("jax_enable_x64", True)
    pairs, days = d["pair"].nunique(), d["day"].nunique()
    y = d.sort_values(["pair", "day"])[NAMES].to_numpy().reshape(pairs, days, 4)
    centre, scale = np.nanmean(y, axis=(0, 1)), 1.2
    y = (y - centre) / scale
    gap = np.isnan(y)
    own = np.eye(4)

    def model():
        g = numpyro.sample("g", dist.Normal(0.3 * own, 0.1 + 0.1 * own).to_event(2))
        shift = numpyro.sample("shift", dist.Normal(0, 0.6).expand([2]).to_event(1))
        logs = jnp.log(0.7649 * (0.1 + 0.1 * own)) + jnp.where(own > 0, shift[0], shift[1])
        omega = jnp.exp(numpyro.sample("log_omega", dist.Normal(logs, 0.25).to_event(2)))
        r = numpyro.sample("r", dist.LKJCholesky(4, 2.0))
        m = numpyro.sample("m", dist.Normal(-0.2, 1.0).expand([4]).to_event(1))
        sd = numpyro.sample("sd", dist.HalfNormal(0.5).expand([4]).to_event(1))
        b = numpyro.sample("b", dist.Normal(0, 2.0).expand([4]).to_event(1))
        sb = numpyro.sample("sb", dist.HalfNormal(2.0).expand([4]).to_event(1))
        with numpyro.plate("pairs", pairs):
            z = numpyro.sample("z", dist.Normal(0, 1).expand([4, 4]).to_event(2))
            x = numpyro.sample("x", dist.Normal(m, sd).to_event(1))
            mu = numpyro.sample("mu", dist.Normal(b, sb).to_event(1))
        phi = g + omega * z
        missing = numpyro.sample("missing", dist.Normal(0, 2.0).expand([int(gap.sum())]).mask(False).to_event(1))
        full = jnp.where(gap, 0.0, jnp.nan_to_num(y)).at[np.where(gap)].set(missing)
        eta = full - mu[:, None]
        low = jnp.exp(x)[:, :, None] * r
        mean = jnp.einsum("dij,dtj->dti", phi, eta[:, :-1])
        numpyro.factor("first", dist.MultivariateNormal(jnp.zeros(4), scale_tril=1.14 * low).log_prob(eta[:, 0]).sum())
        law = dist.MultivariateNormal(mean, scale_tril=low[:, None])
        numpyro.factor("days", law.log_prob(eta[:, 1:]).sum())

    run = MCMC(NUTS(model), num_warmup=300, num_samples=300, progress_bar=False)
    run.run(jax.random.PRNGKey(0))
    g = np.asarray(run.get_samples()["g"])
    low, high = np.quantile(g, [0.025, 0.975], axis=0)
    rows = [(NAMES[i], NAMES[j], g[:, i, j].mean(), low[i, j], high[i, j]) for i in range(4) for j in range(4)]
    from numpyro.diagnostics import effective_sample_size

    print("ess", float(np.min(effective_sample_size(g[None]))))
    return pd.DataFrame(rows, columns=["to", "from", "mean", "low", "high"])


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    which = {"mixedlm": mixedlm, "varmax": varmax, "numpyro": numpyro_twin}[sys.argv[1]]
    table = pd.read_csv(sys.argv[2])
    begin = time.process_time()
    found = which(table)
    print("cpu", time.process_time() - begin)
    found.to_csv(sys.argv[3], index=False)
