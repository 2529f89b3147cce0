package dev.edgewise.sdk.wire.operator;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.training.JobSpec;
import dev.edgewise.core.training.JobStatus;
import dev.edgewise.core.training.LogLine;
import dev.edgewise.proto.v1.CancelJobRequest;
import dev.edgewise.proto.v1.JobLogLines;
import dev.edgewise.proto.v1.ListJobsRequest;
import dev.edgewise.proto.v1.ReadJobLogRequest;
import dev.edgewise.proto.v1.SubmitJobRequest;
import dev.edgewise.proto.v1.TrainingGrpc;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.sdk.wire.training.TrainingMessages;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks an orchestrator about its training jobs, and waits for its answers. Thread-safe.
 *
 * <p>All of it throws {@link EdgewiseException}: with {@code UNREACHABLE} when no orchestrator
 * answers in time, {@code NOT_FOUND} when there is no such job, {@code NOT_ACCEPTED} with the rule
 * that a job breaks, {@code OVERLOADED} when there are as many as there may be.
 */
public final class TrainingClient implements AutoCloseable {
  private static final int LARGEST_ANSWER = 16 << 20;

  private final OrchestratorChannel way;
  private final Duration patience;

  private TrainingClient(OrchestratorChannel way, Duration patience) {
    this.way = way;
    this.patience = requireNonNull(patience, "patience");
  }

  /**
   * A client of the orchestrator at {@code host:port}, or where that can be found out; the
   * connection is made with the first question.
   *
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @param patience how long one answer may take
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address, {@code
   *     NO_INTEGRATION} when nothing here knows its scheme
   */
  public static TrainingClient connect(String address, Optional<Tls> tls, Duration patience) {
    return new TrainingClient(OrchestratorChannel.to(address, tls), patience);
  }

  /** Submits a job; its files are in the store by now. */
  public JobStatus submit(JobSpec spec) {
    SubmitJobRequest request =
        SubmitJobRequest.newBuilder().setSpec(TrainingMessages.toProto(spec)).build();
    return ask(stub -> TrainingMessages.status(stub.submitJob(request)));
  }

  /** All jobs that are known, the newest first. */
  public List<JobStatus> jobs() {
    return ask(
        stub ->
            stub.listJobs(ListJobsRequest.getDefaultInstance()).getJobsList().stream()
                .map(TrainingMessages::status)
                .toList());
  }

  /** Ends a job and its ranks; one that has ended stays as it is. */
  public JobStatus cancel(long job) {
    return ask(
        stub ->
            TrainingMessages.status(
                stub.cancelJob(CancelJobRequest.newBuilder().setJob(job).build())));
  }

  /**
   * A part of a job's log.
   *
   * @param missed lines that are not kept any more
   * @param last whether nothing comes after these
   */
  public record Log(List<LogLine> lines, long missed, boolean last) {
    public Log {
      lines = List.copyOf(lines);
    }
  }

  /** What the ranks of a job have written behind the line of that number. */
  public Log log(long job, long after) {
    ReadJobLogRequest request = ReadJobLogRequest.newBuilder().setJob(job).setAfter(after).build();
    return ask(
        stub -> {
          JobLogLines lines = stub.readJobLog(request);
          return new Log(
              lines.getLinesList().stream()
                  .map(
                      line ->
                          new LogLine(
                              line.getNumber(), line.getAttempt(), line.getRank(), line.getText()))
                  .toList(),
              lines.getMissed(),
              lines.getLast());
        });
  }

  private <T> T ask(Function<TrainingGrpc.TrainingBlockingStub, T> question) {
    return way.ask(
        () ->
            question.apply(
                TrainingGrpc.newBlockingStub(way.channel(patience))
                    .withMaxInboundMessageSize(LARGEST_ANSWER)
                    .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS)));
  }

  /** Closes the connection. */
  @Override
  public void close() {
    way.close();
  }
}
