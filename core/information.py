def cross_entropy(p, q, base=2):
    return 0
