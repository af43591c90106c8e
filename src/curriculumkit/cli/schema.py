"""`curriculumkit schema`."""

import json

import click

from curriculumkit.model.schemas import SCHEMAS

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that the schema plug-ins of editors read; the schemas use nothing newer."""


@click.command()
@click.argument("kind", type=click.Choice(sorted(SCHEMAS)))
def schema(kind: str) -> None:
    """Print the JSON Schema of a KIND of file, for editors."""
    found = SCHEMAS[kind].model_json_schema()
    click.echo(json.dumps({"$schema": DIALECT, **found}, indent=2, ensure_ascii=False))
