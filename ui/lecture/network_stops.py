"""The stops about the network: what it should say, what it says, and what that costs."""

from __future__ import annotations

from pathlib import Path

from core.examples import LECTURE_LOGITS
from ui.language.sentences import N_
from ui.lecture import goals
from ui.lecture.lecture_numbers import GRADIENT, LOGS, LOSS, SHARES, SIGMOID_LOGITS, SIGMOIDS
from ui.lecture.questions import Choice, Distribution, Goal, Number
from ui.lecture.stop import Stop
from ui.link.parameters import write_floats

# Two of the example drawings, as a link writes them.
A_TWO = "gLoLMbIbIbMXMXQTYPcLcLgBHgBAcAcIcMcQcUUUQYIcEcAgBHkBDgBLgBPkBTkBbgBbkBbkBbkBnBsBrBwBvBwBnBwBfkBPcAQIIQEcDkBDkBHoBHkBDoBAkBAsBEoBEoBEoBE"
A_SEVEN = "oKwGoBAkBDoBAoBAkBDoBAsBD0BD0BDsBDkBAUIEMDMHgBToBX4BX4Bb8BX8BbkCbsCbsCbsCbsCbsC.wNoScDcAcDcDcAcDcAYDcAcAYDcA"
LECTURE = {"z": write_floats(LECTURE_LOGITS), "y": "0"}
DIGIT_ANSWER = frozenset({"prediction", "softmax_bars.z", "softmax_bars.p", "loss", "panel"})
LOSS_ONLY = frozenset({"loss", "panel"})
FROM_P_ON = frozenset({"softmax_bars.e", "softmax_bars.p"}) | LOSS_ONLY
FROM_Z_ON = frozenset({"logit_bars.z", "logit_bars.zT"}) | FROM_P_ON
TRAIN_PAGE = Path(__file__).parents[2] / "pages" / "train.py"
# Where the path ends: where one trains, or where PyTorch's lines stand.
TRAINING = (
    ("train", {"tab": "torch"}) if TRAIN_PAGE.exists() else ("softmax", {**LECTURE, "tab": "torch"})
)

