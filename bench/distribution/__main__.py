"""`python -m bench.distribution [NAME...]`: the benchmarks of distribution that are named, or all of them."""

from __future__ import annotations

import sys

import bench.distribution as room
from bench.rooms import run

if __name__ == "__main__":
    sys.exit(run(room, wanted=sys.argv[1:]))
