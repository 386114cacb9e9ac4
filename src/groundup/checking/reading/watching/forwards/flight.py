"""What the values in flight say: the layers' order and layout, the activations, the samples.

From the rows that were seen, the network is built up layer by layer, in every way that shapes
allow; the way whose outputs were seen too is how the program computes. Right gradients play no
part in this: what is found is how the program goes forwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.reading.own_activations import last_of
from groundup.checking.reading.settings import HIDDEN
from groundup.checking.reading.watching.forwards.layers import (
    NEAR,
    Chain,
    Layer,
    Lookup,
    Masks,
    Pool,
    as_rows,
    doubtful,
    has_twin,
    masked,
)
from groundup.checking.reading.watching.forwards.readings import Match, Reading, Sight, sights_of
from groundup.checking.reading.watching.forwards.values import Values, is_among
from groundup.checking.reading.watching.recording.recorder import Seen
from groundup.checking.reading.watching.recording.state import Array, Leaf, Place
from groundup.checking.reference.backprop import activate

SECONDS = 2.0  # for one reading
FEW = 4  # parameters of which no hidden layer need be seen
MOST = 96  # chains that are followed at once


class Flight(Values):
    """One run's values, in which a way forwards is looked for."""

    def read(self, deadline: Deadline | None = None) -> bool:
        """Whether there is a way forwards; the one of which most was seen is the `reading`."""
        until = Deadline(SECONDS, deadline)
        hasty = (True, False) if len(self.parameters) <= FEW else (True,)
        ways = [
            (sure, odd, width)
            for sure in hasty
            for odd in (False, True)
            for width in self.widths(odd)
        ]
        pools: dict[int, Pool] = {}
        for sure, odd, width in ways:
            if until.past:
                break
            pool = pools[width] = pools.get(width) or Pool.of(self.arrays, width)
            for chain in self.chains(pool, odd, sure, until) if len(pool.rows) else ():
                most = self.reading.confirmed if self.reading else 0
                if not chain.seen or chain.confirmed <= most:
                    continue
                self.reading = self.reading_of(pool, chain) or self.reading
                if self.reading and self.reading.confirmed == len(self.reading.layers):
                    return True
        return self.reading is not None

    @property
    def samples(self) -> int:
        """How many the step has."""
        return len(self.reading.x) if self.reading else 0

    def read_like(self, known: Reading) -> bool:
        """Whether the layers that another run showed are the way forwards here too."""
        places = {place for layer in known.layers for place in (layer.w, layer.b) if place}
        if places <= self.numbers.keys():
            n = known.layers[0].weights(self.numbers).shape[1]
            pool = Pool.of(self.arrays, n)
            self.reading = self.forwards(pool, known, known.names, known.sights[0])
        return self.reading is not None

    def look_at(self, sight: Sight) -> None:
        """Takes the outputs that were seen there for those of the step."""
        if self.reading:
            pool, names = Pool(self.reading.pool), self.reading.names
            self.reading = self.forwards(pool, self.reading, names, sight)

    def read_as(self, names: tuple[str, ...]) -> bool:
        """Whether the same layers with these activations are a way forwards too; then it is the
        reading."""
        if self.reading is None or len(names) != len(self.reading.names):
            return False
        if self.reading.names == names:
            return True
        pool, sight = Pool(self.reading.pool), self.reading.sights[0]
        found = self.forwards(pool, self.reading, names, sight)
        self.reading = found or self.reading
        return found is not None

    def forwards(
        self,
        pool: Pool,
        like: Reading,
        names: tuple[str, ...],
        wanted: Sight | None = None,
    ) -> Reading | None:
        """With the layers of another reading, and dropout where that has it."""
        if not len(pool.rows):
            return None
        a = z = pool.rows
        masks: list[Array | None] = []
        with np.errstate(all="ignore"):
            for l, (layer, name) in enumerate(zip(like.layers, names, strict=True)):
                z = a @ layer.weights(self.numbers).T + layer.biases(self.numbers)
                a = activate(name, z)
                drops = bool(like.masks) and like.masks[l] is not None
                masks.append(self.mask(a) if drops else None)
                a = masked(a, masks[-1])
        count, used = len(like.layers), frozenset(self.parameters)
        chain = Chain(like.layers, names, z, used, count, masks=tuple(masks))
        return self.reading_of(pool, chain, wanted)

    def widths(self, odd: bool) -> list[int]:
        """Those that inputs can have: widths of data that are there before training first."""
        found: dict[int, None] = {}
        for place in (*self.parameters, *self.untrained):
            for n in self.numbers[place].array.shape or (1,):
                found |= {n: None, n - odd: None}
        there = {p: leaf.array.shape for p, leaf in self.run.ready.items() if leaf.array.ndim > 1}
        known = {n for shape in there.values() for n in shape}
        data = {n for p, shape in there.items() if p not in self.parameters for n in shape}
        ends = self.ends()
        possible = (n for n in found if n > 0)
        return sorted(possible, key=lambda n: (n not in data, n not in ends, n not in known, -n))

    def ends(self) -> set[int]:
        """Widths that an odd number of sides of matrices have: those of a chain's two ends."""
        shapes = (self.numbers[place].array.shape for place in self.parameters)
        sides = Counter(n for shape in shapes if min(shape, default=0) > 1 for n in shape)
        return {n for n, count in sides.items() if count % 2}

    def chains(self, pool: Pool, odd: bool, sure: bool, until: Deadline) -> Iterator[Chain]:
        """Every way to use all parameters, from the pool's rows on; the odd ones have biases that
        are inputs, or are subtracted. Of the sure ones, hidden layers were seen."""
        waiting = [Chain((), (), pool.rows)]
        while waiting and not until.past:
            longer = [new for chain in waiting if not until.past for new in self.longer(chain, odd)]
            yield from (new for new in longer if not self.unused(new))
            inner = [new for new in longer if self.unused(new)]
            best = max((chain.confirmed for chain in inner), default=0)
            if not best and sure:
                return
            waiting = [chain for chain in inner if chain.confirmed == best][:MOST]

    def longer(self, chain: Chain, odd: bool) -> Iterator[Chain]:
        for layer in self.layers_on(chain, odd):
            with np.errstate(all="ignore"):
                z = chain.a @ layer.weights(self.numbers).T + layer.biases(self.numbers)
                used = chain.used | {layer.w} | ({layer.b} if layer.b else set())
                names = (*HIDDEN, *self.own) if self.left(used) else last_of(chain.names)
                for name, seen in zip(names, self.were_seen(names, z), strict=True):
                    sure, hidden = chain.confirmed + seen, bool(self.left(used))
                    masks = (*chain.masks, None)
                    layers, every = (*chain.layers, layer), (*chain.names, name)
                    yield (new := Chain(layers, every, z, used, sure, seen, masks))
                    mask = self.mask(new.a) if hidden and seen else None
                    if mask is not None:
                        yield replace(new, masks=(*chain.masks, mask))

    def layers_on(self, chain: Chain, odd: bool) -> Iterator[Layer]:
        width = chain.a.shape[1]
        for place in (*self.parameters, *self.idle):
            shape = self.numbers[place].array.shape
            if place in chain.used or len(shape) > 2 or 0 in shape:
                continue
            for turned in (True, False):
                n_in, n_out = shape_of(shape, turned)
                if n_in == width:
                    for b in self.biases_for(chain, place, n_out):
                        yield Layer(place, turned, b)
                        if odd:
                            yield Layer(place, turned, b, sign=-1.0)
                    yield Layer(place, turned)
                elif n_in == width + 1 and odd:
                    for row, sign in ((0, 1.0), (-1, 1.0), (0, -1.0), (-1, -1.0)):
                        yield Layer(place, turned, row=row, sign=sign)

    def biases_for(self, chain: Chain, w: Place, n_out: int) -> Iterator[Place]:
        for path in (*self.parameters, *self.idle):
            shape = self.numbers[path].array.shape
            vector = len(shape) < 2 or 1 in shape
            if vector and path != w and path not in chain.used and np.prod(shape) in (1, n_out):
                yield path

    def reading_of(self, pool: Pool, chain: Chain, wanted: Sight | None = None) -> Reading | None:
        """Where outputs were seen that are the chain's; where they are `wanted`, if they are."""
        rows, of, sights = self.events(chain.a.shape[1])
        onward = self.onward(chain)
        if not np.ptp(chain.a) or not len(rows) or onward - {"softmax", chain.names[-1]}:
            return None  # but a slope may be computed of the outputs, as σ'(a) is
        if onward and chain.names[-1] == "linear":
            return None  # the same outputs with a softmax for their activation are the network's
        lookup, later = Lookup(chain.a), Lookup(self.elsewhen(pool, chain))
        live = np.abs(chain.a - self.idly(chain)).max(axis=1) > NEAR
        places, twins = lookup.places(rows), has_twin(chain.a)
        groups: dict[tuple[str, str, int], list[Match]] = {}
        fitting: set[int] = set()  # values that are the chain's in one of their two views
        others: list[Seen] = []
        order = np.argsort(of, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(of[order])) + 1):
            of_event, seen = places[part], sights[of[part[0]]]
            key = (seen.scope, seen.name, seen.line)
            if (of_event >= 0).all() and is_telling(rows[part]):
                of_event = self.together(pool, chain.a, twins, of_event)
                groups.setdefault(key, []).append(Match(seen, of_event))
                fitting.add(seen.order)
            elif seen.order > self.run.begun and (later.places(rows[part]) < 0).any():
                others.append(seen)
        inner = [Lookup(a) for a in self.inner(pool, chain)] if others else []
        others = [one for one in others if not is_among(one.array, inner)]
        stray = {(one.scope, one.name, one.line) for one in others if one.order not in fitting}
        groups = {
            key: group
            for key, group in groups.items()
            if key not in stray and any(live[match.places].any() for match in group)
        }
        if not groups or len(self.unused(chain)):
            return None
        found = sights_of(groups.values())
        keys = [one.key for one in found]
        best = found[keys.index(wanted.key) if wanted and wanted.key in keys else 0]
        taken = list(best.places)
        distinct = {frozenset(one.places): one for one in (*reversed(found), best)}
        return Reading(
            chain.layers,
            chain.names,
            pool.rows[taken],
            chain.a[taken],
            best.seen.name,
            best.alone,
            chain.confirmed,
            pool.rows,
            "softmax" in onward,
            (best, *(one for one in reversed(distinct.values()) if one is not best)),
            tuple(mask if mask is None else mask[taken] for mask in chain.masks),
            best.alone and doubtful(pool.rows, chain.a, np.array(taken)),
        )

    def together(self, pool: Pool, outputs: Array, twins: Array, places: Array) -> Array:
        """The places of a batch's inputs, where some of its outputs are those of several rows, as
        where units are dead: all in one array that has these inputs in this order, if there is
        one."""
        unsure = twins[places]
        if not unsure.any() or unsure.all():
            return places
        inputs = Lookup(pool.rows)
        for array in self.arrays:
            for rows in as_rows(array, pool.rows.shape[1]):
                if len(rows) != len(places):
                    continue
                there = inputs.places(rows)
                same = np.where(unsure, there >= 0, there == places).all()
                if same and np.allclose(outputs[there], outputs[places], rtol=NEAR, atol=NEAR):
                    return there
        return places

    def onward(self, chain: Chain) -> set[str]:
        """Through which activations the outputs went once more."""
        further = () if chain.names[-1] == "softmax" else ("softmax", "sigmoid", "tanh")
        found = self.were_seen(further, chain.a) if further else ()
        return {name for name, seen in zip(further, found, strict=True) if seen}

    def idly(self, chain: Chain) -> Array:
        """What comes out where no neuron of the last hidden layer is active: it tells nothing."""
        biases = chain.layers[-1].biases(self.numbers).reshape(1, -1)
        with np.errstate(all="ignore"):
            return activate(chain.names[-1], biases)

    def inner(self, pool: Pool, chain: Chain) -> Iterator[Array]:
        """What goes into each of the chain's layers: it may have the same name as the outputs."""
        a, masks = pool.rows, chain.masks
        with np.errstate(all="ignore"):
            for l, (layer, name) in enumerate(zip(chain.layers, chain.names, strict=True)):
                yield a
                a = activate(name, a @ layer.weights(self.numbers).T + layer.biases(self.numbers))
                a = masked(a, masks[l] if masks else None)

    def elsewhen(self, pool: Pool, chain: Chain) -> Array:
        """What the chain makes of the pool's rows when the step has been taken; and, where it has
        dropout, without that."""
        found = [self.outputs(self.after, pool, chain, chain.masks)]
        if any(mask is not None for mask in chain.masks):
            found += [self.outputs(numbers, pool, chain) for numbers in (self.numbers, self.after)]
        return np.concatenate(found)

    def outputs(
        self, numbers: Mapping[Place, Leaf], pool: Pool, chain: Chain, masks: Masks = ()
    ) -> Array:
        a = pool.rows
        with np.errstate(all="ignore"):
            for l, (layer, name) in enumerate(zip(chain.layers, chain.names, strict=True)):
                if layer.w not in numbers or (layer.b and layer.b not in numbers):
                    return np.zeros((0, chain.a.shape[1]))
                a = activate(name, a @ layer.weights(numbers).T + layer.biases(numbers))
                a = masked(a, masks[l] if masks else None)
        return a


def is_telling(rows: Array) -> bool:
    """Whether rows are no targets and no dead ReLUs: most have numbers that are not whole."""
    return bool(np.mean((rows != np.round(rows)).any(axis=1)) > 0.5)


def shape_of(shape: tuple[int, ...], turned: bool) -> tuple[int, int]:
    """(n_in, n_out) of a matrix that lies so; one dimension alone is that of a single neuron."""
    if len(shape) < 2:
        n = shape[0] if shape else 1
        return (n, 1) if turned else (1, n)
    first, second = shape
    return (first, second) if turned else (second, first)
