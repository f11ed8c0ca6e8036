"""The sections of the settings: every key with its default, bounds and description."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, SecretStr, model_validator

BUNDLED_MODEL = "all-MiniLM-L6-v2"


def _without_credentials(url: HttpUrl) -> HttpUrl:
    if url.username or url.password:
        raise ValueError("a name or password has no place in an address, which is shown; set the key instead")
    return url


ServerUrl = Annotated[HttpUrl, AfterValidator(_without_credentials)]
Rate = Annotated[str, Field(pattern=r"^([1-9]\d{0,5}/(second|minute|hour|day))?$")]


class Section(BaseModel):
    """A part of the settings; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class EmbeddingSettings(Section):
    """The model that turns text into vectors."""

    model: str = Field(
        default=BUNDLED_MODEL,
        description="The bundled all-MiniLM-L6-v2, or any sentence-transformers model by name or local path.",
    )
    revision: str | None = Field(default=None, description="Revision of a model from a hub.")
    backend: Literal["auto", "openvino", "torch"] = Field(
        default="auto", description="auto: openvino where it can run the model, else torch."
    )
    precision: Literal["auto", "float32", "bfloat16", "int8"] = Field(
        default="auto",
        description="auto: int8 for the bundled model, else bfloat16, where the processor has them; else float32.",
    )
    batch_size: int = Field(default=8, ge=1, le=1024, description="Passages per call of the model.")
    threads: int = Field(default=0, ge=0, le=1024, description="Threads of the model; 0: one for each core.")
    url: ServerUrl | None = Field(
        default=None,
        description="A server that runs the model, such as http://127.0.0.1:8080/v1; empty: it runs here.",
    )
    kind: Literal["openai", "tei"] = Field(
        default="openai",
        description="What the server speaks: OpenAI's protocol, or that of text-embeddings-inference (/embed).",
    )
    api_key: SecretStr | None = Field(default=None, description="The server's key; never shown or logged.")
    tokenizer: Path | None = Field(
        default=None,
        description="tokenizer.json of the server's model, for cutting; empty: the bundled model's, with a margin.",
    )
    max_tokens: int = Field(
        default=512, ge=64, le=1_000_000, description="Word pieces that the server's model reads."
    )
    request_passages: int = Field(
        default=32, ge=1, le=2048, description="Passages in a request to the server."
    )
    concurrency: int = Field(default=4, ge=1, le=64, description="Requests to the server at the same time.")
    deadline_seconds: float = Field(
        default=60.0,
        ge=0.1,
        le=3600,
        description="Longest time of a request to the server, tried again or not.",
    )
    question_seconds: float = Field(
        default=5.0,
        ge=0.1,
        le=600,
        description="The same for a question, which is then answered by keywords.",
    )


class IndexSettings(Section):
    """How articles are cut and where their vectors live."""

    passage_tokens: int = Field(
        default=192, ge=32, le=8192, description="Word pieces of a passage, its title included."
    )
    title_tokens: int = Field(default=48, ge=0, le=512, description="Word pieces kept for the title.")
    engine: Literal["local", "milvus"] = Field(
        default="local",
        description="What passages are searched with: tantivy and Chroma, or Milvus (newsdesk[milvus]) for both.",
    )
    milvus_uri: str = Field(
        default="",
        pattern=r"^[^@]*$",
        description="Such as http://10.0.0.8:19530; empty: a file by Milvus Lite in data_dir, for one process.",
    )
    milvus_token: SecretStr | None = Field(
        default=None, description="Milvus's token, or user:password; never shown or logged."
    )
    chroma_url: ServerUrl | None = Field(
        default=None, description="A Chroma server of yours; empty: newsdesk runs one on loopback."
    )
    chroma_token: SecretStr | None = Field(
        default=None, description="Sent to that server as a bearer token; never shown or logged."
    )
    chroma_linger_seconds: float = Field(
        default=20.0,
        ge=0,
        le=86_400,
        description="How long the Chroma server that newsdesk started stays for the next command.",
    )
    chroma_start_seconds: float = Field(
        default=30.0, ge=1, le=600, description="How long to wait for the Chroma server to start."
    )


class SearchSettings(Section):
    """How hits are found and ranked."""

    candidates: int = Field(default=100, ge=1, le=10_000, description="Hits read from each index.")
    vector_wait_seconds: float = Field(
        default=5.0, ge=0, le=600, description="How long a question waits for the vector index to be ready."
    )
    recency_weight: float = Field(
        default=1.0,
        ge=0,
        le=3,
        description="Weight of dates near the asking date; 0 ignores dates, 1 is as learned.",
    )
    reranker: str | None = Field(
        default=None,
        description="A sentence-transformers CrossEncoder that orders the best hits anew, by name or local path.",
    )
    reranker_passages: int = Field(
        default=24, ge=1, le=1000, description="How many of the best hits the reranker reads."
    )
    reranker_ms: int = Field(
        default=1000,
        ge=1,
        le=600_000,
        description="Time of the reranker for a search; hits that it does not reach keep their places.",
    )


