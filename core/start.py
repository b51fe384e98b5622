"""Environment switches that libraries read at import; every entry point imports this first."""

import os
import warnings

SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "DEEPEVAL_DISABLE_DOTENV": "1",
    "DEEPEVAL_TELEMETRY_OPT_OUT": "YES",
    "HF_HUB_OFFLINE": "1",
    "LANGGRAPH_STRICT_MSGPACK": "true",  # refuse code in checkpoints
    "LANGSMITH_TRACING": "false",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # else its import looks up an outside host
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "OPENBLAS_NUM_THREADS": "1",  # its threads wait for each other longer than our sums take
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    "TOKENIZERS_PARALLELISM": "false",
}

for name, value in SWITCHES.items():
    os.environ.setdefault(name, value)
os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"

warnings.filterwarnings("ignore", category=DeprecationWarning)