CLASSIFIER = (
    Stop(
        "digit",
        N_("One-hot target"),
        N_(
            "A network looks at a picture and says which of ten digits it is. What it should say, its target y (desired output), is written one-hot: ten numbers, 1 at the true digit and 0 elsewhere."
        ),
        Choice(
            N_("The picture shows a 2. Which is its target y?"),
            ("[2]", "[0, 1, 0, 0, 0, 0, 0, 0, 0, 0]", "[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]"),
            2,
        ),
        N_(
            "y = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]: the digits count from 0, so the 1 is in the third place. The objective: ten outputs close to these. How close they are must be said by one number, the loss."
        ),
        {"strokes": A_TWO, "y": "2"},
        DIGIT_ANSWER,
    ),
    Stop(
        "softmax",
        N_("n sigmoids"),
        N_(
            "A first idea: a sigmoid for each class, σ(z) = 1/(1 + e^−z), between 0 and 1. But a probability distribution (the lecture's pdf) consists of numbers from 0 to 1 that sum to 1."
        ),
        Number(
            N_("Three sigmoids of 2, 1 and −1 give {sigmoids}. What do they add up to?"),
            float(SIGMOIDS.sum()),
            0.01,
        ),
        N_(
            "{sigmoid_sum}, not 1: n sigmoids are not a pdf. Each one asks only “my class or not?” and knows nothing of the others."
        ),
        {"z": write_floats(SIGMOID_LOGITS), "y": "0", "tab": "sigmoids"},
        FROM_P_ON,
    ),
    Stop(
        "softmax",
        N_("The last layer"),
        N_(
            "The output layer computes z = X W + b: the features X, numbers that the layers before made of the picture, times weights W, plus a bias b. Each z is called a logit, a score not yet normalised."
        ),
        Number(
            N_(
                "X = [1, 2], the first column of W is [0.75, −1.6], and b₁ = 1. What is the first logit, z₁?"
            ),
            LECTURE_LOGITS[0],
            0.005,
        ),
        N_(
            "z₁ = 1×0.75 + 2×(−1.6) + 1 = −1.45. The others: z₂ = 1×(−1.41) + 2×(−2.705) − 1 = −7.82 and z₃ = 1×0.11 + 2×(−1.945) + 0 = −3.78."
        ),
        {**LECTURE, "tab": "layer"},
        FROM_Z_ON,
    ),
    Stop(
        "softmax",
        N_("Three values"),
        N_("For one picture the output layer gives z = {logits}, a value for each class."),
        Choice(
            N_("What do these three values mean?"),
            (
                N_("the probability of each class"),
                N_("scores: the largest wins, and only differences count"),
                N_("the error of each class"),
            ),
            1,
        ),
        N_(
            "Scores, called logits. They are not probabilities: they are negative, and their sum is not 1. The first is the largest, so the network prefers class 1; how much, only a distribution can say."
        ),
        LECTURE,
        FROM_P_ON,
    ),
    Stop(
        "softmax",
        N_("Softmax"),
        N_(
            "Softmax turns logits into a pdf: e to the power of each z makes them positive, and dividing by their sum makes them sum to 1."
        ),
        Distribution(
            N_("z = {logits}. Predict the three probabilities p; they must sum to 1."),
            tuple(float(p) for p in SHARES),
        ),
        N_(
            "p₁ = e^z₁ / (e^z₁ + e^z₂ + e^z₃) = {softmax_sum}. In the same way for the others: p = {p}."
        ),
        LECTURE,
        FROM_P_ON,
    ),
    Stop(
        "softmax",
        N_("Only differences count"),
        N_("Drag the grey bars: p follows."),
        Goal(N_("Your turn: drag the logits until all three p are equal."), goals.even),
        N_(
            "Equal logits give p = 1/3 each, be they −3.78 or 100: the same number added to every z changes nothing."
        ),
        LECTURE,
    ),
    Stop(
        "softmax",
        N_("Logarithm"),
        N_(
            "How good is p if the picture shows class 1, y = [1, 0, 0]? The lecture goes through a table row by row. The first new row is ln p."
        ),
        Number(N_("p₁ = {p1}. What is ln p₁, the natural logarithm?"), float(LOGS[0]), 0.006),
        N_(
            "ln p = {logs}. The less probable, the more negative. (The slide shows {rounded}: logarithms of rounded probabilities.)"
        ),
        LECTURE,
        LOSS_ONLY,
    ),
    Stop(
        "softmax",
        N_("Cross-entropy loss"),
        N_(
            "The next rows: each ln p times its y, their sum, and a minus sign. That is the cross-entropy loss, L = −Σ yₖ ln pₖ: how far p is from y, in one number."
        ),
        Number(
            N_(
                "ln p = {logs} and y = [1, 0, 0]. What is L, in nats (the unit of the natural logarithm)?"
            ),
            LOSS,
            0.005,
        ),
        N_("L = {loss_sum} nats. Only the row of the true class is left."),
        LECTURE,
        LOSS_ONLY,
    ),
    Stop(
        "softmax",
        N_("Confident and wrong"),
        N_("The same p = {p}, but the picture shows class 2: y = [0, 1, 0]."),
        Choice(
            N_("What is the loss now?"),
            ("{loss}", "{third_loss}", "{wrong_loss}"),
            2,
        ),
        N_(
            "L = −ln {p2} = {wrong_loss} nats: being confident and wrong costs the most. A good p lowers this loss, on average over many pictures."
        ),
        LECTURE | {"y": "1"},
        LOSS_ONLY,
    ),
)

TRAINED = (
    Stop(
        "digit",
        N_("A real digit"),
        N_(
            "Now a trained network: 28×28 numbers of a drawing go in, ten logits come out, and softmax makes ten probabilities of them. The drawing is a 7."
        ),
        Choice(
            N_("What is its cross-entropy loss, if the target is the 7?"),
            (
                N_("near 0 nats: it is nearly certain, and right"),
                N_("ln 10 nats: it cannot tell ten digits apart"),
                N_("more than 5 nats: it is certain, and wrong"),
            ),
            0,
        ),
        N_(
            "Near 0: p of the 7 is close to 1, and −ln 1 = 0. Draw a digit of your own, choose its true digit, and see what it costs."
        ),
        {"strokes": A_SEVEN, "y": "7"},
        DIGIT_ANSWER,
    ),
    Stop(
        "softmax",
        N_("Gradient"),
        N_(
            "To learn, the network must know how L changes with each logit. The derivative turns out simple: ∂L/∂z = p − y."
        ),
        Number(N_("p₁ = {p1} and y₁ = 1. What is ∂L/∂z₁?"), float(GRADIENT[0]), 0.005),
        N_(
            "p − y = {gradient}. Gradient descent goes against it: the true class's logit up, the others down, each by as much as its p is above y."
        ),
        LECTURE | {"tab": "gradient"},
        frozenset({"panel"}),
    ),
    Stop(
        TRAINING[0],
        N_("Train it in PyTorch"),
        N_(
            "In PyTorch softmax, logarithm and loss are one function, torch.nn.functional.cross_entropy, and backward() finds the gradient."
        ),
        Choice(
            N_("What do you give to cross_entropy?"),
            (N_("the probabilities p = softmax(z)"), N_("the logits z"), N_("the logarithms ln p")),
            1,
        ),
        N_(
            "The logits: cross_entropy takes logits, since softmax and logarithm are inside it. Given p, it would apply softmax twice. The loss is {loss} and the gradient p − y, as by hand."
        ),
        TRAINING[1],
        frozenset({"panel"}),
    ),
)
