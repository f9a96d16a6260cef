"""Coverage-guided fuzzing of every target, or of those named: `python tests/fuzz/run.py [TARGET…]`.

FUZZ_SECONDS is how long each runs; FUZZ_SEEDS may name folders of documents to begin with, beside the fixtures. What
breaks a target is kept below build/fuzz/crashes, one input for each place that raises, and makes the run fail.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import traceback
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "fuzz"
CRASHES = KEPT / "crashes"
LONGEST = 3_000
SEEDS = 50
SEEDS = 50


def fuzz(name: str, seconds: int) -> None:
    """Run one target until the time is over; libFuzzer ends the process."""
    import atheris  # comes for one run of it

    with atheris.instrument_imports(include=["de_lint"], enable_loader_override=False):
        import targets

    target, known, told = targets.TARGETS[name], targets.words(), set()

    def one(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:  # the run goes on after each
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} {last.filename}:{last.lineno}"
            if place not in told:
                told.add(place)
                (CRASHES / f"{name}-{hashlib.sha1(data).hexdigest()[:10]}").write_bytes(data)
                print(f"\n{name}: {place}: {str(error)[:300]}", flush=True)

    def mutator(data: bytes, size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.4:
            return bytes(atheris.Mutate(data, size))
        other = random.choice(seeds)
        return bytes(targets.mutated(data or other, other, random, known)[:size])

    corpus = KEPT / name
    corpus.mkdir(parents=True, exist_ok=True)
    folders = [str(ROOT / "fixtures"), str(Path(__file__).parent / "found"), *os.environ.get("FUZZ_SEEDS", "").split()]
    seeds = [f.read_bytes()[:LONGEST] for d in folders for f in sorted(Path(d).rglob("*")) if f.is_file()]
    # Running all of them takes longer than most runs last; mutations bring lines of the others in.
    for data in Random(0).sample(seeds, min(len(seeds), SEEDS)):
        (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=3000"]
    options = ["-print_final_stats=1", "-report_slow_units=60", "-verbosity=0", f"-artifact_prefix={CRASHES}/{name}-"]
    atheris.Setup([name, str(corpus), *limits, *options], one, custom_mutator=mutator)
    atheris.Fuzz()


def main() -> int:
    """Run the targets one after the other, each in a process of its own; return 1 if any of them broke."""
    sys.path.insert(0, str(Path(__file__).parent))
    from targets import TARGETS

    CRASHES.mkdir(parents=True, exist_ok=True)
    before = set(CRASHES.iterdir())
    for name in sys.argv[1:] or TARGETS:
        print(f"{name}:", flush=True)
        subprocess.run([sys.executable, __file__, "--one", name], check=False)
    broken = sorted(set(CRASHES.iterdir()) - before)
    for file in broken:
        print(f"broken by {file.relative_to(ROOT)}")
    return 1 if broken else 0


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        fuzz(sys.argv[2], int(os.environ.get("FUZZ_SECONDS", "60")))
    sys.exit(main())
