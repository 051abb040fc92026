"""The engine's model once more, in NumPyro: the referee. `twin.py IN.npz OUT.npz [--warm N] [--draws N] [--chain N]`.

Written from the model's definition, not from the sampler: NUTS on the joint density, nothing drawn by hand. It takes
from the engine only the answers in its units and the constants of its priors. The case it covers is fixed roles,
complete units (no noise of measurement), normal innovations, a mean without columns but the level, no inputs:

    y = mu + eta,  eta_t = Phi eta_t-1 + zeta_t,  zeta ~ N(0, S R S),  eta_0 ~ N(0, S C0 S),  S = diag(exp x)
    Phi = g + omega z,  z ~ N(0, 1);  g ~ N(mean, sd);  log omega ~ N(log spread + shift of its kind, .25)
    mu ~ N(b, Sigma_b),  x ~ N(m, Sigma_x);  Sigma_b, Sigma_x ~ Huang-Wand(2);  R ~ LKJ(2);  C0 ~ IW(K + 2, I)

Runs in any Python with NumPyro; imports nothing of Holdfast. Missing answers are parameters with a flat prior.
"""

import argparse
import os
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from jax.scipy.linalg import solve_triangular
from numpyro.infer import MCMC, NUTS, init_to_value

jax.config.update("jax_enable_x64", True)
KEPT = ("g", "omega", "r", "m", "b", "level_sd", "volatility_sd")


def _logs(low):
    return jnp.log(jnp.diagonal(low))


def _inverse(low):
    return solve_triangular(low, jnp.eye(low.shape[0]), lower=True)


def _covariance(name: str, k: int):
    """A free covariance LL' as its factor, under a flat density of the covariance itself."""
    low = numpyro.sample(name, dist.ImproperUniform(dist.constraints.lower_cholesky, (), (k, k)))
    numpyro.factor(f"{name}_volume", jnp.sum((k - jnp.arange(k)) * _logs(low)))
    return low


def huang_wand(name: str, k: int, scale: float):
    """Half-t(2, scale) on every SD and uniform correlations; the auxiliary scales are integrated out.

    Huang & Wand 2013, doi:10.1214/13-BA815: p(V) ~ |V|^-(nu+2k)/2 prod_i (nu (V^-1)_ii + 1/A^2)^-(nu+k)/2, nu = 2.
    """
    low = _covariance(name, k)
    inverse = jnp.sum(_inverse(low) ** 2, axis=0)
    log = -(2 + 2 * k) * jnp.sum(_logs(low)) - (2 + k) / 2 * jnp.sum(jnp.log(2 * inverse + 1 / scale**2))
    numpyro.factor(f"{name}_law", log)
    return low


def inverse_wishart(name: str, k: int):
    """IW(k + 2, I)."""
    low = _covariance(name, k)
    log = -(2 * k + 3) * jnp.sum(_logs(low)) - 0.5 * jnp.sum(_inverse(low) ** 2)
    numpyro.factor(f"{name}_law", log)
    return low


