"""The lecture as a path of stops: what each shows, asks, covers until it is answered, and says."""
