"""Stores that tests share: one filled from data/samples by the real import, one empty; and which database holds a ledger.

Tests marked `each_ledger` run on SQLite and on PostgreSQL, where that is installed. `--ledger postgresql` runs whatever is
chosen on PostgreSQL alone: what WHOLE says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from analytics.access import actor
from analytics.intake import accept, examine
from analytics.reading import Source
from analytics.store import Store, doctor
from analytics.store import store as store_module
from bench.proxied import NGINX
from tests import ledgers
from tests.spark_there import LEFT_OUT, WHAT_LACKS

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data" / "samples"
WHOLE = "python3 run.py test tests/store tests/audit tests/access/test_trail.py tests/access/test_accounts.py tests/faults/test_kill.py --ledger postgresql"
settings.register_profile("any_machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy one too
settings.load_profile("any_machine")
collect_ignore = [*([] if ledgers.programs() else ["store/test_postgresql.py"]), *([] if NGINX else ["browser/test_sub_path.py"])]  # the last lines say so


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option of ours."""
    parser.addoption("--ledger", choices=("sqlite", "postgresql"), help="keep every ledger there")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which databases a test runs on."""
    chosen = metafunc.config.getoption("--ledger")
    each = metafunc.definition.get_closest_marker("each_ledger") and ledgers.programs()
    kinds = [chosen] if chosen else ["sqlite", "postgresql"] if each else []
    if kinds:
        metafunc.parametrize("_ledger", kinds, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests about the file itself are none of PostgreSQL."""
    if config.getoption("--ledger") == "postgresql":
        items[:] = [item for item in items if not item.get_closest_marker("ledger_file")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say in the last lines what was not tried here."""
    if ledgers.programs() is None:
        terminalreporter.write_line("台账没有在 PostgreSQL 上试过：本机没有装（Debian、Ubuntu：apt-get install postgresql）。")
    elif config.getoption("--ledger") is None:
        terminalreporter.write_line(f"台账在 PostgreSQL 上只试了一部分。全部：{WHOLE}")
    if not NGINX:
        terminalreporter.write_line("没有在 nginx 的子路径下试过：本机没有装（Debian、Ubuntu：apt-get install nginx-light）。")
    if WHAT_LACKS:
        terminalreporter.write_line(LEFT_OUT)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[ledgers.Server]:
    """A server of our own."""
    with ledgers.server(ledgers.programs()) as running:
        yield running


@pytest.fixture(autouse=True)
def _ledger(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every store that the test opens keeps its ledger in the database that was chosen."""
    if getattr(request, "param", "sqlite") == "postgresql":
        for module in (store_module, doctor):
            monkeypatch.setattr(module, "ledger_of", request.getfixturevalue("postgresql").of)


@pytest.fixture(scope="session")
def samples() -> list[Source]:
    """The real forms that come with the project."""
    return [Source(path.name, path.read_bytes()) for path in sorted(SAMPLES.glob("*.xlsx"))]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory, samples: list[Source]) -> Path:
    """The directory of a store that holds all samples. Shared: never write to it."""
    directory = tmp_path_factory.mktemp("sample_store")
    ledgers.IN_FILE.add(directory)
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
    ledgers.IN_FILE.add(directory)
    Store(directory).close()
    return directory
