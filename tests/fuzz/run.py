"""Coverage-guided fuzzing of every target, or of those named: `python tests/fuzz/run.py [TARGET…]`.

FUZZ_SECONDS is how long each runs; FUZZ_SEEDS may name folders of documents to begin with, beside the fixtures. What
breaks a target is kept below build/fuzz/crashes, a few inputs for each place that raises, and makes the run fail.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import traceback
from collections import Counter
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "fuzz"
CRASHES = KEPT / "crashes"
#: How many inputs are run before anything is changed, and how many are kept of one place: what is asserted has but one.
FIRST, MOST_ALIKE = 50, 3
FOLDERS = [ROOT / "fixtures", Path(__file__).parent / "found"]


def fuzz(name: str, seconds: int) -> None:
    """Run one target until the time is over; libFuzzer ends the process."""
    import atheris  # comes for one run of it

    with atheris.instrument_imports(include=["de_lint"], enable_loader_override=False):
        import targets

    known, told = targets.words(), Counter[str]()
    of_json = name in targets.OF_JSON
    longest = targets.LONGEST_JSON if of_json else targets.LONGEST
    changed = targets.mutated_json if of_json else targets.mutated

    def one(data: bytes) -> None:
        try:
            targets.hold(name, data)
        except Exception as error:  # the run goes on after each
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} {last.filename}:{last.lineno}"
            told[place] += 1
            if told[place] <= MOST_ALIKE:
                (CRASHES / f"{name}-{hashlib.sha1(data).hexdigest()[:10]}").write_bytes(data)
                print(f"\n{name}: {place}: {str(error)[:300]}", flush=True)

    def mutator(data: bytes, size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.3:
            return bytes(atheris.Mutate(data, size))
        other = random.choice(seeds)
        return bytes(changed(data or other, other, random, known)[:size])

    corpus = KEPT / name
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = targets.seeds(name, [*FOLDERS, *map(Path, os.environ.get("FUZZ_SEEDS", "").split())])
    # Running all of them takes longer than most runs last; mutations bring parts of the others in.
    for data in Random(0).sample(seeds, min(len(seeds), FIRST)):
        (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)
    limits = [f"-max_total_time={seconds}", f"-max_len={longest}", "-len_control=0", "-timeout=900"]
    limits += ["-rss_limit_mb=3000", f"-artifact_prefix={CRASHES}/{name}-"]
    options = ["-print_final_stats=1", "-report_slow_units=60", "-verbosity=0"]
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
        worked = os.times().children_user
        subprocess.run([sys.executable, __file__, "--one", name], check=False)
        print(f"{name}: {os.times().children_user - worked:.0f} s of the processor", flush=True)
    broken = sorted(set(CRASHES.iterdir()) - before)
    for file in broken:
        print(f"broken by {file.relative_to(ROOT)}")
    return 1 if broken else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], int(os.environ.get("FUZZ_SECONDS", "60")))
    sys.exit(main())
