package dev.edgewise.sdk.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Address;
import dev.edgewise.core.Names;
import dev.edgewise.core.Node;
import dev.edgewise.core.Site;
import dev.edgewise.core.Text;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.WrongAnswerRequest;
import dev.edgewise.proto.v1.WrongAnswerResponse;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.spi.Message;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What a node says of itself, read with the caution that a stranger's words deserve. */
final class Descriptions {
  /** The version of the agent's protocol that this side speaks. */
  static final int PROTOCOL = 1;

  static final String DESCRIBE = "edgewise.v1.Agent/Describe";
  static final String PROBE = "edgewise.v1.Agent/Probe";
  static final String WRONG_ANSWER = "edgewise.v1.Agent/WrongAnswer";

  private static final int MAX_SERVICES = 1_000;
  private static final int MAX_METHODS = 10_000;
  private static final int MAX_NAME = 512;

  private Descriptions() {}

  static Message request(boolean withDescriptors) {
    return Message.of(
        DescribeRequest.newBuilder()
            .setProtocol(PROTOCOL)
            .setWithDescriptors(withDescriptors)
            .build()
            .toByteArray());
  }

  static Message wrongAnswer(String decisionId) {
    return Message.of(
        WrongAnswerRequest.newBuilder().setDecisionId(decisionId).build().toByteArray());
  }

  /** Whether the node says that it had answered so. */
  static boolean isKnown(Reply reply) {
    if (!(reply instanceof Reply.Answered answered)) {
      return false;
    }
    try {
      return WrongAnswerResponse.parseFrom(answered.body().contiguous()).getKnown();
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  static Described described(Address address, Reply reply) {
    if (reply instanceof Reply.Answered answered) {
      try {
        return described(address, DescribeResponse.parseFrom(answered.body().contiguous()));
      } catch (InvalidProtocolBufferException e) {
        return new Described.Failure(
            "what answers at " + address + " is no Edgewise agent: its description is unreadable");
      }
    }
    if (reply instanceof Reply.NotRun notRun) {
      return new Described.Failure(
          notRun.code() == dev.edgewise.core.ErrorCode.UNKNOWN_METHOD
              ? "what answers at " + address + " is no Edgewise agent; check host and port"
              : address + " cannot be reached: " + notRun.detail());
    }
    if (reply instanceof Reply.Lost lost) {
      return new Described.Failure(
          "the connection to " + address + " broke while it described itself: " + lost.detail());
    }
    if (reply instanceof Reply.Failed failed) {
      return new Described.Failure(
          address + " could not describe itself: " + failed.code().id() + " " + failed.detail());
    }
    return new Described.Failure(address + " did not describe itself in time");
  }

  static Described described(Address address, DescribeResponse response) {
    Optional<String> problem = problem(response);
    if (problem.isPresent()) {
      return new Described.Failure("the agent at " + address + " " + problem.get());
    }
    Site site = Protos.fromProto(response.getSite());
    Tier tier = Protos.fromProto(response.getTier()).orElseThrow();
    return new Described.Answer(
        new Node(response.getNode(), tier, site),
        methods(response),
        Protos.fromProto(response.getLoad()),
        Protos.accelerators(response.getAcceleratorsList()));
  }

  private static Set<String> methods(DescribeResponse response) {
    Set<String> methods = new LinkedHashSet<>();
    for (OfferedService service : response.getServicesList()) {
      for (String method : service.getMethodsList()) {
        methods.add(service.getName() + "/" + method);
      }
    }
    return methods;
  }

  /** What is wrong with a description, to be read behind "the agent at … ". */
  static Optional<String> problem(DescribeResponse response) {
    if (response.getProtocol() != PROTOCOL) {
      return Optional.of(
          "speaks version "
              + response.getProtocol()
              + " of the protocol, this side speaks "
              + PROTOCOL
              + ". Upgrade "
              + (response.getProtocol() > PROTOCOL ? "this side" : "the agent")
              + ".");
    }
    if (!Names.isValid(response.getNode())) {
      return Optional.of(
          "calls itself \"" + Text.line(response.getNode(), 70) + "\", which is no name of a node");
    }
    if (Protos.fromProto(response.getTier()).isEmpty()) {
      return Optional.of("does not say whether it is of the edge or the cloud tier");
    }
    if (!Names.isValid(response.getSite().getName())) {
      return Optional.of(
          "names \""
              + Text.line(response.getSite().getName(), 70)
              + "\" as its site, which is no name of a site");
    }
    return tooMany(response);
  }

  private static Optional<String> tooMany(DescribeResponse response) {
    int methods = 0;
    for (OfferedService service : response.getServicesList()) {
      methods += service.getMethodsCount();
      if (service.getName().isEmpty()
          || service.getName().length() > MAX_NAME
          || service.getMethodsList().stream()
              .anyMatch(method -> method.isEmpty() || method.length() > MAX_NAME)) {
        return Optional.of("offers a service or a method whose name is empty or too long");
      }
    }
    if (response.getServicesCount() > MAX_SERVICES || methods > MAX_METHODS) {
      return Optional.of(
          "offers "
              + response.getServicesCount()
              + " services with "
              + methods
              + " methods (at most "
              + MAX_SERVICES
              + " and "
              + MAX_METHODS
              + ")");
    }
    return Optional.empty();
  }
}
