"""Mail one person what is due by now: a single notice, or one digest of several (product X17)."""

from domain.work import MailNotices
from memory.ctx import Ctx
from tools import notifications


async def run(ctx: Ctx, work: MailNotices) -> None:
    """Write the mail; what was read meanwhile is left out, and nothing is mailed twice."""
    await notifications.mail_notices(ctx, work)
