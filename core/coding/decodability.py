"""Whether a code can be read in one way only: Sardinas and Patterson (1953)."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from core.coding.codewords import as_codewords, is_prefix_free


def ambiguity(codewords: Iterable[str]) -> str | None:
    """Return a string of bits that can be read in two ways, a shortest one, or None.

    Sardinas and Patterson (1953): follow what dangles when two readings overlap; the code
    is ambiguous iff a codeword ever dangles. Breadth first, over the finitely many suffixes.

    >>> ambiguity(["0", "01", "10"])
    '010'
    >>> ambiguity(["0", "01", "11"]) is None
    True
    """
    words = as_codewords(codewords)
    if len(set(words)) < len(words):
        return next(word for word in words if words.count(word) > 1)
    if is_prefix_free(words):
        return None
    waiting = [
        (len(b), a, b[len(a) :], b) for a in words for b in words if a != b and b.startswith(a)
    ]
    heap = [(length, text, dangling) for length, _a, dangling, text in waiting]
    heapq.heapify(heap)
    seen: set[str] = set()
    known = set(words)
    while heap:
        _length, text, dangling = heapq.heappop(heap)
        if dangling in known:
            return text
        if dangling in seen:
            continue
        seen.add(dangling)
        for word in words:
            if word.startswith(dangling):
                longer = text + word[len(dangling) :]
                heapq.heappush(heap, (len(longer), longer, word[len(dangling) :]))
            elif dangling.startswith(word):
                heapq.heappush(heap, (len(text), text, dangling[len(word) :]))
    return None


def is_uniquely_decodable(codewords: Iterable[str]) -> bool:
    """Tell whether every string of codewords can be read in one way only.

    >>> is_uniquely_decodable(["0", "01", "11"]), is_uniquely_decodable(["0", "01", "10"])
    (True, False)
    """
    return ambiguity(codewords) is None
