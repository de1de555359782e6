"""What the softmax page is made of: its state, the chain, and the tabs below it."""
