"""Keeps the numerical libraries from spreading a message's small products over all cores.

OpenBLAS hands a product of one row to as many threads as there are cores, and lets them spin until the last is done:
on a machine that does anything else besides, a message then takes up to twice as long (41 against 25 ms on two cores
that others used too), and two workers hinder one another. Training uses all cores as before.
"""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def one_a_process() -> None:
    """Linear algebra runs in the thread that asks for it, from now on."""
    threadpool_limits(1, user_api="blas")
