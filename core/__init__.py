"""What is true without a screen: the mathematics, the codes, the recogniser."""
