"""Faults of files and streams, translated into sentences that say what to do."""

import gzip
import zipfile
import zlib

# what reading a file can raise; see `explained`
FILE_FAULTS = (OSError, EOFError, zlib.error, UnicodeError, zipfile.BadZipFile, NotImplementedError)


def explained(fault: Exception) -> str:  # noqa: PLR0911 - one for each kind of fault
    """What one of FILE_FAULTS means to the person whose file it is."""
    match fault:
        case FileNotFoundError():
            return "It is not there (any more). Check the name and run the command again."
        case PermissionError():
            return "Permission denied. Allow this user to read it (chmod) and run the command again."
        case EOFError():
            return "The compressed data ends too early: the file was cut off. Copy or download it again."
        case gzip.BadGzipFile() | zlib.error():
            return f"Broken gzip data ({fault}). Copy it again, or drop .gz from its name if it is not gzip."
        case zipfile.BadZipFile() | NotImplementedError():
            return (
                f"The archive is broken, or packed in a way that is not known ({fault}). Pack it anew as ZIP."
            )
        case OSError():
            return (
                f"It could not be read: {fault.strerror or fault}. Check the disk and run the command again."
            )
        case _:
            return f"Its characters are broken ({fault}). Save it as UTF-8."
