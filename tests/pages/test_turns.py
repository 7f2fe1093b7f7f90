"""Pages are drawn one after the other, first come, first served; a slow one is overtaken."""

from __future__ import annotations

import math
from threading import Event, Thread

import pytest

from pages._turns import Turns


class Visitor(Thread):
    """Takes a turn, notes when it begins, and keeps it until told to go."""

    def __init__(self, turns, began):
        super().__init__(daemon=True)
        self.turns, self.began, self.go, self.drawing = turns, began, Event(), Event()
        self.start()

    def run(self):
        with self.turns.turn():
            self.began.append(self)
            self.drawing.set()
            self.go.wait()

    def leave(self):
        self.go.set()
        self.join()


def in_line(turns, number):
    while len(turns._waiting) < number:
        Event().wait(0.001)


def test_who_comes_first_is_drawn_first_and_nobody_beside_another():
    turns, began = Turns(math.inf), []
    visitors = [Visitor(turns, began)]
    visitors[0].drawing.wait()
    for number in (1, 2, 3):
        visitors.append(Visitor(turns, began))
        in_line(turns, number)
    for number, visitor in enumerate(visitors, 1):
        visitor.drawing.wait()
        assert began == visitors[:number]
        visitor.leave()


def test_a_slow_page_is_overtaken():
    turns, began = Turns(0), []
    slow, quick = Visitor(turns, began), Visitor(turns, began)
    for visitor in (slow, quick):
        assert visitor.drawing.wait(60)
    slow.leave()
    with turns.turn():
        quick.leave()


def test_a_page_that_fails_hands_on_its_turn():
    turns = Turns(math.inf)
    with pytest.raises(ZeroDivisionError), turns.turn():
        _ = 1 / 0
    with turns.turn():
        pass
