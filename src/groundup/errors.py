"""What a user can put right, and nothing else."""


class UserError(ValueError):
    """Something that was asked for cannot be done as it was asked: the message says what was
    expected, what came, where, and what to do. All of groundup's errors that are no defects of its
    own are such, so that the command line says them in one line and leaves others their traceback.
    """
