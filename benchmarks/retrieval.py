"""Retrieval beside what people would pick instead: `python -m benchmarks.retrieval FILE...`.

Each FILE holds conversations of the LoCoMo form. In the same run: Chroma with MiniLM on raw turns,
BM25 on raw turns, both joined by reciprocal ranks (textbook, k = 60), the same by LlamaIndex's
fusion retriever, words alone, and ours whole and with each part left out (the weights
of the others are fitted anew, see `benchmarks.fit_retrieval`). Intervals are 95 % bootstraps over
questions; a part's worth is the paired difference. Raw turns are their words.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.fit_retrieval import ABLATION
from benchmarks.labelled import Labelled, indexed, wanted
from cdt.embed import embed, read_tokens
from core.clock import elapsed
from domain.conversations import gain, read, recall
from domain.fusion import FORMS, PARTS
from memory.retrieval import ranked, weighed

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

DEEP = 100
FUSION_K = 60
DRAWS = 2_000
NO_STEMS = re.compile(r"\w+")
ARMS = ("Chroma + MiniLM", "BM25", "RRF hybrid", "LlamaIndex fusion", "words alone", "ours")
OFF = ("diversity", *PARTS)


class Arms:
    """Every way of searching one conversation; each gives turns, best first."""

    def __init__(self, labelled: Labelled, client: "ClientAPI") -> None:
        self.labelled = labelled
        turns = [turn for one in labelled.conversation.sessions for turn in one.turns]
        self.marks = [turn.mark for turn in turns]
        self.texts = [turn.text for turn in turns]
        self.chroma = client.create_collection(
            f"bench-{labelled.conversation.name}", embedding_function=None,
            metadata={"hnsw:space": "cosine"},
        )  # fmt: skip
        self.chroma.add(
            ids=[str(n) for n in range(len(turns))], embeddings=embed(self.texts).tolist()
        )
        self.bm25 = _bm25(self.texts)
        self.fusion = _llama_fusion(self)

    def search(self, arm: str, question: str, order: Sequence[str]) -> list[str]:
        """Turns for a question by one arm; `order` is what ours found."""
        if arm == "Chroma + MiniLM":
            return self.named(self.by_meaning(question))
        if arm == "BM25":
            return self.named(self.by_words(question))
        if arm == "RRF hybrid":
            return self.named(_reciprocal(self.by_meaning(question), self.by_words(question)))
        if arm == "LlamaIndex fusion":
            return self.named([int(one.node.node_id) for one in self.fusion.retrieve(question)])
        if arm == "words alone":
            return self.labelled.turns(_by_words_alone(self.labelled, question))
        return [*order]

    def named(self, places: Sequence[int]) -> list[str]:
        """Marks of turns."""
        return [self.marks[place] for place in places]

    def by_meaning(self, question: str) -> list[int]:
        """Nearest turns by Chroma."""
        found = self.chroma.query(
            query_embeddings=[embed([question])[0].tolist()], n_results=min(DEEP, len(self.marks)),
            include=[],
        )  # fmt: skip
        return [int(each) for each in found["ids"][0]]

    def by_words(self, question: str) -> list[int]:
        """Best turns by BM25."""
        scores = self.bm25.get_scores(_plain(question)) if _plain(question) else np.zeros(1)
        return [int(n) for n in np.argsort(-scores, kind="stable")[:DEEP] if scores[n] > 0]


def _plain(text: str) -> list[str]:
    return NO_STEMS.findall(text.lower())


def _bm25(texts: Sequence[str]) -> Any:
    import bm25s

    ranker = bm25s.BM25()
    ranker.index([_plain(text) or [""] for text in texts], show_progress=False)
    return ranker


def _reciprocal(*lists: Sequence[int]) -> list[int]:
    scores: dict[int, float] = {}
    for one in lists:
        for rank, place in enumerate(one, 1):
            scores[place] = scores.get(place, 0.0) + 1 / (FUSION_K + rank)
    return sorted(scores, key=lambda place: -scores[place])


def _llama_fusion(arms: Arms) -> Any:
    """LlamaIndex's QueryFusionRetriever over the same two searches, reciprocal ranks, no model."""
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import BaseRetriever, QueryFusionRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

    nodes = [TextNode(id_=str(n), text=text) for n, text in enumerate(arms.texts)]

    class By(BaseRetriever):
        def __init__(self, search: Callable[[str], list[int]]) -> None:
            super().__init__()
            self.search = search

        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            found = self.search(query_bundle.query_str)
            return [NodeWithScore(node=nodes[n], score=1 / (1 + r)) for r, n in enumerate(found)]

    return QueryFusionRetriever(
        [By(arms.by_meaning), By(arms.by_words)], llm=MockLLM(), num_queries=1,
        similarity_top_k=DEEP, mode="reciprocal_rerank", use_async=False,
    )  # fmt: skip


