"""What a judge says."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Verdict:
    """`findings` fail the run; `remarks` are only told. Not `judged`: what it needs could not be reached."""

    findings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    judged: bool = True
