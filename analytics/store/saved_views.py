"""Views of the dashboard that a person keeps by name: an address within it. What is taken out stays, marked, so that it can come back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from analytics.errors import LensError
from analytics.store.ledger import metadata, now

if TYPE_CHECKING:
    from analytics.store.store import Store

LONGEST_NAME, LONGEST_ADDRESS, MOST = 40, 4000, 100
WITHIN = re.compile(r"/(?!/)[a-z_]*(?:\?[^\s#]*)?")

saved_view_table = sa.Table(
    "saved_view",
    metadata,
    sa.Column("view_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("owner", sa.String(80), nullable=False, index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("saved_at", sa.DateTime, nullable=False),
    sa.Column("removed_at", sa.DateTime),
)


class ViewError(LensError):
    """A view cannot be kept as asked."""


@dataclass(frozen=True)
class SavedView:
    """One view. `address` is path and query within the dashboard; `saved_at` is UTC."""

    view_id: int
    name: str
    address: str
    saved_at: datetime


class SavedViews:
    """The views of one person. Nobody reads or changes those of another."""

    def __init__(self, store: Store, owner: str) -> None:
        self.store, self.owner = store, owner[:80]

    def all(self) -> tuple[SavedView, ...]:
        """Those that are kept, by name."""
        table = saved_view_table
        asked = sa.select(table).where(table.c.owner == self.owner, table.c.removed_at.is_(None)).order_by(table.c.name, table.c.view_id)
        with self.store.understandable(), self.store.ledger.engine.connect() as connection:
            return tuple(SavedView(row.view_id, row.name, row.address, row.saved_at) for row in connection.execute(asked))

    def save(self, name: str, address: str) -> SavedView:
        """Keep an address under a name; a view of the same name is replaced. Raises ViewError."""
        name = _name(name)
        if len(address) > LONGEST_ADDRESS or not WITHIN.fullmatch(address):
            raise ViewError("这个地址不能保存为视图。")
        kept = self.all()
        if len(kept) >= MOST and name not in {one.name for one in kept}:
            raise ViewError(f"最多保存{MOST}个视图，请先删除不用的。")
        table, at = saved_view_table, now()
        same = sa.and_(table.c.owner == self.owner, table.c.name == name, table.c.removed_at.is_(None))
        with self.store.understandable(), self.store.ledger.changing() as connection:
            connection.execute(table.update().where(same).values(removed_at=at))
            made = connection.execute(table.insert().values(owner=self.owner, name=name, address=address, saved_at=at))
        return SavedView(made.inserted_primary_key[0], name, address, at)

    def rename(self, view_id: int, name: str) -> None:
        """Give a view another name; raises ViewError where another one bears it."""
        name = _name(name)
        if any(one.name == name and one.view_id != view_id for one in self.all()):
            raise ViewError(f"已经有一个叫“{name}”的视图。")
        self._change(view_id, name=name)

    def remove(self, view_id: int) -> None:
        """Take a view out of the list."""
        self._change(view_id, removed_at=now())

    def bring_back(self, view_id: int) -> None:
        """Put back a view that was taken out; one saved under its name since then gives way."""
        table = saved_view_table
        with self.store.understandable(), self.store.ledger.engine.connect() as connection:
            name = connection.scalar(sa.select(table.c.name).where(table.c.view_id == view_id, table.c.owner == self.owner))
        for one in self.all():
            if one.name == name and one.view_id != view_id:
                self.remove(one.view_id)
        self._change(view_id, removed_at=None)

    def _change(self, view_id: int, **values: object) -> None:
        table = saved_view_table
        own = sa.and_(table.c.view_id == view_id, table.c.owner == self.owner)
        with self.store.understandable(), self.store.ledger.engine.begin() as connection:
            connection.execute(table.update().where(own).values(**values))


def views_of_everybody(store: Store) -> tuple[tuple[str, SavedView], ...]:
    """Whose view, and the view, by name: for who runs the machine alone, to whom the files are open anyway."""
    table = saved_view_table
    asked = sa.select(table).where(table.c.removed_at.is_(None)).order_by(table.c.name, table.c.view_id)
    with store.understandable(), store.ledger.engine.connect() as connection:
        return tuple((row.owner, SavedView(row.view_id, row.name, row.address, row.saved_at)) for row in connection.execute(asked))


def _name(text: str) -> str:
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not name:
        raise ViewError("请给视图起个名字。")
    if len(name) > LONGEST_NAME:
        raise ViewError(f"视图的名字最多{LONGEST_NAME}个字。")
    return name
