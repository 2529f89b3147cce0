package dev.edgewise.sdk.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.edgewise.core.Address;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Text;
import dev.edgewise.proto.v1.DescribeResponse;
import dev.edgewise.sdk.link.Described;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import dev.edgewise.sdk.link.Request;
import dev.edgewise.sdk.wire.dynamic.DynamicServices;
import dev.edgewise.sdk.wire.tls.SameNode;
import dev.edgewise.sdk.wire.tls.Tls;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Talks to one agent, and waits for its answers: for tools that ask a node something and end.
 * Applications use {@code Edgewise}. Thread-safe.
 */
public final class AgentClient implements AutoCloseable {
  private final Address address;
  private final boolean certified;
  private final ManagedChannel channel;

  private AgentClient(Address address, Optional<Tls> tls) {
    this.address = address;
    this.certified = tls.isPresent();
    // Nothing but futures of this class are completed on gRPC's threads.
    this.channel = Channels.open(address, tls, new SameNode(), Runnable::run);
  }

  /**
   * What an agent says of itself.
   *
   * @param node name, tier and site
   * @param version of the agent's software
   * @param load how busy it is
   * @param services what it offers
   */
  public record Description(Node node, String version, Load load, List<OfferedService> services) {
    public Description {
      services = List.copyOf(services);
    }
  }

  /**
   * One service that an agent offers.
   *
   * @param name full protobuf name
   * @param methods names of the methods that run on this agent
   * @param descriptorSet for {@link DynamicServices}; empty unless it was asked for
   */
  public record OfferedService(String name, List<String> methods, byte[] descriptorSet) {
    public OfferedService {
      methods = List.copyOf(methods);
    }
  }

  /**
   * A client of the agent at {@code host:port}; the connection is made with the first question.
   *
   * @param tls what is shown and believed; stays the caller's; without it all is in plain text
   * @throws EdgewiseException with {@code BAD_CLIENT} when that is no address
   */
  public static AgentClient connect(String address, Optional<Tls> tls) {
    return new AgentClient(Address.parse(address), tls);
  }

  /** The same in plain text. */
  public static AgentClient connect(String address) {
    return connect(address, Optional.empty());
  }

  /**
   * Asks who the agent is and what it offers.
   *
   * @param withDescriptors whether the descriptor sets are wanted too
   * @throws EdgewiseException with {@code UNREACHABLE} when no agent answers there in time, {@code
   *     BAD_ANSWER} when what answers cannot be used
   */
  public Description describe(boolean withDescriptors, Duration timeout) {
    PeerWatch watch = new PeerWatch();
    Reply reply =
        await(
            onReply ->
                WholeCall.start(
                    certified ? ClientInterceptors.intercept(channel, watch) : channel,
                    Descriptions.DESCRIBE,
                    Descriptions.request(withDescriptors),
                    timeout,
                    new Metadata(),
                    onReply));
    if (!(reply instanceof Reply.Answered answered)) {
      throw EdgewiseException.of(
          ErrorCode.UNREACHABLE,
          because(Descriptions.described(address, reply))
              + ". Is an agent running there? Start one with ./edgewise edge-agent or ./edgewise"
              + " cloud-agent.");
    }
    try {
      DescribeResponse response = DescribeResponse.parseFrom(answered.body().contiguous());
      Described described = Descriptions.described(address, response);
      if (certified && watch.believed(described) instanceof Described.Failure another) {
        throw EdgewiseException.of(
            ErrorCode.PEER_REFUSED, another.because() + ". Nothing was asked of it.");
      }
      if (described instanceof Described.Answer answer) {
        return new Description(
            answer.node(),
            Text.line(response.getVersion(), 100),
            answer.load(),
            response.getServicesList().stream().map(AgentClient::offered).toList());
      }
    } catch (InvalidProtocolBufferException e) {
      // The words for it come from the same place as for all that is wrong with an answer.
    }
    throw EdgewiseException.of(
        ErrorCode.BAD_ANSWER,
        because(Descriptions.described(address, reply)) + ". Nothing was asked of it.");
  }

  private static String because(Described described) {
    return described instanceof Described.Failure failure ? failure.because() : "it answered";
  }

  private static OfferedService offered(dev.edgewise.proto.v1.OfferedService service) {
    return new OfferedService(
        service.getName(), service.getMethodsList(), service.getDescriptorSet().toByteArray());
  }

  /**
   * Makes one call, here and nowhere else: what became of it is the caller's to judge. Interrupting
   * the thread cancels the call.
   */
  public Reply call(Request request) {
    return Calls.refusal(request)
        .orElseGet(() -> await(onReply -> Calls.start(channel, request, onReply)));
  }

  private static Reply await(Function<Consumer<Reply>, Link.Exchange> start) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Link.Exchange exchange = start.apply(reply::complete);
    try {
      return reply.get();
    } catch (InterruptedException e) {
      exchange.cancel();
      Thread.currentThread().interrupt();
      return new Reply.Lost("cancelled: the thread was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reply never fails", e);
    }
  }

  /** Ends what runs, and closes the connection. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
