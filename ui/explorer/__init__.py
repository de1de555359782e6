"""The rooms of the softmax explorer: its state, the chain, and the panels below it."""
