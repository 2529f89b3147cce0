package dev.edgewise.agent.rpc;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.serve.CallMeter;
import dev.edgewise.agent.serve.Entry;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.LabelRule;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.sdk.link.Resumption;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.wire.Statuses;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Optional;

/**
 * Meets the calls of one hosted method at the door: on the event loop, with nothing but their
 * headers, so that turning one away costs next to nothing.
 */
final class CallHandler implements ServerCallHandler<Message, Message> {
  static final ServerCall.Listener<Message> DEAF = new ServerCall.Listener<>() {};

  private final ServingParts serving;
  private final HostedService service;
  private final MethodContract contract;

  /** {@link ServingParts#limits}, where the method has no others. */
  private final ServerLimits limits;

  /** Why the method cannot run on this node, whoever calls. */
  private final Optional<String> lacking;

  CallHandler(ServingParts serving, HostedService service, MethodContract contract) {
    this.limits = serving.limits().of(service.name());
    this.serving = requireNonNull(serving, "serving");
    this.service = requireNonNull(service, "service");
    this.contract = requireNonNull(contract, "contract");
    this.lacking = lacking(serving, contract);
  }

  /**
   * What the method needs and this node does not have. Callers' routers keep to it too; a caller
   * may be older than the method's need, or no router of ours.
   */
  private static Optional<String> lacking(ServingParts serving, MethodContract contract) {
    return contract
        .needs()
        .filter(needs -> !needs.metBy(serving.accelerators()))
        .map(
            needs ->
                contract.fullName()
                    + " needs "
                    + needs.words()
                    + "; "
                    + serving.node().name()
                    + " has "
                    + (serving.accelerators().isEmpty()
                        ? "no accelerator"
                        : Needs.words(serving.accelerators()))
                    + ". Call a node that has it.");
  }

  @Override
  public ServerCall.Listener<Message> startCall(
      ServerCall<Message, Message> call, Metadata headers) {
    Optional<ServedCall> admitted = admit(call, headers, outbox(call, headers), Optional.empty());
    // One message more than there should be: a second one must not pass unseen.
    admitted.ifPresent(served -> call.request(2));
    return admitted.isPresent() ? admitted.get() : DEAF;
  }

  /** Whether calls of it may be generations. */
  boolean isResumable() {
    return contract.resumable();
  }

  /** The way back of a call that came whole. */
  Outbox outbox(ServerCall<Message, Message> call, Metadata headers) {
    return Outbox.of(call, headers, limits);
  }

  /**
   * Lets a call in, or turns it away: then it has been closed.
   *
   * @param generation that it is, as far as that has come
   */
  Optional<ServedCall> admit(
      ServerCall<Message, Message> call,
      Metadata headers,
      Outbox outbox,
      Optional<Resumption> generation) {
    Optional<String> unreadable = Caller.objection(headers);
    if (unreadable.isPresent()) {
      return refuse(call, ErrorCode.BAD_REQUEST, unreadable.get());
    }
    Caller caller = Caller.of(headers, serving.random()).withAtLeast(contract.label());
    Optional<String> objection = LabelRule.objection(caller.label(), serving.node());
    if (objection.isPresent()) {
      serving.meter().labelDenied(caller.label());
      return refuse(call, ErrorCode.LABEL_REFUSED, serving.node().name() + ": " + objection.get());
    }
    if (lacking.isPresent()) {
      return refuse(call, ErrorCode.NO_ACCELERATOR, lacking.get());
    }
    Optional<String> complaint = serving.health().complaint(service.name());
    if (complaint.isPresent()) {
      return refuse(
          call,
          ErrorCode.UNHEALTHY,
          contract.service() + " is not healthy here. Try another node; this one's log says why.");
    }
    Entry entry =
        contract.streaming()
            ? serving.admission().enterStream(contract.resumable())
            : serving.admission().enter(contract.fullName());
    return switch (entry) {
      case Entry.TurnedAway(ErrorCode code, String because) -> refuse(call, code, because);
      case Entry.Admitted(var place) ->
          Optional.of(
              ServedCall.begin(serving, service, contract, outbox, caller, place, generation));
    };
  }

  private Optional<ServedCall> refuse(
      ServerCall<Message, Message> call, ErrorCode code, String detail) {
    refuse(serving, call, contract.fullName(), code, detail);
    return Optional.empty();
  }

  /**
   * Turns a call away.
   *
   * @param method as it is counted
   */
  static void refuse(
      ServingParts serving,
      ServerCall<Message, Message> call,
      String method,
      ErrorCode code,
      String detail) {
    Status status = Statuses.status(code, detail);
    serving.meter().refused(code);
    serving.meter().ended(method, status.getCode().name(), 0);
    call.close(
        status,
        Statuses.trailers(code, Optional.of(Statuses.refusalReport(serving.admission().slots()))));
  }

  /** Turns the call of a method away that is not hosted. */
  static void refuseUnknown(
      ServingParts serving, ServerCall<Message, Message> call, String method, String offered) {
    refuse(
        serving,
        call,
        CallMeter.OTHER,
        ErrorCode.UNKNOWN_METHOD,
        serving.node().name() + " does not offer " + method + ". It offers " + offered + ".");
  }

  /** Answers calls of methods that are not hosted. */
  static ServerCallHandler<Message, Message> unknown(ServingParts serving, String offered) {
    return (call, headers) -> {
      refuseUnknown(serving, call, call.getMethodDescriptor().getFullMethodName(), offered);
      return DEAF;
    };
  }
}