class IngestSettings(Section):
    """Bounds on what is read."""

    max_file_mb: int = Field(
        default=64,
        ge=1,
        le=4096,
        description="Largest text, Markdown, HTML or JSON file, in MB, after decompression.",
    )
    max_line_mb: int = Field(
        default=16, ge=1, le=1024, description="Longest line of a JSON Lines file, in MB."
    )
    batch_articles: int = Field(default=32, ge=1, le=10_000, description="Articles per transaction.")
    workers: int = Field(default=1, ge=1, le=256, description="Processes of `newsdesk ingest`.")
    parse_seconds: float = Field(
        default=10.0, gt=0, le=600, description="Longest time of parsing one page, feed or PDF."
    )
    parse_mb: int = Field(
        default=1024, ge=256, le=65_536, description="Memory for parsing one page, feed or PDF, in MB."
    )


class FetchSettings(Section):
    """How the web is asked, and the bounds on what comes from there."""

    contact: str = Field(
        default="",
        max_length=200,
        pattern=r"^[\x21-\x27\x2a-\x7e]*$",
        description="A web or mail address where sites that are read can reach you; part of the User-Agent.",
    )
    timeout_seconds: float = Field(
        default=30.0, gt=0, le=600, description="Longest time of one fetch, with its redirects."
    )
    max_mb: float = Field(
        default=15.0, gt=0, le=1024, description="Largest page or feed, in MB, after decompression."
    )
    redirects: int = Field(default=5, ge=0, le=20, description="Redirects that are followed.")
    pause_seconds: float = Field(
        default=1.0, ge=0, le=3600, description="Pause between two requests to the same host."
    )
    hosts: int = Field(default=8, ge=1, le=64, description="Hosts that are asked at the same time.")


class RefreshSettings(Section):
    """When pages that articles came from are looked at again, for changes and for what is gone."""

    automatic: bool = Field(
        default=True,
        description="Whoever asks the feeds (the bot, or `newsdesk feeds poll --forever`) looks at what is due, too.",
    )
    days: int = Field(
        default=30, ge=1, le=3650, description="Articles that are older are not looked at by themselves."
    )
    first_hours: float = Field(
        default=6.0,
        ge=1,
        le=720,
        description="Age at which an article is looked at first; then each time that its age has doubled.",
    )
    pages_per_round: int = Field(
        default=20, ge=1, le=1000, description="Pages in one round; there is about a round a minute."
    )


class RetentionSettings(Section):
    """How long articles are kept; `newsdesk prune` removes what is older."""

    keep_months: int | None = Field(
        default=None, ge=1, le=1200, description="Months since publication; empty: they are kept for ever."
    )
    keep_cited: bool = Field(
        default=True,
        description="Keep what a stored answer quotes (discord.keep_questions_days), however old.",
    )


class FeedsSettings(Section):
    """How feeds are asked."""

    interval_minutes: int = Field(
        default=60,
        ge=5,
        le=10_080,
        description="Shortest time between two requests to a feed; longer where the feed asks for it.",
    )
    entries_per_poll: int = Field(
        default=100,
        ge=1,
        le=2000,
        description="Pages fetched for one feed at a time; others wait their turn.",
    )
    by_bot: bool = Field(
        default=True,
        description="The bot asks the feeds that are due; false: `newsdesk feeds poll --forever` does.",
    )


class AnswerSettings(Section):
    """What counts as an answer."""

    max_quotes: int = Field(default=4, ge=1, le=10, description="Quotes of one answer.")
    min_confidence: float = Field(
        default=0.3, ge=0, le=1, description="Below this the answer is that nothing was found."
    )
    passages: int = Field(default=12, ge=1, le=100, description="Passages from which quotes are chosen.")
    old_after_days: int = Field(
        default=7,
        ge=1,
        le=36_500,
        description="An answer says so where the newest article is older than this when it is asked.",
    )
    deadline_seconds: float = Field(default=25.0, ge=1, le=600, description="An answer or an error by then.")


