"""What an epoch of training did, and all of them."""

from __future__ import annotations

from typing import NamedTuple


class Record(NamedTuple):
    """What an epoch did. Costs and accuracy are those of the network as the epoch left it."""

    epoch: int  # from 1, counting on from what the network had learned before
    cost: float  # (weighted) mean over the training samples, the first 10,000 of more
    validation_cost: float | None
    validation_accuracy: float | None  # 0 to 1; None of a regression
    seconds: float  # spent training, measuring not counted
    samples: int  # learned from
    eta: float  # of the last step

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        from groundup.showing import markup

        return markup.block(markup.records([self._asdict()]))


class History(list[Record]):
    """The records of a training, which show themselves as curves in a notebook."""

    def _repr_html_(self) -> str:
        from groundup.showing import markup

        records = [record._asdict() for record in self]
        return markup.block(markup.history(records), markup.records(records))
