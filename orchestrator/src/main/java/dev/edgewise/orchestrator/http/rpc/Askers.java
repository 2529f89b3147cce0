package dev.edgewise.orchestrator.http.rpc;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.CompletableFuture;

/** Whether who asked by HTTP is still there: Micronaut itself goes on without them. */
public final class Askers {
  private Askers() {}

  /**
   * Tells when the connection that a request came by ends before its answer is there.
   *
   * @param answered completed when nobody needs to be told any more; dependents of it are not
   *     cancelled
   * @param onGone is run at most once, on the connection's event loop; must not block
   */
  public static void untilAnswered(
      HttpRequest<?> request, CompletableFuture<?> answered, Runnable onGone) {
    if (!(request instanceof NettyHttpRequest<?> known)) {
      throw new IllegalArgumentException("not Netty's: " + request.getClass());
    }
    Channel connection = known.getChannelHandlerContext().channel();
    ChannelFutureListener gone = _ -> onGone.run();
    ChannelFuture closed = connection.closeFuture().addListener(gone);
    // A connection serves many requests: those that are over must not pile up.
    CompletableFuture<Void> unused =
        answered.handle(
            (_, _) -> {
              closed.removeListener(gone);
              return null;
            });
  }
}
