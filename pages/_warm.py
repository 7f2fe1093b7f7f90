"""What a server does at its start beside answering: import what every page needs while browsers still load scripts, then open the data.

Pages wait for these imports (`awaited`), so that no two threads import the same modules; nothing else waits for them.
"""

from __future__ import annotations

import gc
import importlib
import threading

WRITING = 20.0  # seconds after the start: nobody asks for a file sooner
_importing = threading.Thread(target=lambda: _warm_up(), daemon=True)


def begin() -> None:
    """Called once, when the server starts to answer."""
    _importing.start()


def awaited() -> None:
    """Wait until every page can be drawn; where no server was started nobody waits."""
    if _importing.is_alive():
        _importing.join()


def over() -> bool:
    """Whether nobody has to wait any more."""
    return not _importing.is_alive()


def _warm_up() -> None:
    """Import without looking for garbage, then keep what came out of the collector's sight: a collection after each run costs 40 to 80 ms."""
    gc.disable()
    try:
        _import_pages()
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()
    for apart in _further():
        threading.Thread(target=apart, daemon=True).start()
    _soon(WRITING, "analytics.reports.dashboard_pdf")


def _import_pages() -> None:
    """With them come pandas, plotly and all of analytics that they draw from."""
    import pages._away_charts
    import pages._shared  # noqa: F401


def _further() -> tuple:
    """The audit that is still owed, the processes that the first upload then does not wait for, the fonts of the machine."""
    from analytics.reading import apart
    from analytics.reports.typeset import find_fonts
    from pages import _fresh

    return _fresh.prepare, apart.warm, find_fonts


def _soon(seconds: float, module: str) -> None:
    """Import what the first page can do without, once that has been drawn."""
    later = threading.Timer(seconds, importlib.import_module, [module])
    later.daemon = True
    later.start()
