"""The files of the keyword index: whose they are, how they are begun anew, and whether they are as written.

`owner.json` names the library, the layout, and the time of making; it is written last, so that an index without it
is unfinished.
"""

import json
import shutil
import struct
import uuid
import zlib
from collections.abc import Mapping
from pathlib import Path

_FOLDERS = ("passages", "articles")
_FOOTER = struct.Struct(
    "<II"
)  # what a file of tantivy ends with: the length of its footer (JSON), and a number
_MAGIC = 1337
_BLOCK = 1 << 20


class KeywordFiles:
    """The folder of a keyword index."""

    def __init__(self, folder: Path, owner: Mapping[str, object]) -> None:
        """`owner` is what tells the index of this library and layout from others."""
        self.folder = folder
        self._owner = dict(owner)
        self._made: object = None
        self._owner_file = folder / "owner.json"

    def owned(self) -> tuple[Path, ...] | None:
        """The folders of passages and of articles, if the index is finished and its owner is the right one."""
        said = self._said()
        made = said.pop("made", None)
        if said != self._owner:
            return None
        self._made = made
        return self._paths()

    def is_replaced(self) -> bool:
        """Whether the index was begun anew since `owned` was last asked."""
        return self._said().get("made") != self._made

    def begin(self) -> tuple[Path, ...]:
        """Throw away what is there; returns the empty folders of passages and of articles. Raises OSError."""
        if self.folder.is_dir() and not self.folder.is_symlink():
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            self.folder.unlink(missing_ok=True)  # something else in its place
        for path in self._paths():
            path.mkdir(parents=True)
        return self._paths()

    def own(self) -> None:
        """Note that the index is finished. Raises OSError."""
        self._owner_file.write_text(json.dumps(self._owner | {"made": uuid.uuid4().hex}))

    def damaged(self) -> tuple[str, ...]:
        """The names of tantivy's files, as far as they are in use, whose checksum is not that of their content."""
        files = [file for path in self._paths() for file in _in_use(path)]
        return tuple(str(file.relative_to(self.folder)) for file in files if not _is_whole(file))

    def _paths(self) -> tuple[Path, ...]:
        return tuple(self.folder / name for name in _FOLDERS)

    def _said(self) -> dict[str, object]:
        try:
            said = json.loads(self._owner_file.read_text())
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}


def _in_use(folder: Path) -> list[Path]:
    """The files of committed segments; others may be in the making."""
    segments = json.loads((folder / "meta.json").read_text())["segments"]
    names = {segment["segment_id"].replace("-", "") for segment in segments}
    return [file for file in sorted(folder.iterdir()) if file.name.split(".")[0] in names]


def _is_whole(file: Path) -> bool:
    """Whether the file has the checksum that its footer names; one that is deleted meanwhile has."""
    try:
        with file.open("rb") as content:
            size = content.seek(-_FOOTER.size, 2)
            length, magic = _FOOTER.unpack(content.read())
            body = content.seek(size - length)
            footer = json.loads(content.read(length))
            content.seek(0)
            checksum = 0
            for at in range(0, body, _BLOCK):
                checksum = zlib.crc32(content.read(min(_BLOCK, body - at)), checksum)
    except FileNotFoundError:
        return True
    except (OSError, ValueError, struct.error):
        return False
    return bool(magic == _MAGIC and footer.get("crc") == checksum)
