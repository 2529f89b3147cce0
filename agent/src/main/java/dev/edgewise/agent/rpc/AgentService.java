package dev.edgewise.agent.rpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.edgewise.agent.host.HostedService;
import dev.edgewise.proto.v1.AgentGrpc;
import dev.edgewise.proto.v1.DescribeRequest;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.proto.v1.OfferedService;
import dev.edgewise.proto.v1.ProbeRequest;
import dev.edgewise.proto.v1.ProbeResponse;
import dev.edgewise.proto.v1.WrongAnswerRequest;
import dev.edgewise.proto.v1.WrongAnswerResponse;
import dev.edgewise.sdk.wire.Protos;
import dev.edgewise.serving.protocol.GrpcInference;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Describe and Probe, answered from memory on the event loop; and what is said of answers. */
final class AgentService extends AgentGrpc.AgentImplBase {
  private static final int PROTOCOL = 1;

  private final ServingParts serving;
  private final List<HostedService> services;
  private final String version;

  AgentService(ServingParts serving, List<HostedService> services, String version) {
    this.serving = serving;
    // The open protocol is not offered to the fleet: each model is, as a service of its own.
    this.services =
        services.stream().filter(service -> !service.name().equals(GrpcInference.SERVICE)).toList();
    this.version = version;
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> answer) {
    DescribeResponse.Builder response =
        DescribeResponse.newBuilder()
            .setProtocol(PROTOCOL)
            .setNode(serving.node().name())
            .setTier(Protos.toProto(serving.node().tier()))
            .setSite(Protos.toProto(serving.node().site()))
            .setVersion(version)
            .setLoad(Protos.toProto(serving.admission().load()));
    serving.accelerators().forEach(one -> response.addAccelerators(Protos.toProto(one)));
    for (HostedService service : services) {
      if (serving.health().complaint(service.name()).isEmpty()) {
        response.addServices(offered(service, request.getWithDescriptors()));
      }
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void probe(ProbeRequest request, StreamObserver<ProbeResponse> answer) {
    answer.onNext(
        ProbeResponse.newBuilder().setLoad(Protos.toProto(serving.admission().load())).build());
    answer.onCompleted();
  }

  /** Forgetting may wait for a disk, so not on the event loop. */
  @Override
  public void wrongAnswer(WrongAnswerRequest request, StreamObserver<WrongAnswerResponse> answer) {
    serving
        .threads()
        .execute(
            () -> {
              answer.onNext(
                  WrongAnswerResponse.newBuilder()
                      .setKnown(serving.caching().wrong(request.getDecisionId()))
                      .build());
              answer.onCompleted();
            });
  }

  private static OfferedService offered(HostedService service, boolean withDescriptors) {
    OfferedService.Builder offered = OfferedService.newBuilder().setName(service.name());
    service.methods().forEach(contract -> offered.addMethods(contract.method()));
    if (withDescriptors) {
      offered.setDescriptorSet(UnsafeByteOperations.unsafeWrap(service.descriptorSet()));
    }
    return offered.build();
  }
}
