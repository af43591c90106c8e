"""The command line: it parses, hands over to the program, and prints."""

import sys
from collections.abc import Sequence
from importlib import import_module

import click

from curriculumkit import __version__

COMMANDS = {
    "assemble": "curriculumkit.cli.assemble:assemble",
    "binder": "curriculumkit.cli.pack:binder",
    "build": "curriculumkit.cli.build:build",
    "check": "curriculumkit.cli.check:check",
    "doctor": "curriculumkit.cli.pack:doctor",
    "explain": "curriculumkit.cli.check:explain",
    "new": "curriculumkit.cli.new:new",
    "pack": "curriculumkit.cli.pack:pack",
    "plan": "curriculumkit.cli.plan:plan",
    "review": "curriculumkit.cli.check:review",
    "rules": "curriculumkit.cli.check:rules",
    "schema": "curriculumkit.cli.schema:schema",
    "score": "curriculumkit.cli.check:score",
    "serve": "curriculumkit.cli.serve:serve",
    "today": "curriculumkit.cli.pack:today",
}
"""Every command, and where it is; it is imported only when it is called."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, so that it starts fast."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return a command by its name."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with; a misspelt one gets a suggestion."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from curriculumkit.parse.problems import did_you_mean  # noqa: PLC0415 - hardly ever

            hint = did_you_mean(args[0], COMMANDS) or f"Commands: {', '.join(COMMANDS)}."
            context.fail(f"there is no command '{args[0]}'. {hint}")
        return super().resolve_command(context, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="curriculumkit")
def curriculumkit() -> None:
    """Write, check, assemble and print group-therapy sessions."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; a mistake of the user ends in one clear line, never in a traceback."""
    from curriculumkit.cli.crash import guarded  # noqa: PLC0415 - only what a command needs

    sys.exit(guarded(curriculumkit, arguments))
