"""The one error of this layer: a policy file that says something wrong."""


class PolicyError(Exception):
    """A law text, list or policy value is wrong.

    file: the file's name, relative to the folder that was read. key: where in it, written with the ids of
    clauses, parts and rules (`clauses[F1].parts[F1.c].rules[F1.c-2].themes`). reason: what is wrong with it.
    """

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.file = file
        self.key = key
        self.reason = reason
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")


class ReferenceProblem(ValueError):
    """A value that is well-formed but points nowhere, met while a model is checked; `load` gives it its file."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(f"{key}: {reason}")
