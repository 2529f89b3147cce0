package dev.edgewise.sdk.wire;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.ChunkReader.Step;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The items of a stream. A node says with its headers that it has taken the call, which a refusal
 * lacks, and with a report in them that the body has opened its stream; of a node that makes no
 * reports the first item says so.
 */
final class ManyAnswers implements Answers {
  private final Link.ItemListener listener;
  private final AnswerReader reader = new AnswerReader();
  private boolean taken;
  private boolean opened;
  private Reply.@Nullable Failed problem;

  ManyAnswers(Link.ItemListener listener) {
    this.listener = listener;
  }

  @Override
  public void headers(Metadata headers) {
    taken = true;
    reader.headers(headers);
    Optional<CallReport> report = Statuses.report(headers);
    if (report.isPresent()) {
      opened(report);
    }
  }

  private void opened(Optional<CallReport> report) {
    if (!opened) {
      opened = true;
      listener.opened(report);
    }
  }

  @Override
  public void accept(Message message, ClientCall<?, ?> call) {
    if (problem != null) {
      return;
    }
    Step step = reader.accept(message);
    if (step instanceof Step.Whole whole) {
      opened(Optional.empty());
      listener.item(whole.message());
    } else if (step instanceof Step.More) {
      // This frame was asked for as an item, and was none.
      call.request(1);
    } else if (step instanceof Step.TooLarge tooLarge) {
      problem = failed(ErrorCode.TOO_LARGE, "an item has " + tooLarge.because());
    } else if (step instanceof Step.Broken broken) {
      problem = failed(ErrorCode.BAD_ANSWER, "an item in chunks: " + broken.because());
    }
    if (problem != null) {
      call.cancel("the item cannot be taken", null);
    }
  }

  @Override
  public Reply reply(Status status, Metadata trailers, Statuses.Progress progress) {
    if (problem != null) {
      return problem;
    }
    if (status.isOk()) {
      Optional<String> unfinished = reader.unfinished();
      return unfinished.isPresent()
          ? failed(ErrorCode.BAD_ANSWER, "OK after " + unfinished.get() + " of an item")
          : new Reply.Answered(Message.EMPTY, Statuses.report(trailers), Statuses.cache(trailers));
    }
    Reply reply = Statuses.reply(status, trailers, progress);
    return taken && reply instanceof Reply.NotRun notRun ? new Reply.Lost(notRun.detail()) : reply;
  }

  private static Reply.Failed failed(ErrorCode code, String detail) {
    return new Reply.Failed(code, detail, Optional.empty());
  }
}
