from descent.batches import descend
