"""The benchmarks run and say what they measured; how long anything took is no test's business."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"


def test_a_small_run_measures_every_program() -> None:
    command = [sys.executable, str(FOLDER / "check_speed.py"), "--files", "1,2", "--runs", "1", "--no-peers"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr
    rows = [re.split(r" *\| *", line.strip("| ")) for line in ran.stdout.splitlines() if line.startswith("| de-lint")]
    assert [row[0] for row in rows] == ["de-lint check", "de-lint check, one process", "de-lint convert"] * 2
    assert all(float(row[1]) > 0 and float(row[7]) > 0 for row in rows)
    assert all(float(row[2]) > 0 for row in rows if row[0] != "de-lint convert")
    assert "| read and check " in ran.stdout
    bars = ran.stdout.partition("## Beside what is wanted")[2].splitlines()
    assert [line.split("|")[2].strip() for line in bars if "1 files" in line or "×" in line] == ["9", "5", "1", "0.3"]


def test_the_profile_says_what_takes_the_time() -> None:
    command = [sys.executable, str(FOLDER / "where_time_goes.py"), "--files", "6", "--runs", "1"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr
    assert [line for line in ran.stdout.splitlines() if line.startswith("## ")] == [
        "## One file, × the start of Python",
        "## Records, × parsing; wanted: 1",
        "## Ordinary Markdown, × parsing; wanted: 0.3",
    ]
    shares = [int(share) for share in re.findall(r"\| +(\d+) % \|", ran.stdout)]
    assert 190 < sum(shares) < 205


def test_a_few_keys_measure_every_answer_of_the_server() -> None:
    command = [sys.executable, str(FOLDER / "check_server.py"), "--keys", "2", "--no-bound"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr
    assert len(re.findall(r"^\| [\w ]+ \| +\d+\.\d \| +\d+\.\d \|$", ran.stdout, re.MULTILINE)) == 8


def test_the_same_seed_makes_the_same_documents(tmp_path: Path) -> None:
    script = "import pathlib, sys, generated_corpus as g; g.write(pathlib.Path(sys.argv[1]), 30, int(sys.argv[2]))"
    texts = []
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        subprocess.run([sys.executable, "-c", script, str(tmp_path / name), seed], cwd=FOLDER, timeout=900, check=True)
        texts.append([file.read_bytes() for file in sorted((tmp_path / name).rglob("*.md"))])
    assert texts[0] == texts[1] != texts[2]
    assert len(texts[0]) == 30


def test_words_that_decide_nothing_are_named(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("# Report\n\n**Status:** done\n", encoding="utf-8")
    (tmp_path / "MANIFEST.tsv").write_text("file\tsource_repo\nreport.md\tacme/shop\n", encoding="utf-8")
    lexicon = tmp_path / "labels.tsv"
    lexicon.write_text("label\trepositories\nStatus\t9\n", encoding="utf-8")
    command = [sys.executable, str(FOLDER / "words.py"), "--corpus", str(tmp_path), "--lexicon", str(lexicon)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr
    named = {tuple(line.split("\t")[1:3]) for line in ran.stdout.splitlines()}
    assert ("done", "accomplish*") in named  # no document and no label holds it
    assert ("status", "status") not in named


def test_conditions_are_worth_what_their_documents_lose(tmp_path: Path) -> None:
    fixtures = FOLDER.parent / "fixtures"
    for name in ("delegation/plain", "none/readme"):
        (tmp_path / f"{Path(name).name}.md").write_bytes((fixtures / name / "input.md").read_bytes())
    (tmp_path / "MANIFEST.tsv").write_text("file\tsource_repo\nplain.md\ta\nreadme.md\tb\n", encoding="utf-8")
    scorer = (
        "import json, subprocess\n\n\ndef main():\n"
        "    lines = subprocess.run([]).stdout.splitlines()\n"
        "    print('overall F1', sum(bool(json.loads(line)['records']) for line in lines) / 2)\n"
    )
    (tmp_path / "scorer.py").write_text(scorer, encoding="utf-8")
    command = [sys.executable, str(FOLDER / "conditions.py"), "--only", "records.headed", "--corpus", str(tmp_path)]
    command += ["--scorer", str(tmp_path / "scorer.py"), "--gold", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr
    rows = ran.stdout.splitlines()
    assert any(re.match(r"-0\.5000  -0\.5000 +1 documents  records\.headed:\d+: ", row) for row in rows)
    assert any(row.startswith("+0.0000  +0.0000     0 documents  records.headed:") for row in rows)
