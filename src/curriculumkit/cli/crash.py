"""The end of a run that could not do its work: one line, and where the details are."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

COULD_NOT_RUN = 2
CRASHED = 3

STOPPED = "stopped; what was there before is untouched"


def guarded(command: click.Command, arguments: Sequence[str] | None) -> int:
    """Run the command and return its exit code.

    0 is clean, 1 means findings, 2 that it could not run, 3 a fault of the program.
    """
    if sys.stdout is None:  # somebody closed it
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - to the end
    if sys.stderr is None:
        sys.stderr = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # nobody's terminal shows every character
            stream.reconfigure(errors="backslashreplace")
    try:
        result = command.main(arguments, prog_name="curriculumkit", standalone_mode=False)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return COULD_NOT_RUN
    except (click.Abort, KeyboardInterrupt):
        return _told(STOPPED)
    except SystemExit:  # click's end when nobody listens any more; it is no finding
        return COULD_NOT_RUN
    except OSError as error:
        return _told(f"cannot use {error.filename or 'the disk'}: {error.strerror or error}")
    except MemoryError:
        return _told("there is not enough memory for this library")
    except ImportError as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # stopped while a package was loading
            return _told(STOPPED)
        return _lacking(error) or _crashed()
    except Exception as error:  # noqa: BLE001 - the last line of defense: words, not a traceback
        return _told(str(error)) if _is_expected(error) else _crashed()
    return result if isinstance(result, int) else 0


def _is_expected(error: Exception) -> bool:
    """Tell whether an error says in words what the user can do; only then is its class imported."""
    from curriculumkit.disk import DiskError, NotALibraryError  # noqa: PLC0415 - slow to import
    from curriculumkit.scaffold import ScaffoldError  # noqa: PLC0415

    return isinstance(error, DiskError | NotALibraryError | ScaffoldError)


def _lacking(error: ImportError) -> int:
    """Tell of a package that is missing or damaged; return 0 when the fault is in our own code."""
    package = (error.name or "curriculumkit").partition(".")[0]
    if package == "curriculumkit":
        return 0
    told = "install curriculumkit again; `curriculumkit doctor` tells what else is missing"
    return _told(f"the package {package} is missing or damaged ({error}): {told}")


def _told(message: str) -> int:
    from curriculumkit.parse.unseen import shown  # noqa: PLC0415 - hardly ever needed

    click.echo(f"curriculumkit: {shown(message)}", err=True)
    return COULD_NOT_RUN


def _crashed() -> int:
    import traceback  # noqa: PLC0415 - hardly ever needed

    details = traceback.format_exc()
    try:
        return _kept(f"{sys.argv}\n{details}")
    except OSError:
        return _faulty("There was no room to keep the details; please report what you did.")


def _kept(details: str) -> int:
    import tempfile  # noqa: PLC0415 - hardly ever needed

    with tempfile.NamedTemporaryFile(
        "w", prefix="curriculumkit-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(details)
    return _faulty(
        f"The details are in {Path(file.name)}; "
        "please send that file with your report (it may hold text of your library)."
    )


def _faulty(told: str) -> int:
    click.echo(f"curriculumkit: a fault in curriculumkit itself, sorry. {told}", err=True)
    return CRASHED
