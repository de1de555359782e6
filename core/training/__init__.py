"""What a visitor trains: data sets, networks, steps, and the replay of a run. All float64, all numpy.

A `run.Run` says everything: data, network, settings, and what was changed on the way. `training.Training` takes
its steps, and takes the same ones in any process; `script` writes the run as a PyTorch script that takes
them too.
"""
