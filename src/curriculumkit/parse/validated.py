"""Data to models; every error of a model becomes a diagnostic at its place."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from curriculumkit.diagnostics import Diagnostic
from curriculumkit.model.base import ClockTime, Id, LanguageCode, Model
from curriculumkit.parse.data import MOST_PROBLEMS, Data
from curriculumkit.parse.problems import did_you_mean, problem
from curriculumkit.source import Route, Span

AnyModel = TypeVar("AnyModel", bound=Model)


def _pattern(text: Any) -> str:
    """Return the pattern of a kind of text."""
    return str(get_args(text)[1].pattern)


_FORMS: Mapping[str, str] = {
    _pattern(Id): "Write lower-case letters and digits, words joined by hyphens.",
    _pattern(ClockTime): "Write hours and minutes, as 18:30.",
    _pattern(LanguageCode): "Write two letters, as 'en'.",
}
"""How text of some patterns is written."""

_BOUNDS: Mapping[str, str] = {
    "too_short": "needs at least {min_length} of them",
    "too_long": "may have at most {max_length} of them",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "may be at most {le}",
    "string_too_short": "is empty",
}
"""What is wrong with a value out of its bounds, by the name of the error."""


def validated(
    model: type[AnyModel], data: Data, path: str, what: str
) -> tuple[AnyModel | None, tuple[Diagnostic, ...]]:
    """Return the model of the data, or None, and all diagnostics of the data and the model.

    `what` names the file's kind in messages, as in "a module".
    """
    if data.value is None and data.problems:
        return None, data.problems
    if not isinstance(data.value, dict):
        message = f"no fields of {what}: each is written 'name: value', on a line of its own"
        hint = f"Fields: {', '.join(model.model_fields)}."
        span = data.places.value(())
        return None, (*data.problems, problem("fields", path, message, hint, span))
    try:
        value = model.model_validate(data.value)
    except ValidationError as error:
        first = _causes(error.errors(include_url=False))[:MOST_PROBLEMS]
        found = [_diagnostic(one, model, data, path, what) for one in first]
        return None, (*data.problems, *found)
    return (None if data.problems else value), data.problems


def _causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Return the errors without lists that are too short only for the errors in their items."""
    around = {one["loc"][:length] for one in errors for length in range(len(one["loc"]))}
    return [one for one in errors if one["type"] != "too_short" or one["loc"] not in around]


def _diagnostic(
    error: ErrorDetails, model: type[Model], data: Data, path: str, what: str
) -> Diagnostic:
    loc: Route = tuple(part for part in error["loc"] if part != "[key]")
    route = _in_data(loc, data.value)
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        route = (*route, error["ctx"]["discriminator"].strip("'"))
    is_key = "[key]" in error["loc"] or error["type"] == "extra_forbidden"
    span = data.places.key(route) if is_key else data.places.value(route)
    if error["type"] in ("missing", "union_tag_not_found"):
        span = _first_line(data.places.value(route[:-1]))
    message, hint = _words(error, route, loc, model, what)
    return problem("fields", path, message, hint, span)


def _in_data(loc: Route, value: Any) -> Route:
    """Return a place in a model as a place in the data: without the tags of unions."""
    route: list[str | int] = []
    entered = False
    for index, part in enumerate(loc):
        is_tag = entered and isinstance(value, dict) and value.get("kind") == part
        entered = False
        if is_tag:  # a tag may have the name of a field, as in {kind: topic, topic: thinking}
            continue
        in_list = isinstance(value, list) and isinstance(part, int) and part < len(value)
        if in_list or (isinstance(value, dict) and part in value):
            value = value[part]
            entered = True
        elif index < len(loc) - 1:
            continue
        route.append(part)
    return tuple(route)


def _first_line(span: Span) -> Span:
    return Span(span.line, span.column, span.line, max(span.column + 1, span.end_column))


