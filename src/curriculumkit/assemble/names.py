"""What a track says that cannot be so, whatever the solver does: unknown names, bad dates."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from curriculumkit.assemble.reading import Tracks
from curriculumkit.dates import DAYS, clock, date_of, week_of
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.library import Library
from curriculumkit.model.slots import Closed
from curriculumkit.model.track import Rolling, Track
from curriculumkit.model.wish import FewCatchUps, FollowPhases
from curriculumkit.parse.problems import did_you_mean
from curriculumkit.source import Route, Span

MOST_CHOICES = 200_000
"""How many modules times slots times weeks a track may have before it is refused as too large."""

LAST_MINUTE = 24 * 60


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong with a track or a plan: the line, what is wrong, what to do."""

    path: str
    span: Span
    message: str
    hint: str


def track_troubles(track: Track, tracks: Tracks, library: Library) -> Iterator[Trouble]:
    """Yield what is wrong with a track beyond its format, in the order of its fields."""
    for route, message, hint in (*_names(track, tracks, library), *contradictions(track)):
        yield Trouble(track.path, track.places.value(route), message, hint)
    choices = track.front.weeks * len(track.front.slots) * max(len(library.modules), 1)
    if choices > MOST_CHOICES:
        message = f"the track is too large: {choices:,} ways to put a module in a slot"
        hint = f"Keep below {MOST_CHOICES:,}: fewer weeks or slots."
        yield Trouble(track.path, track.places.value(("weeks",)), message, hint)


Said = tuple[Route, str, str]


def contradictions(track: Track) -> Iterator[Said]:
    """Yield what contradicts itself in a track, whatever the library has: route, message, hint."""
    yield from _slots(track)
    yield from _calendar(track)
    yield from _kinds(track)


def _names(track: Track, tracks: Tracks, library: Library) -> Iterator[Said]:
    topics = {one.id for one in library.topics}
    modules = library.known_ids.get("module", frozenset()) | {one.id for one in library.modules}
    readable = {one.id for one in library.modules}
    for route, kind, id_ in _mentioned(track):
        known: Collection[str] = {
            "topic": topics,
            "module": modules,
            "standard": tracks.standard_names,
        }[kind]
        if id_ not in known:
            near = did_you_mean(id_, sorted(known))
            yield route, f"there is no {kind} '{id_}'", near or _where(kind, id_)
        elif kind == "module" and id_ not in readable:
            hint = "Mend that file first; `curriculumkit check` says how."
            yield route, f"the module '{id_}' has errors", hint
        elif kind == "module" and _is_individual(library, id_) and route[0] == "requirements":
            hint = "It is held with one person, outside the slots; take it off this line."
            yield route, f"the module '{id_}' is no group session", hint
    subjects = {
        subject
        for use in track.front.standards
        if use.standard in tracks.standards
        for rule in tracks.standards[use.standard].front.rules
        if rule.kind == "subjects"
        for subject in rule.subjects
    }
    yield from _subjects_left_out(track, tracks)
    for index, one in enumerate(track.front.subjects):
        if one.subject not in subjects:
            near = did_you_mean(one.subject, sorted(subjects))
            message = f"no standard of this track asks for the subject '{one.subject}'"
            yield ("subjects", index, "subject"), message, near or "Take the line out."


def _subjects_left_out(track: Track, tracks: Tracks) -> Iterator[Said]:
    """Yield standards that ask for subjects of which the track does not say how they come."""
    named = {one.subject for one in track.front.subjects}
    for index, use in enumerate(track.front.standards):
        standard = tracks.standards.get(use.standard)
        rules = () if standard is None else standard.front.rules
        asked = [one for rule in rules if rule.kind == "subjects" for one in rule.subjects]
        missing = [one for one in asked if one not in named]
        if missing:
            what = "this subject is" if len(missing) == 1 else "these subjects are"
            message = f"the track does not say how {what} covered: {', '.join(missing)}"
            hint = (
                "Add a line for each under 'subjects': "
                f"{{subject: {missing[0]}, modules: [a-module]}}, or with 'service' in place of "
                "'modules'."
            )
            yield ("standards", index, "standard"), message, hint


def _is_individual(library: Library, id_: str) -> bool:
    module = library.module(id_)
    return module is not None and module.front.format == "individual"


def _where(kind: str, id_: str) -> str:
    return {
        "topic": "Name a topic of curriculum/topics.yaml.",
        "module": f"Write it as modules/<topic>/{id_}.md.",
        "standard": f"Write it as curriculum/standards/{id_}.yaml.",
    }[kind]


