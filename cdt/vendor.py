"""LiteLLM as it is used here: imported late, on a thread, quiet, and with nothing left to import.

Its import takes seconds of processor; whoever asks a model waits for it before the clock of the
answer starts (`ready`).
"""

import asyncio
import warnings
from functools import lru_cache
from importlib import import_module
from typing import Any


@lru_cache(maxsize=1)
def litellm() -> Any:
    """The library, set up; the first call takes seconds."""
    import litellm as library

    vendor: Any = library
    vendor.suppress_debug_info = True
    vendor.telemetry = False
    vendor.drop_params = True
    # its warnings repeat the value that they do not like: somebody's words
    warnings.filterwarnings("ignore", category=UserWarning, module=r"pydantic\.main")
    # a first call imports five hundred modules more
    import_module("openai.resources.chat")
    nothing = [{"role": "user", "content": ""}]
    list(vendor.completion("openai/none", nothing, mock_response="ready", stream=True))
    return vendor


async def ready() -> None:
    """Wait until the library is there; the event loop goes on meanwhile."""
    if not litellm.cache_info().currsize:
        await asyncio.to_thread(litellm)
