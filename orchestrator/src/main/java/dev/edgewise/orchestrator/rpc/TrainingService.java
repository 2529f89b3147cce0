package dev.edgewise.orchestrator.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.training.LogLine;
import dev.edgewise.orchestrator.training.TrainingDesk;
import dev.edgewise.proto.v1.CancelJobRequest;
import dev.edgewise.proto.v1.JobLogLine;
import dev.edgewise.proto.v1.JobLogLines;
import dev.edgewise.proto.v1.ListJobsRequest;
import dev.edgewise.proto.v1.ReadJobLogRequest;
import dev.edgewise.proto.v1.SubmitJobRequest;
import dev.edgewise.proto.v1.TrainingGrpc;
import dev.edgewise.proto.v1.TrainingJobList;
import dev.edgewise.proto.v1.TrainingJobState;
import dev.edgewise.sdk.wire.training.TrainingMessages;
import io.grpc.stub.StreamObserver;

/** Answers operators who ask about training jobs, by gRPC. Thread-safe. */
final class TrainingService extends TrainingGrpc.TrainingImplBase {
  private final TrainingDesk desk;
  private final Clock clock;

  TrainingService(TrainingDesk desk, Clock clock) {
    this.desk = requireNonNull(desk, "desk");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public void submitJob(SubmitJobRequest request, StreamObserver<TrainingJobState> answer) {
    Answers.give(
        answer,
        () -> TrainingMessages.toProto(desk.submit(TrainingMessages.spec(request.getSpec()))));
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<TrainingJobList> answer) {
    Answers.give(
        answer,
        () -> {
          TrainingJobList.Builder list =
              TrainingJobList.newBuilder().setNow(TrainingMessages.timestamp(clock.now()));
          desk.jobs().forEach(job -> list.addJobs(TrainingMessages.toProto(job)));
          return list.build();
        });
  }

  @Override
  public void cancelJob(CancelJobRequest request, StreamObserver<TrainingJobState> answer) {
    Answers.give(
        answer,
        () ->
            TrainingMessages.toProto(
                desk.cancel(request.getJob()).orElseThrow(() -> unknown(request.getJob()))));
  }

  @Override
  public void readJobLog(ReadJobLogRequest request, StreamObserver<JobLogLines> answer) {
    Answers.give(
        answer,
        () -> {
          TrainingDesk.Log log =
              desk.log(request.getJob(), request.getAfter())
                  .orElseThrow(() -> unknown(request.getJob()));
          JobLogLines.Builder lines =
              JobLogLines.newBuilder().setMissed(log.missed()).setLast(log.last());
          log.lines().forEach(line -> lines.addLines(line(line)));
          return lines.build();
        });
  }

  private static JobLogLine line(LogLine line) {
    return JobLogLine.newBuilder()
        .setNumber(line.number())
        .setAttempt(line.attempt())
        .setRank(line.rank())
        .setText(line.text())
        .build();
  }

  private static EdgewiseException unknown(long job) {
    return EdgewiseException.of(
        ErrorCode.NOT_FOUND,
        "There is no training job " + job + ". 'edgewise train ls' lists those that are known.");
  }
}
