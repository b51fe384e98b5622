"""The database's shape, for whoever runs the installation: bring it up to date, say where it is.

Not in the catalog. It needs the owner's role, which no request ever has.
"""

from memory import migrate


async def bring_up() -> bool:
    """Bring the database to the newest schema; False when it was there already."""
    if await migrate.is_current():
        return False
    await migrate.migrate()
    return True


async def is_current() -> bool:
    """Whether the database has the newest schema."""
    return await migrate.is_current()
