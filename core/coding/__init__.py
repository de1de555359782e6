"""Codewords: prefix and unique decodability, Kraft, Huffman, Shannon, encoding and decoding.

A codeword is a string of ``0`` and ``1``; a code is a list of codewords in the order of the
probabilities, or, to encode and decode, a mapping from symbol to codeword.
"""

from core.coding.codewords import (
    as_codewords,
    expected_length,
    first_conflict,
    free_words,
    is_prefix_free,
    kraft_sum,
)
from core.coding.construction import (
    Join,
    fixed_length_code,
    huffman_code,
    huffman_joins,
    shannon_code,
)
from core.coding.decodability import ambiguity, is_uniquely_decodable
from core.coding.messages import decode, encode

__all__ = [
    "Join",
    "ambiguity",
    "as_codewords",
    "decode",
    "encode",
    "expected_length",
    "first_conflict",
    "fixed_length_code",
    "free_words",
    "huffman_code",
    "huffman_joins",
    "is_prefix_free",
    "is_uniquely_decodable",
    "kraft_sum",
    "shannon_code",
]
