"""What the digit page is made of: the canvas, the chain from drawing to loss, the tabs below."""
