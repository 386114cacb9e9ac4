"""What a user can put right, and nothing else."""


class UserError(ValueError):
    """Something that was asked for cannot be done as it was asked: the message says what was
    expected, what came, where, and what to do. Every error that is not
    a defect of groundup's own is one of these. So the command line prints them in one line, and
    leaves all others their traceback.
    """
