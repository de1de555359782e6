"""The stops about the antenna: why the loss is this formula and no other."""

from __future__ import annotations

import math

from core.coding import expected_length, fixed_length_code
from core.examples import LECTURE_WEATHER
from core.information import cross_entropy, entropy, surprisal
from ui.language.sentences import N_
from ui.lecture import goals
from ui.lecture.questions import Goal, Number
from ui.lecture.stop import Stop
from ui.link.parameters import write_floats

P, Q, CODE = LECTURE_WEATHER.p, LECTURE_WEATHER.q, LECTURE_WEATHER.code
CITIES = {"p": write_floats(P), "q": write_floats(Q), "code": ",".join(CODE)}
FIXED = CITIES | {"code": ",".join(fixed_length_code(len(P)))}


def _columns(*names: str) -> frozenset[str]:
    return frozenset(f"weather_states.{name}" for name in names) | {"averages", "panel"}


HUFFMAN = ("huffman", "shannon")
IDEAL = ("bits", "shannon")

ANTENNA = (
    Stop(
        "weather",
        N_("Why that formula? The antenna"),
        N_(
            "Why −Σ y ln p, of all formulas? A story: each day an antenna sends city A's weather, one of five states, in bits (zeros and ones). In a fixed code every codeword is equally long."
        ),
        Number(N_("How many bits must each codeword have?"), 3.0, 0.0),
        N_(
            "2 bits tell only four states apart; 3 bits are enough: the lengths are 3, 3, 3, 3, 3, and the average is 3 bits a day."
        ),
        FIXED | {"tab": "code"},
        _columns("code", "length", "fixed", "inverse", "bits", *HUFFMAN),
    ),
    Stop(
        "weather",
        N_("A better code"),
        N_(
            "Frequent weather gets a short codeword: {words}, of {lengths} bits. No codeword is the start of another, so the receiver knows where each one ends."
        ),
        Number(
            N_("The states occur with p = {city_a}. What is the average, in bits a day?"),
            expected_length(P, CODE),
            0.01,
        ),
        N_("{average_sum} bits, less than 3: each length counts as often as its state occurs."),
        CITIES | {"tab": "code"},
        _columns("inverse", "bits", *HUFFMAN),
    ),
    Stop(
        "weather",
        N_("Your own code"),
        N_("Sunny comes every fourth day, and costs 4 bits. Can you do better?"),
        Goal(
            N_(
                "Your turn: type codewords with an average of at most 2 bits, none of which is the start of another."
            ),
            goals.short_code,
        ),
        N_("Huffman's code is the best with whole codewords: {huffman}. {huffman_sum} bits."),
        CITIES | {"tab": "code"},
        _columns("inverse", "bits", *HUFFMAN),
    ),
    Stop(
        "weather",
        "1/p",
        N_(
            "How long should a codeword be? That depends on how rare its weather is: a state with probability p occurs once in 1/p days."
        ),
        Number(N_("Storm has p = 0.01. Once in how many days does it occur?"), 1 / P[4], 0.5),
        N_("1/p = {inverses} days."),
        CITIES | {"tab": "code"},
        _columns("inverse", *IDEAL),
    ),
    Stop(
        "weather",
        "−log₂ p",
        N_(
            "One bit answers one yes-or-no question. Among 4 equally likely states 2 questions find the right one, among 8 it takes 3: log₂ of how many. So a state that occurs once in 1/p days should get log₂(1/p) = −log₂ p bits: the information that you get when you know that this weather occurred."
        ),
        Number(
            N_("Sunny has p = 0.25. How many bits is −log₂ 0.25?"), float(surprisal(P)[0]), 0.01
        ),
        N_("−log₂ p = {ideals} bits: the rarer, the more information."),
        CITIES | {"tab": "code"},
        _columns(*IDEAL),
    ),
    Stop(
        "weather",
        N_("Entropy"),
        N_(
            "Average those ideal lengths, each as often as its state occurs, and you have the entropy H(A) = −Σ pₖ log₂ pₖ: the information that you get, on average, when you know the weather."
        ),
        Number(
            N_("p = {city_a} and −log₂ p = {ideals}. What is the entropy, in bits?"),
            float(entropy(P)),
            0.02,
        ),
        N_(
            "H(A) = {entropy_sum} bits. No code has a lower average: the entropy is a lower bound. Huffman's code for blocks of days comes as near as you like."
        ),
        CITIES | {"tab": "blocks"},
        _columns(),
    ),
    Stop(
        "weather",
        N_("Cross-entropy"),
        N_(
            "City B has other weather, q = {city_b}, but sends it in the code that is ideal for city A: −log₂ p bits for each state."
        ),
        Number(
            N_("−log₂ p = {ideals}. What is B's average, in bits?"),
            float(cross_entropy(Q, P)),
            0.02,
        ),
        N_(
            "{cross_sum} bits. This is the cross-entropy H(B, A) = −Σ qₖ log₂ pₖ: the weather of one distribution, paid in the code of another."
        ),
        CITIES | {"tab": "cities"},
        _columns(),
    ),
    Stop(
        "weather",
        N_("What is wasted"),
        N_(
            "With a code of its own B would need only its entropy, H(B) = {own} bits. The other {waste} bits are wasted: the Kullback-Leibler divergence KL(B‖A), how much a wrong distribution costs."
        ),
        Goal(
            N_(
                "Your turn: drag city B's orange bars until A's code wastes at most 0.01 bits there."
            ),
            goals.same_weather,
        ),
        N_(
            "Only with the same weather is nothing wasted. So cross-entropy is lowest when both distributions are equal: lowering it brings p closer to y."
        ),
        CITIES | {"tab": "cities"},
    ),
    Stop(
        "weather",
        N_("One-hot again"),
        N_(
            "Back to the classifier. Below is a forecast p, made by softmax. What really happened is known for certain, so the truth is one-hot: y = [1, 0, 0, 0, 0], it was sunny."
        ),
        Number(
            N_("The forecast gave sunny p = 0.25. What is left of −Σ yₖ log₂ pₖ, in bits?"),
            float(surprisal(P)[0]),
            0.01,
        ),
        N_(
            "Only one term: −1×log₂ 0.25 = 2 bits = {quarter_nats} nats, the information of what really happened. With ln in place of log₂ it is the classifier's loss. For the lecture's three classes: {loss_sum} nats = {loss_bits} bits."
        ),
        CITIES | {"z": write_floats([round(math.log(x), 4) for x in P]), "y": "0", "tab": "loss"},
        frozenset({"loss", "panel"}),
    ),
)
