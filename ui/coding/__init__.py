"""The rooms of the weather page: its state, the table that is the page, the averages, the forecast, the panels."""
