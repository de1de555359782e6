"""The rooms of the digit page: pen and paper, the chain from drawing to loss, the panels below."""