def _by_words_alone(labelled: Labelled, question: str) -> list[int]:
    asked = wanted(question)
    scores = labelled.words.scores(asked.roots)
    return [int(n) for n in np.argsort(-scores, kind="stable")[:DEEP] if scores[n] > 0]


def _ours(labelled: Labelled, question: str, without: tuple[str, ...] = ()) -> list[str]:
    hits = ranked(labelled.words, wanted(question, without), labelled.allowed, read_tokens, DEEP)
    return labelled.turns([hit.place for hit in hits])


def _parts_off(labelled: Labelled, question: str) -> Iterator[tuple[str, list[str]]]:
    """What is found without each part."""
    yield "diversity", _ours(labelled, question, ("diversity",))
    seen = weighed(labelled.words, wanted(question), labelled.allowed, read_tokens)
    for part, forms in json.loads(ABLATION.read_text()).items():
        table = np.array([[forms[form][name] for name in PARTS] for form in FORMS])
        score = (seen.parts * table[labelled.words.form[seen.places]]).sum(axis=1)
        order = seen.places[np.argsort(-score, kind="stable")]
        yield part, labelled.turns([int(place) for place in order])


def _figures(found: Sequence[str], evidence: frozenset[str]) -> tuple[float, float, float]:
    return recall(found, evidence, 5), recall(found, evidence, 10), gain(found, evidence)


def measured(path: Path) -> tuple[dict[str, np.ndarray], list[float]]:
    """Arm → (questions, 3) of recall@5, recall@10 and nDCG@10; and seconds of each own search."""
    import chromadb

    client = chromadb.EphemeralClient()
    rows: dict[str, list[tuple[float, float, float]]] = {}
    seconds: list[float] = []
    for conversation in read(path.read_text()):
        labelled = indexed(conversation)
        arms = Arms(labelled, client)
        for asked in conversation.questions:
            began = elapsed()
            order = _ours(labelled, asked.question)
            seconds.append(elapsed() - began)
            for arm in ARMS:
                found = arms.search(arm, asked.question, order)
                rows.setdefault(arm, []).append(_figures(found, asked.evidence))
            for part, found in _parts_off(labelled, asked.question):
                rows.setdefault(f"without {part}", []).append(_figures(found, asked.evidence))
        client.delete_collection(arms.chroma.name)
    return {arm: np.array(each) for arm, each in rows.items()}, seconds


def interval(values: np.ndarray) -> tuple[float, float]:
    """95 % bootstrap interval of a mean."""
    draw = np.random.default_rng(7).integers(0, len(values), (DRAWS, len(values)))
    low, high = np.quantile(values[draw].mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def lines(found: dict[str, np.ndarray], seconds: Sequence[float]) -> Iterator[str]:
    """A Markdown table of arms, and one of what each part is worth."""
    yield "| arm | recall@5 | recall@10 (95 %) | nDCG@10 |\n| --- | --- | --- | --- |"
    for arm in ARMS:
        five, ten, dcg = found[arm].mean(axis=0)
        low, high = interval(found[arm][:, 1])
        yield f"| {arm} | {five:.3f} | {ten:.3f} ({low:.3f} to {high:.3f}) | {dcg:.3f} |"
    whole = found["ours"]
    yield "\n| left out | recall@10 lost, points (95 %) | nDCG@10 lost |\n| --- | --- | --- |"
    for part in OFF:
        lost = (whole - found[f"without {part}"]) * 100
        low, high = interval(lost[:, 1])
        ten, dcg = lost[:, 1].mean(), lost[:, 2].mean()
        yield f"| {part} | {ten:+.1f} ({low:+.1f} to {high:+.1f}) | {dcg:+.1f} |"
    share = {arm: float(found[arm][:, 1].mean()) for arm in ARMS}
    yield (
        f"\n{len(whole)} questions; ours / Chroma + MiniLM {share['ours'] / share[ARMS[0]]:.2f}, "
        f"ours / RRF {share['ours'] / share['RRF hybrid']:.2f}; ms p50 "
        f"{np.quantile(seconds, 0.5) * 1e3:.1f}, p95 {np.quantile(seconds, 0.95) * 1e3:.1f}"
    )


def main() -> None:
    """Print the tables for each file; with --json the means instead."""
    for name in [each for each in sys.argv[1:] if not each.startswith("--")]:
        found, seconds = measured(Path(name))
        if "--json" in sys.argv:
            means = {arm: rows.mean(axis=0).round(4).tolist() for arm, rows in found.items()}
            print(json.dumps({"file": Path(name).name, "arms": means}))
        else:
            print(f"## {Path(name).name}\n", *lines(found, seconds), sep="\n")


if __name__ == "__main__":
    main()
