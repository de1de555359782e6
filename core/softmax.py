import numpy as np


def log_softmax(z, temperature=1.0):
    z = np.asarray(z, float) / temperature
    z = z - z.max(-1, keepdims=True)
    return z - np.log(np.exp(z).sum(-1, keepdims=True))


def softmax(z, temperature=1.0):
    return np.exp(log_softmax(z, temperature))


def cross_entropy_from_logits(z, y, T=1.0):
    lp = log_softmax(z, T)
    u = y > 0
    return float(-(y[u] @ lp[u]))
