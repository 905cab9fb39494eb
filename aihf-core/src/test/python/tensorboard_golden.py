"""Prints the event file that TensorBoardMetricsTest expects, made by tensorboard's own protobufs and record writer."""

import io

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.summary.writer.record_writer import RecordWriter

out = io.BytesIO()
writer = RecordWriter(out)
writer.write(Event(wall_time=1_700_000_000.5, file_version="brain.Event:2").SerializeToString())
event = Event(wall_time=1_700_000_000.5, step=300)
event.summary.value.add(tag="objective/kl", simple_value=0.25)
writer.write(event.SerializeToString())
print(out.getvalue().hex())
