"""The files of an adapter that was withdrawn go; of one that may answer they stay."""

from cdt.adapters import withdraw_taught
from domain.work import RemoveAdapter
from jobs import remove_adapter
from memory import adapters
from memory.ctx import Ctx


async def test_only_a_withdrawn_one_loses_its_archive(ctx: Ctx) -> None:
    row = {"month": "2026-10", "name": "cdt-a", "status": "kept", "sources": ["a"]}
    await adapters.keep(ctx, row | {"blob": f"{ctx.business_id}/gone"})
    work = RemoveAdapter(adapter="cdt-a")
    await remove_adapter.run(ctx, work)
    assert (await adapters.named(ctx, "cdt-a")).blob
    await withdraw_taught(ctx, ["a"])
    for _ in range(2):
        await remove_adapter.run(ctx, work)
    assert (await adapters.named(ctx, "cdt-a")).blob is None
    await remove_adapter.run(ctx, RemoveAdapter(adapter="cdt-b"))
