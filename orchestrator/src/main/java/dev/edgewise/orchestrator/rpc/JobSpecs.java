package dev.edgewise.orchestrator.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.orchestrator.store.JobSpecCodec;
import dev.edgewise.proto.v1.TrainingJobSpec;
import dev.edgewise.sdk.wire.training.TrainingMessages;

/** Jobs as they go over the wire, for the store. */
public final class JobSpecs implements JobSpecCodec {
  /** Without state. */
  public JobSpecs() {}

  @Override
  public byte[] encode(JobSpec spec) {
    return TrainingMessages.toProto(spec).toByteArray();
  }

  @Override
  public JobSpec decode(byte[] bytes) {
    try {
      return TrainingMessages.spec(TrainingJobSpec.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("it cannot be read", e);
    }
  }
}
