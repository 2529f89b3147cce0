package dev.edgewise.sdk.wire;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.ChunkReader.Step;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer of a call that has exactly one. Not thread-safe, as {@link AnswerReader}. */
final class OneAnswer implements Answers {
  private final AnswerReader reader = new AnswerReader();
  private @Nullable Message answer;
  private boolean twoAnswers;
  private Reply.@Nullable Failed problem;

  @Override
  public void headers(Metadata headers) {
    reader.headers(headers);
  }

  @Override
  public void accept(Message message, ClientCall<?, ?> call) {
    if (problem != null) {
      return;
    }
    Step step = reader.accept(message);
    if (step instanceof Step.Whole whole) {
      twoAnswers = answer != null;
      answer = whole.message();
    } else if (step instanceof Step.TooLarge tooLarge) {
      problem = failed(ErrorCode.TOO_LARGE, "the answer has " + tooLarge.because());
    } else if (step instanceof Step.Broken broken) {
      problem = failed(ErrorCode.BAD_ANSWER, "an answer in chunks: " + broken.because());
    }
    if (problem != null) {
      call.cancel("the answer cannot be taken", null);
    } else if (reader.isInChunks()) {
      call.request(1);
    }
  }

  @Override
  public Reply reply(Status status, Metadata trailers, Statuses.Progress progress) {
    if (problem != null) {
      return problem;
    }
    if (!status.isOk()) {
      return Statuses.reply(status, trailers, progress);
    }
    Optional<String> unfinished = reader.unfinished();
    if (unfinished.isPresent()) {
      return failed(ErrorCode.BAD_ANSWER, "OK after " + unfinished.get() + " of the answer");
    }
    Message body = answer;
    if (body == null || twoAnswers) {
      return failed(
          ErrorCode.BAD_ANSWER,
          body == null ? "OK without an answer" : "more than one answer to a unary call");
    }
    return new Reply.Answered(body, Statuses.report(trailers), Statuses.cache(trailers));
  }

  private static Reply.Failed failed(ErrorCode code, String detail) {
    return new Reply.Failed(code, detail, Optional.empty());
  }
}
