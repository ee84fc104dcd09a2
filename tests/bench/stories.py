"""Measures story grouping: quality on a labelled file, then cost.

    python -m tests.bench.stories FILE.jsonl [--list N] [--known 10000,100000] [--per-day N]

FILE holds a line an article as ``kawaraban cluster`` takes them, with its gold label in ``story`` and, where
there are any, ``role`` and ``note``. Quality is pairwise and B-cubed precision, recall and F1 beside two peers
on the same file: equal normalised texts, and MinHash over character 4-grams joined at the best of all
thresholds (datasketch, the usual library, where it is installed; else rensa). Cost is CPU time an article, and
the time of one batch against a warehouse that knows N signatures, at an equal number of articles a day.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
from rensa import RMinHash

from tasks.cluster.lines import cluster_lines
from tasks.cluster.signatures import PERMUTATIONS, sign
from tasks.cluster.stories import fold
from tasks.cluster.wording import shingle_hashes, squeeze
from tasks.frames import Signatures, StoryMembers
from tests.bench.stories_scaling import print_scaling, timed

Labels = Mapping[str, Hashable]


def grouping_scores(gold: Labels, predicted: Labels) -> dict[str, float]:
    """Pairwise and B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of one grouping against another."""
    cells = Counter((gold[each], predicted[each]) for each in gold)
    gold_sizes, sizes = Counter(gold.values()), Counter(predicted[each] for each in gold)
    shared, of_gold, of_predicted = (
        sum(n * (n - 1) // 2 for n in counts.values()) for counts in (cells, gold_sizes, sizes)
    )
    total = len(gold) or 1
    scores = {
        "pair_precision": shared / of_predicted if of_predicted else 1.0,
        "pair_recall": shared / of_gold if of_gold else 1.0,
        "bcubed_precision": sum(n * n / sizes[found] for (_, found), n in cells.items()) / total,
        "bcubed_recall": sum(n * n / gold_sizes[true] for (true, _), n in cells.items()) / total,
    }
    for kind in ("pair", "bcubed"):
        precision, recall = scores[f"{kind}_precision"], scores[f"{kind}_recall"]
        scores[f"{kind}_f1"] = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return scores


def disagreements(gold: Labels, predicted: Labels) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs wrongly merged and wrongly split."""
    pairs = list(combinations(sorted(gold), 2))
    merged = [(a, b) for a, b in pairs if predicted[a] == predicted[b] and gold[a] != gold[b]]
    split = [(a, b) for a, b in pairs if predicted[a] != predicted[b] and gold[a] == gold[b]]
    return merged, split


def print_quality(rows: list[dict[str, Any]], listed: int) -> None:
    """The table of scores and the wrong pairs with their notes."""
    gold = {row["id"]: row["story"] for row in rows}
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    predicted = {each["id"]: each["story"] for each in cluster_lines(lines)}
    print(f"{len(rows)} articles, {len(set(gold.values()))} stories; {len(set(predicted.values()))} found")
    print(f"{'pairwise and B-cubed':44} {'P':5} {'R':5} {'F1':5} {'P':5} {'R':5} {'F1':5}")
    for name, labels in (("kawaraban", predicted), *peers(rows)):
        scores = grouping_scores(gold, labels)
        cells = [scores[f"{kind}_{what}"] for kind in ("pair", "bcubed") for what in ("precision", "recall", "f1")]
        print(f"{name:44}", *(f"{cell:.3f}" for cell in cells))
    notes = {row["id"]: f"{row['id']} [{row.get('note', '')}] {row['title'][:36]}" for row in rows}
    for name, pairs in zip(("wrong merges", "splits"), disagreements(gold, predicted), strict=True):
        print(f"{name}: {len(pairs)}")
        for first, second in pairs[:listed]:
            print(f"  {notes[first]}\n    | {notes[second]}")


