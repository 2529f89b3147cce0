package dev.edgewise.lab.call.rpc;

import com.google.protobuf.ByteString;
import dev.edgewise.lab.call.Callers;
import dev.edgewise.lab.call.Echo;
import dev.edgewise.lab.call.Spent;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Main of the process that calls bare: a channel as it comes to the port that it is given, and what
 * a blocking stub does, each call with a deadline.
 */
final class BareCaller {
  private static final int DEADLINE_SECONDS = 10;

  private BareCaller() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(arguments[0]))
            .usePlaintext()
            .build();
    try {
      Callers.serve(new Bare(channel));
    } finally {
      channel.shutdownNow();
    }
  }

  private record Bare(ManagedChannel channel) implements Echo {
    @Override
    public byte[] bytes(byte[] bytes) {
      Octets octets = Octets.newBuilder().setValue(ByteString.copyFrom(bytes)).build();
      return call(Methods.BYTES, octets).getValue().toByteArray();
    }

    @Override
    public float[] doubled(float[] numbers) {
      Numbers.Builder request = Numbers.newBuilder();
      for (float number : numbers) {
        request.addValue(number);
      }
      Numbers answer = call(Methods.DOUBLED, request.build());
      float[] doubled = new float[answer.getValueCount()];
      for (int i = 0; i < doubled.length; i++) {
        doubled[i] = answer.getValue(i);
      }
      return doubled;
    }

    @Override
    public Spent spent() {
      Cost cost = call(Methods.SPENT, Nothing.getDefaultInstance());
      return new Spent(cost.getCpuNanos(), cost.getAllocatedBytes());
    }

    private <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
      return ClientCalls.blockingUnaryCall(
          channel,
          method,
          CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
          request);
    }
  }
}
