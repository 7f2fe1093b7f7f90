"""A reading process that misbehaves as a file's name asks: what a hostile file might do to a parser."""

from __future__ import annotations

import os
import threading

from analytics.reading import read_files, read_half, worker


def misbehave(sources, answers, claims, aliases, progress):
    for source in sources:
        act(source.name)
        progress(source.name)
    if any(source.name == "冒充.xlsx" for source in sources):
        return [threading.Thread]
    if any(source.name == "事后.xlsx" for source in sources):
        os.abort()
    return read_files(sources, answers, claims, aliases)


def misbehave_by_half(source, answers, claims, aliases, half, exchange):
    act(source.name)
    part = read_half(source, answers, claims, aliases, half, exchange)
    if source.name == "半途.xlsx" and half == 1:
        os.abort()
    return threading.Thread if source.name == "冒充.xlsx" else part


def act(name):
    match name:
        case "挂起.xlsx":
            threading.Event().wait()
        case "中止.xlsx":
            os._exit(3)
        case "内存.xlsx":
            bytearray(2 * 10**9)  # more than the default of reading_megabytes
        case "崩溃.xlsx":
            os.abort()
        case "出错.xlsx":
            raise ZeroDivisionError(name)


def main():
    worker.read_files = misbehave
    worker.read_half = misbehave_by_half
    worker.main()


if __name__ == "__main__":
    main()
