"""Stores that tests share: one filled from data/samples by the real import, one empty."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analytics.access import actor
from analytics.intake import accept, examine
from analytics.reading import Source
from analytics.store import Store

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "samples"


@pytest.fixture(scope="session")
def samples() -> list[Source]:
    """The real forms that come with the project."""
    return [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, samples: list[Source]) -> Path:
    """The directory of a store that holds all samples. Shared: never write to it."""
    directory = tmp_path_factory.mktemp("sample_store")
    store = Store(directory)
    accept(store, examine(store, samples), actor())
    store.close()
    return directory


@pytest.fixture
def own_store(tmp_path: Path, sample_store: Path) -> Path:
    """A copy of the sample store that a test may change."""
    return Path(shutil.copytree(sample_store, tmp_path / "own_store"))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a store in which nothing was ever imported."""
    directory = tmp_path_factory.mktemp("empty_store")
    Store(directory).close()
    return directory