def _mentioned(track: Track) -> Iterator[tuple[Route, str, str]]:
    """Yield the route, kind and id of everything that a track names."""
    front = track.front
    if isinstance(front.admission, Rolling):
        for index, topic in enumerate(front.admission.core_topics):
            yield ("admission", "core_topics", index), "topic", topic
    for index, use in enumerate(front.standards):
        yield ("standards", index, "standard"), "standard", use.standard
    for index, subject in enumerate(front.subjects):
        for number, module in enumerate(subject.modules):
            yield ("subjects", index, "modules", number), "module", module
    for index, line in enumerate(front.requirements):
        for number, module in enumerate(getattr(line, "modules", None) or ()):
            yield ("requirements", index, "modules", number), "module", module
        if (pinned := getattr(line, "module", None)) is not None:
            yield ("requirements", index, "module"), "module", pinned
        if (named := getattr(line, "topic", None)) is not None:
            yield ("requirements", index, "topic"), "topic", named
    for index, wish in enumerate(front.wishes):
        if isinstance(wish, FollowPhases):
            for number, phase in enumerate(wish.phases):
                for place, topic in enumerate(phase.topics):
                    yield ("wishes", index, "phases", number, "topics", place), "topic", topic


def _slots(track: Track) -> Iterator[Said]:
    """Yield slots that overlap or run past midnight; patients attend all of them."""
    slots = list(enumerate(track.front.slots))
    for index, slot in slots:
        end = clock(slot.start) + max(slot.minutes)
        if end > LAST_MINUTE:
            yield ("slots", index), "the slot runs past midnight", "Start earlier, or shorten it."
        if slot.break_minutes >= min(slot.minutes):
            route = ("slots", index, "break_minutes")
            yield route, "the break is as long as the slot", "Shorten the break."
        for other, before in slots[:index]:
            together = (
                slot.weeks is None or before.weeks is None or set(slot.weeks) & set(before.weeks)
            )
            overlap = clock(slot.start) < clock(before.start) + max(before.minutes)
            overlap = overlap and clock(before.start) < end
            if slot.day == before.day and overlap and together:
                message = f"the slot overlaps slot {other + 1}, on {slot.day} at {before.start}"
                yield ("slots", index), message, "Move one of them: patients attend every slot."


def _calendar(track: Track) -> Iterator[Said]:
    """Yield weeks and dates outside the track, and pins where no slot is."""
    front = track.front
    for route, weeks in _weeks_named(track):
        for week in weeks:
            if week > front.weeks:
                hint = f"Name weeks from 1 to {front.weeks}."
                yield route, f"there is no week {week}: the track has {front.weeks}", hint
    if not any(slot.weeks is None or min(slot.weeks) <= front.weeks for slot in front.slots):
        yield ("slots",), "no week has a slot", "Give a slot weeks that the track has."
    for index, line in enumerate(front.requirements):
        if line.kind == "pin" and line.week <= front.weeks:
            there = [
                slot
                for slot in front.slots
                if slot.day == line.day
                and (slot.weeks is None or line.week in slot.weeks)
                and line.start in (None, slot.start)
            ]
            if not there and not any(one.then == "make-up" for one in front.closed):
                at = f" at {line.start}" if line.start else ""
                message = f"week {line.week} has no slot on {line.day}{at}"
                yield ("requirements", index), message, "Name the day and start of a slot."
    if front.closed and front.start is None:
        yield ("closed",), "closed dates need a start date", "Add 'start', the first day."
        return
    yield from _closed(track)


def _weeks_named(track: Track) -> Iterator[tuple[Route, Collection[int]]]:
    front = track.front
    for name in ("slots", "standards", "requirements"):
        for index, one in enumerate(getattr(front, name)):
            weeks = getattr(one, "weeks", None)
            if isinstance(weeks, tuple):
                yield (name, index, "weeks"), weeks
            elif name == "requirements" and isinstance(weeks, int):
                yield (name, index, "weeks"), (weeks,)
            if (week := getattr(one, "week", None)) is not None:
                yield (name, index, "week"), (week,)
    for index, wish in enumerate(front.wishes):
        if isinstance(wish, FollowPhases):
            for number, phase in enumerate(wish.phases):
                yield ("wishes", index, "phases", number, "weeks"), phase.weeks or ()


