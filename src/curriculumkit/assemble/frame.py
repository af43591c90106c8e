"""What modules need, what slots and closed dates say, and what a cycle owes, as constraints."""

from collections.abc import Iterator

from curriculumkit.assemble.given import OF_FRAME, OF_MODULE, Given
from curriculumkit.assemble.problem import (
    Before,
    CatchUps,
    Closing,
    Constraint,
    Filled,
    Forbid,
    Origin,
    Part,
    Window,
    mask_of,
)
from curriculumkit.assemble.words import many
from curriculumkit.model.module import Module
from curriculumkit.model.track import Rolling


def module_constraints(given: Given, modules: dict[str, Module]) -> Iterator[Constraint]:
    """Yield what the modules themselves need: order, a second leader, a size of group.

    A hard prerequisite that is held with one person is met outside the groups, so it is none here.
    """
    group = given.track.front.group
    for offer in given.offers:
        module = modules[offer.id]

        def line(*route: str | int, module: Module = module) -> Origin:
            return Origin(module.path, module.places.value(route))

        for index, need in enumerate(module.front.prerequisites):
            first = modules.get(need.module)
            if need.kind == "soft" or first is None or first.front.format == "individual":
                continue
            text = f"{offer.id} needs {need.module} first"
            parts: tuple[Part, ...] = (Before(given.offer(need.module), offer.index),)
            yield Constraint(
                "prerequisite", text, line("prerequisites", index), parts, weight=OF_MODULE
            )
        alone = given.where(lambda cell: cell.leaders < 2)  # noqa: PLR2004
        if offer.needs_two and alone:
            text = f"{offer.id} needs a co-leader"
            parts = (Forbid(offer.index, alone),)
            yield Constraint("co-leader", text, line("staff"), parts, weight=OF_MODULE)
        least, most = module.front.people
        wrong = given.where(lambda cell: cell.service == "group")
        if offer.format == "group" and not least <= group.least <= group.most <= most and wrong:
            text = (
                f"{offer.id} works for {least} to {most} people, the track's groups have "
                f"{group.least} to {group.most}"
            )
            also = (given.origin("group"),)
            yield Constraint(
                "module-size",
                text,
                line("group_size"),
                (Forbid(offer.index, wrong),),
                also,
                OF_MODULE,
            )


def frame_constraints(given: Given) -> Iterator[Constraint]:
    """Yield what the frame says: slots are filled, dates are closed, newcomers are looked after."""
    front = given.track.front
    for index, slot in enumerate(front.slots):
        number = sum(cell.slot == index for cell in given.cells if cell.opened_by is None)
        text = f"the slot on {slot.day} at {slot.start} is filled ({many(number, 'session')})"
        origin = given.origin("slots", index)
        yield Constraint("slot", text, origin, (Filled(index),), weight=OF_FRAME)
    if not isinstance(admission := front.admission, Rolling):
        for index, closed in enumerate(front.closed):
            text = f"closed on {closed.date} ({closed.reason})"
            if closed.make_up is not None:
                text += f", made up on {closed.make_up}"
            origin = given.origin("closed", index)
            yield Constraint("closed", text, origin, (Closing(index),), weight=OF_FRAME)
        return
    stay = admission.stay_weeks
    for index, topic in enumerate(admission.core_topics):
        text = f"'{topic}' comes within every stay of {many(stay, 'week')}"
        origin = given.origin("admission", "core_topics", index)
        yield Constraint("core-topic", text, origin, (Window(given.of_topic(topic), stay),))
    text = f"at most {many(admission.catch_ups, 'individual catch-up')} for anyone"
    origin = given.origin("admission", "catch_ups")
    yield Constraint("catch-ups", text, origin, (CatchUps(admission.catch_ups),))
    if number := admission.first_sessions:
        first = 0
        for mask in given.by_week():
            week = [cell for cell in given.cells if cell.bit & mask]
            first |= mask_of(week[:number])
        parts = tuple(Forbid(one.index, first) for one in given.offers if not one.for_newcomers)
        first_ones = "session of each week suits" if number == 1 else "sessions of each week suit"
        text = f"the first {'' if number == 1 else f'{number} '}{first_ones} newcomers"
        origin = given.origin("admission", "first_sessions")
        yield Constraint("first-sessions", text, origin, parts)