def _words(
    error: ErrorDetails, route: Route, loc: Route, model: type[Model], what: str
) -> tuple[str, str]:
    """Return the message and the hint for one error of a model.

    `route` is the place in the data, `loc` the place in the model, with the tags of unions.
    """
    name = _name(route) or what
    last = str(route[-1]) if route else ""
    context = error.get("ctx", {})
    given = error.get("input")
    match error["type"]:
        case "missing":
            around = f" in '{_name(route[:-1])}'" if len(route) > 1 else ""
            return f"the field '{last}' is missing{around}", _description(model, loc)
        case "extra_forbidden":
            owner = _owner(model, loc[:-1])
            known = list(owner.model_fields) if owner else []
            meant = did_you_mean(last, known)
            return f"there is no field '{last}'", meant or f"Fields: {', '.join(known)}."
        case "union_tag_not_found":
            around = f" in '{_name(route[:-1])}'"
            return f"the field '{last}' is missing{around}", f"Add '{last}': it says what this is."
        case "literal_error" | "union_tag_invalid":
            return _choice(name, context, given)
        case "string_type" | "string_sub_type":
            return (
                f"'{name}' should be text, but is {_shown(given)}",
                "Put quotes around it."
                if isinstance(given, int | float)
                else _description(model, loc),
            )
        case "bool_type":
            return (
                f"'{name}' should be true or false, but is {_shown(given)}",
                "Write true or false.",
            )
        case "int_type" | "float_type":
            return f"'{name}' should be a number, but is {_shown(given)}", _description(model, loc)
        case "tuple_type" | "list_type":
            return (
                f"'{name}' should be a list, but is {_shown(given)}",
                "Write each item on a line of its own after '- ', or all in [square brackets].",
            )
        case "model_type" | "dict_type" | "mapping_type":
            return (
                f"'{name}' should have fields of its own, but is {_shown(given)}",
                _description(model, loc),
            )
        case "string_pattern_mismatch":
            form = _FORMS.get(context.get("pattern", ""), "")
            hint = f"{_description(model, loc)} {form}".strip()
            return f"'{name}' cannot be {_shown(given)}", hint
        case kind if kind in _BOUNDS:
            return f"'{name}' {_BOUNDS[kind].format(**context)}", _description(model, loc)
        case "value_error":
            return str(context.get("error", error["msg"])), _description(model, loc)
        case _:
            said = error["msg"][:1].lower() + error["msg"][1:]
            return f"'{name}': {said}", _description(model, loc)


def _choice(name: str, context: dict[str, Any], given: Any) -> tuple[str, str]:
    """Return the message and the hint for a word that is not among those expected."""
    written = context.get("tag", given)
    expected = context.get("expected_tags") or context.get("expected", "")
    known = [word.strip("' ") for word in _words_of(expected)]
    hint = did_you_mean(str(written), known) or f"Write one of: {', '.join(known)}."
    return f"'{name}' cannot be {_shown(written)}", hint


def _words_of(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _name(route: Route) -> str:
    """Return a route as an author would say it: ``prerequisites, item 2, module``."""
    parts = (f"item {part + 1}" if isinstance(part, int) else part for part in route)
    return ", ".join(parts)


def _shown(value: Any) -> str:
    """Return a value as it reads in a message, shortened."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a group of fields"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"  # noqa: PLR2004


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models_in(part)]


def _owner(model: type[BaseModel], loc: Route) -> type[BaseModel] | None:
    """Return the model that the value at `loc` is held to, or None for a plain value."""
    among = [model]
    for part in loc:
        tagged = [one for one in among if isinstance(part, str) and _has_tag(one, part)]
        if tagged and len(among) > 1:
            among = tagged
            continue
        fields = [one.model_fields[part] for one in among if part in one.model_fields]
        if fields:
            among = _models_in(fields[0].annotation)
        elif isinstance(part, str):
            among = tagged
        if not among:
            return None
    return among[0]


def _has_tag(model: type[BaseModel], tag: str) -> bool:
    """Tell whether a model of a union is the one with that tag."""
    return any(tag in get_args(field.annotation) for field in model.model_fields.values())


def _description(model: type[Model], loc: Route) -> str:
    """Return what the nearest named field around `loc` is for."""
    for length in range(len(loc), 0, -1):
        owner = _owner(model, loc[: length - 1])
        name = loc[length - 1]
        if owner and isinstance(name, str) and name in owner.model_fields:
            return owner.model_fields[name].description or ""
    return ""