def _closed(track: Track) -> Iterator[Said]:
    front = track.front
    start = front.start
    if start is None:
        return
    dates = {one.date for one in front.closed}
    seen = set()
    end = date_of(start, front.weeks, DAYS - 1)
    for index, one in enumerate(front.closed):
        route = ("closed", index)
        if one.date in seen:
            yield route, f"{one.date} is closed twice", "Keep one of the two."
        seen.add(one.date)
        if one.date < start:
            message = f"{one.date} is before the start, {start}"
            yield (*route, "date"), message, "Take the line out."
        elif one.date > end and not front.is_rolling:
            message = f"{one.date} is after the last week, which ends on {end}"
            yield (*route, "date"), message, "Take the line out."
        if one.make_up is None:
            continue
        if one.make_up in dates:
            message = f"the make-up day {one.make_up} is closed as well"
            yield (*route, "make_up"), message, "Choose another day."
        if one.make_up < start or (one.make_up > end and not front.is_rolling):
            message = f"the make-up day {one.make_up} is outside the track, {start} to {end}"
            yield (*route, "make_up"), message, "Choose a day within it."
        yield from make_up_troubles(track, index)


def make_up_troubles(track: Track, index: int) -> Iterator[Said]:
    """Yield a make-up that runs past midnight, or at the time of a slot or another make-up."""
    front = track.front
    one = front.closed[index]
    if front.start is None or one.make_up is None:
        return
    day = WEEKDAYS[one.make_up.weekday()]
    week = (week_of(front.start, one.make_up) - 1) % front.weeks + 1
    hint = "Choose another day, or another time with 'shift_minutes'."
    moved = list(_moved(track, one))
    if any(begin < 0 or end > LAST_MINUTE for begin, end in moved):
        message = "the make-up runs past midnight"
        yield ("closed", index, "shift_minutes"), message, "Change 'shift_minutes'."
    for other in front.slots:
        start, end = clock(other.start), clock(other.start) + max(other.minutes)
        held = other.day == day and (other.weeks is None or week in other.weeks)
        if held and any(begin < end and start < until for begin, until in moved):
            message = f"the make-up overlaps the slot on {other.day} at {other.start}"
            yield ("closed", index, "make_up"), message, hint
            return
    for before in front.closed[:index]:
        if before.make_up == one.make_up and any(
            begin < end and start < until
            for start, end in _moved(track, before)
            for begin, until in moved
        ):
            message = f"the make-up overlaps that of {before.date}"
            yield ("closed", index, "make_up"), message, hint


def _moved(track: Track, one: Closed) -> Iterator[tuple[int, int]]:
    """Yield start and end, in minutes of the day, of what a make-up holds."""
    front = track.front
    if front.start is None:
        return
    origin = (week_of(front.start, one.date) - 1) % front.weeks + 1
    for slot in front.slots:
        held = slot.weeks is None or origin in slot.weeks
        if held and slot.day == WEEKDAYS[one.date.weekday()]:
            begin = clock(slot.start) + one.shift_minutes
            yield begin, begin + max(slot.minutes)


def _kinds(track: Track) -> Iterator[Said]:
    """Yield lines that make no sense for the kind of admission."""
    front = track.front
    weeks = front.weeks
    for index, line in enumerate(front.requirements):
        route = ("requirements", index)
        if front.is_rolling and line.kind == "order" and line.within_days is not None:
            hint = "Take 'within_days' out; whoever enters meets the plan from another week."
            yield (*route, "within_days"), "only cohort tracks can ask for days within", hint
        again = line.after_weeks if line.kind == "repeats" else None
        if front.is_rolling and again is not None and again > weeks:
            message = f"the plan starts over after {weeks} weeks, so everything comes again"
            yield (*route, "after_weeks"), message, f"Write {weeks} or less."
        if line.kind == "spacing" and front.is_rolling and line.least_days > weeks * DAYS:
            message = f"the plan starts over after {weeks * DAYS} days"
            yield (*route, "least_days"), message, "Write less."
        if line.kind == "order" and len(set(line.modules)) < len(line.modules):
            yield (*route, "modules"), "a module comes twice in the order", "Name each once."
    outside = {one.service for one in front.services}
    for index, how in enumerate(front.subjects):
        if how.service is not None and how.service not in outside:
            hint = (
                "'service' means one under 'services'. If a slot's modules cover the subject, "
                "name them: 'modules: [...]' in place of 'service'."
            )
            message = f"the track has no service '{how.service}' outside the groups"
            yield ("subjects", index, "service"), message, hint
    for index, wish in enumerate(front.wishes):
        if isinstance(wish, FewCatchUps) and not front.is_rolling:
            hint = "Take the wish out."
            yield ("wishes", index), "only rolling tracks have catch-ups", hint
        if isinstance(wish, FollowPhases) and front.is_rolling:
            hint = "Take the wish out: in a rolling track, week 1 is a different week for everyone."
            yield ("wishes", index), "only cohort tracks have phases", hint