def model(given: dict, gap: np.ndarray) -> None:
    """The joint density."""
    pairs, days, k = gap.shape
    g = numpyro.sample("g", dist.Normal(given["mean"], given["sd"]).to_event(2))
    shift = numpyro.sample("shift", dist.Normal(0, given["shift_sd"]).expand([4]).to_event(1))
    expected = jnp.log(given["spread"]) + shift[given["kinds"]]
    omega = jnp.exp(numpyro.sample("log_omega", dist.Normal(expected, given["spread_sd"]).to_event(2)))
    root = numpyro.sample("root", dist.LKJCholesky(k, 2.0))
    m = numpyro.sample("m", dist.Normal(0, given["wide"]).expand([k]).to_event(1))
    b = numpyro.sample("b", dist.Normal(0, given["wide"]).expand([k]).to_event(1))
    low_b, low_x = huang_wand("low_b", k, given["level"]), huang_wand("low_x", k, given["volatility"])
    low_0 = inverse_wishart("low_0", k)
    mu = numpyro.sample("mu", dist.MultivariateNormal(b, scale_tril=low_b).expand([pairs]).to_event(1))
    x = numpyro.sample("x", dist.MultivariateNormal(m, scale_tril=low_x).expand([pairs]).to_event(1))
    z = numpyro.sample("z", dist.Normal(0, 1).expand([pairs, k, k]).to_event(3))
    missing = numpyro.sample("missing", dist.ImproperUniform(dist.constraints.real_vector, (), (int(gap.sum()),)))
    eta = jnp.nan_to_num(given["y"]).at[np.where(gap)].set(missing) - mu[:, None]
    past = jnp.einsum("dij,dtj->dti", g + omega * z, eta[:, :-1])
    zeta = (eta[:, 1:] - past) * jnp.exp(-x)[:, None] @ _inverse(root).T
    first = eta[:, 0] * jnp.exp(-x) @ _inverse(low_0).T
    numpyro.factor("days", -0.5 * jnp.sum(zeta**2) - pairs * (days - 1) * jnp.sum(_logs(root)))
    numpyro.factor("first", -0.5 * jnp.sum(first**2) - pairs * jnp.sum(_logs(low_0)) - days * jnp.sum(x))
    numpyro.deterministic("omega", omega)
    numpyro.deterministic("r", root @ root.T)
    numpyro.deterministic("level_sd", jnp.sqrt(jnp.sum(low_b**2, axis=1)))
    numpyro.deterministic("volatility_sd", jnp.sqrt(jnp.sum(low_x**2, axis=1)))


def _start(given: dict, gap: np.ndarray, rng: np.random.Generator) -> dict:
    """Rough moments, spread out, so that chains begin apart and none begins nowhere."""
    pairs, _, k = gap.shape
    seen = np.maximum((~gap).sum(axis=1), 1)
    mu = np.nansum(given["y"], axis=1) / seen + 0.1 * rng.standard_normal((pairs, k))
    at = np.where(gap)
    near = {
        "g": given["mean"] + 0.05 * rng.standard_normal((k, k)),
        "shift": 0.1 * rng.standard_normal(4),
        "log_omega": np.log(given["spread"]) + 0.2 * rng.standard_normal((k, k)),
        "root": np.eye(k),
        "m": np.full(k, -0.2) + 0.05 * rng.standard_normal(k),
        "b": mu.mean(axis=0),
        "low_b": np.eye(k),
        "low_x": 0.3 * np.eye(k),
        "low_0": 1.1 * np.eye(k),
        "mu": mu,
        "x": np.full((pairs, k), -0.2) + 0.1 * rng.standard_normal((pairs, k)),
        "z": 0.3 * rng.standard_normal((pairs, k, k)),
        "missing": mu[at[0], at[2]] + 0.5 * rng.standard_normal(len(at[0])),
    }
    return {name: jnp.asarray(value) for name, value in near.items()}


def draw(given: dict, warm: int, keep: int, seed: int, chain: int) -> dict[str, np.ndarray]:
    """Draws (keep, ...) of what is KEPT, the CPU seconds, divergences and the mean number of steps a draw."""
    gap, begun = np.isnan(given["y"]), time.process_time()
    start = _start(given, gap, np.random.default_rng([seed, chain]))
    kernel = NUTS(lambda: model(given, gap), init_strategy=init_to_value(values=start))
    run = MCMC(kernel, num_warmup=warm, num_samples=keep, progress_bar=False)
    run.run(jax.random.PRNGKey(1000 * seed + chain), extra_fields=("diverging", "num_steps"))
    extra, got = run.get_extra_fields(), run.get_samples()
    out = {name: np.asarray(got[name]) for name in KEPT}
    out |= {"diverging": np.asarray(extra["diverging"]).sum(), "steps": np.asarray(extra["num_steps"]).mean()}
    return out | {"cpu": np.array(time.process_time() - begun)}


def main() -> None:
    """Read, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("given")
    parser.add_argument("out")
    for name, usual in (("warm", 600), ("draws", 1500), ("seed", 0), ("chain", 0)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    args = parser.parse_args()
    with np.load(args.given) as stored:
        given = {name: stored[name] for name in stored.files}
    np.savez(args.out, **draw(given, args.warm, args.draws, args.seed, args.chain))


if __name__ == "__main__":
    main()