class LlmSettings(Section):
    """The language model that may write answers; without one, answers are quotes."""

    provider: Literal["none", "openai_like", "openai", "anthropic", "ollama"] = Field(
        default="none",
        description="openai_like: any server that speaks OpenAI's protocol, such as vLLM, llama.cpp or LM Studio.",
    )
    model: str = Field(default="", description="The model's name, as the provider knows it.")
    api_base: HttpUrl | None = Field(
        default=None,
        description="The server's address, such as http://127.0.0.1:8080/v1; empty: the provider's own.",
    )
    api_key: SecretStr | None = Field(default=None, description="The provider's key; never shown or logged.")
    temperature: float = Field(default=0.0, ge=0, le=2, description="0: the likeliest words.")
    structured: Literal["json_schema", "json_object", "prompt"] = Field(
        default="json_schema",
        description="How the model is held to its form; prompt: by words alone, for servers that refuse the others.",
    )
    passages: int = Field(default=8, ge=1, le=50, description="Passages that the model reads at most.")
    context_tokens: int = Field(
        default=8192, ge=1024, le=10_000_000, description="What the model can read and write in one request."
    )
    output_tokens: int = Field(default=800, ge=64, le=8192, description="What the model may write at most.")
    concurrency: int = Field(default=2, ge=1, le=64, description="Requests at the same time.")
    daily_tokens: int = Field(
        default=1_000_000, ge=0, description="Ceiling of tokens, read and written, a day (UTC); 0: none."
    )
    daily_cost: float = Field(
        default=0.0, ge=0, description="Ceiling of cost a day (UTC), in the currency of the prices; 0: none."
    )
    price_in: float = Field(default=0.0, ge=0, description="Price of a million tokens that the model reads.")
    price_out: float = Field(
        default=0.0, ge=0, description="Price of a million tokens that the model writes."
    )


class DiscordSettings(Section):
    """The bot."""

    token: SecretStr | None = Field(default=None, description="The bot's token, from the developer portal.")
    sync_guilds: tuple[int, ...] = Field(
        default=(),
        description="Servers that get commands at once by `newsdesk bot --sync`; empty: all, slowly.",
    )
    workers: int = Field(
        default=4, ge=1, le=64, description="Questions answered at the same time; others wait their turn."
    )
    longest_line: int = Field(
        default=100, ge=4, le=10_000, description="Questions that may wait; past that people are told so."
    )
    person_limit: Rate = Field(
        default="10/minute", description="Questions of one person: a number per second, minute, hour or day."
    )
    channel_limit: Rate = Field(default="60/minute", description="Questions in one channel; empty: no limit.")
    server_limit: Rate = Field(default="600/hour", description="Questions in one server; empty: no limit.")
    ask_roles: tuple[int, ...] = Field(default=(), description="Roles that may ask; empty: everyone.")
    ask_channels: tuple[int, ...] = Field(
        default=(), description="Channels in which the bot answers, their threads included; empty: all."
    )
    manage_roles: tuple[int, ...] = Field(
        default=(), description="Roles that may change the library from Discord; empty: nobody."
    )
    upload_mb: int = Field(
        default=10, ge=1, le=500, description="Largest file that can be added from Discord, in MB."
    )
    health_port: int = Field(
        default=0, ge=0, le=65_535, description="Port for /health, /ready and /metrics; 0: none."
    )
    health_host: str = Field(
        default="127.0.0.1",
        pattern=r"^[0-9A-Fa-f.:]+$",
        description="The address of that port; 0.0.0.0 lets other machines read, a cluster's probes for one.",
    )
    shards: int = Field(
        default=1, ge=0, le=10_000, description="Connections to Discord; 0: as many as Discord recommends."
    )
    shard_ids: tuple[int, ...] = Field(
        default=(), description="Which of the shards this process runs; empty: all."
    )
    shards_per_bot: int = Field(
        default=0,
        ge=0,
        le=10_000,
        description="Shards that a process takes, of those that no other bot serves; 0: all of them.",
    )

    @model_validator(mode="after")
    def _shards_exist(self) -> Self:
        if any(not 0 <= number < self.shards for number in self.shard_ids):
            raise ValueError(f"shard_ids must lie between 0 and shards - 1, which is {self.shards - 1}")
        if self.shards_per_bot and (self.shard_ids or not self.shards):
            raise ValueError("shards_per_bot needs a number of shards, and shard_ids left empty")
        return self

    language: Literal["en", "de"] = Field(
        default="en",
        description="Language of public messages, where a server has not set its own, and of unknown ones.",
    )
    message_content: bool = Field(
        default=False,
        description="Read messages that do not mention the bot, for threads and answer_channels; "
        "needs the privileged intent Message Content, switched on in the developer portal.",
    )
    answer_channels: tuple[int, ...] = Field(
        default=(),
        description="Channels in which every message is answered, mention or not; needs message_content.",
    )
    open_threads: bool = Field(
        default=False,
        description="Answer a mention in a thread of its own; needs the permission Create Public Threads.",
    )
    keep_questions_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Questions, answers and feedback are deleted after so many days.",
    )