def peers(rows: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Hashable]]]:
    """Two plain ways to group the same articles, the second at the threshold that suits this very file best."""
    texts = {row["id"]: squeeze(row["title"] + row["body"]) for row in rows}
    yield "equal normalised texts", dict(texts)
    name, similarity = minhash_similarity(list(texts.values()))
    ids, gold = list(texts), {row["id"]: row["story"] for row in rows}
    pairs = [(similarity(a, b), ids[a], ids[b]) for a, b in combinations(range(len(ids)), 2)]
    tried = (linked(ids, [(a, b) for value, a, b in pairs if value >= step / 50]) for step in range(2, 50))
    yield f"{name}, best threshold", max(tried, key=lambda labels: grouping_scores(gold, labels)["pair_f1"])


def minhash_similarity(texts: list[str]) -> tuple[str, Callable[[int, int], float]]:
    """MinHash of character 4-grams, and the estimated Jaccard similarity of two texts by index."""
    try:
        from datasketch import MinHash
    except ModuleNotFoundError:
        sketches = RMinHash.from_token_sets([grams(text) for text in texts], PERMUTATIONS, 1)
        return "rensa MinHash of 4-grams", lambda a, b: sketches[a].jaccard(sketches[b])
    hashed = list(MinHash.generator([[gram.encode() for gram in grams(text)] for text in texts], num_perm=PERMUTATIONS))
    return "datasketch MinHash of 4-grams", lambda a, b: float(hashed[a].jaccard(hashed[b]))


def grams(text: str) -> list[str]:
    """Overlapping runs of four characters."""
    return [text[at : at + 4] for at in range(len(text) - 3)]


def linked(ids: list[str], pairs: list[tuple[str, str]]) -> dict[str, Hashable]:
    """Labels after joining every pair."""
    label: dict[str, str] = {each: each for each in ids}
    members = defaultdict(list, {each: [each] for each in ids})
    for first, second in pairs:
        ours, theirs = label[first], label[second]
        if ours != theirs:
            for each in members.pop(theirs):
                label[each] = ours
                members[ours].append(each)
    return dict(label)


def print_cost(rows: list[dict[str, Any]]) -> None:
    """CPU time of signing and folding an article, beside the peer's MinHash alone."""
    articles = pl.DataFrame(
        [
            {"article_id": row["id"], "source_id": row["outlet"], "url": row["url"], "title": row["title"]}
            | {"body": row["body"], "fetched_at": datetime.fromisoformat(row["published"]).astimezone(UTC)}
            for row in rows
        ],
        schema_overrides={"fetched_at": pl.Datetime("us", "UTC")},
    )
    signed, signing = timed(lambda: sign(articles))
    _, folding = timed(lambda: fold(signed, Signatures.create_empty(), StoryMembers.create_empty()))
    texts = [squeeze(row["title"] + row["body"]) for row in rows]
    hashes = [shingle_hashes(text, 8).tolist() for text in texts]
    _, rensa = timed(lambda: RMinHash.digest_matrix_from_token_hash_sets(hashes, PERMUTATIONS, 1).to_rows())
    each = 1e3 / len(rows)
    kept = signed.estimated_size() / len(rows)
    print(f"an article: sign {signing * each:.2f} ms, fold {folding * each:.2f} ms, {kept:.0f} bytes kept")
    print(f"MinHash alone: rensa {rensa * each:.3f} ms", end="")
    try:
        from datasketch import MinHash
    except ModuleNotFoundError:
        print("; datasketch is not installed")
        return
    tokens = [[text[at : at + 8].encode() for at in range(len(text) - 7)] for text in texts]
    _, peer = timed(lambda: list(MinHash.generator(tokens, num_perm=PERMUTATIONS)))
    print(f", datasketch {peer * each:.3f} ms: {peer / rensa:.0f} times")


def main() -> None:
    """Reads the arguments and prints the three parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--list", type=int, default=20, metavar="N", help="show at most N wrong pairs of each sort")
    parser.add_argument("--known", default="10000,100000", metavar="N,N", help="sizes of the warehouse")
    parser.add_argument("--per-day", type=int, default=500, metavar="N", help="articles a day in it")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    print_quality(rows, options.list)
    print_cost(rows)
    print_scaling([int(size) for size in options.known.split(",")], options.per_day)


if __name__ == "__main__":
    sys.exit(main())
