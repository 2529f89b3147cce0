package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** What is made of what comes back on a call. Not thread-safe, as {@link AnswerReader}. */
interface Answers {
  /** The headers, which come before all messages. */
  void headers(Metadata headers);

  /** Takes what gRPC calls a message, and asks for the next chunk or ends the call. */
  void accept(Message message, ClientCall<?, ?> call);

  /** What became of the call, now that it has ended. */
  Reply reply(Status status, Metadata trailers, Statuses.Progress progress);
}
