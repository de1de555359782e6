"""What is drawn on every page: bars with their JavaScript, charts, tables, the softmax panel."""
