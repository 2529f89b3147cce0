package dev.edgewise.sdk.local;

import dev.edgewise.sdk.host.FaultThrown;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.spi.CallCaching;
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
      Optional<CallCaching.Question> question = body.question(request.method(), request.body());
      if (question.isEmpty()) {
        Message response = body.call(request.method(), request.body(), context);
        return new Reply.Answered(response, Optional.of(report(began)));
      }
      CallCaching.Answer answer =
          node()
              .caching()
              .call(
                  question.get(),
                  context,
                  shared -> body.call(request.method(), request.body(), shared));
      return new Reply.Answered(
          answer.message(), Optional.of(report(began)), Optional.of(answer.note()));
    } finally {
      node().ended();
    }
  }

  @Override
  void tell(Reply reply) {
    onReply.accept(reply);
  }
}
