package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Answers one question, or says what is wrong with it. */
final class Answers {
  private static final Logger LOG = System.getLogger(Answers.class.getName());

  private Answers() {}

  /** What makes an answer. */
  interface Question<T> {
    T answer() throws IOException;
  }

  /** A rule that is broken is told as it stands; what broke here goes to the log. */
  static <T> void give(StreamObserver<T> caller, Question<T> question) {
    T answer;
    try {
      answer = question.answer();
    } catch (EdgewiseException e) {
      refuse(caller, e.code(), String.valueOf(e.getMessage()));
      return;
    } catch (IllegalArgumentException e) {
      refuse(caller, ErrorCode.NOT_ACCEPTED, String.valueOf(e.getMessage()));
      return;
    } catch (IOException e) {
      LOG.log(Level.ERROR, "a store cannot be used: " + e, e);
      refuse(caller, ErrorCode.BAD_STORE, "The disk of the orchestrator cannot be used: " + e);
      return;
    }
    caller.onNext(answer);
    caller.onCompleted();
  }

  private static <T> void refuse(StreamObserver<T> caller, ErrorCode code, String words) {
    caller.onError(
        Statuses.status(code, words).asRuntimeException(Statuses.trailers(code, Optional.empty())));
  }
}
