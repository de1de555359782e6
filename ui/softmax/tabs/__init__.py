"""The tabs of the softmax page: each shows one thing about logits, p and the loss."""
