"""What the weather page is made of: its state, the table of states, the averages, the forecast, the tabs."""
