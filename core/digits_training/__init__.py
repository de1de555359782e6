"""How the digit networks are made: other hands, training, calibration, evaluation, model card."""
