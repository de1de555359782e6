"""The rooms of the digit page: its state, the canvas, the chain from pen to loss, and the panels below."""
