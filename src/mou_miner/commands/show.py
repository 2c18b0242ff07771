"""The commands that show what the database holds: a table on a terminal, tab-separated values elsewhere."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from mou_miner.commands.common import Database, make_settings, new_app


class _Kinds(TyperGroup):
    """Names what can be shown where one asks for something else."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        found = super().get_command(ctx, cmd_name)
        if found is None and not ctx.resilient_parsing:
            known = ", ".join(self.list_commands(ctx))
            raise typer.BadParameter(f"there is no '{cmd_name}' to show. Known are {known}.", ctx=ctx)
        return found


show_app = new_app(
    cls=_Kinds,
    help="Show what the database holds: a table on a terminal, tab-separated values elsewhere.",
    epilog="Examples: mou-miner show partnerships; mou-miner show documents | cut -f 1,2",
)


@show_app.command("documents")
def show_documents(database: Database = None) -> None:
    """Show what was read.

    \b
    Example:
      mou-miner show documents | cut -f 1,2
    """
    from mou_miner import printing, service

    with service.open_store(make_settings(database), read_only=True) as store:
        printing.show_documents(store.documents(), store.partnerships())


@show_app.command("partnerships")
def show_partnerships(
    database: Database = None,
    ids: Annotated[bool, typer.Option("--ids", help="Show their ids, which other commands ask for.")] = False,
) -> None:
    """Show the partnerships, one for each pair of governments.

    \b
    Examples:
      mou-miner show partnerships
      mou-miner show partnerships --ids | cut -f 1-3
    """
    from mou_miner import printing, service

    with service.open_store(make_settings(database), read_only=True) as store:
        printing.show_partnerships(store.partnerships(), ids=ids)


@show_app.command("failures")
def show_failures(database: Database = None) -> None:
    """Show the files that gave no document, with cause and remedy.

    \b
    Example:
      mou-miner show failures --db sqlite:///mine.sqlite
    """
    from mou_miner import printing, service

    with service.open_store(make_settings(database), read_only=True) as store:
        printing.show_failures(store.unread())
