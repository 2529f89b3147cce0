package dev.edgewise.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.sdk.link.FaultMessage;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StatusesTest {
  private static final Set<ErrorCode> TAKEN_ELSEWHERE =
      EnumSet.of(
          ErrorCode.OVERLOADED,
          ErrorCode.DRAINING,
          ErrorCode.UNKNOWN_METHOD,
          ErrorCode.NO_ACCELERATOR,
          ErrorCode.LABEL_REFUSED,
          ErrorCode.UNHEALTHY,
          ErrorCode.MODEL_NOT_READY,
          ErrorCode.NO_MODEL_MEMORY);
  private static final Set<ErrorCode> SAME_EVERYWHERE =
      EnumSet.of(
          ErrorCode.BAD_REQUEST,
          ErrorCode.TOO_LARGE,
          ErrorCode.BODY_FAILED,
          ErrorCode.UNKNOWN_PROMPT,
          ErrorCode.WRONG_TENSOR,
          ErrorCode.NO_MODEL,
          ErrorCode.NO_ENGINE,
          ErrorCode.BROKEN_MODEL,
          ErrorCode.BAD_BATCH,
          ErrorCode.PEER_REFUSED);
  private static final CallReport REPORT =
      new CallReport(
          new Load(1, 2, 3, Duration.ofMillis(4), true, -5),
          Duration.ofMillis(6),
          Duration.ofMillis(7));

  @ParameterizedTest
  @EnumSource
  void whatAnAgentSaysIsWhatACallerReads(ErrorCode code) {
    Reply reply =
        Statuses.reply(
            Statuses.status(code, "the reason"),
            Statuses.trailers(code, Optional.of(REPORT)),
            Statuses.Progress.ANSWERED);

    if (TAKEN_ELSEWHERE.contains(code)) {
      Reply.NotRun notRun = assertInstanceOf(Reply.NotRun.class, reply);
      assertThat(notRun.code()).isEqualTo(code);
      assertThat(notRun.detail()).contains("the reason");
      assertThat(notRun.load()).contains(REPORT.load());
    } else if (code == ErrorCode.EXPIRED) {
      assertThat(reply).isEqualTo(new Reply.Expired());
    } else if (code == ErrorCode.FAULT) {
      assertThat(assertInstanceOf(Reply.Failed.class, reply).code())
          .as("without its fields it is a failure")
          .isEqualTo(ErrorCode.BODY_FAILED);
    } else if (code == ErrorCode.CANCELLED) {
      assertThat(reply).isInstanceOf(Reply.Lost.class);
    } else {
      Reply.Failed failed = assertInstanceOf(Reply.Failed.class, reply);
      assertThat(failed.code())
          .isEqualTo(SAME_EVERYWHERE.contains(code) ? code : ErrorCode.BODY_FAILED);
      assertThat(failed.report()).contains(REPORT);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void whatWasNeverSentDidNotRun(Status.Code code) {
    Reply reply = Statuses.reply(code.toStatus(), new Metadata(), Statuses.Progress.UNSENT);

    if (code == Status.Code.DEADLINE_EXCEEDED) {
      assertThat(reply).isEqualTo(new Reply.Expired());
    } else if (code == Status.Code.CANCELLED) {
      assertThat(reply).isEqualTo(new Reply.Lost("cancelled"));
    } else {
      assertThat(assertInstanceOf(Reply.NotRun.class, reply).code()).isEqualTo(ErrorCode.NODE_LOST);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
  void whatEndedOnTheWayIsInDoubt(Status.Code code) {
    Reply reply = Statuses.reply(code.toStatus(), new Metadata(), Statuses.Progress.SENT);

    assertThat(reply)
        .isInstanceOf(
            code == Status.Code.DEADLINE_EXCEEDED ? Reply.Expired.class : Reply.Lost.class);
  }

  @Test
  void bytesThatFoundNoRoomAtAServerHaveNotRunAndThoseThatNeverWillHaveFailed() {
    Status full = Status.RESOURCE_EXHAUSTED.withDescription(Statuses.ON_THEIR_WAY + " (10).");
    Status large = Status.RESOURCE_EXHAUSTED.withDescription(Statuses.TOO_LARGE + " 10: 11");

    Reply later = Statuses.reply(full, new Metadata(), Statuses.Progress.ANSWERED);
    Reply never = Statuses.reply(large, new Metadata(), Statuses.Progress.ANSWERED);

    assertThat(assertInstanceOf(Reply.NotRun.class, later).code()).isEqualTo(ErrorCode.OVERLOADED);
    assertThat(assertInstanceOf(Reply.Failed.class, never).code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void aCodeOfALaterVersionIsAFailureThatNamesIt() {
    Metadata trailers = new Metadata();
    trailers.put(WireNames.CODE, "EW6999");

    Reply reply =
        Statuses.reply(
            Status.INTERNAL.withDescription("new"), trailers, Statuses.Progress.ANSWERED);

    assertThat(assertInstanceOf(Reply.Failed.class, reply).detail()).contains("EW6999", "new");
  }

  @Test
  void aFaultTravelsAsDetailOfAStatusThatAnyClientCanRead() throws Exception {
    FaultMessage fault = new FaultMessage("shop.v1.NoSuchDoor", Message.of(new byte[] {10, 1, 65}));
    Status status = Statuses.status(ErrorCode.FAULT, "no door A");
    Metadata trailers = Statuses.trailers(ErrorCode.FAULT, Optional.of(REPORT));
    Statuses.putFault(trailers, status, fault);

    com.google.rpc.Status details =
        com.google.rpc.Status.parseFrom(trailers.get(WireNames.DETAILS));
    assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(details.getCode()).isEqualTo(status.getCode().value());
    assertThat(details.getMessage()).isEqualTo("no door A");
    assertThat(details.getDetails(0).getTypeUrl())
        .isEqualTo("type.googleapis.com/shop.v1.NoSuchDoor");
    Reply.Failed failed =
        assertInstanceOf(
            Reply.Failed.class, Statuses.reply(status, trailers, Statuses.Progress.ANSWERED));
    assertThat(failed.code()).isEqualTo(ErrorCode.FAULT);
    assertThat(failed.detail()).isEqualTo("no door A");
    assertThat(failed.report()).contains(REPORT);
    assertThat(failed.fault().orElseThrow().messageName()).isEqualTo("shop.v1.NoSuchDoor");
    assertThat(failed.fault().orElseThrow().body().bytes()).containsExactly(10, 1, 65);
  }

  @Test
  void detailsThatCannotBeReadLeaveAFailure() {
    Metadata trailers = Statuses.trailers(ErrorCode.FAULT, Optional.of(REPORT));
    trailers.put(WireNames.DETAILS, new byte[] {10, 127, 1});

    Reply reply =
        Statuses.reply(
            Statuses.status(ErrorCode.FAULT, "no"), trailers, Statuses.Progress.ANSWERED);

    assertThat(assertInstanceOf(Reply.Failed.class, reply).code()).isEqualTo(ErrorCode.BODY_FAILED);
  }

  @Test
  void grpcsOwnInternalErrorIsInDoubtAndOursIsAFailure() {
    assertThat(
            Statuses.reply(
                Status.INTERNAL.withDescription("Encountered end-of-stream mid-frame"),
                new Metadata(),
                Statuses.Progress.SENT))
        .isInstanceOf(Reply.Lost.class);
    Status ours = Statuses.status(ErrorCode.BODY_FAILED, "failed");
    assertThat(ours.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(
            Statuses.reply(
                ours,
                Statuses.trailers(ErrorCode.BODY_FAILED, Optional.empty()),
                Statuses.Progress.ANSWERED))
        .isInstanceOf(Reply.Failed.class);
  }

  @Test
  void aBrokenReportIsNone() {
    Metadata trailers = new Metadata();
    trailers.put(WireNames.REPORT, new byte[] {10, 127, 1});

    assertThat(Statuses.report(trailers)).isEmpty();
  }

  @Test
  void detailsAreShortAndOnOneLine() {
    Status status = Statuses.status(ErrorCode.BODY_FAILED, "a\n\tb" + "x".repeat(5000));

    assertThat(status.getDescription()).startsWith("a bxx").endsWith("…").hasSize(300);
  }
}
