"""The digit recogniser: strokes or a picture in, calibrated logits out.

What needs torch is imported when it is first asked for, so that drawing alone stays light: say ``digits.logits``
where it is called, for ``from core.digits import logits`` at a file's head asks at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.digits.errors import BadDrawing, BadPicture, BadWeights, EmptyDrawing
from core.digits.image_preprocessing import preprocess_digits, preprocess_image
from core.digits.picture_file import read_picture
from core.digits.preprocessing_variants import (
    VARIANTS,
    centre_of_mass,
    crop_box,
    example_drawings,
    rare_drawings,
    raster,
    variants,
)
from core.digits.strokes import PEN_WIDTH, preprocess_strokes

if TYPE_CHECKING:
    from core.digits.not_digit import (
        NOT_DIGIT_THRESHOLD,
        is_digit,
        not_digit_score,
    )
    from core.digits.recognizer import (
        MODEL_NAMES,
        checkpoints,
        last_layer,
        load_checkpoint,
        load_model,
        logits,
        loss_pixel_gradient,
        training_curves,
    )

__all__ = [
    "MODEL_NAMES",
    "NOT_DIGIT_THRESHOLD",
    "PEN_WIDTH",
    "VARIANTS",
    "BadDrawing",
    "BadPicture",
    "BadWeights",
    "EmptyDrawing",
    "centre_of_mass",
    "checkpoints",
    "crop_box",
    "example_drawings",
    "is_digit",
    "last_layer",
    "load_checkpoint",
    "load_model",
    "logits",
    "loss_pixel_gradient",
    "not_digit_score",
    "preprocess_digits",
    "preprocess_image",
    "preprocess_strokes",
    "rare_drawings",
    "raster",
    "read_picture",
    "training_curves",
    "variants",
]


_ROOM = dict.fromkeys(
    ("NOT_DIGIT_THRESHOLD", "is_digit", "not_digit_score"), "core.digits.not_digit"
)


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(_ROOM.get(name, "core.digits.recognizer")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
