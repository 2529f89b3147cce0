package dev.edgewise.orchestrator.rpc;

import io.micronaut.grpc.server.GrpcEmbeddedServer;
import jakarta.inject.Singleton;

/** The gRPC server, without gRPC's types. */
@Singleton
public final class RpcServer implements AutoCloseable {
  private final GrpcEmbeddedServer server;

  RpcServer(GrpcEmbeddedServer server) {
    this.server = server;
  }

  /** Binds the port. */
  public void start() {
    server.start();
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Cuts all streams: they are meant to last, and nothing is lost with them. */
  @Override
  public void close() {
    server.getServer().shutdownNow();
    server.stop();
  }
}
