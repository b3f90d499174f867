"""From numbers to names: what is wrong with a network, in which layers, and by what evidence.

The thresholds are conventions, chosen so that He and Glorot nets of width 32 and more pass at any
seed; a finding carries its numbers, so that a reader can judge again.
"""

from vgref.diagnosis.examination import diagnose
from vgref.diagnosis.findings import Diagnosis, Finding

__all__ = ["Diagnosis", "Finding", "diagnose"]
