package dev.edgewise.sdk.local;

import dev.edgewise.sdk.invoke.Reply;
import dev.edgewise.sdk.invoke.Request;
import dev.edgewise.sdk.spi.CallContext;
import dev.edgewise.sdk.spi.Message;
import java.util.Optional;
import java.util.function.Consumer;

/** A call with one result, in this JVM. */
final class LocalCall extends LocalRun {
  private final Consumer<Reply> onReply;

  LocalCall(LocalTransport.Parts parts, LocalNode node, Request request, Consumer<Reply> onReply) {
    super(parts, node, request);
    this.onReply = onReply;
  }

  @Override
  Reply runBody(Offering body, Request request, CallContext context, long began)
      throws FaultThrown, InterruptedException {
    node().began();
    try {
      Message response = body.call(request.method(), request.body(), context);
      return new Reply.Answered(response, Optional.of(report(began)));
    } finally {
      node().ended();
    }
  }

  @Override
  void tell(Reply reply) {
    onReply.accept(reply);
  }
}
