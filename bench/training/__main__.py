"""`python -m bench.training [NAME...]`: the benchmarks of the training half that are named, or all of them."""

from __future__ import annotations

import sys

import bench.training as room
from bench.rooms import run

if __name__ == "__main__":
    sys.exit(run(room, wanted=sys.argv[1:]))
