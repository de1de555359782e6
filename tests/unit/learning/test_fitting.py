"""Training in small: it learns, and a killed run goes on as if nothing had happened."""

import copy
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from core.digits_training.augmentation import STILL, Hands, augmentation_strength, other_hands
from core.learning.fitting import (
    Examples,
    Pool,
    Recipe,
    checkpoint_steps,
    fit,
    join_cycles,
    measure,
    one_cycle,
    write_atomically,
)

RECIPE = Recipe(epochs=4, rate=0.02, batch=32, average=0.9)


def bars(count=256):
    """Return pictures of an upright (0) or lying (1) bar."""
    pixels = torch.zeros(count, 28, 28, dtype=torch.uint8)
    labels = torch.arange(count) % 2
    pixels[labels == 0, 4:24, 12:16] = 255
    pixels[labels == 1, 12:16, 4:24] = 255
    return Examples(pixels, labels)


def small():
    return nn.Sequential(
        nn.Conv2d(1, 4, 5, 4), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Dropout(0.1),
        nn.Linear(144, 2),
    )  # fmt: skip


def as_others(pictures, _done, generator):
    return other_hands(pictures, Hands(), generator)


def run(folder, augment=as_others):
    pools = [Pool(bars(), 256)]
    return fit("small", small, RECIPE, pools, {"bars": bars(64)}, folder, 4, augment)


def test_it_learns_and_keeps_its_history(tmp_path):
    done = run(tmp_path)
    loss, accuracy = measure(done.average, bars(64))
    assert accuracy == 1
    assert loss < 0.2
    assert [row["epoch"] for row in done.curves] == [1, 2, 3, 4]
    assert [record["step"] for record in done.checkpoints] == checkpoint_steps(32, 4)
    assert len(list((tmp_path / "checkpoints").iterdir())) == 4


def test_late_in_a_training_other_examples_come_more_often(tmp_path):
    seen = []

    def looks(pictures, _done, _generator):
        seen.append(int((pictures[:, 0, 0, 0] == 1).sum()))
        return pictures

    marked = Examples(bars().pixels.clone(), bars().labels)
    marked.pixels[:, 0, 0] = 255
    pools = [Pool(bars(), 224, 96), Pool(marked, 32, 160)]
    done = fit("small", small, RECIPE, pools, {"bars": bars(64)}, tmp_path, augment=looks)
    assert done.step == len(seen) == 32
    assert [sum(seen[epoch * 8 : epoch * 8 + 8]) for epoch in range(4)] == [32, 32, 32, 160]


def test_what_has_more_weight_is_seen_more_often_and_nothing_twice():
    pool = Pool(bars(100), 20, weights=torch.tensor([9.0] * 10 + [1.0] * 80 + [0.0] * 10))
    drawn = [pool.draw(0.0, torch.Generator().manual_seed(seed)) for seed in range(30)]
    assert all(len(set(chosen.tolist())) == 20 for chosen in drawn)
    counts = torch.bincount(torch.cat(drawn), minlength=100)
    assert counts[90:].sum() == 0
    assert counts[:10].float().mean() > 4 * counts[10:90].float().mean()


def test_the_same_seed_gives_the_same_weights(tmp_path):
    first, second = run(tmp_path / "a").average, run(tmp_path / "b").average
    for one, other in zip(first.state_dict().values(), second.state_dict().values(), strict=True):
        assert torch.equal(one, other)


def test_two_cycles_become_one_training_with_a_part_of_the_weights_of_each(tmp_path):
    first, held_out = run(tmp_path), {"bars": bars(64)}
    pools = [Pool(bars(), 256)]
    again = fit("again", lambda: copy.deepcopy(first.average), RECIPE, pools, held_out, tmp_path)
    before, after = (state.average.state_dict()["0.weight"].clone() for state in (first, again))
    assert not torch.equal(before, after)
    join_cycles(first, again, RECIPE, held_out, tmp_path, 0.75)
    expected = 0.25 * before + 0.75 * after
    assert torch.allclose(first.average.state_dict()["0.weight"], expected, atol=1e-6)
    kept = load_file(tmp_path / "checkpoints/03.safetensors")["0.weight"]
    assert torch.allclose(kept.float(), expected, atol=2e-3)
    assert [row["epoch"] for row in first.curves] == list(range(1, 9))
    assert [row["images"] for row in first.curves] == [256 * epoch for epoch in range(1, 9)]
    assert first.checkpoints[-1]["images"] == 2048
    loss = measure(first.average, bars(64))[0]
    assert first.checkpoints[-1]["bars_loss"] == pytest.approx(loss, abs=1e-4)


def test_the_mean_of_the_weights_may_be_of_the_whole_training(tmp_path):
    whole = replace(RECIPE, average=1.0, recent=1.0)
    kept = []

    def looks(pictures, _done, _generator):
        kept.append(seen[0].weight.detach().clone() if seen else None)
        return pictures

    seen = []

    def build():
        network = small()
        seen.append(network[0])
        return network

    pools = [Pool(bars(), 256)]
    done = fit("small", build, whole, pools, {"bars": bars(64)}, tmp_path, augment=looks)
    after_each_step = torch.stack([*kept[1:], seen[0].weight.detach()])
    # After step s a share of 1 / (s + 1) of the mean is new: in the end all 32 count alike, and the start as one more.
    mean = (after_each_step.sum(0) + kept[0]) / 33
    assert torch.allclose(done.average[0].weight, mean, atol=1e-5)


class Killed(Exception):
    pass


def test_a_run_that_dies_in_an_epoch_goes_on_as_if_it_had_not(tmp_path):
    whole = run(tmp_path / "whole")

    def dies(pictures, done, generator, calls=[0]):  # noqa: B006
        calls[0] += 1
        if calls[0] == 21:  # in the third epoch of eight steps
            raise Killed
        return as_others(pictures, done, generator)

    with pytest.raises(Killed):
        run(tmp_path / "killed", dies)
    resumed = run(tmp_path / "killed")
    for one, other in zip(
        whole.average.state_dict().values(), resumed.average.state_dict().values(), strict=True
    ):
        assert torch.equal(one, other)
    assert whole.curves == resumed.curves
    assert whole.checkpoints == resumed.checkpoints


def test_a_kill_while_writing_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "state"
    write_atomically(path, b"old" * 100)
    code = (
        "import sys; from pathlib import Path; from core.learning.fitting import write_atomically\n"
        "print('ready', flush=True)\n"
        "while True: write_atomically(Path(sys.argv[1]), b'new' * 3_000_000)"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    with writer.stdout:
        writer.stdout.readline()
        part = path.with_name("state.part")
        deadline = time.monotonic() + 30
        while not part.exists() and time.monotonic() < deadline:
            pass
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    assert path.read_bytes() in (b"old" * 100, b"new" * 3_000_000)


def test_other_hands_stay_in_range_and_still_hands_change_nothing():
    pictures = bars(16).pixels[:, None].float() / 255
    generator = torch.Generator().manual_seed(0)
    others = other_hands(pictures, Hands(), generator)
    assert others.shape == pictures.shape
    assert 0 <= others.min() <= others.max() <= 1
    assert (others - pictures).abs().mean() > 0.01
    assert (other_hands(pictures, STILL, generator) - pictures).abs().max() < 1e-4


def test_schedules_run_from_end_to_end():
    assert one_cycle(0) == pytest.approx(0.02)
    assert max(one_cycle(i / 100) for i in range(101)) == pytest.approx(1)
    assert one_cycle(1) == pytest.approx(0)
    assert augmentation_strength(1, 0.4) == pytest.approx(0.4)
