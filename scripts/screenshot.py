"""Take the pictures of docs/images: `newsdesk preview` on the sample library, asked as a person would.

Needs Chromium (Debian: chromium) and the dependency group `docs`. Run it with `make screenshot`.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

QUESTION = "What did Merz say about a ceasefire?"
IMAGES = Path(__file__).parents[1] / "docs" / "images"
SIZES = {"answer.png": (1080, 680), "answer-phone.png": (390, 860)}
PATIENCE_MS = 120_000  # the first question loads the model
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def preview() -> Iterator[str]:
    """The address of a preview that runs meanwhile."""
    newsdesk = str(Path(sys.executable).with_name("newsdesk"))
    command = [newsdesk, "preview", "--library", "sample", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603 - no input of others
        try:
            said = ""
            for line in running.stdout or ():
                said += line
                if address := re.search(r"http://127\.0\.0\.1:\d+/#\S+", line):
                    yield address[0]
                    return
            sys.exit(f"newsdesk preview ended before it had an address:\n{said}")
        finally:
            running.terminate()


def ask(page: Page, address: str) -> None:
    """Type the question as a person would, and wait until the answer is there and at rest."""
    page.goto(address)
    page.locator("#channel-composer-input").click()
    page.keyboard.type("/ask")
    page.get_by_role("option", name="/ask").wait_for()
    page.keyboard.press("Enter")
    page.get_by_text("What would you like to know?").wait_for()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text("Action completed").wait_for(timeout=PATIENCE_MS)
    conversation = page.get_by_role("log")
    if not conversation.get_by_text("Sources").is_visible():
        sys.exit(f"No answer to take a picture of:\n{conversation.inner_text()}")


def main() -> None:
    """Write one picture a size."""
    chromium = shutil.which("chromium") or sys.exit(
        "Chromium is missing; on Debian: apt-get install chromium"
    )
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver, TemporaryDirectory() as profile:
        for name, (width, height) in SIZES.items():
            with preview() as address:
                browser = driver.chromium.launch_persistent_context(
                    Path(profile, name),
                    executable_path=chromium,
                    args=CHROMIUM_FLAGS,
                    viewport={"width": width, "height": height},
                    device_scale_factor=2,
                )
                page = browser.pages[0]
                ask(page, address)
                page.locator("#channel-layout").screenshot(path=IMAGES / name)
                browser.close()


if __name__ == "__main__":
    main()
