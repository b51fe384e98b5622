"""A month has one adapter, or one reason for none."""

from memory import adapters
from memory.ctx import Ctx


async def test_what_was_filed_first_stays(ctx: Ctx) -> None:
    await adapters.keep(ctx, {"month": "2026-10", "status": "refused", "reason": "few"})
    await adapters.keep(ctx, {"month": "2026-10", "status": "kept", "name": "cdt-x"})
    row = await adapters.of_month(ctx, "2026-10")
    assert (row.status, row.name, row.reason) == ("refused", None, "few")
    assert await adapters.named(ctx, "cdt-x") is None


async def test_adapters_are_listed_by_month(ctx: Ctx) -> None:
    for month in ("2026-11", "2026-10"):
        await adapters.keep(ctx, {"month": month, "status": "kept", "name": f"cdt-{month}"})
    assert [row.month for row in await adapters.all_of_them(ctx)] == ["2026-10", "2026-11"]
    assert (await adapters.named(ctx, "cdt-2026-11")).month == "2026-11"
    assert await adapters.of_month(ctx, "2026-12") is None
