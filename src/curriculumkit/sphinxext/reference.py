"""The format's reference for the manual, made from the models themselves."""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from curriculumkit.model.blocks import BLOCKS, ROLES
from curriculumkit.model.schemas import SCHEMAS


class FieldsDirective(SphinxDirective):
    """The fields of a kind of file: name, type, whether it is required, and what it is for."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a table for the model, and one for each model inside it."""
        schema = SCHEMAS[self.arguments[0]].model_json_schema()
        tables = [(None, schema), *schema.get("$defs", {}).items()]
        lines: list[str] = []
        for name, part in tables:
            if "properties" in part:
                lines += [f"`{name}`: {part.get('description', '')}", ""] if name else []
                lines += [*_rows(part), ""]
        return self.parse_text_to_nodes("\n".join(lines))


class BlocksDirective(SphinxDirective):
    """The blocks and roles: what they are for, where they may stand, and what they take."""

    def run(self) -> list[nodes.Node]:
        """Return a table of blocks and a table of roles."""
        rows = ["| Block | Where | What it is for | Takes |", "|---|---|---|---|"]
        for spec in BLOCKS.values():
            takes = [spec.argument or "nothing on its first line"]
            takes += [f"one of: {', '.join(spec.choices)}"] if spec.choices else []
            takes += [f"`:{name}:` {text}" for name, text in spec.options.items()]
            where = " and ".join(f"{one}s" for one in spec.documents)
            rows.append(f"| `{spec.name}` | {where} | {spec.description} | {'; '.join(takes)} |")
        rows += ["", "| Role | Where | What it does |", "|---|---|---|"]
        for name, (documents, text) in ROLES.items():
            where = " and ".join(f"{one}s" for one in documents)
            rows.append(f"| `{{{name}}}` | {where} | {text} |")
        return self.parse_text_to_nodes("\n".join(rows))


def _rows(schema: dict[str, Any]) -> Iterator[str]:
    yield "| Field | Value | Required | What it is for |"
    yield "|---|---|---|---|"
    required = set(schema.get("required", ()))
    for name, field in schema["properties"].items():
        need = "yes" if name in required else "no"
        yield f"| `{name}` | {_type(field)} | {need} | {field.get('description', '')} |"


def _type(field: dict[str, Any]) -> str:
    """Return what a field's value looks like, in words."""
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    if "$ref" in field:
        return f"`{re.sub('.*/', '', field['$ref'])}`"
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"] if one.get("type") != "null")
    match field.get("type"):
        case "array":
            return f"list of {_type(field.get('items', {}))}"
        case "string":
            return "text"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "`true` or `false`"
        case "object":
            return "fields, by name"
        case _:
            return "any"
